package document

import (
	"crypto/sha256"
	"encoding/hex"

	"dondoc/internal/citation"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

// year is the year that a number was given in: of the signing day, else of the
// number itself; 0 when neither says.
func (f Facts) year() int {
	if f.SignedOn != "" {
		return f.SignedOn.Year()
	}
	y := 0
	for _, r := range citation.Parse(f.Number).Year {
		y = y*10 + int(r-'0')
	}
	return y
}

// slot is the identity of DOMAIN §1.1: (issuer, type, number, year) for a State
// number, (issuer, type, number, term) for a Party one. Without a number there
// is no identity and the document's own id stands in for it.
func (f Facts) slot(id ID) string {
	if citation.Key(f.Number) == "" {
		return "id:" + string(id)
	}
	n := citation.Parse(f.Number)
	kind := n.Type
	if kind == "" {
		kind = viet.Fold(f.Type)
	}
	return citation.Identity(viet.Fold(f.Issuer), kind, f.Number, f.year(), citation.PartyTerm(f.year()))
}

// sameNumber reports whether two documents with one number key may be one: the
// years agree (the terms, for a Party number), or one of them is not known.
func sameNumber(a, b Facts) bool {
	if citation.Key(a.Number) == "" || citation.Key(a.Number) != citation.Key(b.Number) {
		return false
	}
	x, y := a.year(), b.year()
	if x == 0 || y == 0 || x == y {
		return true
	}
	return citation.Parse(a.Number).Style == citation.Party && citation.PartyTerm(x) == citation.PartyTerm(y)
}

// textHash is the same for two texts that differ in case, marks or blanks only.
func textHash(text string) string {
	sum := sha256.Sum256([]byte(viet.Fold(text)))
	return hex.EncodeToString(sum[:])
}

// cleaned brings what was typed into the form that is stored.
func (f Facts) cleaned() Facts {
	f.Number, f.Type, f.Issuer = viet.Line(f.Number), viet.Line(f.Type), viet.Line(f.Issuer)
	f.Signer, f.Subject = viet.Line(f.Signer), viet.Line(f.Subject)
	return f
}

// limits of the single fields, in characters.
const (
	maxNumber  = 60
	maxName    = 300
	maxSubject = 1000
)

// check looks at what a form says; today is the day it is said on. Dates in an
// unlikely order are a question, which checked answers.
func (f Facts) check(today civil.Date, checked bool) error { //nolint:revive // the person's tick, not a mode
	bad := fault.Fields{}
	long := func(name, v string, limit int) {
		if len([]rune(v)) > limit {
			bad.Add(name, "Dài quá, rút gọn lại.")
		}
	}
	long("number", f.Number, maxNumber)
	long("type", f.Type, maxName)
	long("issuer", f.Issuer, maxName)
	long("signer", f.Signer, maxName)
	long("subject", f.Subject, maxSubject)
	if f.Number == "" && f.Subject == "" {
		bad.Add("number", "Ghi số, ký hiệu; văn bản không số thì ghi trích yếu.")
	}
	for name, d := range map[string]civil.Date{"met_on": f.MetOn, "signed_on": f.SignedOn} {
		if d == "" {
			continue
		}
		if _, err := civil.Parse(string(d)); err != nil {
			bad.Add(name, err.Error())
		}
	}
	if err := bad.Err(); err != nil || checked {
		return err
	}
	published := civil.Date("")
	if !f.PublishedAt.IsZero() {
		published = civil.Of(f.PublishedAt)
	}
	switch {
	case f.SignedOn.After(today):
		bad.Add("signed_on", "Ngày ký sau hôm nay. Sửa lại, hoặc đánh dấu đã kiểm tra ngày.")
	case f.MetOn != "" && f.SignedOn != "" && f.MetOn.After(f.SignedOn):
		bad.Add("met_on", "Ngày họp sau ngày ký. Sửa lại, hoặc đánh dấu đã kiểm tra ngày.")
	case published != "" && f.SignedOn != "" && published.Before(f.SignedOn):
		bad.Add("published_at", "Ngày đăng trước ngày ký. Sửa lại, hoặc đánh dấu đã kiểm tra ngày.")
	}
	return bad.Err()
}

// PublishedOn is the day of publication, or "".
func (f Facts) PublishedOn() civil.Date {
	if f.PublishedAt.IsZero() {
		return ""
	}
	return civil.Of(f.PublishedAt)
}

// Likeness says why a registered document may be the same as a new one.
type Likeness string

// The likenesses, the surest first.
const (
	SameFile   Likeness = "file"
	SameText   Likeness = "text"
	SameNumber Likeness = "number"
	SameWords  Likeness = "words"
)

// Label is the likeness in words.
func (l Likeness) Label() string {
	switch l {
	case SameFile:
		return "cùng một tệp, giống từng ký tự"
	case SameText:
		return "cùng nội dung"
	case SameNumber:
		return "cùng số, ký hiệu và năm"
	case SameWords:
		return "cùng ngày ký, nội dung gần như trùng"
	}
	return string(l)
}

// Duplicate is a registered document that a new one may be a second copy of.
type Duplicate struct {
	Document Document `json:"document"`
	Why      Likeness `json:"why"`
}

// DuplicateError is a Conflict that offers a choice: open the document that is
// there, or keep this one too, with a reason.
type DuplicateError struct{ Found []Duplicate }

// Error is for the log.
func (e *DuplicateError) Error() string { return "document is registered already" }

// Unwrap gives the fault with the sentence for the person.
func (e *DuplicateError) Unwrap() error {
	d := e.Found[0]
	return fault.Say(fault.Conflict, d.Document.Title()+" đã có trong sổ từ "+civil.Instant(d.Document.CreatedAt)+" ("+d.Why.Label()+"). Mở văn bản đã có, hoặc ghi lý do vẫn lưu bản này.")
}
