package dashboardweb

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/dashboard"
	"dondoc/internal/viet"
)

// curve is a countable goal drawn: planned dashed, actual solid with points,
// labelled at the end. Wide and narrow screens have a drawing of their own.
type curve struct {
	Title, Sub, Href string
	Behind           bool // less than planned by now
	Drawings         []drawing
	Rows             []curveRow // the table, which is the long version
	Says             string
}

type curveRow struct {
	Day             civil.Date
	Planned, Actual string
}

type drawing struct {
	Class         string
	Width, Height int
	Plan, Actual  string // points of a polyline
	Dots          [][2]string
	GridY, TicksX []tick
	PlanAt, NowAt [2]string // where the labels stand
	PlanSays      string
	NowSays       string
	Left, Right   string
}

type tick struct{ At, Says string }

func number(x float64) string {
	if x == math.Trunc(x) {
		return viet.Decimal(x, 0)
	}
	return viet.Decimal(x, 1)
}

type point struct {
	on civil.Date
	v  float64
}

func points(list []assignment.Point) []point {
	out := make([]point, 0, len(list))
	for _, p := range list {
		x := point{p.On, assignment.Float(p.Value)}
		if n := len(out); n > 0 && out[n-1].on == x.on {
			out[n-1] = x // of one day the last word counts
			continue
		}
		out = append(out, x)
	}
	return out
}

// planned is the plan on a day, straight between its points.
func planned(plan []point, day civil.Date) float64 {
	for i := 1; i < len(plan); i++ {
		if day <= plan[i].on {
			a, b := plan[i-1], plan[i]
			all := a.on.DaysUntil(b.on)
			if all <= 0 {
				return b.v
			}
			return a.v + (b.v-a.v)*float64(a.on.DaysUntil(day))/float64(all)
		}
	}
	return plan[len(plan)-1].v
}

// curve draws a goal; ok is false for one that has no day to reach it by.
func (d page) curve(g dashboard.Goal) (c curve, ok bool) {
	a, t := g.Assignment, g.Trajectory
	if a.Due == "" {
		return c, false
	}
	plan := append([]point{{a.AssignedOn, assignment.Float(t.Goal.Baseline)}}, points(t.Goal.Plan)...)
	plan = append(plan, point{a.OriginalDue, assignment.Float(t.Goal.Target)})
	actual := append([]point{plan[0]}, points(t.Actual)...)
	c.Href = path(a.ID)
	last := actual[len(actual)-1]
	want := planned(plan, last.on)
	gap := want - last.v
	if plan[len(plan)-1].v < plan[0].v { // a goal that goes down
		gap = -gap
	}
	c.Behind = gap > 0
	switch {
	case len(t.Actual) == 0:
		c.Title = "Chưa có số liệu: " + a.Title
	case c.Behind:
		c.Title = fmt.Sprintf("Thiếu %s %s so với kế hoạch: %s", number(gap), t.Goal.Unit, a.Title)
	default:
		c.Title = "Đạt kế hoạch: " + a.Title
	}
	c.Sub = fmt.Sprintf("%s, %s, từ %s đến %s", d.Dir.Name(a.Lead), t.Goal.Unit, plan[0].on.Format(), a.OriginalDue.Format())
	c.Says = fmt.Sprintf("%s: kế hoạch đến %s là %s, thực tế %s", a.Title, last.on.Format(), number(want), number(last.v))
	for _, p := range actual[1:] {
		c.Rows = append(c.Rows, curveRow{p.on, number(planned(plan, p.on)), number(p.v)})
	}
	c.Drawings = []drawing{draw("wide-only", 560, 240, 110, plan, actual), draw("phone-only", 320, 220, 84, plan, actual)}
	return c, true
}

// draw lays the lines out in a box; right is the room for the labels at the end.
func draw(class string, width, height, right int, plan, actual []point) drawing {
	const left, top, bottom = 40, 14, 28
	first, last := plan[0].on, plan[len(plan)-1].on
	low, high := 0.0, 0.0
	for _, p := range append(append([]point{}, plan...), actual...) {
		low, high, last = math.Min(low, p.v), math.Max(high, p.v), max(last, p.on)
	}
	step := nice((high - low) / 4)
	high = math.Ceil(high/step) * step
	days := math.Max(1, float64(first.DaysUntil(last)))
	x := func(day civil.Date) float64 {
		return left + float64(first.DaysUntil(day))/days*float64(width-left-right)
	}
	y := func(v float64) float64 {
		return float64(top) + (high-v)/math.Max(1e-9, high-low)*float64(height-top-bottom)
	}
	f := func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
	line := func(ps []point) string {
		var b strings.Builder
		for _, p := range ps {
			b.WriteString(f(x(p.on)) + "," + f(y(p.v)) + " ")
		}
		return strings.TrimSpace(b.String())
	}
	d := drawing{Class: class, Width: width, Height: height, Plan: line(plan), Actual: line(actual), Left: f(left), Right: f(float64(width - right))}
	for _, p := range actual {
		d.Dots = append(d.Dots, [2]string{f(x(p.on)), f(y(p.v))})
	}
	for v := low; v <= high+step/2; v += step {
		d.GridY = append(d.GridY, tick{f(y(v)), number(v)})
	}
	for i := range 4 {
		day := first.AddDays(int(days) * i / 3)
		d.TicksX = append(d.TicksX, tick{f(x(day)), day.Short()})
	}
	end, now := plan[len(plan)-1], actual[len(actual)-1]
	d.PlanAt, d.PlanSays = [2]string{f(x(end.on) + 8), f(y(end.v) + 4)}, "kế hoạch "+number(end.v)
	ny := y(now.v) + 18
	if ny > float64(height-bottom)-2 {
		ny = y(now.v) - 10
	}
	d.NowAt, d.NowSays = [2]string{f(x(now.on) + 4), f(ny)}, "thực tế "+number(now.v)
	return d
}

// nice is a step of 1, 2 or 5 times a power of ten.
func nice(x float64) float64 {
	if x <= 0 {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*p >= x {
			return m * p
		}
	}
	return 10 * p
}
