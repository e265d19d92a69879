package feed

import (
	"strconv"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// Place is where a feed is asked for.
type Place struct {
	Base string // "https://dondoc.tinh.gov.vn", before every link
	Self string // the feed's own address
}

// item is one duty as a calendar shows it.
type item struct {
	assignment.Assignment

	percent int
	part    bool // another body leads; what is owed is a part
}

// office is what the dates of a calendar are reckoned with.
type office struct {
	cal   *workday.Calendar
	dir   *apparatus.Directory
	today civil.Date
	rule  func(assignment.Assignment) (cadence.Rule, bool)
	host  string
}

// zone is the clock of every time in the file. Vietnam has kept it without a
// change since 13/6/1975 (IANA tz, Asia/Ho_Chi_Minh).
const zone = "Asia/Ho_Chi_Minh"

const (
	utc   = "20060102T150405Z"
	local = "20060102T150405"
	plane = "20060102"
)

// write makes the whole file.
func (o office) write(name string, at Place, items []item) []byte {
	s := &sheet{}
	s.in("VCALENDAR", func() {
		s.put("VERSION", "2.0")
		s.put("PRODID", "-//Don Doc//dondoc//VI")
		s.put("CALSCALE", "GREGORIAN")
		s.text("NAME", name)
		s.text("X-WR-CALNAME", name)
		s.put("X-WR-TIMEZONE", zone)
		s.put("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
		s.put("X-PUBLISHED-TTL", "PT1H")
		s.put("SOURCE;VALUE=URI", at.Self)
		s.in("VTIMEZONE", func() {
			s.put("TZID", zone)
			s.in("STANDARD", func() {
				s.put("DTSTART", "19750613T000000")
				s.put("TZOFFSETFROM", "+0700")
				s.put("TZOFFSETTO", "+0700")
				s.put("TZNAME", "+07")
			})
		})
		for _, it := range items {
			o.duty(s, at, it)
		}
	})
	return []byte(s.b.String())
}

// duty writes a task and its twin event. A duty without a day has no twin: an
// event must stand somewhere.
func (o office) duty(s *sheet, at Place, it item) {
	c := o.card(at, it)
	if it.Due == "" && !c.standing {
		s.in("VTODO", func() { c.todo(s) })
		return
	}
	if !c.standing {
		s.in("VTODO", func() { c.todo(s); c.dueBy(s, o.last(it.Deadline, it.Due)) })
		s.in("VEVENT", func() { c.event(s); c.on(s, o.cal.OnOrAfter(it.Due)); c.alarm(s, o.warning(it.Due)) })
		return
	}
	rule, ok := o.rule(it.Assignment)
	if !ok {
		return
	}
	r, ok := beat(o.cal, rule, it.Deadline.Date, o.today)
	if !ok {
		return
	}
	by := func(d civil.Date) time.Time { return o.cal.Closing(d) }
	s.in("VTODO", func() {
		c.todo(s)
		c.starts(s, o.cal.Opening(r.First))
		c.dueBy(s, by(r.First))
		s.put("RRULE", r.Rule)
		for _, d := range r.Drop {
			s.put("EXDATE;TZID="+zone, o.cal.Opening(d).Format(local))
		}
		for _, d := range r.Extra {
			s.put("RDATE;TZID="+zone, o.cal.Opening(d).Format(local))
		}
	})
	s.in("VEVENT", func() {
		c.event(s)
		c.on(s, r.First)
		s.put("RRULE", r.Rule)
		for _, d := range r.Drop {
			s.put("EXDATE;VALUE=DATE", d.Time().Format(plane))
		}
		for _, d := range r.Extra {
			s.put("RDATE;VALUE=DATE", d.Time().Format(plane))
		}
		c.alarm(s, hours(16))
	})
	for _, m := range r.Moved {
		s.in("VTODO", func() {
			c.todo(s)
			s.put("RECURRENCE-ID;TZID="+zone, o.cal.Opening(m.From).Format(local))
			c.starts(s, o.cal.Opening(m.To))
			c.dueBy(s, by(m.To))
		})
		s.in("VEVENT", func() {
			c.event(s)
			s.put("RECURRENCE-ID;VALUE=DATE", m.From.Time().Format(plane))
			c.on(s, m.To)
			c.alarm(s, o.warning(m.To))
		})
	}
}

// last is the instant after which a duty is late: the close of office of its
// last day, or the end of that day where the text says "đến hết ngày".
func (o office) last(d assignment.Deadline, due civil.Date) time.Time {
	day := o.cal.OnOrAfter(due)
	if d.Bound == workday.EndOf {
		return day.At(23, 59) // midnight would stand on the next day
	}
	return o.cal.Closing(day)
}

// warning is when to remind: at eight on the working day before.
func (o office) warning(due civil.Date) string {
	day := o.cal.OnOrAfter(due)
	return hours(o.cal.OnOrBefore(day.AddDays(-1)).DaysUntil(day)*24 - 8)
}

// card is a duty in the words of the standard.
type card struct {
	uid, title, about, link, parent string
	stamp                           time.Time
	sequence                        int64
	it                              item
	standing                        bool
	done                            time.Time
}

func (o office) card(at Place, it item) card {
	c := card{it: it, title: it.Title, stamp: it.ChangedAt, sequence: max(it.Rev-1, 0)}
	key := string(it.ID)
	if it.part {
		key += "-phoi-hop"
		c.title = "Phối hợp: " + c.title
	}
	c.uid = key + "@" + o.host
	if it.Parent != "" {
		c.parent = string(it.Parent) + "@" + o.host
	}
	c.standing = it.Standing() && !it.part
	if it.Period != "" && !c.standing {
		c.title += " (" + it.Period + ")"
	}
	c.link = at.Base + "/lam-viec/nhiem-vu/" + string(it.ID)
	if it.State == assignment.Confirmed {
		if c.done = it.ChangedAt; it.ConfirmedOn != "" && civil.Of(c.done) != it.ConfirmedOn {
			c.done = o.cal.Closing(it.ConfirmedOn)
		}
	}
	c.about = o.about(it) + "\n" + c.link
	return c
}

// about is what the list says beside the title, people's names left out.
func (o office) about(it item) string {
	var lines []string
	say := func(label, value string) {
		if value != "" {
			lines = append(lines, label+": "+value)
		}
	}
	say("Trạng thái", it.State.Word())
	if it.Lead != "" {
		say("Chủ trì", o.dir.Name(it.Lead))
	}
	say("Nguồn", it.OriginLabel)
	say("Hạn", it.Due.Format())
	if it.OriginalDue != it.Due {
		say("Hạn ban đầu", it.OriginalDue.Format())
	}
	if it.Deadline.Phrase != "" {
		say("Thời hạn theo văn bản", "“"+it.Deadline.Phrase+"”")
	}
	say("Kỳ", it.Period)
	say("Mã", it.Code)
	return strings.Join(lines, "\n")
}

// both is what a task and its twin share.
func (c card) both(s *sheet, uid, title string) {
	s.put("UID", uid)
	s.put("DTSTAMP", c.stamp.UTC().Format(utc))
	s.put("LAST-MODIFIED", c.stamp.UTC().Format(utc))
	s.put("SEQUENCE", strconv.FormatInt(c.sequence, 10))
	s.text("SUMMARY", title)
	s.text("DESCRIPTION", c.about)
	s.put("URL", c.link)
	s.text("CATEGORIES", "Đôn Đốc")
	s.put("CLASS", "PRIVATE") // of a calendar that is shared on, others see no words
}

func (c card) todo(s *sheet) {
	c.both(s, c.uid, c.title)
	if c.parent != "" {
		s.put("RELATED-TO;RELTYPE=PARENT", c.parent)
	}
	switch c.it.State {
	case assignment.Drafted, assignment.Assigned:
		s.put("STATUS", "NEEDS-ACTION")
	case assignment.Acknowledged, assignment.Disputed, assignment.Reported, assignment.Returned:
		s.put("STATUS", "IN-PROCESS")
	case assignment.Confirmed:
		s.put("STATUS", "COMPLETED")
		s.put("COMPLETED", c.done.UTC().Format(utc))
	case assignment.Cancelled, assignment.Superseded:
		s.put("STATUS", "CANCELLED")
	}
	percent := min(max(c.it.percent, 0), 100)
	if c.it.State == assignment.Confirmed {
		percent = 100
	}
	s.put("PERCENT-COMPLETE", strconv.Itoa(percent))
}

// twin is the UID of a task's event.
func (c card) twin() string {
	key, host, _ := strings.Cut(c.uid, "@")
	return key + "-han@" + host
}

func (c card) event(s *sheet) {
	title, status := "Hạn: "+c.title, "CONFIRMED"
	switch c.it.State {
	case assignment.Disputed:
		status = "TENTATIVE"
	case assignment.Reported:
		title = "Đã nộp, chờ xác nhận: " + c.title
	case assignment.Confirmed:
		title = "Đã xong: " + c.title
	case assignment.Cancelled, assignment.Superseded:
		title, status = "Đã hủy: "+c.title, "CANCELLED"
	case assignment.Drafted, assignment.Assigned, assignment.Acknowledged, assignment.Returned:
	}
	c.both(s, c.twin(), title)
	s.put("STATUS", status)
	s.put("TRANSP", "TRANSPARENT") // a deadline takes nobody's time
	s.put("RELATED-TO;RELTYPE=SIBLING", c.uid)
}

func (c card) starts(s *sheet, t time.Time) { s.put("DTSTART;TZID="+zone, civilTime(t)) }
func (c card) dueBy(s *sheet, t time.Time)  { s.put("DUE;TZID="+zone, civilTime(t)) }

// on makes an event of a whole day; its end is the day after (RFC 5545 §3.6.1).
func (c card) on(s *sheet, d civil.Date) {
	s.put("DTSTART;VALUE=DATE", d.Time().Format(plane))
	s.put("DTEND;VALUE=DATE", d.AddDays(1).Time().Format(plane))
}

// alarm reminds of what is still to be handed in.
func (c card) alarm(s *sheet, before string) {
	if c.it.State == assignment.Reported || !c.it.State.Open() {
		return
	}
	s.in("VALARM", func() {
		s.put("ACTION", "DISPLAY")
		s.put("TRIGGER", before)
		s.text("DESCRIPTION", "Sắp đến hạn: "+c.title)
	})
}

func civilTime(t time.Time) string { return t.In(civil.Zone()).Format(local) }
