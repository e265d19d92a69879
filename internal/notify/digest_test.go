package notify_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/notify"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func grantAdmin() actor.Grant { return actor.Grant{Role: actor.Admin, Org: "ubnd"} }

// One conclusion that gives 300 tasks to 40 agencies makes one letter for each
// head, not 300 (O11).
func TestThreeHundredTasksOneLetterEach(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		var heads []string
		for i := range 40 {
			heads = append(heads, o.person(fmt.Sprintf("dau%02d", i)))
		}
		var list []notify.Message
		for i := range 300 {
			m := message(fmt.Sprintf("assigned/%03d", i), heads[i%40])
			m.Kind, m.Ask = notify.Assigned, i%2 == 0
			m.Subject = fmt.Sprintf("Nhiệm vụ %03d được giao", i)
			list = append(list, m)
		}
		if n := o.say(list...); n != 300 {
			t.Fatalf("%d new", n)
		}
		o.round()
		if len(o.post.letters) != 0 {
			t.Fatalf("%d letters before the morning", len(o.post.letters))
		}
		o.at("2023-06-13 07:30")
		o.round()
		o.round()
		tasks := 0
		for _, l := range o.post.letters {
			tasks += strings.Count(l.Text, "được giao")
		}
		if len(o.post.letters) != 40 || tasks != 300 {
			t.Errorf("%d letters with %d tasks", len(o.post.letters), tasks)
		}
		first := o.post.letters[0].Text
		if !strings.Contains(first, "CẦN XÁC NHẬN ĐÃ NHẬN (8)") || !strings.Contains(first, "Tiếp theo: ") || !strings.Contains(first, "https://dondoc.example.vn/lam-viec/thong-bao") {
			t.Errorf("%s", first)
		}
	})
}

// The morning letter comes once a working morning: not on a day off, once
// after downtime, and not again when the clock jumps back.
func TestTheMorningLetterComesOnce(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		letters := func(at string, want int) {
			t.Helper()
			o.at(at)
			o.round()
			if n := len(o.post.letters); n != want {
				t.Errorf("%s: %d letters, want %d", at, n, want)
			}
		}
		o.at("2023-06-09 16:00") // a Friday
		o.say(message("k1", a))
		o.round()
		letters("2023-06-10 07:30", 0)
		letters("2023-06-12 07:29", 0)
		letters("2023-06-12 07:30", 1)
		letters("2023-06-12 07:35", 1)
		o.say(message("k2", a))
		letters("2023-06-12 07:40", 1)
		letters("2023-06-12 06:50", 1) // the clock jumps back over the hour
		o.say(message("k3", a))
		letters("2023-06-12 07:30", 1)
		letters("2023-06-11 08:00", 1) // and by a day
		o.say(message("k4", a))
		letters("2023-06-12 07:31", 1)
		// the program stands still for three mornings
		letters("2023-06-15 09:20", 2)
		if n := strings.Count(o.post.letters[1].Text, "còn 3 ngày làm việc"); n != 3 {
			t.Errorf("%d messages after downtime:\n%s", n, o.post.letters[1].Text)
		}
		letters("2023-06-16 07:30", 2) // nothing new
		// downtime that ends at night waits for the end of quiet hours
		o.at("2023-06-16 08:00")
		o.say(message("k5", a))
		o.round()
		letters("2023-06-19 22:00", 2)
		letters("2023-06-20 06:30", 3)
	})
}

// What was read or acknowledged meanwhile is not said again.
func TestWhatWasReadIsNotSaidAgain(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		o.say(message("k1", a))
		o.round()
		list, err := o.tell.Inbox(o.as(a), notify.InboxQuery{})
		o.must(err)
		o.must(o.tell.Acknowledge(o.as(a), list[0].ID))
		o.at("2023-06-13 07:30")
		o.round()
		if len(o.post.letters) != 0 || len(o.states()) != 0 {
			t.Errorf("%+v", o.post.letters)
		}
	})
}

