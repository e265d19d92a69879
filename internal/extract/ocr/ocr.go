// Package ocr recognises the letters on pictures of pages with Tesseract, an
// installed program that runs as a process of its own for each page. What it
// gives is a guess: whoever shows it says so.
package ocr

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"dondoc/internal/extract/pdfium"
	"dondoc/internal/extract/sandbox"
)

// ErrMissing is no Tesseract, or none that knows Vietnamese.
var ErrMissing = errors.New("no program that recognises Vietnamese letters")

// Options are the limits of a run; zero values stand for the usual ones.
type Options struct {
	Language string        // "vie"
	PageTime time.Duration // for one page; 2 minutes: a page takes 5 seconds of an idle processor
	Memory   int64         // bytes of address space for one page; 1 GiB
	Parallel int           // pages at once; one per processor
	// Progress is told after each page, by one goroutine at a time.
	Progress func(done, total int)
}

func (o Options) filled() Options {
	if o.Language == "" {
		o.Language = "vie"
	}
	if o.PageTime <= 0 {
		o.PageTime = 2 * time.Minute
	}
	if o.Memory <= 0 {
		o.Memory = 1 << 30
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	return o
}

// maxOutput is more than the table of a full page's words takes.
const maxOutput = 32 << 20

// Draw gives the picture of a page, counted from 0, as a file, and its dots per
// inch.
type Draw func(ctx context.Context, page int) (picture []byte, dpi float64, err error)

// Read recognises pages, several at once; draw is called by one goroutine at a
// time. The first failure ends all.
func Read(ctx context.Context, pages int, draw Draw, o Options) (pdfium.Text, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := reader{draw: draw, o: o.filled(), out: make([]pdfium.Picture, pages)}
	var workers sync.WaitGroup
	for range min(r.o.Parallel, pages) {
		workers.Go(func() {
			for {
				n, err := r.page(ctx)
				if err != nil {
					cancel(fmt.Errorf("page %d: %w", n+1, err))
				}
				if err != nil || n >= pages {
					return
				}
			}
		})
	}
	workers.Wait()
	if err := context.Cause(ctx); err != nil {
		return pdfium.Text{}, err
	}
	return pdfium.Arrange(r.out), nil
}

// reader is one run over the pages of a document.
type reader struct {
	draw    Draw
	o       Options
	out     []pdfium.Picture // each page's place is written by who took it
	drawing sync.Mutex       // guards next
	next    int
	telling sync.Mutex // guards done
	done    int
}

// page takes the next page and recognises it; n is past the last when none is
// left.
func (r *reader) page(ctx context.Context) (n int, err error) {
	n, picture, dpi, err := r.take(ctx)
	if err != nil || n >= len(r.out) {
		return n, err
	}
	pictures, err := recognise(ctx, picture, 1, dpi, r.o)
	if err != nil {
		return n, err
	}
	if len(pictures) > 0 {
		r.out[n] = pictures[0]
	}
	r.telling.Lock()
	defer r.telling.Unlock()
	if r.done++; r.o.Progress != nil {
		r.o.Progress(r.done, len(r.out))
	}
	return n, nil
}

func (r *reader) take(ctx context.Context) (n int, picture []byte, dpi float64, err error) { //nolint:revive // a picture and what is known of it
	r.drawing.Lock()
	defer r.drawing.Unlock()
	if n = r.next; n >= len(r.out) || ctx.Err() != nil {
		return n, nil, 0, context.Cause(ctx)
	}
	r.next++
	picture, dpi, err = r.draw(ctx, n)
	return n, picture, dpi, err
}

// Picture recognises a file of one picture, or of several as TIFF has them.
func Picture(ctx context.Context, content []byte, o Options) (pdfium.Text, error) {
	pages, err := Measure(content)
	if err != nil {
		return pdfium.Text{}, err
	}
	o = o.filled()
	if content, err = Upright(content); err != nil {
		return pdfium.Text{}, err
	}
	found, err := recognise(ctx, content, pages, 0, o)
	if err != nil {
		return pdfium.Text{}, err
	}
	if o.Progress != nil {
		o.Progress(pages, pages)
	}
	return pdfium.Arrange(found), nil
}

// recognise runs Tesseract on one file. dpi is 0 where the file may say it.
func recognise(ctx context.Context, picture []byte, pages int, dpi float64, o Options) ([]pdfium.Picture, error) {
	args := []string{"stdin", "stdout", "-l", o.Language, "--psm", "3"}
	if dpi > 0 {
		args = append(args, "--dpi", fmt.Sprintf("%.0f", dpi))
	} else {
		dpi = Dots
	}
	b, err := sandbox.Run(ctx, sandbox.Job{
		Tool: "tesseract", Args: append(args, "tsv"), Input: picture,
		Time: o.PageTime * time.Duration(pages), Memory: o.Memory, Output: maxOutput,
	})
	switch {
	case errors.Is(err, sandbox.ErrMissing), err != nil && strings.Contains(err.Error(), "Error opening data file"):
		return nil, fmt.Errorf("%w: %w", ErrMissing, err)
	case err != nil:
		return nil, err
	}
	return parse(string(b), 72/dpi), nil
}
