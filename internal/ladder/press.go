package ladder

import (
	"context"
	"fmt"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/notify"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// VerbPress is the act of the Chairman's own word to a head.
const VerbPress = "ladder.press"

// pressRests is for how many working days a pressed thing is not laid before
// the Chairman again.
const pressRests = 3

const pressRung = "press-"

// Press tells the heads of the lead that the Chairman urges them in person, at
// once and with an acknowledgement asked for; once a day for each due day.
// Version is the due day that was seen: Conflict when it has moved since.
func (s *Service) Press(ctx context.Context, id assignment.ID, version int64, why string) error {
	who := actor.From(ctx)
	if !who.Has(actor.Chairman) {
		return fault.Forbidden
	}
	a, err := s.deps.Assignments.Find(ctx, id)
	if err != nil {
		return err
	}
	if a.DueVersion != version || !a.State.Open() || a.State == assignment.Reported {
		return fault.Say(fault.Conflict, "Nhiệm vụ vừa thay đổi. Xem lại rồi quyết định.")
	}
	on := civil.Of(s.db.Now())
	p, err := s.people(ctx, on)
	if err != nil {
		return err
	}
	cal := s.deps.Calendar()
	o := Owed{ID: a.ID, Code: a.Code, Title: a.Title, Lead: a.Lead, HolderOrg: a.HolderOrg, HolderPerson: a.HolderPerson, Period: a.Period, Due: a.Due, Last: cal.OnOrAfter(a.Due), Version: a.DueVersion}
	to, _ := p.of(o, Rung{Sides: []Side{Head, Holder}})
	late := cal.Between(o.Last, on)
	rung := pressRung + string(on)
	act := storage.Act{Verb: VerbPress, On: id.Ref(), Reason: viet.Line(why)}
	return s.db.Write(ctx, act, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "INSERT INTO ladder_step (assignment, due_version, rung, outcome, reached_at) VALUES ($1, $2, $3, 'told', $4) ON CONFLICT DO NOTHING", string(id), version, rung, storage.Millis(tx.Now()))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Say(fault.Conflict, "Hôm nay Chủ tịch đã đôn đốc việc này.")
		}
		m := notify.Message{
			Key: "ladder/" + stepKey(id, version, rung), Kind: notify.Ladder, Subject: clip(fmt.Sprintf("Chủ tịch đôn đốc, trễ %d ngày làm việc: %s", late, a.Title)),
			Body: a.Title + "\n\n" + viet.Line(why) + "\n\nHạn " + a.Due.Format() + fmt.Sprintf(", trễ %d ngày làm việc.", late), Short: "Chủ tịch đôn đốc nhiệm vụ " + a.Code + ".",
			Path: "/lam-viec/nhiem-vu/" + string(id), On: id.Ref(), Urgent: true, Ask: true, Next: fmt.Sprintf("Sau %d ngày làm việc, việc trở lại bàn Chủ tịch.", pressRests),
		}
		for _, x := range to {
			m.To = append(m.To, x.ID)
			if _, err := tx.Exec(ctx, "INSERT INTO ladder_told (assignment, due_version, rung, recipient, name, side) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", string(id), version, rung, x.ID, x.Name, string(x.Side)); err != nil {
				return err
			}
		}
		return s.deps.Notify.TellTx(ctx, tx, m)
	})
}
