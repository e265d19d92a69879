package documentweb

import (
	"maps"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/viet"
	"dondoc/internal/web/ui"
)

// errorsOf is the summary at the top of a form; a sentence that belongs to no
// field stands in a banner (said).
func errorsOf(errs map[string]string, title string, order ...string) ui.ErrorList {
	fields := maps.Clone(errs)
	delete(fields, "")
	if len(fields) == 0 {
		return ui.ErrorList{}
	}
	l := ui.ErrorsOf(fields, order...)
	l.Title = title
	return l
}

func dupWords(d document.Duplicate) string {
	s := "Vào sổ lúc " + civil.Instant(d.Document.CreatedAt) + ", " + d.Why.Label() + "."
	if n := d.Document.Confirmed; n > 0 {
		s += " Đã giao " + viet.Number(int64(n)) + " nhiệm vụ từ văn bản đó."
	}
	return s
}

func intakeNote(in document.Intake) string {
	s := viet.Number(int64(len([]rune(in.Text)))) + " ký tự"
	if in.FileName != "" {
		s = in.FileName + ", " + s
	}
	return s
}

func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, line)
		}
	}
	return out
}
