package assignmentweb

import (
	"net/http"
	"strings"

	"dondoc/internal/assignment"
	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

type rhythmView struct {
	A       assignment.Assignment
	Token   string
	Now     string // the present rhythm in words
	Words   string // as typed: “ngày 25 hằng tháng”, or a rule of RFC 5545
	Reason  string
	Rule    string
	Heard   string
	Next    []cadence.Occurrence
	Errors  map[string]string
	Refused bool
}

// rhythmForm shows what a rhythm in words comes to before it is kept: the rule
// and the next five days.
func (p *Pages) rhythmForm(w http.ResponseWriter, r *http.Request) error {
	return p.showRhythm(w, r, http.StatusOK, rhythmView{Words: strings.TrimSpace(r.URL.Query().Get("nhip"))})
}

func (p *Pages) showRhythm(w http.ResponseWriter, r *http.Request, status int, v rhythmView) error {
	a, err := p.Assignments.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	if !a.Standing() {
		return fault.NotFound
	}
	v.A, v.Token, v.Now = a, web.Token(r), p.Assignments.Rhythm(a)
	rule, ok := p.Assignments.Rule(a)
	if v.Words != "" {
		heard, err := hear(v.Words)
		if err != nil {
			v.Errors, status = map[string]string{"nhip": err.Error()}, http.StatusUnprocessableEntity
		} else {
			rule, ok, v.Rule, v.Heard = heard, true, heard.String(), heard.Words()
		}
	}
	if ok {
		v.Next = rule.Preview(p.Calendar(), p.today().AddDays(1), 5)
	}
	return web.Page(w, r, web.View{Title: "Nhịp báo cáo: " + a.Title, Section: "nhiem-vu", Status: status, Body: rhythmPage(v)})
}

// hear reads a rhythm in an official's words, or as a rule.
func hear(words string) (cadence.Rule, error) {
	if strings.Contains(strings.ToUpper(words), "FREQ=") {
		return cadence.Parse(words)
	}
	said := cadence.Hear(words)
	// a number that went unheard would be another rhythm than was typed
	if len(said) != 1 || strings.ContainsAny(words, "0123456789") && said[0].Day == 0 && said[0].Month == 0 && said[0].Weekday == 0 && said[0].Every != workday.Half && said[0].Every != workday.Quarter {
		return cadence.Rule{}, errRhythm
	}
	return cadence.FromReading(said[0], int(civil.Date("2023-06-09").Weekday()))
}

type rhythmError string

// Error is the sentence that the person reads.
func (e rhythmError) Error() string { return string(e) }

const errRhythm = rhythmError("Ghi một nhịp, ví dụ: thứ Sáu hằng tuần; ngày 25 hằng tháng; trước ngày 20 hằng tháng; ngày làm việc cuối cùng của quý.")

func (p *Pages) setRhythm(w http.ResponseWriter, r *http.Request) error {
	v := rhythmView{Words: strings.TrimSpace(r.PostFormValue("nhip")), Reason: r.PostFormValue("reason")}
	rule, err := hear(v.Words)
	if err != nil {
		return p.showRhythm(w, r, http.StatusUnprocessableEntity, v)
	}
	_, err = p.Assignments.SetRhythm(r.Context(), idOf(r), revOf(r), rule.String(), v.Reason)
	return p.after(w, r, "", "Đã đặt nhịp mới, dùng từ kỳ kế tiếp.", err)
}

func previewWords(x cadence.Occurrence) string {
	s := x.Label + ": hạn " + civil.WeekdayName(x.Due.Weekday()) + ", " + x.Due.Format()
	if x.Nominal != x.Due {
		s += " (ngày " + x.Nominal.Format() + " nghỉ)"
	}
	return s
}

func rhythmHead(v rhythmView) ui.FormHead {
	return ui.FormHead{Action: Path(v.A.ID) + "/nhip", Token: v.Token, Rev: revText(v.A.Rev)}
}
