package assignmentweb

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"dondoc/internal/assignment"
	"dondoc/internal/deadline"
	"dondoc/internal/fault"
	"dondoc/internal/lunar"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// strip explains the due day of an assignment, as of now.
func (p *Pages) strip(a assignment.Assignment) deadline.Strip {
	return p.Assignments.Explain(a)
}

// words say the facts behind the due day, first where they were read.
func (p *Pages) words(a assignment.Assignment, s deadline.Strip) []string {
	switch {
	case a.Due == "" && a.SameDay():
		return []string{"Văn bản ghi “" + a.Deadline.Phrase + "”: mỗi phản ánh phải được giải quyết hoặc trình cấp có thẩm quyền trước giờ đóng cửa của ngày làm việc nhận được. Đồng hồ chạy riêng cho từng phản ánh."}
	case a.Due == "":
		why := "Văn bản không nêu thời hạn."
		if a.Deadline.Phrase != "" {
			why = "Văn bản chỉ ghi “" + a.Deadline.Phrase + "”, không phải một ngày."
		}
		if a.DueSettled {
			why += " Đã ghi nhận không đặt hạn."
		}
		return []string{why}
	}
	var out []string
	switch {
	case a.Deadline.Reason != "":
		out = append(out, a.Deadline.SetBy+" đặt hạn: "+a.Deadline.Reason+".")
	case a.Period != "":
		out = append(out, "Kỳ "+a.Period+", theo “"+a.Deadline.Phrase+"”.")
	case a.Deadline.Phrase != "":
		out = append(out, "Đọc từ “"+a.Deadline.Phrase+"”.")
	}
	return append(out, s.Sentences...)
}

// maxStrip is how many days the record's page shows; the whole strip has a
// page of its own.
const maxStrip = 98

// days draws a strip in weeks; of a long one the latest.
func (p *Pages) days(s deadline.Strip) ui.Days {
	list := s.Days
	if len(list) > maxStrip {
		list = list[len(list)-maxStrip:]
	}
	return p.weeks(list)
}

func (p *Pages) weeks(list []deadline.Day) ui.Days { return ui.Weeks(list) }

type whyView struct {
	A     assignment.Assignment
	Clock ui.Clock
	Words []string
	Days  ui.Days
	Marks []deadline.Day
	Strip deadline.Strip
}

// why is the whole explanation on a page of its own, which can be sent as a link.
func (p *Pages) why(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Assignments.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	s := p.strip(a)
	v := whyView{A: a, Clock: p.clockOf(a), Words: p.words(a, s), Days: p.weeks(s.Days), Strip: s}
	for _, d := range s.Days {
		if len(d.Marks) > 0 || d.Name != "" {
			v.Marks = append(v.Marks, d)
		}
	}
	return web.Page(w, r, web.View{Title: "Vì sao hạn này: " + a.Title, Section: "nhiem-vu", Print: true, Body: whyPage(v)})
}

func (p *Pages) whyJSON(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Assignments.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	return web.JSON(w, p.strip(a))
}

type goalView struct {
	assignment.Trajectory

	Last string // what was reported last, "" if nothing
}

func (p *Pages) goal(r *http.Request, v *showView) error {
	t, ok, err := p.Assignments.Trajectory(r.Context(), v.A.ID)
	if err != nil || !ok {
		return err
	}
	v.Goal = &goalView{Trajectory: t}
	if n := len(t.Actual); n > 0 {
		v.Goal.Last = t.Actual[n-1].Value
	}
	return nil
}

func (p *Pages) setGoal(w http.ResponseWriter, r *http.Request) error {
	g := assignment.Goal{Unit: r.PostFormValue("unit"), Baseline: strings.TrimSpace(r.PostFormValue("baseline")), Target: strings.TrimSpace(r.PostFormValue("target"))}
	var bad error
	for i, line := range strings.Split(strings.TrimSpace(r.PostFormValue("plan")), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		day, value, _ := strings.Cut(line, " ")
		on, err := lunar.Day(day, p.today())
		if err != nil {
			bad = errors.Join(bad, fmt.Errorf("dòng %d: %w", i+1, err))
			continue
		}
		g.Plan = append(g.Plan, assignment.Point{On: on, Value: strings.TrimSpace(value)})
	}
	var err error
	if bad != nil {
		err = fault.Field("plan", bad.Error())
	} else {
		_, err = p.Assignments.SetGoal(r.Context(), idOf(r), revOf(r), g, "")
	}
	return p.after(w, r, "chi-tieu", "Đã đặt chỉ tiêu.", err)
}

func memberHead(duty assignment.Assignment) string {
	if duty.Standing() {
		return "Kỳ"
	}
	return "Cơ quan"
}

func (p *Pages) memberName(duty, a assignment.Assignment) string {
	if duty.Standing() {
		return a.Period
	}
	return p.Directory().Name(a.Lead)
}

func groupTitle(a assignment.Assignment) string {
	if a.Standing() {
		return "Nhiệm vụ định kỳ: mỗi kỳ là một việc"
	}
	return "Nhiệm vụ chung của nhiều cơ quan"
}

// noteTitle is what stands in the way: why it came back, or what is objected.
func noteTitle(a assignment.Assignment) string {
	s := a.State.Word()
	if o := a.Objection.Word(); o != "" && a.State == assignment.Disputed {
		s += " (" + strings.ToLower(o[:1]) + o[1:] + ")"
	}
	return s + ": " + a.Note
}
