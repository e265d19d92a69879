package calendar

import (
	"context"
	"encoding/json"
	"slices"

	"dondoc/internal/apparatus"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

func lastNumber(ctx context.Context, q storage.Querier) (int64, error) {
	return storage.One(ctx, q, storage.Scalar[int64], "SELECT COALESCE(MAX(number), 0) FROM calendar_decision")
}

const decisionColumns = "SELECT id, number, source, org_id, name, basis, days_json, entered_at, entered_by, moved, told_json, reckoned_at FROM calendar_decision"

func scanDecision(r storage.Row) (d Decision, err error) {
	var days, told string
	var at, reckoned int64
	if err = r.Scan((*string)(&d.ID), &d.Number, (*string)(&d.Source), (*string)(&d.Org), &d.Name, &d.Basis, &days, &at, &d.By, &d.Moved, &told, &reckoned); err != nil {
		return d, err
	}
	var b body
	if err = json.Unmarshal([]byte(days), &b); err != nil {
		return d, err
	}
	d.Days, d.Struck, d.Hours, d.At = b.Days, b.Struck, b.Hours, storage.Instant(at)
	if reckoned > 0 {
		d.Reckoned = storage.Instant(reckoned)
	}
	return d, json.Unmarshal([]byte(told), &d.Told)
}

// Decisions lists the changes after a number, the latest first, at most 100.
func (s *Service) Decisions(ctx context.Context, after int64) ([]Decision, error) {
	return storage.List(ctx, s.db.Reader(), scanDecision, decisionColumns+" WHERE number > $1 ORDER BY number DESC LIMIT 100", after)
}

// Find gives one decision; NotFound if there is none such.
func (s *Service) Find(ctx context.Context, id ID) (Decision, error) {
	list, err := storage.List(ctx, s.db.Reader(), scanDecision, decisionColumns+" WHERE id = $1", string(id))
	if err != nil {
		return Decision{}, err
	}
	if len(list) == 0 {
		return Decision{}, fault.NotFound
	}
	return list[0], nil
}

// ReckonedTx adds to a decision, in the transaction that moves deadlines, how
// many there were and which agencies were told.
func (s *Service) ReckonedTx(ctx context.Context, tx *storage.Tx, id ID, moved int, told []apparatus.OrgID) error {
	list, err := storage.List(ctx, tx, scanDecision, decisionColumns+" WHERE id = $1", string(id))
	if err != nil || len(list) == 0 {
		return err // a change queued before decisions were kept
	}
	all := slices.Concat(list[0].Told, told)
	slices.Sort(all)
	text, err := json.Marshal(slices.Compact(all))
	if err != nil {
		return err
	}
	return tx.ExecOne(ctx, "UPDATE calendar_decision SET moved = moved + $1, told_json = $2 WHERE id = $3", moved, string(text), string(id))
}

// Reckoned notes that all open deadlines have been looked at.
func (s *Service) Reckoned(ctx context.Context, id ID) error {
	d, err := s.Find(ctx, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && !d.Reckoned.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	act := storage.Act{Verb: "calendar.reckoned", On: ref.New("calendar", string(id)), Reason: d.Name + ", " + d.Basis, After: map[string]any{"moved": d.Moved, "agencies": d.Told}}
	return s.db.Write(ctx, act, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE calendar_decision SET reckoned_at = $1 WHERE id = $2", storage.Millis(tx.Now()), string(id))
		return err
	})
}
