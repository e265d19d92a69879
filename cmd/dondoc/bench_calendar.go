package main

import (
	_ "embed" // the peer's half of the measurement
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/lunar"
	"dondoc/internal/workday"
)

// lunarPeer is the package that lunar dates are measured against.
const lunarPeer = "@forvn/vn-lunar-calendar@0.0.2"

//go:embed bench_lunar.mjs
var lunarScript []byte

type benchCalendarCmd struct {
	Rounds  int    `help:"rounds of each side, in turns; the best counts" default:"5"`
	Package string `help:"folder in which the npm package is installed; otherwise npm puts it into a temporary one" placeholder:"DIR"`
}

// Run measures working time against its limit, and lunar dates against the npm
// package on the same days in the same run.
func (c *benchCalendarCmd) Run(w world) error {
	fmt.Fprintln(w.out, "| what | ours | peer or limit | ratio |\n|---|---|---|---|")
	c.workdays(w)
	return c.lunar(w)
}

// workdays counts on one core.
func (c *benchCalendarCmd) workdays(w world) {
	cal := workday.Default()
	const n = 2_000_000
	days := make([]civil.Date, 4096)
	for i := range days {
		days[i] = civil.Date("2020-01-01").AddDays(i * 7 % 2500)
	}
	rate := func(do func(i int)) float64 {
		return 1e9 / c.best(n, func() {
			for i := range n {
				do(i)
			}
		})
	}
	for _, v := range []struct {
		what string
		do   func(i int)
	}{
		{"working-day additions of 1 to 256 days, 1/s, one core", func(i int) { cal.Add(days[i&4095], 1+i&255) }},
		{"working days between two days, 1/s, one core", func(i int) { cal.Between(days[i&4095], days[i*31&4095]) }},
		{"additions of 1 to 256 office hours, 1/s, one core", func(i int) {
			cal.AddHours(time.Unix(1_672_550_000+int64(i&0xffff)*977, 0), time.Duration(1+i&255)*time.Hour)
		}},
	} {
		r := rate(v.do)
		fmt.Fprintf(w.out, "| %s | %.0f | at least 1,000,000 | %.1f |\n", v.what, r, r/1e6)
	}
}

// best is nanoseconds for one of n, of the quickest round.
func (c *benchCalendarCmd) best(n int, once func()) float64 {
	ns := math.Inf(1)
	for range c.Rounds {
		start := clock.System{}.Now()
		once()
		ns = min(ns, float64(clock.System{}.Now().Sub(start))/float64(n))
	}
	return ns
}

// peerTimes are what the script prints: nanoseconds for a conversion, and a sum over all dates.
type peerTimes struct{ ToLunar, ToSolar, Sum float64 }

func (c *benchCalendarCmd) lunar(w world) error {
	var days []civil.Date
	var list strings.Builder
	for d := civil.Date("1968-01-01"); d < "2100-01-01"; d = d.AddDays(1) {
		days = append(days, d)
		y, m, day, _ := d.Split()
		fmt.Fprintf(&list, "%d %d %d\n", y, m, day)
	}
	dates := make([]lunar.Date, len(days))
	for i, d := range days {
		l, err := lunar.Of(d)
		if err != nil {
			return fmt.Errorf("%s: %w", d, err)
		}
		dates[i] = l
	}
	peer, done, err := c.peer(w, list.String())
	if err != nil {
		return err
	}
	defer done()
	ours := peerTimes{ToLunar: math.Inf(1), ToSolar: math.Inf(1)}
	best := peerTimes{ToLunar: math.Inf(1), ToSolar: math.Inf(1)}
	one := benchCalendarCmd{Rounds: 3}
	for range c.Rounds { // in turns, so that both meet the same machine
		ours.ToLunar = min(ours.ToLunar, one.best(len(days), func() { toLunar(days) }))
		ours.ToSolar = min(ours.ToSolar, one.best(len(days), func() { toSolar(dates) }))
		if peer == nil {
			continue
		}
		p, err := peer()
		if err != nil {
			return err
		}
		best = peerTimes{min(best.ToLunar, p.ToLunar), min(best.ToSolar, p.ToSolar), p.Sum}
	}
	for _, l := range dates {
		ours.Sum += float64(l.Day + 31*l.Month)
		if l.Leap {
			ours.Sum += 400
		}
	}
	if peer != nil && ours.Sum != best.Sum {
		fmt.Fprintln(w.err, "dondoc: the package gives other lunar dates on these days")
	}
	for _, v := range []struct {
		what       string
		ours, peer float64
	}{{"solar to lunar", ours.ToLunar, best.ToLunar}, {"lunar to solar", ours.ToSolar, best.ToSolar}} {
		if peer == nil {
			fmt.Fprintf(w.out, "| %s, %d days, 1/s | %.0f | %s: no node and npm here | – |\n", v.what, len(days), 1e9/v.ours, lunarPeer)
			continue
		}
		fmt.Fprintf(w.out, "| %s, %d days, 1/s | %.0f | %s: %.0f; at least 10 × | %.1f × |\n", v.what, len(days), 1e9/v.ours, lunarPeer, 1e9/v.peer, v.peer/v.ours)
	}
	return nil
}

func toLunar(days []civil.Date) {
	for _, d := range days {
		if _, err := lunar.Of(d); err != nil {
			return
		}
	}
}

func toSolar(dates []lunar.Date) {
	for _, d := range dates {
		if _, err := d.Solar(); err != nil {
			return
		}
	}
}

func here(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// peer installs the package, unless it is there, and gives a way to time it;
// nil where there is no node.
func (c *benchCalendarCmd) peer(w world, list string) (run func() (peerTimes, error), done func(), err error) {
	dir, err := os.MkdirTemp("", "dondoc-lunar-")
	if err != nil {
		return nil, nil, err
	}
	done = func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(w.err, err)
		}
	}
	if !here("node") || c.Package == "" && !here("npm") {
		return nil, done, nil
	}
	home := dir
	if c.Package != "" {
		if home, err = filepath.Abs(c.Package); err != nil {
			return nil, done, err
		}
	} else {
		npm := exec.CommandContext(w.ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=dev", "--prefix", dir, lunarPeer) //nolint:gosec // fixed words and a folder of our own
		if out, err := npm.CombinedOutput(); err != nil {
			return nil, done, errors.Join(fmt.Errorf("npm install %s: %w: %s", lunarPeer, err, out))
		}
	}
	days, script := filepath.Join(dir, "days.txt"), filepath.Join(home, "dondoc-bench-lunar.mjs")
	if err := errors.Join(os.WriteFile(days, []byte(list), 0o600), os.WriteFile(script, lunarScript, 0o600)); err != nil {
		return nil, done, err
	}
	clean := done
	done = func() {
		if err := os.Remove(script); err != nil {
			fmt.Fprintln(w.err, err)
		}
		clean()
	}
	return func() (p peerTimes, err error) {
		node := exec.CommandContext(w.ctx, "node", script, days) //nolint:gosec // our own script
		node.Stderr = w.err
		out, err := node.Output()
		if err != nil {
			return p, fmt.Errorf("node: %w", err)
		}
		return p, json.Unmarshal(out, &p)
	}, done, nil
}
