package extension

import (
	"dondoc/internal/actor"
	"dondoc/internal/fault"
)

// mayJudge says why somebody whom the assignment's own policy lets extend may
// not decide, or prepare the decision, all the same.
func (r Request) mayJudge(a actor.Actor) error {
	if a.Kind != actor.Job && r.Asked.By == a.ID {
		return fault.Say(fault.Forbidden, "Người đề nghị không tự quyết định. Chờ người khác của bên giao việc quyết định.")
	}
	return nil
}

// mayDecide adds the rule of the further extensions: the chairman's alone.
func (r Request) mayDecide(a actor.Actor, most int) error {
	if err := r.mayJudge(a); err != nil {
		return err
	}
	if chairmans(r.Nth, most) && !a.Has(actor.Chairman) {
		return fault.Say(fault.Forbidden, "Đây là lần gia hạn thứ "+itoa(r.Nth)+". Quá "+itoa(most)+" lần chỉ Chủ tịch quyết định; Thường trực ghi tham mưu.")
	}
	return nil
}

// askers turns the refusal of another verb into words about asking.
func askers(err error) error {
	if fault.KindOf(err) == fault.Forbidden {
		return fault.Say(fault.Forbidden, "Chỉ thủ trưởng cơ quan chủ trì hoặc người đứng đầu đơn vị được giao đề nghị gia hạn, rút đề nghị.")
	}
	return err
}
