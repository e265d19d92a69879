package reading

import (
	"strconv"

	"dondoc/internal/citation"
	"dondoc/internal/pattern"
)

// issuedWith reports a mention of the document itself at the head of what is
// annexed to it: "(Kèm theo Công điện số 220/CĐ-TTg ngày …)". Where the text has
// no head of its own, this is where its number and date stand.
func (r *reader) issuedWith(c citation.Mention, own *string) bool {
	from := max(0, c.Start-60)
	if !attached.MatchString(r.text(from, c.Start)) {
		return false
	}
	h := &r.res.Document
	if *own == "" && h.Number == "" {
		h.Number, *own = c.Number, citation.Key(c.Number)
		if h.Date == "" {
			h.Date = c.Date
		}
	}
	return citation.Key(c.Number) == *own
}

// attached stands under a title or behind its capitals; in a sentence it tells
// of another document.
var attached = pattern.New(`(?:^|\n\s*|\p{Lu}{2}[\s\d)”"-]*)\(\s*(?:[Bb]an hành |BAN HÀNH )?(?:[Kk]èm theo|KÈM THEO)\s*$`)

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
