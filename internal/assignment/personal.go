package assignment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dondoc/internal/storage"
)

// Personal lists Việc của tôi for a calendar, by due day: the actor's open
// work, and what was closed at or after since, so that it does not just vanish
// from there. Standing duties are among it, for their periods to come. At most
// limit rows.
func (s *Service) Personal(ctx context.Context, since time.Time, limit int) ([]Assignment, error) {
	w := storage.NewWhere(0).And("(a.is_group = ? OR a.deadline_kind = 'recurring')", false).And("(a.is_open = ? OR a.changed_at >= ?)", true, storage.Millis(since))
	s.mine(ctx, w)
	return upTo(ctx, s.db.Reader(), limit, fmt.Sprintf("SELECT %s FROM assignment a%s ORDER BY a.due_sort, a.id LIMIT %d", columns, w.SQL(), limit), w.Args()...)
}

// Percents tells how much of each the last report handed in for its present
// period says is done. The list must come from a question that kept to what the
// actor may see.
func (s *Service) Percents(ctx context.Context, list []Assignment) (map[ID]int, error) {
	const chunk = 200
	out := map[ID]int{}
	for len(list) > 0 {
		n := min(chunk, len(list))
		ids, period := make([]any, n), make(map[ID]string, n)
		for i, a := range list[:n] {
			ids[i], period[a.ID] = string(a.ID), a.Period
		}
		list = list[n:]
		w := storage.NewWhere(0).And("id IN (SELECT MAX(id) FROM assignment_report WHERE state <> 'draft' AND assignment IN (?"+strings.Repeat(",?", n-1)+") GROUP BY assignment)", ids...)
		if err := storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
			var id, of string
			var percent int64
			err := r.Scan(&id, &of, &percent)
			if of == period[ID(id)] {
				out[ID(id)] = int(percent)
			}
			return err
		}, "SELECT assignment, period, percent FROM assignment_report"+w.SQL(), w.Args()...); err != nil {
			return nil, err
		}
	}
	return out, nil
}
