package pdfium

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// MaxPages is the longest document that is read.
const MaxPages = 5000

// openTime is for finding the pages; a damaged file is searched from end to end.
const openTime = 15 * time.Second

// The answers of FPDF_GetLastError that matter.
const (
	lastPassword = 4
	lastSecurity = 5
)

// File is one open document. It is not for several goroutines at once.
type File struct {
	e     *Engine
	in    *instance
	doc   uint64
	pages int
	// content stays for further instances: a long document is read by several
	content []byte
	// Restricted tells a document protected against printing or copying, with
	// an empty password.
	Restricted bool
	// OnPage, when set, is told how many pages Text has read. It is not told before
	// the first letters: a scan, which has none, is read another way.
	OnPage func(done, total int)
	// Active tells a document with scripts or with files inside it.
	Active bool
}

// Open starts an instance and loads a document into it. It fails with
// ErrPassword, ErrDamaged, ErrLimit, or when ctx ends while all instances are
// taken. The file must be closed.
func (e *Engine) Open(ctx context.Context, content []byte) (*File, error) {
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", ErrLimit, context.Cause(ctx))
	}
	f, err := e.open(ctx, content)
	if err != nil {
		<-e.slots
		return nil, err
	}
	return f, nil
}

func (e *Engine) open(ctx context.Context, content []byte) (*File, error) {
	if err := e.start(); err != nil {
		return nil, err
	}
	in, err := e.instantiate(ctx)
	if err != nil {
		return nil, err
	}
	f := &File{e: e, in: in, content: content}
	if err := f.load(ctx, content); err != nil {
		return nil, errors.Join(err, in.mod.Close(context.WithoutCancel(ctx)))
	}
	return f, nil
}

func (f *File) load(ctx context.Context, content []byte) error {
	in := f.in
	defer in.within(ctx, openTime)()
	at := in.malloc(len(content)) // stays for as long as the document is open
	copy(in.bytes(at, len(content)), content)
	f.doc = uint64(in.call32("FPDF_LoadMemDocument", uint64(at), uint64(len(content)), 0))
	if f.doc == 0 {
		why := in.call32("FPDF_GetLastError")
		switch {
		case in.err != nil:
			return in.err
		case why == lastPassword || why == lastSecurity:
			return ErrPassword
		}
		return fmt.Errorf("%w: error %d", ErrDamaged, why)
	}
	f.Restricted = int32(in.call32("FPDF_GetSecurityHandlerRevision", f.doc)) >= 0 //nolint:gosec // -1 says that there is none
	n := in.call32("FPDF_GetPageCount", f.doc)
	if in.err != nil {
		return in.err
	}
	if n > MaxPages {
		return fmt.Errorf("%w: %d pages", ErrLimit, n)
	}
	f.pages = int(n)
	f.Active = f.active()
	if in.err != nil {
		return in.err
	}
	return nil
}

// Close ends the instance; its memory goes with it.
func (f *File) Close(ctx context.Context) error {
	if f.in == nil {
		return nil
	}
	err := f.in.mod.Close(context.WithoutCancel(ctx))
	f.in = nil
	<-f.e.slots
	return err
}

// Pages is how many pages the document has.
func (f *File) Pages() int { return f.pages }

// errNoPage is a page that PDFium can't load, while others may be whole.
var errNoPage = errors.New("the page can't be loaded")

// onPage loads a page, within the time for one, and hands it over.
func (f *File) onPage(ctx context.Context, n int, do func(page uint64)) error {
	in := f.in
	if in == nil {
		return errors.New("the document is closed")
	}
	if n < 0 || n >= f.pages {
		return fmt.Errorf("%w: page %d of %d", errNoPage, n+1, f.pages)
	}
	defer in.within(ctx, f.e.opt.PageTime)()
	page := uint64(in.call32("FPDF_LoadPage", f.doc, uint64(n)))
	if in.err != nil {
		return in.err
	}
	if page == 0 {
		return errNoPage
	}
	do(page)
	in.call("FPDF_ClosePage", page)
	return in.err
}
