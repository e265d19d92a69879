package calendar

import (
	"context"
	"slices"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// HoursFrom are the office hours of the province (Org "") or of an
// organisation from a day on, until others follow.
type HoursFrom struct {
	Org   apparatus.OrgID `json:"org,omitempty"`
	From  civil.Date      `json:"from"`
	Hours workday.Hours   `json:"hours"`
	Basis string          `json:"basis"`
}

func hoursRows(ctx context.Context, q storage.Querier) ([]HoursFrom, error) {
	return storage.List(ctx, q, func(r storage.Row) (h HoursFrom, err error) {
		err = r.Scan((*string)(&h.Org), (*string)(&h.From), &h.Hours.Open, &h.Hours.Noon, &h.Hours.Afternoon, &h.Hours.Close, &h.Basis)
		return h, err
	}, "SELECT org_id, from_on, open_at, noon_at, afternoon_at, close_at, basis FROM calendar_hours ORDER BY org_id, from_on")
}

// hoursOf are the hours of org's own on a day.
func (at *snapshot) hoursOf(org apparatus.OrgID, on civil.Date) (h HoursFrom, ok bool) {
	for _, x := range at.hours {
		if x.Org == org && x.From <= on {
			h, ok = x, true // in order of their days: the last one holds
		}
	}
	return h, ok
}

func (at *snapshot) province(on civil.Date) workday.Hours {
	if h, ok := at.hoursOf("", on); ok {
		return h.Hours
	}
	return workday.DefaultHours()
}

// HoursOn are the office hours of an organisation on a day, its own or the province's.
func (s *Service) HoursOn(org apparatus.OrgID, on civil.Date) workday.Hours {
	at := s.snap.Load()
	if h, ok := at.hoursOf(org, on); ok {
		return h.Hours
	}
	return at.province(on)
}

// AllHours lists the office hours that were entered for an organisation or, for
// "", the province, in the order of their days.
func (s *Service) AllHours(org apparatus.OrgID) []HoursFrom {
	return slices.DeleteFunc(slices.Clone(s.snap.Load().hours), func(h HoursFrom) bool { return h.Org != org })
}

// SetHours enters office hours from a day on. Invalid names the field: from,
// hours or basis; number as for Decide. Deadlines are days and do not move.
func (s *Service) SetHours(ctx context.Context, h HoursFrom, number int64) (Decision, error) {
	f := fault.Fields{}
	if _, err := civil.Parse(string(h.From)); err != nil {
		f.Add("from", err.Error())
	}
	if err := h.Hours.Check(); err != nil {
		f.Add("hours", err.Error())
	}
	if h.Basis = viet.Line(h.Basis); h.Basis == "" || len([]rune(h.Basis)) > 300 {
		f.Add("basis", "Ghi căn cứ: số, ngày văn bản quy định giờ làm việc, không quá 300 ký tự.")
	}
	if err := f.Err(); err != nil {
		return Decision{}, err
	}
	d := Decision{Source: ByHours, Org: h.Org, Name: "Giờ làm việc từ " + h.From.Format(), Basis: h.Basis, Hours: &h}
	return s.keep(ctx, "calendar.hours", d, body{Hours: &h}, number, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO calendar_hours (org_id, from_on, open_at, noon_at, afternoon_at, close_at, basis) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (org_id, from_on) DO UPDATE SET open_at = EXCLUDED.open_at, noon_at = EXCLUDED.noon_at, afternoon_at = EXCLUDED.afternoon_at, close_at = EXCLUDED.close_at, basis = EXCLUDED.basis`,
			string(h.Org), string(h.From), h.Hours.Open, h.Hours.Noon, h.Hours.Afternoon, h.Hours.Close, h.Basis)
		return err
	})
}
