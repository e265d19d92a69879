package ladder

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

// mostNamed is how many moved deadlines a message names one by one.
const mostNamed = 20

// TellMoved tells the agencies whose deadlines a changed calendar has moved,
// inside the transaction that moves them: one message for each agency.
func (s *Service) TellMoved(ctx context.Context, tx *storage.Tx, why string, moved []assignment.Moved) error {
	who, err := s.people(ctx, civil.Of(tx.Now()))
	if err != nil {
		return err
	}
	by := map[apparatus.OrgID][]assignment.Moved{}
	var order []apparatus.OrgID
	for _, m := range moved {
		if _, ok := by[m.Lead]; !ok {
			order = append(order, m.Lead)
		}
		by[m.Lead] = append(by[m.Lead], m)
	}
	batch := tx.NewID()
	var list []notify.Message
	for _, org := range order {
		var to []string
		add := func(id string) {
			if id != "" && !slices.Contains(to, id) {
				to = append(to, id)
			}
		}
		for _, p := range who.headsOf(org) {
			add(p.ID)
		}
		var body strings.Builder
		fmt.Fprintf(&body, "Lịch làm việc thay đổi (%s). Các hạn sau được tính lại:\n", why)
		for i, m := range by[org] {
			add(m.Holder)
			if i < mostNamed {
				from, until := m.LastFrom, m.LastTo
				fmt.Fprintf(&body, "- %s: hạn %s, nay %s\n", m.Title, from.Format(), until.Format())
			}
		}
		if n := len(by[org]) - mostNamed; n > 0 {
			fmt.Fprintf(&body, "và %d nhiệm vụ khác.\n", n)
		}
		list = append(list, notify.Message{
			Key: "calendar/" + batch + "/" + string(org), Kind: notify.Calendar, To: to, Subject: fmt.Sprintf("%d hạn được tính lại vì lịch làm việc thay đổi", len(by[org])),
			Body: body.String(), Short: fmt.Sprintf("%d hạn được tính lại vì lịch làm việc thay đổi.", len(by[org])), Path: "/lam-viec/viec-cua-toi", On: ref.New("calendar", "days"),
		})
	}
	return s.deps.Notify.TellTx(ctx, tx, list...)
}
