package pdfium

import (
	"context"
	"errors"
	"sync"
)

// together is from how many pages on a further instance earns what it costs to
// start it and to load the document once more.
const together = 16

// reader takes the pages of one document, by several instances at once.
type reader struct {
	sheets []sheet
	onPage func(done, total int)

	mu         sync.Mutex // guards what follows
	next       int
	done       int
	words      int
	unreadable []int
	err        error
}

// read gives the words of all pages. A long document is read by as many
// instances as the engine can spare at that moment: pages know nothing of each
// other, and a machine with nothing else to do need not leave processors idle.
func (f *File) read(ctx context.Context) (r *reader, err error) {
	r = &reader{sheets: make([]sheet, f.pages), onPage: f.OnPage}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var others sync.WaitGroup
	defer others.Wait()
	for n := together; n <= f.pages; n += together {
		g := f.e.spare(ctx, f.content)
		if g == nil {
			break
		}
		others.Go(func() {
			r.take(ctx, g)
			if err := g.Close(ctx); err != nil {
				r.fail(err)
			}
		})
	}
	r.take(ctx, f)
	if r.failed() { // the others need not go on
		cancel()
	}
	others.Wait()
	return r, r.err
}

// spare is a further instance with the document, if none has to be waited for.
func (e *Engine) spare(ctx context.Context, content []byte) *File {
	select {
	case e.slots <- struct{}{}:
	default:
		return nil
	}
	f, err := e.open(ctx, content)
	if err != nil { // the first one reads alone, and says what there is to say
		<-e.slots
		return nil
	}
	return f
}

// take reads pages by one instance until none is left.
func (r *reader) take(ctx context.Context, f *File) {
	for {
		n, ok := r.page()
		if !ok {
			return
		}
		s, err := f.sheet(ctx, n)
		r.keep(n, s, err)
	}
}

func (r *reader) page() (n int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil || r.next >= len(r.sheets) {
		return 0, false
	}
	r.next++
	return r.next - 1, true
}

func (r *reader) keep(n int, s sheet, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.err != nil:
		return
	case errors.Is(err, errNoPage):
		r.unreadable = append(r.unreadable, n)
	case err != nil:
		r.err = err
		return
	}
	r.sheets[n] = s
	if r.words += len(s.words); r.words > maxWords {
		r.err = ErrLimit
		return
	}
	if r.done++; r.onPage != nil && r.words > 0 {
		r.onPage(r.done, len(r.sheets))
	}
}

func (r *reader) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err != nil
}
