package sample

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/listing"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// player plays history: it sets the clock and acts as people do, through the
// services only.
type player struct {
	a     *app.App
	clock *clock.Manual
	heads map[apparatus.OrgID]actor.Actor
	cal   *workday.Calendar
	queue []step
	// working lists the documents whose agencies act; known the assignments
	// whose fate is decided; places and nth the order that fates follow from.
	working []document.ID
	known   map[assignment.ID]bool
	places  map[assignment.ID]int
	nth     map[assignment.ID]int
}

func (p *player) as(ctx context.Context, org apparatus.OrgID) context.Context {
	return actor.With(ctx, p.heads[org])
}

// notice brings a text into the register and reads it.
func (p *player) notice(ctx context.Context, file string, change func(f *document.Facts)) (document.Document, error) {
	b, err := data.ReadFile("data/" + file)
	if err != nil {
		return document.Document{}, err
	}
	ctx = p.as(ctx, "thuong-truc")
	in, err := p.a.Documents.Receive(ctx, document.Arrival{Source: document.Upload, FileName: file, File: strings.NewReader(string(b))})
	if err != nil {
		return document.Document{}, err
	}
	f := in.Facts
	change(&f)
	return p.a.Documents.Register(ctx, document.Registration{Intake: in.ID, Facts: f, DatesChecked: true, EncodingAccepted: true})
}

// giveAll confirms every finding of a document that nothing stands against.
func (p *player) giveAll(ctx context.Context, d document.Document, want func(document.Finding) bool) error {
	ctx = p.as(ctx, "thuong-truc")
	sheet, err := p.a.Documents.Sheet(ctx, d.ID)
	if err != nil {
		return err
	}
	var list []document.Seen
	for _, f := range sheet.Findings {
		if f.State == document.Open && f.Ready(d.SignedOn) && want(f) {
			list = append(list, document.Seen{ID: f.ID, Rev: f.Rev})
		}
	}
	_, err = p.a.Documents.Assign(ctx, d.ID, list)
	return err
}

// step is something that happens at an instant. One with a verb happens only if
// the assignment then stands where that can be done: a late report may still
// be waiting.
type step struct {
	at   time.Time
	on   assignment.ID
	verb assignment.Verb
	do   func(ctx context.Context) error
}

// meeting is one meeting whose notice is brought in, read and given out.
type meeting struct {
	file   string
	on     civil.Date
	given  time.Time
	choose func(document.Finding) bool
	facts  func(f *document.Facts)
	work   bool // the agencies have had time to act on it
}

func meetings() []meeting {
	everything := func(document.Finding) bool { return true }
	madeUp := func(subject string) func(f *document.Facts) {
		return func(f *document.Facts) {
			f.Subject = subject + " (dữ liệu minh họa)"
			f.Issuer = "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU"
		}
	}
	first, second := civil.Date("2023-01-18"), civil.Date("2023-03-09")
	return []meeting{
		{"02-TB-BCD.txt", first, first.At(10, 15), everything, madeUp("Kết luận tại phiên họp thứ nhất năm 2023"), true},
		{"04-TB-BCD.txt", second, second.At(10, 15), everything, madeUp("Kết luận tại phiên họp thứ hai năm 2023"), true},
		// the real notice: read at once, given out after the committee's office had
		// asked the Centre; its other duties wait for the head
		{"06-TB-BCD.txt", "2023-05-11", civil.Date("2023-06-09").At(15, 30), func(f document.Finding) bool {
			return f.Deadline.Kind == reading.Relative || f.Deadline.Kind == reading.Recurring
		}, func(f *document.Facts) { f.PublishedAt = civil.Date("2023-05-10").At(16, 19) }, false},
	}
}

