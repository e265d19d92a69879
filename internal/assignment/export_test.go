package assignment

import (
	"context"
	"strings"

	"dondoc/internal/listing"
	"dondoc/internal/storage"
)

// PlanOf is the engine's plan for a list, for the test of query plans.
func (s *Service) PlanOf(ctx context.Context, q listing.Query) (string, error) {
	w := storage.NewWhere(0)
	if err := s.filter(ctx, q, w); err != nil {
		return "", err
	}
	s.visible(ctx, w)
	order, _ := s.order(q, w, false)
	prefix := "EXPLAIN QUERY PLAN "
	scan := func(r storage.Row) (string, error) {
		var a, b, c int
		var detail string
		err := r.Scan(&a, &b, &c, &detail)
		return detail, err
	}
	if s.db.Engine() == storage.Postgres {
		prefix, scan = "EXPLAIN ", storage.Scalar[string]
	}
	parts := []string{""}
	if inHalves(q) {
		parts = []string{" AND a.is_open = TRUE", " AND a.is_open = FALSE"}
	}
	var out []string
	for _, part := range parts {
		lines, err := storage.List(ctx, s.db.Reader(), scan, prefix+"SELECT "+columns+" FROM assignment a"+w.SQL()+part+" ORDER BY "+order+" LIMIT 51", w.Args()...)
		if err != nil {
			return "", err
		}
		out = append(out, lines...)
	}
	return strings.Join(out, "\n"), nil
}
