package assignmentweb

import (
	"context"
	"sync"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// rowCache keeps rows as they were drawn. A row says nothing but what stands
// in its assignment, in the directory and in the calendar, on one day; so it
// holds until one of these changes. What shows hours is never kept.
type rowCache struct {
	mu   sync.RWMutex
	day  civil.Date
	dir  *apparatus.Directory
	cal  *workday.Calendar
	rows map[assignment.ID]drawnRow
}

type drawnRow struct {
	rev  int64
	html string
}

// maxRows bounds the cache: about a kilobyte each.
const maxRows = 8192

// drawn gives the rows of a list.
func (p *Pages) drawn(ctx context.Context, list []assignment.Assignment) ([]ui.Row, error) {
	c, dir, k := p.clocks(), p.Directory(), &p.rows
	out := make([]ui.Row, len(list))
	k.mu.RLock()
	if k.day == c.today && k.dir == dir && k.cal == c.cal {
		for i := range list {
			if x, ok := k.rows[list[i].ID]; ok && x.rev == list[i].Rev {
				out[i].Drawn = x.html
			}
		}
	}
	k.mu.RUnlock()
	for i := range list {
		if out[i].Drawn != "" {
			continue
		}
		html, err := ui.DrawRow(ctx, columns(), p.row(c, list[i]))
		if err != nil {
			return nil, err
		}
		out[i].Drawn = html
		if c.of(list[i]).Kind == ui.ClockToday {
			continue
		}
		k.mu.Lock()
		if k.day != c.today || k.dir != dir || k.cal != c.cal || len(k.rows) >= maxRows {
			k.day, k.dir, k.cal, k.rows = c.today, dir, c.cal, map[assignment.ID]drawnRow{}
		}
		k.rows[list[i].ID] = drawnRow{list[i].Rev, html}
		k.mu.Unlock()
	}
	return out, nil
}