// Two processes write one morning letter a person.
func TestTwoProcessesOneMorningLetter(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		var people []string
		for i := range 30 {
			people = append(people, o.person(fmt.Sprintf("nguoi%02d", i)))
		}
		for k := range 5 {
			o.say(message(fmt.Sprintf("k%d", k), people...))
		}
		o.round()
		o.at("2023-06-13 07:30")
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			s := o.another()
			wg.Go(func() { errs[i] = s.Round(t.Context()) })
		}
		wg.Wait()
		o.must(errors.Join(errs...))
		o.round()
		for who, n := range o.post.to() {
			if n != 1 {
				t.Errorf("%s: %d letters", who, n)
			}
		}
		if len(o.post.to()) != 30 {
			t.Errorf("%d people", len(o.post.to()))
		}
	})
}

// A person's own choice goes before the usual one.
func TestPreferencesDecide(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		now, never, own := o.person("ngay"), o.person("khong"), o.person("gio")
		choose := func(id string, change func(*notify.Preference)) {
			p, err := o.tell.Preference(o.as(id))
			o.must(err)
			change(&p)
			o.must(o.tell.Put(o.as(id), p))
		}
		choose(now, func(p *notify.Preference) {
			p.Kinds = map[notify.Kind]notify.Choice{notify.Ladder: {Mail: notify.AtOnce}}
		})
		choose(never, func(p *notify.Preference) {
			p.Kinds = map[notify.Kind]notify.Choice{notify.Ladder: {Mail: notify.Never}}
		})
		choose(own, func(p *notify.Preference) { p.QuietFrom, p.QuietTo, p.DigestAt = "08:00", "10:00", "05:15" })
		o.say(message("k1", now, never, own))
		o.round()
		if got := o.post.to(); got["ngay@example.vn"] != 1 || len(got) != 1 {
			t.Errorf("at once: %v", got)
		}
		o.at("2023-06-13 05:15")
		o.round()
		if got := o.post.to(); got["gio@example.vn"] != 1 || len(got) != 2 {
			t.Errorf("in the morning: %v", got)
		}
		if got := (notify.Quiet{From: 480, To: 600}).Until(c.Now().Add(4 * time.Hour)); got.Hour() != 10 && got.In(storagetest.Start().Location()).Hour() != 10 {
			t.Errorf("%v", got)
		}
	})
}

// Nobody gets a morning letter while the own office is closed: not when that
// was known, and not when it is decided after the letter was planned. Others
// get theirs.
func TestNoLetterToAClosedOffice(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		an, binh := o.person("an"), o.person("binh")
		o.must(o.db.Load(t.Context(), func(tx *storage.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE identity_account SET org = 'skhdt' WHERE id = $1", binh)
			return err
		}))
		closed := func(days ...civil.Date) *workday.Calendar {
			var list []workday.Special
			for _, d := range days {
				list = append(list, workday.Special{Date: d, Kind: workday.Holiday, Name: "Nghỉ chống bão", Status: workday.Decided, Basis: "công điện"})
			}
			return workday.Default().With(list, workday.DefaultHours())
		}
		to := func(day string, want ...string) {
			t.Helper()
			o.post.letters = nil
			o.at(day)
			o.round()
			var got []string
			for _, l := range o.post.letters {
				got = append(got, l.To)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: letters to %q, want %q", day, got, want)
			}
		}
		o.own = map[apparatus.OrgID]*workday.Calendar{"snv": closed("2023-06-13")}
		o.at("2023-06-12 16:00")
		o.say(message("m1", an, binh))
		to("2023-06-12 16:05")
		to("2023-06-13 07:30", "binh@example.vn")
		o.own["snv"] = closed("2023-06-13", "2023-06-14") // the storm stays
		to("2023-06-14 07:30")
		to("2023-06-15 07:30", "an@example.vn")
	})
}