// play lets the meetings happen and the agencies work, in the order of time on
// one clock that only moves on, until the day of the demonstration. Every
// morning the house does its chores, as it would have.
func (p *player) play(ctx context.Context, until time.Time) error { //nolint:gocognit // history in its order
	for _, m := range meetings() {
		var d document.Document
		p.push(step{at: m.on.At(8, 30), do: func(ctx context.Context) (err error) {
			d, err = p.notice(ctx, m.file, m.facts)
			return err
		}}, step{at: m.given, do: func(ctx context.Context) error {
			if err := p.giveAll(ctx, d, m.choose); err != nil || !m.work {
				return err
			}
			p.working = append(p.working, d.ID)
			return p.newWork(ctx)
		}})
	}
	p.sit()
	morning := civil.Of(p.clock.Now())
	wake := func(before time.Time) error {
		for ; morning.At(6, 0).Before(before); morning = morning.AddDays(1) {
			if at := morning.At(6, 0); at.After(p.clock.Now()) {
				p.clock.Set(at)
				if err := p.morning(ctx); err != nil {
					return fmt.Errorf("morning of %s: %w", morning, err)
				}
			}
		}
		return nil
	}
	for {
		next := p.next()
		if next < 0 || p.queue[next].at.After(until) {
			return wake(until)
		}
		s := p.queue[next]
		if err := wake(s.at); err != nil {
			return err
		}
		if next = p.next(); !p.queue[next].at.Equal(s.at) {
			continue // the morning brought something earlier
		}
		s = p.queue[next]
		p.queue = append(p.queue[:next], p.queue[next+1:]...)
		p.clock.Set(s.at)
		if s.verb != "" {
			now, err := p.a.Assignments.Find(p.as(ctx, "thuong-truc"), s.on)
			if err != nil {
				return err
			}
			if !s.verb.Possible(now.State) {
				continue
			}
		}
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("%s %s on %s: %w", civil.Instant(s.at), s.verb, s.on, err)
		}
	}
}

func (p *player) push(steps ...step) { p.queue = append(p.queue, steps...) }

// next is the place of the earliest step, -1 if there is none.
func (p *player) next() int {
	first := -1
	for i := range p.queue {
		if first < 0 || p.queue[i].at.Before(p.queue[first].at) {
			first = i
		}
	}
	return first
}

// morning does what the house does before the offices open.
func (p *player) morning(ctx context.Context) error {
	if _, err := p.a.Assignments.OpenPeriods(ctx); err != nil {
		return err
	}
	if _, err := p.a.Ladder.Run(ctx); err != nil {
		return err
	}
	return p.newWork(ctx)
}

// newWork decides what becomes of the assignments that were not there before.
// What each agency does follows from its place in the list, so that every
// demonstration has the same history.
func (p *player) newWork(ctx context.Context) error {
	for _, d := range p.working {
		page, err := p.a.Assignments.List(p.as(ctx, "thuong-truc"), listing.Query{Size: listing.MaxPageSize, Sort: assignment.SortNewest, Filters: map[string][]string{assignment.FilterOrigin: {string(d)}}})
		if err != nil {
			return err
		}
		for i, a := range page.Rows {
			if p.known[a.ID] {
				continue
			}
			p.known[a.ID] = true
			if a.Period != "" { // its place among the periods of its duty
				if i = p.places[a.Parent]; i == 0 {
					i = len(p.places) + 1
					p.places[a.Parent] = i
				}
			}
			if _, ok := p.heads[a.Lead]; ok && (a.State == assignment.Assigned || a.State == assignment.Acknowledged) {
				p.push(p.fate(a, i)...)
				p.push(p.extensions(a)...)
			}
		}
	}
	return nil
}

// fate is what becomes of the i-th assignment.
func (p *player) fate(a assignment.Assignment, i int) []step {
	given := civil.Of(p.clock.Now())
	day := func(d civil.Date, minute int) time.Time {
		return d.At(8, 0).Add(time.Duration(minute%470) * time.Minute)
	}
	var steps []step
	if a.State == assignment.Assigned {
		steps = append(steps, step{day(p.cal.Add(given, 1+i%3), 37*i), a.ID, assignment.VerbAcknowledge, func(ctx context.Context) error {
			ctx = p.as(ctx, a.Lead)
			if err := p.a.Assignments.Opened(ctx, a); err != nil {
				return err
			}
			_, err := p.a.Assignments.Acknowledge(ctx, a.ID, 0)
			return err
		}})
	}
	if i%11 == 5 {
		return nil // never opened: it stays "chờ tiếp nhận"
	}
	if a.Due == "" {
		return steps
	}
	n, recurring := p.nth[a.Parent], a.Period != ""
	p.nth[a.Parent]++
	shift := []int{-4, -2, -1, -1, 0, 0, -3, 1, -1, 3, -2, 6, -1}[(i*7+n*3)%13]
	if recurring {
		shift = []int{-1, 0, 0, -2, 0, 0, 1, 0, -1, 0, 0, 0, 2}[(i*7+n*3)%13]
	} else {
		n = 0
	}
	if (i*5+n)%9 == 4 && a.Due > "2023-05-01" && (!recurring || a.Due > "2023-06-01") {
		return steps // not handed in: late, or still to come
	}
	on := a.Due
	if shift < 0 {
		for range -shift {
			on = p.cal.OnOrBefore(on.AddDays(-1))
		}
	} else {
		on = p.cal.Add(p.cal.OnOrBefore(on), shift)
	}
	if on <= given {
		on = p.cal.Add(given, 4)
		if recurring {
			on = p.cal.Next(given)
		}
	}
	return append(steps, p.handIn(a, i, n, on, day)...)
}

