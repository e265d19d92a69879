package document_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/storage/storagetest"
)

// Rows of the list of bad inputs that are kept where a text comes in: U01 and
// U10 (one document is one, however its letters are written), U05 (what was
// sent stays beside the conversion), U08 (nothing of what is no text is stored).
func TestRowsOfIntake(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storagetest.SQLite(t, schemas(), clock.At(storagetest.Start())))
	enter := func(text, number string) (document.Document, error) {
		in, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if number == "" {
			number = in.Facts.Number
		}
		return o.docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: document.Facts{Number: number, Subject: in.Facts.Subject, Issuer: in.Facts.Issuer}, EncodingAccepted: true})
	}
	if _, err := enter(notice(t), ""); err != nil {
		t.Fatal(err)
	}
	var dup *document.DuplicateError
	if _, err := enter(norm.NFD.String(notice(t)), "99-TB/BCĐ"); !errors.As(err, &dup) || dup.Found[0].Why != document.SameText {
		t.Errorf("U01: the same text, decomposed: %v", err)
	}
	if _, err := enter("THÔNG BÁO\nGiao Sở Nội vụ báo cáo việc khác hẳn.", "06\u200b-TB/\u2060BCĐ"); !errors.As(err, &dup) || dup.Found[0].Why != document.SameNumber {
		t.Errorf("U10: the same number with invisible characters: %v", err)
	}
	const sent = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc. Tr\u00adëng Ban ChØ ®¹o yªu cÇu Së Néi vô b¸o c¸o kÕt qu¶."
	d, err := enter(sent, "1/UBND-NC")
	if err != nil || d.Text == sent {
		t.Fatalf("U05: %q %v", d.Text, err)
	}
	_, r, err := o.docs.File(o.ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != sent {
		t.Errorf("U05: kept as sent: %q %v", b, err)
	}
	for _, bad := range []string{"\xc3\x28", "\xed\xa0\x80", "\xc0\xaf"} {
		_, err := o.docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: "Giao Sở Nội vụ " + bad})
		if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.FieldsOf(err)["text"], "UTF-8") {
			t.Errorf("U08 % x: %v", bad, err)
		}
	}
}
