// Package logging makes the one logger: structured, to standard error, with
// the request's id where there is one. A log is for the operator; it is not
// the record of acts.
package logging

import (
	"io"
	"log/slog"
)

// New makes a logger that writes to w; JSON suits a log collector.
func New(w io.Writer, level slog.Level, format Format) *slog.Logger {
	opt := &slog.HandlerOptions{Level: level}
	if format == JSON {
		return slog.New(slog.NewJSONHandler(w, opt))
	}
	return slog.New(slog.NewTextHandler(w, opt))
}

// Format is how a line of the log looks.
type Format string

// The two formats.
const (
	Text Format = "text"
	JSON Format = "json"
)
