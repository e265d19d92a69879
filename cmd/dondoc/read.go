package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"dondoc/internal/extract"
	"dondoc/internal/reading"
)

type readCmd struct {
	Files []string `arg:"" name:"file" help:"documents to read: .txt, .html, .docx, .doc, .rtf, .pdf, .png, .jpg, .tif"`
	JSON  bool     `name:"json" help:"one JSON document"`
	Today string   `help:"the day to read as of, YYYY-MM-DD"`
	Jobs  int      `help:"documents read at once" default:"0"`
}

// Run reads documents. One that can't be read gives a line, and the others are
// still read.
func (c *readCmd) Run(w world) error {
	results := make([]*reading.Result, len(c.Files))
	errs := make([]error, len(c.Files))
	jobs := c.Jobs
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, jobs)
	for i, name := range c.Files {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			results[i], errs[i] = c.one(w, name)
		})
	}
	wg.Wait()
	bad := 0
	var good []*reading.Result
	for i, r := range results {
		if errs[i] != nil {
			fmt.Fprintf(w.err, "dondoc: %s: %s\n", c.Files[i], line(errs[i]))
			bad++
			continue
		}
		good = append(good, r)
	}
	if err := c.print(w, good); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d files could not be read", bad, len(c.Files))
	}
	return nil
}

func (c *readCmd) one(w world, name string) (*reading.Result, error) {
	b, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, errors.New("no such file")
	}
	if err != nil {
		return nil, err
	}
	d, err := extract.Extract(w.ctx, filepath.Base(name), b)
	if err != nil {
		return nil, err
	}
	r := reading.Read(d.Text, reading.Options{Today: c.Today})
	r.File = name
	for _, p := range d.Pages {
		r.Pages = append(r.Pages, reading.Span{Start: p.Start, End: p.End})
	}
	for _, x := range d.Warnings {
		r.Warnings = append(r.Warnings, reading.Warning{Code: x.Code, Message: x.Message})
	}
	return &r, nil
}

func (c *readCmd) print(w world, good []*reading.Result) error {
	if c.JSON {
		enc := json.NewEncoder(w.out)
		enc.SetEscapeHTML(false)
		if len(c.Files) == 1 {
			if len(good) == 0 {
				return nil
			}
			return enc.Encode(good[0])
		}
		if good == nil {
			good = []*reading.Result{}
		}
		return enc.Encode(good)
	}
	for _, r := range good {
		fmt.Fprintf(w.out, "%s: %s %s, %s\n", r.File, r.Document.Type, r.Document.Number, r.Document.Date)
		text := []rune(r.Text)
		for i, a := range r.Assignments {
			due := "-"
			if a.Deadline.End > a.Deadline.Start {
				due = string(text[a.Deadline.Start:a.Deadline.End])
			}
			fmt.Fprintf(w.out, "%3d. %s\n     %v, %s\n", i+1, string(text[a.Task.Start:a.Task.End]), a.Lead, due)
		}
		for _, x := range r.Warnings {
			fmt.Fprintf(w.out, "  !  %s\n", x.Message)
		}
	}
	return nil
}
