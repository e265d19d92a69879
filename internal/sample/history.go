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
}

func (p *player) as(ctx context.Context, org apparatus.OrgID) context.Context {
	return actor.With(ctx, p.heads[org])
}

func (p *player) at(d civil.Date, hour, minute int) { p.clock.Set(d.At(hour, minute)) }

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

// step is something that a person does at an instant, if the assignment then
// stands where that can be done: a late report may still be waiting.
type step struct {
	at   time.Time
	on   assignment.ID
	verb assignment.Verb
	do   func(ctx context.Context) error
}

// play brings in the two made-up meetings and the real notice, and lets the
// agencies work until the day of the demonstration.
func (p *player) play(ctx context.Context, until time.Time) error {
	everything := func(document.Finding) bool { return true }
	type meeting struct {
		file   string
		on     civil.Date
		choose func(document.Finding) bool
		facts  func(f *document.Facts)
	}
	for _, m := range []meeting{
		{"02-TB-BCD.txt", "2023-01-18", everything, func(f *document.Facts) {
			f.Subject = "Kết luận tại phiên họp thứ nhất năm 2023 (dữ liệu minh họa)"
			f.Issuer = "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU"
		}},
		{"04-TB-BCD.txt", "2023-03-09", everything, func(f *document.Facts) {
			f.Subject = "Kết luận tại phiên họp thứ hai năm 2023 (dữ liệu minh họa)"
			f.Issuer = "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU"
		}},
		{"06-TB-BCD.txt", "2023-05-11", func(f document.Finding) bool {
			return f.Deadline.Kind == reading.Relative || f.Deadline.Kind == reading.Recurring
		}, func(f *document.Facts) { f.PublishedAt = civil.Date("2023-05-10").At(16, 19) }},
	} {
		if m.on.At(8, 30).After(until) {
			break
		}
		p.at(m.on, 8, 30)
		d, err := p.notice(ctx, m.file, m.facts)
		if err != nil {
			return fmt.Errorf("%s: %w", m.file, err)
		}
		p.at(m.on, 10, 15)
		if m.file == "06-TB-BCD.txt" { // read at once, given out after the committee's office had asked the Centre
			p.at("2023-06-09", 15, 30)
		}
		if err := p.giveAll(ctx, d, m.choose); err != nil {
			return fmt.Errorf("assign %s: %w", m.file, err)
		}
		// the same-day and weekly duties of the real notice wait for the head
		if m.file == "06-TB-BCD.txt" {
			continue
		}
		if err := p.work(ctx, d, until); err != nil {
			return fmt.Errorf("work on %s: %w", m.file, err)
		}
	}
	return nil
}

// work lets every agency do its part of a document's assignments, some early,
// some late, some not at all. What each does follows from its place in the
// list, so that every demonstration has the same history.
func (p *player) work(ctx context.Context, d document.Document, until time.Time) error {
	sec := p.as(ctx, "thuong-truc")
	page, err := p.a.Assignments.List(sec, listing.Query{Size: listing.MaxPageSize, Sort: assignment.SortNewest, Filters: map[string][]string{assignment.FilterOrigin: {string(d.ID)}}})
	if err != nil {
		return err
	}
	var steps []step
	for i, a := range page.Rows {
		if _, ok := p.heads[a.Lead]; ok && a.State == assignment.Assigned {
			steps = append(steps, p.fate(a, i)...)
		}
	}
	// steps run in the order of their instants, on one clock that only moves on
	for len(steps) > 0 {
		first := 0
		for i := range steps {
			if steps[i].at.Before(steps[first].at) {
				first = i
			}
		}
		s := steps[first]
		steps = append(steps[:first], steps[first+1:]...)
		if s.at.After(until) {
			continue
		}
		p.clock.Set(s.at)
		now, err := p.a.Assignments.Find(sec, s.on)
		if err != nil {
			return err
		}
		if !s.verb.Possible(now.State) {
			continue
		}
		if err := s.do(ctx); err != nil {
			return err
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
	steps := []step{{day(p.cal.Add(given, 1+i%3), 37*i), a.ID, assignment.VerbAcknowledge, func(ctx context.Context) error {
		_, err := p.a.Assignments.Acknowledge(p.as(ctx, a.Lead), a.ID, a.Rev)
		return err
	}}}
	if i%11 == 5 {
		return steps[:0] // never opened: it stays "chờ tiếp nhận"
	}
	if a.Due == "" {
		return steps
	}
	periods := 1
	if a.Deadline.Kind == assignment.Recurring {
		periods = 24
	}
	due, ready := a.Due, given
	for n := range periods {
		shift := []int{-4, -2, -1, -1, 0, 0, -3, 1, -1, 3, -2, 6, -1}[(i*7+n*3)%13]
		if a.Deadline.Kind == assignment.Recurring {
			shift = []int{-1, 0, 0, -2, 0, 0, 1, 0, -1, 0, 0, 0, 2}[(i*7+n*3)%13]
		}
		if (i*5+n)%9 == 4 && due > "2023-05-01" && (a.Deadline.Kind != assignment.Recurring || due > "2023-06-01") {
			break // not handed in: late, or still to come
		}
		on := due
		if shift < 0 {
			for range -shift {
				on = p.cal.OnOrBefore(on.AddDays(-1))
			}
		} else {
			on = p.cal.Add(p.cal.OnOrBefore(due), shift)
		}
		if on <= given {
			on = p.cal.Add(given, 4)
			if a.Deadline.Kind == assignment.Recurring {
				on = p.cal.Next(given)
			}
		}
		if on < ready { // the report before must have been looked at
			on = ready
		}
		ready = p.cal.Add(on, 3)
		steps = append(steps, p.handIn(a, i, n, on, day)...)
		if a.Deadline.Kind == assignment.Recurring {
			_, due = p.cal.NextDue(a.Deadline.Every, due, 5)
		}
	}
	return steps
}

// handIn is one report and what the secretariat did with it.
func (p *player) handIn(a assignment.Assignment, i, n int, on civil.Date, day func(civil.Date, int) time.Time) []step {
	report := func(at time.Time, body string) step {
		return step{at, a.ID, assignment.VerbReport, func(ctx context.Context) error {
			ctx = p.as(ctx, a.Lead)
			f := assignment.Filing{Nonce: storage.NewID(p.clock.Now()), Body: body, Percent: 100, ClaimedOn: civil.Of(at), Submit: true}
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
	out := []step{report(day(on, 53*i+29), "Đã hoàn thành nội dung được giao, kèm số liệu đến ngày báo cáo (dữ liệu minh họa).")}
	look := p.cal.Add(on, 1+i%2)
	if (i+n)%8 == 3 && a.Deadline.Kind != assignment.Recurring {
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
