package pdfium_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/extract/pdfium"
)

// A long document says the same to one instance as to several, and its pages
// are told one after another.
func TestSeveralInstancesReadAsOne(t *testing.T) {
	t.Parallel()
	content := long(t, 40)
	var read [2]pdfium.Text
	for i, parallel := range []int{1, 3} {
		e := pdfium.New(pdfium.Options{Parallel: parallel})
		t.Cleanup(func() { _ = e.Close(context.WithoutCancel(t.Context())) })
		f, err := e.Open(t.Context(), content)
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		f.OnPage = func(done, total int) {
			if told++; done != told || total != 40 {
				t.Errorf("page %d of %d was told as %d", done, total, told)
			}
		}
		if read[i], err = f.Text(t.Context()); err != nil || told != 40 {
			t.Errorf("%d pages told, %v", told, err)
		}
		if err := f.Close(t.Context()); err != nil {
			t.Error(err)
		}
		for range parallel { // all instances were given back
			f, err := e.Open(t.Context(), raw("BT ET", ""))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = f.Close(context.WithoutCancel(t.Context())) })
		}
	}
	checkPlaces(t, read[1])
	if diff := cmp.Diff(read[0], read[1]); diff != "" {
		t.Errorf("(-one +several):\n%s", diff)
	}
}
