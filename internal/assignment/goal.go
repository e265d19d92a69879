package assignment

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Point is a value on a day; values are decimal numbers as officials write them.
type Point struct {
	On    civil.Date `json:"on"`
	Value string     `json:"value"`
}

// Goal is a countable goal: procedures cut, per cent disbursed.
type Goal struct {
	Unit     string  `json:"unit"`
	Baseline string  `json:"baseline"`
	Target   string  `json:"target"`
	Plan     []Point `json:"plan,omitempty"` // between the day of giving out and the due day
	Rev      int64   `json:"rev"`
}

// Trajectory is a goal with what has been reported, in the order of days.
type Trajectory struct {
	Goal   Goal    `json:"goal"`
	Actual []Point `json:"actual"`
}

// Float is a value for drawing; 0 for what is no number.
func Float(value string) float64 {
	r, err := number(value)
	if err != nil {
		return 0
	}
	f, _ := r.Float64()
	return f
}

// SetGoal puts a countable goal beside the words of an assignment.
func (s *Service) SetGoal(ctx context.Context, id ID, rev int64, g Goal, why string) (Assignment, error) {
	g.Unit = viet.Line(g.Unit)
	f := fault.Fields{}
	if g.Unit == "" || len([]rune(g.Unit)) > 60 {
		f.Add("unit", "Ghi đơn vị tính, ví dụ: thủ tục, % kế hoạch vốn.")
	}
	for name, v := range map[string]string{"baseline": g.Baseline, "target": g.Target} {
		if _, err := number(v); err != nil {
			f.Add(name, err.Error())
		}
	}
	for _, p := range g.Plan {
		if _, err := number(p.Value); err != nil || p.On == "" {
			f.Add("plan", "Mỗi mốc kế hoạch gồm một ngày và một số.")
		}
	}
	if err := f.Err(); err != nil {
		return Assignment{}, err
	}
	slices.SortFunc(g.Plan, func(a, b Point) int { return cmp.Compare(a.On, b.On) })
	return s.move(ctx, id, VerbGoal, motion{rev: rev, reason: why, change: func(tx *storage.Tx, a *Assignment) error {
		plan, err := json.Marshal(g.Plan)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO assignment_goal (assignment, unit, baseline, target, plan_json, rev) VALUES ($1, $2, $3, $4, $5, 1)
			ON CONFLICT (assignment) DO UPDATE SET unit = EXCLUDED.unit, baseline = EXCLUDED.baseline, target = EXCLUDED.target, plan_json = EXCLUDED.plan_json, rev = assignment_goal.rev + 1`,
			string(a.ID), g.Unit, g.Baseline, g.Target, string(plan))
		return err
	}})
}

// Trajectory gives an assignment's goal and what was reported towards it; ok
// is false when it has none.
func (s *Service) Trajectory(ctx context.Context, id ID) (t Trajectory, ok bool, err error) {
	if _, err := s.Find(ctx, id); err != nil {
		return t, false, err
	}
	t.Goal, err = storage.One(ctx, s.db.Reader(), scanGoal, "SELECT unit, baseline, target, plan_json, rev FROM assignment_goal WHERE assignment = $1", string(id))
	if errors.Is(err, fault.NotFound) {
		return t, false, nil
	}
	if err != nil {
		return t, false, err
	}
	t.Actual, err = storage.List(ctx, s.db.Reader(), func(r storage.Row) (p Point, err error) {
		var at int64
		err = r.Scan(&at, &p.Value)
		p.On = civil.Of(storage.Instant(at))
		return p, err
	}, "SELECT submitted_at, value FROM assignment_report WHERE assignment = $1 AND state <> 'draft' AND state <> 'returned' AND value <> '' ORDER BY submitted_at", string(id))
	return t, true, err
}

// Goals lists the assignments with a countable goal that the actor may see, open ones first due.
func (s *Service) Goals(ctx context.Context, limit int) ([]Assignment, error) {
	w := storage.NewWhere(0).And("a.is_open = ?", true).And("a.id IN (SELECT assignment FROM assignment_goal)")
	s.visible(ctx, w)
	return upTo(ctx, s.db.Reader(), limit, "SELECT "+columns+" FROM assignment a"+w.SQL()+" ORDER BY a.due_sort, a.id LIMIT "+strconv.Itoa(limit), w.Args()...)
}

func scanGoal(r storage.Row) (g Goal, err error) {
	var plan string
	if err = r.Scan(&g.Unit, &g.Baseline, &g.Target, &plan, &g.Rev); err != nil {
		return g, err
	}
	return g, json.Unmarshal([]byte(plan), &g.Plan)
}
