package notify

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"dondoc/internal/storage"
)

// claim takes a few deliveries of a line that are due, or whose sender has gone
// silent, under a lease. Two processes take different ones.
func (s *Service) claim(ctx context.Context, l line) ([]Delivery, error) {
	now := storage.Millis(s.now())
	due := func(base int) *storage.Where {
		return storage.NewWhere(base).And("((state = 'waiting' AND next_at <= ?) OR (state = 'sending' AND lease_until < ?))", now, now).And(l.cond, l.args...)
	}
	w := due(0) // a look first: the writing connection is not for finding out that there is nothing
	some, err := storage.List(ctx, s.db.Reader(), storage.Scalar[string], "SELECT id FROM notify_delivery"+w.SQL()+" LIMIT 1", w.Args()...)
	if err != nil || len(some) == 0 {
		return nil, err
	}
	lock := ""
	if s.db.Engine() == storage.Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	w = due(1)
	var out []Delivery
	err = s.db.Technical(ctx, func(tx *storage.Tx) error {
		var err error
		out, err = storage.List(ctx, tx, scanDelivery, "UPDATE notify_delivery SET state = 'sending', lease_until = $1, attempt = attempt + 1 WHERE id IN (SELECT id FROM notify_delivery"+w.SQL()+" ORDER BY id LIMIT "+itoa(claimRows)+lock+") RETURNING "+deliveryColumns,
			append([]any{storage.Millis(tx.Now().Add(s.deps.Lease))}, w.Args()...)...)
		return err
	})
	sortDeliveries(out)
	return out, err
}

// mine holds a write to the one that has the lease: an attempt later means that
// somebody took the delivery over.
const mine = "id = $1 AND attempt = $2 AND state = 'sending'"

// end is the last of a delivery.
func (s *Service) end(ctx context.Context, d Delivery, to State, reason string) error {
	err := s.write(ctx, d, string(to), reason, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE notify_delivery SET state = $3, last_error = $4, ended_at = $5, lease_until = 0 WHERE "+mine, d.ID, d.Attempt, string(to), short(reason), storage.Millis(tx.Now()))
		return err
	})
	if err == nil && to == Failed {
		err = s.alarm(ctx, d)
	}
	return err
}

// again lets a delivery wait for its next try.
func (s *Service) again(ctx context.Context, d Delivery, at time.Time, reason string) error {
	return s.write(ctx, d, string(Waiting), reason, func(tx *storage.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE notify_delivery SET state = 'waiting', next_at = $3, last_error = $4, lease_until = 0 WHERE "+mine, d.ID, d.Attempt, storage.Millis(at), short(reason)); err != nil {
			return err
		}
		return s.nudge(ctx, tx, at)
	})
}

// release puts back deliveries that were claimed and not tried.
func (s *Service) release(ctx context.Context, list []Delivery, at time.Time, reason string) error {
	if len(list) == 0 {
		return nil
	}
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		for _, d := range list {
			if _, err := tx.Exec(ctx, "UPDATE notify_delivery SET state = 'waiting', attempt = attempt - 1, next_at = $3, last_error = $4, lease_until = 0 WHERE "+mine, d.ID, d.Attempt, storage.Millis(at), short(reason)); err != nil {
				return err
			}
		}
		return s.nudge(ctx, tx, at)
	})
}

// write keeps the outcome of a try together with its line in the log.
func (s *Service) write(ctx context.Context, d Delivery, outcome, detail string, fn func(tx *storage.Tx) error) error {
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO notify_attempt (delivery, attempt, at, outcome, detail) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", d.ID, d.Attempt, storage.Millis(tx.Now()), outcome, short(detail))
		return err
	})
}

// short keeps what a server said to a length that a page can show.
func short(s string) string {
	s = strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "?")
	for len(s) > 500 {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// mayLeave reports whether a delivery may still leave: nothing goes out to the
// person of a disabled account.
func (s *Service) mayLeave(ctx context.Context, d Delivery) (bool, error) {
	if d.Account == "" {
		return true, nil
	}
	n, err := storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM identity_account WHERE id = $1 AND active = $2", d.Account, true)
	return n > 0, err
}
