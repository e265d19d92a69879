package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"dondoc/internal/app"
	"dondoc/internal/clock"
	"dondoc/internal/logging"
)

type serveCmd struct {
	common `embed:""`

	Listen string `help:"address to listen on; also DONDOC_LISTEN"`
	Log    string `help:"text or json; also DONDOC_LOG"`
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(w world) error {
	cfg, err := c.config(w, map[string]string{"listen": c.Listen, "log": c.Log})
	if err != nil {
		return err
	}
	if err := cfg.Prepare(); err != nil {
		return err
	}
	log := logging.New(w.err, cfg.LogLevel, logging.Format(cfg.Log))
	a, err := app.Open(w.ctx, app.Options{Database: cfg.Database, Files: cfg.Files(), Secure: cfg.Secure, Clock: clock.System{}, Log: log, Inside: cfg.Inside})
	if err != nil {
		return err
	}
	defer closing(log, a)
	ln, err := (&net.ListenConfig{}).Listen(w.ctx, "tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; another program may hold the port", cfg.Listen, err)
	}
	fmt.Fprintf(w.err, "dondoc: http://%s\n", ln.Addr())
	if code := a.SetupCode(); code != "" {
		fmt.Fprintf(w.err, "dondoc: empty database; open http://%s/cai-dat with the set-up code %s\n", ln.Addr(), code)
	}
	return serve(w.ctx, ln, a, log)
}

func closing(log *slog.Logger, a *app.App) {
	if err := a.Close(); err != nil {
		log.Error("database not closed", slog.Any("error", err))
	}
}

// drain is how long running requests may take when the program stops.
const drain = 15 * time.Second

// serve answers on ln until the context ends, then lets requests finish.
func serve(ctx context.Context, ln net.Listener, a *app.App, log *slog.Logger) error {
	srv := &http.Server{
		Handler: a.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	work, end := context.WithCancel(ctx)
	var jobs sync.WaitGroup
	jobs.Go(func() { a.Jobs.Run(work) })
	jobs.Go(func() { a.Watch(work) })
	defer func() { end(); jobs.Wait() }()
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err := srv.Shutdown(stop)
	if serr := <-done; !errors.Is(serr, http.ErrServerClosed) {
		err = errors.Join(err, serr)
	}
	return err
}
