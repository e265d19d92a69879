package calendarweb

import (
	"strconv"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/viet"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// ownDays is how many stretches of its own an organisation's page lists; the
// calendar's page has all of them.
const ownDays = 8

// OrgFacts are the lines of an organisation's page about when it works: its
// hours and, from the day on, the days on which it departs from the province.
func OrgFacts(s *calendar.Service, now func() time.Time) func(org apparatus.OrgID) []ui.Fact {
	return func(org apparatus.OrgID) []ui.Fact {
		today := civil.Of(now())
		hours := ui.Fact{Label: "Giờ làm việc", Value: ui.Text(calendar.HoursWords(s.HoursOn(org, today))), Note: "Theo giờ chung của tỉnh"}
		var later []ui.Fact
		for _, h := range s.AllHours(org) {
			if h.From <= today {
				hours.Note = "Giờ riêng từ " + h.From.Format() + ", " + h.Basis
			} else {
				later = append(later, ui.Fact{Label: "Giờ từ " + h.From.Format(), Value: ui.Text(calendar.HoursWords(h.Hours)), Note: h.Basis})
			}
		}
		return append(append([]ui.Fact{hours}, later...), ownFacts(s.Exceptions(org), today)...)
	}
}

func ownFacts(days []workday.Special, today civil.Date) []ui.Fact {
	var out []ui.Fact
	left := 0
	for i := 0; i < len(days); {
		from, x := i, days[i]
		for i++; i < len(days) && days[i].Date == days[i-1].Date.AddDays(1) && days[i].Kind == x.Kind && days[i].Name == x.Name && days[i].Basis == x.Basis; {
			i++ // a stretch by one decision is one line
		}
		last := days[i-1].Date
		when := viet.Title(x.Date.Long())
		if last != x.Date {
			when += " đến " + last.Long()
		}
		switch {
		case last < today:
		case len(out) == ownDays:
			left += i - from
		default:
			out = append(out, ui.Fact{Label: calendar.KindName(x.Kind), Value: ui.Text(when), Note: x.Name + ", " + x.Basis})
		}
	}
	if left > 0 {
		out = append(out, ui.Fact{Label: "Còn nữa", Value: ui.Anchor(ui.Link{Label: strconv.Itoa(left) + " ngày riêng khác", Href: Path})})
	}
	return out
}
