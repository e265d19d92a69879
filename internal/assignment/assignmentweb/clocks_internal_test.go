package assignmentweb

import (
	"testing"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// The clock of a row names its kind in workday's words; these must be the
// words that the drawing knows.
func TestMarksAreKindsOfClock(t *testing.T) {
	t.Parallel()
	for mark, kind := range map[workday.Mark]ui.ClockKind{workday.IsLate: ui.ClockLate, workday.IsToday: ui.ClockToday, workday.IsLater: ui.ClockLater, workday.IsNone: ui.ClockNone} {
		if ui.ClockKind(mark) != kind {
			t.Errorf("%s is drawn as %s", mark, kind)
		}
	}
}

// Rows that share a day share its clock, except where the state says more.
func TestClocksByStateAndDay(t *testing.T) {
	t.Parallel()
	now := civil.Date("2023-06-12").At(9, 0)
	c := &clocks{cal: workday.Default(), now: now, today: civil.Of(now), open: map[civil.Date]ui.Clock{}}
	at := func(s assignment.State, due civil.Date) assignment.Assignment {
		return assignment.Assignment{State: s, Due: due, ReportedOn: "2023-06-05", LateDays: c.cal.Late(due, "2023-06-05"), Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: due}}
	}
	for _, x := range []struct {
		a    assignment.Assignment
		kind ui.ClockKind
		text string
	}{
		{at(assignment.Acknowledged, "2023-06-07"), ui.ClockLate, "Trễ 3 ngày làm việc"},
		{at(assignment.Reported, "2023-06-07"), ui.ClockLater, "Nộp đúng hạn"},
		{at(assignment.Reported, "2023-06-01"), ui.ClockHandedInLate, "Nộp trễ 2 ngày làm việc"},
		{at(assignment.Acknowledged, "2023-06-07"), ui.ClockLate, "Trễ 3 ngày làm việc"},
		{at(assignment.Cancelled, "2023-06-07"), ui.ClockNone, "Không tính hạn"},
		{at(assignment.Assigned, "2023-06-12"), ui.ClockToday, "Còn 6 giờ"},
		{at(assignment.Assigned, "2023-06-16"), ui.ClockLater, "Còn 4 ngày làm việc"},
		{at(assignment.Assigned, ""), ui.ClockNone, "Chưa có hạn"},
		{assignment.Assignment{State: assignment.Assigned, DueSettled: true}, ui.ClockNone, "Không đặt hạn"},
	} {
		if got := c.of(x.a); got.Kind != x.kind || got.Text != x.text {
			t.Errorf("%s due %q: %s %q, want %s %q", x.a.State, x.a.Due, got.Kind, got.Text, x.kind, x.text)
		}
	}
}
