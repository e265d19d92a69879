// Package term is the time that a room fixes for a piece of work, typed in one
// field: a day, a rhythm, or none with the reason. It is pure; the day from
// which a day without its year is read is an argument.
package term

import (
	"strconv"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// Kind is how a time was fixed.
type Kind string

// The kinds; "" is not fixed yet.
const (
	ByDate   Kind = "date"
	ByRhythm Kind = "recurring"
	None     Kind = "none"
)

// Term is the time that the room fixed.
type Term struct {
	Kind   Kind          `json:"kind,omitempty"`
	Due    civil.Date    `json:"due,omitempty"`
	Every  workday.Every `json:"every,omitempty"`
	Reason string        `json:"reason,omitempty"` // why no day is set
}

// rhythms are the words by which a rhythm is typed, folded.
func rhythms() map[string]workday.Every {
	return map[string]workday.Every{
		"hang ngay": workday.Day, "hang tuan": workday.Week, "hang thang": workday.Month, "hang quy": workday.Quarter, "6 thang": workday.Half, "sau thang": workday.Half, "sau thang mot lan": workday.Half, "nua nam": workday.Half, "hang nam": workday.Year,
	}
}

// Parse reads what is typed into the one field for time: a day ("15/7",
// "15/07/2023"), a rhythm ("hằng tuần"), or "không: lý do". A day without its
// year is the next such day from met on. Nothing typed is not fixed yet.
func Parse(s string, met civil.Date) (Term, error) {
	s = viet.Line(s)
	if s == "" {
		return Term{}, nil
	}
	key := strings.TrimPrefix(viet.Fold(s), "dinh ky ")
	if e, ok := rhythms()[strings.TrimPrefix(key, "bao cao ")]; ok {
		return Term{Kind: ByRhythm, Every: e}, nil
	}
	if strings.HasPrefix(key, "khong") {
		_, why, _ := strings.Cut(s, ":")
		if why = viet.Line(why); why == "" {
			return Term{}, fault.Field("term", "Không đặt hạn thì ghi lý do sau dấu hai chấm, ví dụ: không: việc thường xuyên, đã có chế độ báo cáo.")
		}
		return Term{Kind: None, Reason: why}, nil
	}
	if strings.Count(s, "/") == 1 {
		d, err := civil.ParseVN(s + "/" + strconv.Itoa(met.Year()))
		if err == nil && d < met {
			d, err = civil.ParseVN(s + "/" + strconv.Itoa(met.Year()+1))
		}
		if err != nil {
			return Term{}, fault.Field("term", err.Error())
		}
		return Term{Kind: ByDate, Due: d}, nil
	}
	d, err := civil.ParseVN(s)
	if err != nil {
		return Term{}, fault.Field("term", "Ghi ngày (15/7 hoặc 15/07/2023), nhịp (hằng tuần, hằng tháng, hằng quý), hoặc “không: lý do”.")
	}
	if d < met {
		return Term{}, fault.Field("term", "Hạn "+d.Format()+" trước ngày họp "+met.Format()+".")
	}
	return Term{Kind: ByDate, Due: d}, nil
}

// Typed is the term as it is typed into the field.
func (t Term) Typed() string {
	switch t.Kind {
	case ByDate:
		return t.Due.Format()
	case ByRhythm:
		return strings.ToLower(t.Every.Name())
	case None:
		return "không: " + t.Reason
	}
	return ""
}

// Word is the term as a sentence says it.
func (t Term) Word() string {
	switch t.Kind {
	case ByDate:
		return "Chậm nhất " + t.Due.Format()
	case ByRhythm:
		return t.Every.Name()
	case None:
		return "Không đặt hạn: " + t.Reason
	}
	return ""
}
