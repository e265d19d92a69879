package assignment

import (
	"context"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/storage"
)

// Side is on whose side an assignment lies.
type Side string

// The sides.
const (
	LeadSide        Side = "lead"
	SecretariatSide Side = "secretariat" // it waits for a confirmation or a decision
	PausedSide      Side = "paused"
	NoSide          Side = "none"
)

// side says who holds an assignment now.
func (a Assignment) side() (Side, apparatus.OrgID, string) {
	switch a.State {
	case Assigned, Acknowledged, Returned:
		if a.PausedOn != "" {
			return PausedSide, a.Lead, ""
		}
		if a.HolderOrg != "" || a.HolderName != "" {
			return LeadSide, orgOr(a.HolderOrg, a.Lead), a.HolderName
		}
		return LeadSide, a.Lead, ""
	case Drafted, Disputed, Reported:
		return SecretariatSide, "", ""
	case Confirmed, Cancelled, Superseded:
	}
	return NoSide, "", ""
}

func orgOr(a, b apparatus.OrgID) apparatus.OrgID {
	if a != "" {
		return a
	}
	return b
}

// hold writes down who holds the assignment from now on, if that has changed.
func hold(ctx context.Context, tx *storage.Tx, before, after Assignment) error {
	if after.Group {
		return nil
	}
	side, org, person := after.side()
	if before.ID != "" {
		if s, o, p := before.side(); s == side && o == org && p == person {
			return nil
		}
	}
	_, err := tx.Exec(ctx, "INSERT INTO assignment_hold (id, assignment, from_at, side, org, person) VALUES ($1, $2, $3, $4, $5, $6)", tx.NewID(), string(after.ID), storage.Millis(tx.Now()), string(side), string(org), person)
	return err
}

// Hold is a stretch of time in which somebody held an assignment.
type Hold struct {
	Assignment ID              `json:"assignment"`
	From       time.Time       `json:"from"`
	Side       Side            `json:"side"`
	Org        apparatus.OrgID `json:"org,omitempty"`
	Person     string          `json:"person,omitempty"`
}

func scanHold(r storage.Row) (h Hold, err error) {
	var at int64
	err = r.Scan(&h.Assignment, &at, &h.Side, &h.Org, &h.Person)
	h.From = storage.Instant(at)
	return h, err
}

// Holds lists who held an assignment, in the order of time.
func (s *Service) Holds(ctx context.Context, id ID) ([]Hold, error) {
	if _, err := s.Find(ctx, id); err != nil {
		return nil, err
	}
	return storage.List(ctx, s.db.Reader(), scanHold, "SELECT assignment, from_at, side, org, person FROM assignment_hold WHERE assignment = $1 ORDER BY id", string(id))
}
