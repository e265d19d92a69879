package sample

import (
	"fmt"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/workday"
)

// later is a request for a later day and what becomes of it: granted by the
// secretariat, by the chairman, refused, withdrawn, left lying, undone.
func (y *year) later(a assignment.Assignment) {
	head, sec, chairman := y.as(a.Lead), y.as("thuong-truc"), y.as("ubnd")
	y.nonce++
	r, err := y.a.Extensions.Ask(head, a.ID, extension.Wish{
		Nonce: fmt.Sprintf("01x%06d%014d", y.seed, y.nonce), Until: a.Due.AddDays(5 + y.r.IntN(40)), Cause: assignment.HigherLevel, Reason: "Chờ hướng dẫn của Bộ (minh họa)", Evidence: "Công văn hỏi (minh họa)", DueSeen: a.Due,
	}, nil)
	if y.may("ask", err); err != nil {
		return
	}
	judge := sec
	if y.chance(40) {
		judge = chairman
	}
	switch y.r.IntN(6) {
	case 0:
		_, err = y.a.Extensions.Decide(judge, r.ID, r.Rev, extension.Verdict{Choice: extension.Refuse, Reason: "Đã đủ thời gian (minh họa)"})
		y.may("refuse", err)
	case 1:
		_, err = y.a.Extensions.Withdraw(head, r.ID, r.Rev)
		y.may("withdraw", err)
	case 2: // nobody decides
	default:
		got, err := y.a.Extensions.Decide(judge, r.ID, r.Rev, extension.Verdict{Choice: extension.Grant})
		y.may("grant", err)
		if err == nil && y.chance(20) {
			_, err = y.a.Extensions.Undo(judge, got.ID, got.Rev)
			y.may("undo", err)
		}
	}
}

// requests: law 25.
func (y *year) requests() {
	if n := y.count("SELECT COUNT(*) FROM (SELECT assignment FROM extension_request WHERE state = 'asked' GROUP BY assignment HAVING COUNT(*) > 1) x"); n > 0 {
		y.broken(25, "%d assignments have two open requests", n)
	}
	if n := y.count("SELECT COUNT(*) FROM assignment a WHERE a.deadline_json LIKE '%\"extensions\":[{%' AND NOT EXISTS (SELECT 1 FROM extension_request r WHERE r.assignment = a.id AND r.state = 'granted')"); n > 0 {
		y.broken(25, "%d deadlines were moved without a decided request", n)
	}
}

// decree changes the calendar: a day off is declared, or a Saturday is worked
// for a Friday. What deadlines it crosses is reckoned anew by the job.
func (y *year) decree(d civil.Date) {
	y.changed = true
	quantri := actor.With(y.t.Context(), actor.System("quản trị"))
	day := d.AddDays(y.r.IntN(27))
	if friday := d.Monday().AddDays(4); y.chance(30) && friday >= d {
		day = friday // a storm closes the offices, when the week's reports are due
	}
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDays(1)
	}
	y.may("calendar", y.a.Calendar.Put(quantri, workday.Special{Date: day, Kind: workday.SwapOff, Name: "Nghỉ hoán đổi (minh họa)", Status: workday.Decided, Basis: "Công văn (minh họa)"}, y.a.Calendar.Number()))
	if y.chance(60) {
		sat := day.Monday().AddDays(12)
		y.may("calendar", y.a.Calendar.Put(quantri, workday.Special{Date: sat, Kind: workday.Makeup, Name: "Làm bù (minh họa)", Status: workday.Decided, Basis: "Công văn (minh họa)"}, y.a.Calendar.Number()))
	}
}

// accounts: law 28.
func (y *year) accounts() {
	y.t.Helper()
	done, err := y.a.Acts.Verify(y.t.Context(), assignment.Kept(), func(d audit.Difference) error {
		y.broken(28, "%s: %s is %q, its acts say %q", d.ID, d.Fact, d.Stored, d.Record)
		return nil
	})
	if err != nil || done.Records == 0 {
		y.t.Errorf("seed %d: %d records compared, %v", y.seed, done.Records, err)
	}
}
