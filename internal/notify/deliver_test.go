package notify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/mail"
	"dondoc/internal/notify"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// An urgent message goes out at once to each recipient, once, however many
// rounds follow; one refused recipient neither stops nor repeats the other.
func TestOneRefusedRecipientOfTwo(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a, b := o.person("an"), o.person("binh")
		o.post.mail = func(l mail.Letter) error {
			if l.To == "an@example.vn" {
				return &mail.RefusedError{Reason: "550 no such user"}
			}
			return nil
		}
		o.say(urgent("k1", a, b))
		for range 3 {
			o.round()
			c.Set(c.Now().Add(time.Hour))
		}
		if got := o.post.to(); got["an@example.vn"] != 1 || got["binh@example.vn"] != 1 {
			t.Errorf("%v", got)
		}
		if got := o.states(); got[notify.Sent] != 1 || got[notify.Failed] != 1 {
			t.Errorf("%v", got)
		}
		l := o.post.letters[1]
		if !strings.Contains(l.Text, "Tiếp theo: Ngày 15/06/2023") || l.Link != "https://dondoc.example.vn/lam-viec/nhiem-vu/nv1" {
			t.Errorf("%+v", l)
		}
	})
}

// Two processes never send one letter twice, and leave none.
func TestTwoProcessesOneLetterEach(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		var people []string
		for i := range 60 {
			people = append(people, o.person(fmt.Sprintf("nguoi%02d", i)))
		}
		o.say(urgent("k1", people...))
		second := o.another()
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() {
				s := o.tell
				if i%2 == 1 {
					s = second
				}
				errs[i] = s.Round(t.Context())
			})
		}
		wg.Wait()
		o.must(errors.Join(errs...))
		o.round()
		got := o.post.to()
		for who, n := range got {
			if n != 1 {
				t.Errorf("%s was sent %d letters", who, n)
			}
		}
		if len(got) != 60 || o.states()[notify.Sent] != 60 {
			t.Errorf("%d people, %v", len(got), o.states())
		}
	})
}

// A crash after the server took the letter and before that was written down
// gives one more copy, under the same Message-ID, and no third.
func TestACrashGivesAtMostOneCopy(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		o.say(urgent("k1", a))
		ctx, crash := context.WithCancel(t.Context())
		o.post.mail = func(mail.Letter) error { crash(); return nil }
		if err := o.tell.Round(ctx); err == nil {
			t.Fatal("the crash went unnoticed")
		}
		o.post.mail = nil
		o.round() // the lease still holds
		if len(o.post.letters) != 1 {
			t.Fatalf("%d letters under the lease", len(o.post.letters))
		}
		for range 4 {
			c.Set(c.Now().Add(4 * time.Minute))
			o.tell = o.another()
			o.round()
		}
		if len(o.post.letters) != 2 || o.post.letters[0].ID != o.post.letters[1].ID || o.states()[notify.Sent] != 1 {
			t.Errorf("%+v %v", o.post.letters, o.states())
		}
	})
}

// While the mail server is down, letters wait without spending their tries;
// afterwards each goes out once, in order.
func TestAServerThatIsDownLosesNothing(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a, b := o.person("an"), o.person("binh")
		o.post.down = errDown
		for i := range 25 {
			o.say(urgent(fmt.Sprintf("k%02d", i), a, b))
		}
		for range 36 { // six hours
			o.round()
			c.Set(c.Now().Add(10 * time.Minute))
		}
		st, err := o.tell.Standing(o.admin)
		if err != nil || st.Waiting != 50 || !st.Oldest.Before(c.Now()) {
			t.Errorf("%+v %v", st, err)
		}
		o.post.down = nil
		c.Set(c.Now().Add(20 * time.Minute))
		o.round()
		if got := o.post.to(); got["an@example.vn"] != 25 || got["binh@example.vn"] != 25 {
			t.Errorf("%v", got)
		}
		if !slices.IsSortedFunc(o.post.letters, func(a, b mail.Letter) int { return strings.Compare(a.ID, b.ID) }) {
			t.Error("out of order")
		}
	})
}

