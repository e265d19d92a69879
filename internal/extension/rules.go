package extension

import (
	"fmt"
	"strings"
	"time"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// UndoWindow is for how long the one who decided may take it back by a second act.
const UndoWindow = 10 * time.Minute

// longest is how far away a day may be: further is a slip of the pen.
const longest = 3 * 366

const maxText = 5000

// why is what the record of the assignment says of a grant, on one line.
func (r Request) why(v Verdict) string {
	s := viet.Line(v.Reason)
	if s == "" {
		s = viet.Line(r.Reason)
	}
	if x := []rune(s); len(x) > 300 {
		s = string(x[:299]) + "…"
	}
	return strings.TrimRight(s, ". ")
}

func (w Wish) cleaned() Wish {
	w.Reason, w.Evidence = viet.Clean(w.Reason), viet.Clean(w.Evidence)
	return w
}

// check says what is wrong with a wish on a day; files is how many are attached.
func (w Wish) check(cal *workday.Calendar, a assignment.Assignment, today civil.Date, files int) error {
	switch {
	case a.Due == "":
		return fault.Say(fault.Conflict, "Nhiệm vụ chưa có hạn nên không có gì để gia hạn.")
	case a.PausedOn != "":
		return fault.Say(fault.Conflict, "Thời hạn đang tạm dừng từ "+a.PausedOn.Format()+" và sẽ lùi đúng số ngày đó. Đề nghị gia hạn khi thời hạn chạy tiếp.")
	case today > cal.OnOrAfter(a.Due):
		return fault.Say(fault.Conflict, "Hạn "+a.Due.Format()+" đã qua. Gia hạn phải đề nghị trước khi hết hạn; nay báo cáo kết quả hoặc nguyên nhân trễ.")
	}
	f := fault.Fields{}
	if len(w.Nonce) < 20 || len(w.Nonce) > 40 {
		f.Add("reason", "Biểu mẫu đã cũ. Tải lại trang rồi gửi; nội dung vẫn được giữ.")
	}
	laterDay(f, cal, a.Due, today, w.Until)
	if w.Cause.Word() == "" {
		f.Add("cause", "Chọn nguyên nhân trong danh sách.")
	}
	if viet.Line(w.Reason) == "" {
		f.Add("reason", "Ghi rõ vì sao không kịp và đã làm được đến đâu.")
	}
	if viet.Line(w.Evidence) == "" && files == 0 {
		f.Add("evidence", "Nêu căn cứ (số văn bản, biên bản) hoặc đính kèm tệp.")
	}
	for name, s := range map[string]string{"reason": w.Reason, "evidence": w.Evidence} {
		if len([]rune(s)) > maxText {
			f.Add(name, "Nội dung dài quá 5.000 ký tự. Đính kèm tệp cho phần chi tiết.")
		}
	}
	return f.Err()
}

// laterDay is what any new day must be: not past, later than the last day that
// still holds, and not further than three years.
func laterDay(f fault.Fields, cal *workday.Calendar, due, today, until civil.Date) {
	last := cal.OnOrAfter(due)
	switch {
	case until == "":
		f.Add("until", "Ghi ngày đề nghị, dạng dd/mm/yyyy.")
	case until <= due:
		f.Add("until", "Ngày mới phải sau hạn hiện nay "+due.Format()+".")
	case until <= last:
		f.Add("until", fmt.Sprintf("%s là ngày nghỉ nên hạn hiện nay đã tính đến hết %s. Ngày mới phải sau ngày đó.", due.Format(), last.Format()))
	case until < today:
		f.Add("until", "Ngày mới đã qua. Ghi từ hôm nay trở đi.")
	case due.DaysUntil(until) > longest:
		f.Add("until", "Ngày mới cách hạn hiện nay quá ba năm. Kiểm tra lại năm.")
	}
}

// chairmans reports whether the nth extension is the chairman's alone to decide.
func chairmans(nth, most int) bool { return nth > most }

// against says what is wrong with a verdict on a day, proposed or decided.
func (v Verdict) against(cal *workday.Calendar, a assignment.Assignment, today civil.Date) error {
	f := fault.Fields{}
	switch v.Choice {
	case Grant:
		if a.PausedOn != "" {
			return fault.Say(fault.Conflict, "Thời hạn đang tạm dừng. Cho thời hạn chạy tiếp rồi quyết định gia hạn.")
		}
		laterDay(f, cal, a.Due, today, v.Until)
	case Refuse:
		if v.Reason == "" {
			f.Add("reason", "Ghi lý do không gia hạn; cơ quan chủ trì đọc được nguyên văn.")
		}
	default:
		f.Add("choice", "Chọn gia hạn hoặc không gia hạn.")
	}
	if len([]rune(v.Reason)) > maxText {
		f.Add("reason", "Nội dung dài quá 5.000 ký tự.")
	}
	return f.Err()
}

// undoable says why a decision cannot be taken back by somebody at an instant.
func (r Request) undoable(by string, now time.Time) error {
	switch {
	case r.State != Granted && r.State != Refused:
		return fault.Say(fault.Conflict, "Đề nghị này chưa được quyết định nên không có gì để hoàn tác.")
	case r.Decision.Deed.By != by:
		return fault.Say(fault.Forbidden, "Chỉ người vừa quyết định mới hoàn tác được quyết định của mình.")
	case now.Sub(r.Decision.Deed.At) > UndoWindow:
		return fault.Say(fault.Conflict, "Đã quá 10 phút kể từ lúc quyết định nên không hoàn tác được nữa.")
	}
	return nil
}

// UndoUntil is the instant until which the actor with the id may take the
// decision back; zero when there is nothing to take back.
func (r Request) UndoUntil(by string, now time.Time) time.Time {
	if r.undoable(by, now) != nil {
		return time.Time{}
	}
	return r.Decision.Deed.At.Add(UndoWindow)
}

// Until is the day that a request is about: the decided one, or the proposed
// one, or the one asked for.
func (r Request) Until() civil.Date {
	switch {
	case r.State == Granted:
		return r.Decision.Until
	case r.State == Asked && r.Proposal.Choice == Grant:
		return r.Proposal.Until
	}
	return r.AskedUntil
}