// handIn is one report and what the secretariat did with it.
func (p *player) handIn(a assignment.Assignment, i, n int, on civil.Date, day func(civil.Date, int) time.Time) []step {
	report := func(at time.Time, body string) step {
		return step{at, a.ID, assignment.VerbReport, func(ctx context.Context) error {
			ctx = p.as(ctx, a.Lead)
			f := assignment.Filing{Nonce: storage.NewID(p.clock.Now()), Body: body, Percent: 100, ClaimedOn: civil.Of(at), Submit: true}
			if now, err := p.a.Assignments.Find(ctx, a.ID); err == nil && p.cal.Late(now.Due, civil.Of(at)) > 0 {
				f.Cause = assignment.Causes()[(i*3+n)%len(assignment.Causes())]
			}
			if (i+n)%4 == 0 {
				file, err := p.a.Blobs.Put(ctx, "Bao cao ket qua (minh hoa).txt", strings.NewReader(body+"\nDữ liệu minh họa.\n"))
				if err != nil {
					return err
				}
				f.Files = []blob.File{file}
			}
			_, err := p.a.Assignments.Report(ctx, a.ID, f)
			return err
		}}
	}
	by := apparatus.OrgID("thuong-truc")
	if a.Lead == "snv" {
		by = "ubnd" // nobody confirms the work of their own agency
	}
	out := []step{report(day(on, 53*i+29), words(i, n))}
	look := p.cal.Add(on, 1+i%2)
	if (i+n)%8 == 3 && a.Period == "" {
		out = append(out, step{day(look, 61*i), a.ID, assignment.VerbReturn, func(ctx context.Context) error {
			_, err := p.a.Assignments.Return(p.as(ctx, by), a.ID, 0, "Chưa nêu số liệu theo từng lĩnh vực (dữ liệu minh họa).")
			return err
		}}, report(day(p.cal.Add(look, 3), 71*i), "Đã bổ sung số liệu theo từng lĩnh vực (dữ liệu minh họa)."))
		look = p.cal.Add(look, 5)
	}
	if (i+n)%10 == 6 && on > "2023-05-20" {
		return out // waits for confirmation
	}
	return append(out, step{day(look, 83*i), a.ID, assignment.VerbConfirm, func(ctx context.Context) error {
		_, err := p.a.Assignments.Confirm(p.as(ctx, by), a.ID, 0)
		return err
	}})
}

// words is what a report says: of the periods of a duty some are told anew,
// some are the text of the week before.
func words(i, n int) string {
	texts := []string{
		"Đã hoàn thành nội dung được giao, kèm số liệu đến ngày báo cáo (dữ liệu minh họa).",
		"Đã ban hành văn bản hướng dẫn các đơn vị, tổng hợp kết quả theo từng lĩnh vực và nêu hai khó khăn cần tháo gỡ (dữ liệu minh họa).",
		"Đã làm việc với các đơn vị liên quan, rà soát xong danh mục; phần còn lại đã có người phụ trách và thời gian (dữ liệu minh họa).",
		"Đã trình Ủy ban nhân dân tỉnh phương án, kèm dự thảo quyết định và bản tổng hợp ý kiến góp ý (dữ liệu minh họa).",
	}
	return texts[(i+n/2)%len(texts)]
}
