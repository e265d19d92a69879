package ladder

import (
	"context"

	"dondoc/internal/civil"
	"dondoc/internal/storage"
)

// HoldsAfter plans a night, lets something happen, and says of how many
// stretches the plan still holds.
func (s *Service) HoldsAfter(ctx context.Context, on civil.Date, between func()) (holds, pages int, err error) {
	n, parts, err := s.pages(ctx, on)
	if err != nil {
		return 0, 0, err
	}
	var plans []planned
	for _, ids := range parts {
		p, err := s.plan(ctx, s.db.Reader(), n, ids)
		if err != nil {
			return 0, 0, err
		}
		plans = append(plans, p)
	}
	between()
	err = s.db.Technical(ctx, func(tx *storage.Tx) error {
		holds = 0
		for i, p := range plans {
			ok, err := s.holds(ctx, tx, p, parts[i])
			if err != nil {
				return err
			}
			if ok {
				holds++
			}
		}
		return nil
	})
	return holds, len(parts), err
}
