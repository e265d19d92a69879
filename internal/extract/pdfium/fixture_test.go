package pdfium_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"dondoc/internal/extract/pdfium"
)

// A4 as a decree of 2020 sets it: margins in millimetres.
const (
	marginLeft, marginRight, marginTop = 30.0, 15.0, 22.0
	bodyWidth                          = 210 - marginLeft - marginRight
)

// doc is a document that is being written for a test.
type doc struct{ *fpdf.Fpdf }

func newDoc(t testing.TB) doc {
	t.Helper()
	font, err := os.ReadFile("testdata/LiberationSerif-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes("serif", "", font)
	f.SetMargins(marginLeft, marginTop, marginRight)
	f.SetAutoPageBreak(true, 20)
	f.SetFont("serif", "", 14)
	return doc{f}
}

func (d doc) bytes(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// para writes a justified paragraph whose first line is set in.
func (d doc) para(text string) {
	const indent = 10.0
	words := strings.Fields(text)
	n := 0
	for n < len(words) && d.GetStringWidth(strings.Join(words[:n+1], " ")) < bodyWidth-indent-2.2 {
		n++
	}
	d.SetX(marginLeft + indent)
	d.CellFormat(bodyWidth-indent, 7, strings.Join(words[:n], " "), "", 1, "L", false, 0, "")
	if n < len(words) {
		d.MultiCell(bodyWidth, 7, strings.Join(words[n:], " "), "", "J", false)
	}
	d.Ln(2)
}

// beside writes lines centred in two columns, as heads and signatures are.
func (d doc) beside(left, right []string) {
	y := d.GetY()
	for i, s := range left {
		d.SetXY(marginLeft-5, y+float64(i)*6)
		d.CellFormat(70, 6, s, "", 0, "C", false, 0, "")
	}
	for i, s := range right {
		d.SetXY(marginLeft+70, y+float64(i)*6)
		d.CellFormat(95, 6, s, "", 0, "C", false, 0, "")
	}
	d.SetXY(marginLeft, y+float64(max(len(left), len(right)))*6+4)
}

func (d doc) centred(s string) { d.CellFormat(bodyWidth, 7, s, "", 1, "C", false, 0, "") }

func text(t testing.TB, content []byte) pdfium.Text {
	t.Helper()
	f, err := engine(t).Open(t.Context(), content)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	x, err := f.Text(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return x
}