// What always fails is tried twelve times over about a day and then given up;
// what stands behind it goes on.
func TestAPoisonLetterIsGivenUp(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		o.put(setting.QuietTo, "20:00") // no quiet hours
		a, b := o.person("an"), o.person("binh")
		o.post.mail = func(l mail.Letter) error {
			if l.To == "an@example.vn" {
				return errors.New("451 try again later")
			}
			return nil
		}
		o.say(urgent("k1", a), urgent("k2", b))
		o.round()
		if got := o.post.to(); got["binh@example.vn"] != 1 {
			t.Errorf("%v", got)
		}
		begin, last := c.Now(), c.Now()
		for range 600 {
			c.Set(c.Now().Add(5 * time.Minute))
			before := o.post.to()["an@example.vn"]
			o.round()
			if o.post.to()["an@example.vn"] > before {
				last = c.Now()
			}
		}
		if got := o.post.to(); got["an@example.vn"] != 12 || o.states()[notify.Failed] != 1 || last.Sub(begin) > 24*time.Hour || last.Sub(begin) < 8*time.Hour {
			t.Errorf("%v %v, the last after %v", got, o.states(), last.Sub(begin))
		}
		list, err := o.tell.Deliveries(o.admin, notify.LogQuery{State: notify.Failed})
		o.must(err)
		tries, err := o.tell.Attempts(o.admin, list[0].ID)
		if err != nil || len(tries) != 12 || !strings.Contains(tries[0].Detail, "451") {
			t.Errorf("%d tries, %v", len(tries), err)
		}
		o.post.mail = nil
		o.must(o.tell.Replay(o.admin, list[0].ID))
		o.round()
		if o.states()[notify.Sent] != 2 || o.post.letters[len(o.post.letters)-1].ID != "dondoc."+list[0].ID {
			t.Errorf("after the replay %v", o.states())
		}
	})
}

// Nobody is told outside in quiet hours, which pass midnight; a setting lets
// what is urgent through.
func TestQuietHours(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		o.at("2023-06-12 23:30")
		o.say(urgent("k1", a))
		for _, x := range []struct {
			at   string
			want int
		}{{"2023-06-12 23:31", 0}, {"2023-06-13 00:10", 0}, {"2023-06-13 06:29", 0}, {"2023-06-13 06:30", 1}} {
			o.at(x.at)
			o.round()
			if n := len(o.post.letters); n != x.want {
				t.Errorf("%s: %d letters", x.at, n)
			}
		}
		o.put(setting.QuietUrgent, "không")
		o.at("2023-06-13 22:00")
		o.say(urgent("k2", a))
		o.round()
		if n := len(o.post.letters); n != 2 {
			t.Errorf("%d letters when urgent ones are let through", n)
		}
	})
}

// A disabled account gets nothing outside: neither what is told later nor what
// already waits.
func TestADisabledAccountGetsNothingOutside(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		boss, a := o.person("truong"), o.person("an")
		adminGrant(t, o, boss)
		o.at("2023-06-12 23:30")
		o.say(urgent("k1", a), message("k2", a))
		o.round() // planned: the letter waits for the end of quiet hours
		acc, err := o.ids.Find(t.Context(), a)
		o.must(err)
		acc.Active = false
		o.must(o.ids.Edit(o.admin, acc))
		o.say(urgent("k3", a), message("k4", a))
		for _, at := range []string{"2023-06-13 06:30", "2023-06-13 07:30", "2023-06-14 07:30"} {
			o.at(at)
			o.round()
		}
		if len(o.post.letters) != 0 || o.states()[notify.Dropped] != 1 || len(o.states()) != 1 {
			t.Errorf("%d letters, %v", len(o.post.letters), o.states())
		}
		list, err := o.tell.Deliveries(o.admin, notify.LogQuery{})
		o.must(err)
		if err := o.tell.Replay(o.admin, list[0].ID); !errors.Is(err, fault.Conflict) {
			t.Errorf("replay to a disabled account: %v", err)
		}
	})
}

// adminGrant makes sure that the house keeps an administrator.
func adminGrant(t *testing.T, o *office, id string) {
	t.Helper()
	acc, err := o.ids.Find(t.Context(), id)
	o.must(err)
	acc.Grants = append(acc.Grants, grantAdmin())
	o.must(o.ids.Edit(o.admin, acc))
}

// The administrators are told in the application that something could not be
// sent, once a day and way out.
func TestWhatFailsIsSaid(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		boss, a, b := o.person("quantri"), o.person("an"), o.person("binh")
		adminGrant(t, o, boss)
		o.post.mail = func(l mail.Letter) error { return &mail.RefusedError{Reason: "550 no such user"} }
		o.say(urgent("k1", a, b))
		o.round()
		list, err := o.tell.Inbox(o.as(boss), notify.InboxQuery{})
		if err != nil || len(list) != 1 || list[0].Kind != notify.Operations || list[0].Path != "/lam-viec/gui-di?trang-thai=failed" {
			t.Errorf("%+v %v", list, err)
		}
		c.Set(c.Now().AddDate(2, 0, 0))
		o.must(o.tell.Prune(t.Context()))
		if len(o.states()) != 0 {
			t.Errorf("%v after two years", o.states())
		}
	})
}

// A server that takes letters and hangs up before saying so is not asked again
// every few minutes: each copy is a try of the letter's own.
func TestAServerThatHangsUpMakesFewCopies(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		o.post.mail = func(mail.Letter) error { return &mail.UncertainError{Cause: errDown} }
		o.say(urgent("k1", a))
		for range 72 { // six hours
			o.round()
			c.Set(c.Now().Add(5 * time.Minute))
		}
		if n := len(o.post.letters); n > 6 {
			t.Errorf("%d copies in six hours", n)
		}
	})
}
