package notify_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/internal/clock"
	"dondoc/internal/mail"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// D18: what was told while the clock was ahead goes out when it is right again,
// once: letters that waited for a morning a year away, a try that failed, a
// letter of a day that is yet to come. Nothing goes out twice.
func TestD18LettersSurviveAClockThatStepsBack(t *testing.T) {
	t.Parallel()
	for _, ahead := range []struct{ name, morning, day, next string }{
		{"a year", "2024-06-12 07:40", "2024-06-12 09:00", "2024-06-12 15:00"},
		{"a day", "2023-06-13 07:40", "2023-06-13 09:00", "2023-06-13 15:00"},
		{"two hours", "2023-06-12 11:00", "2023-06-12 11:01", "2023-06-12 11:02"},
	} {
		t.Run(ahead.name, func(t *testing.T) {
			t.Parallel()
			storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
				o := newOffice(t, db, c)
				a := o.person("an")
				said := func(key, what string) {
					m := message(key, a)
					m.Subject = what
					o.say(m)
					o.round()
				}
				said("k1", "Việc thứ nhất")
				o.at(ahead.morning) // the clock jumps ahead
				o.round()
				o.at(ahead.day)
				said("k2", "Việc thứ hai")
				sent := len(o.post.letters)
				o.post.mail = func(mail.Letter) error { return errors.New("450 try later") }
				u := urgent("u1", a)
				u.Subject = "Việc gấp"
				o.say(u)
				o.round()
				o.post.letters, o.post.mail = o.post.letters[:sent], nil // without the try that failed
				o.at("2023-06-12 09:30")                                 // and back
				o.must(o.tell.Replan(t.Context()))
				for _, at := range []string{"2023-06-12 09:31", "2023-06-12 16:00", "2023-06-13 07:30", "2023-06-14 07:30", "2023-06-15 07:30", ahead.next, "2024-06-13 07:30"} {
					o.at(at)
					o.round()
					o.round()
				}
				var all strings.Builder
				for _, l := range o.post.letters {
					all.WriteString(l.Subject + "\n" + l.Text + "\n")
				}
				for _, what := range []string{"Việc thứ nhất", "Việc thứ hai"} {
					if n := strings.Count(all.String(), what); n != 1 {
						t.Errorf("%s was said %d times:\n%s", what, n, all.String())
					}
				}
				urgents := 0
				for _, l := range o.post.letters {
					if strings.Contains(l.Subject, "Việc gấp") {
						urgents++
					}
				}
				if urgents != 1 {
					t.Errorf("the urgent letter went out %d times:\n%s", urgents, all.String())
				}
			})
		})
	}
}

// And in time: not when the clock comes to that year by itself.
func TestD18LettersDoNotWaitForTheYearThatTheClockShowed(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		o.at("2024-06-12 07:40")
		o.say(message("k1", a))
		o.round()
		o.at("2024-06-13 07:40")
		o.round() // a letter of 2024-06-13
		o.say(message("k2", a))
		o.round() // waits for 2024-06-14
		if len(o.post.letters) != 1 {
			t.Fatalf("%d letters in the year ahead", len(o.post.letters))
		}
		o.post.mail = func(mail.Letter) error { return errors.New("450 try later") }
		o.say(urgent("u1", a))
		o.round() // is to be tried again, in that year
		o.post.letters, o.post.mail = nil, nil
		o.at("2023-06-12 09:30")
		o.must(o.tell.Replan(t.Context()))
		o.round()
		if len(o.post.letters) != 1 {
			t.Errorf("%d letters, want the urgent one at once", len(o.post.letters))
		}
		o.at("2023-06-13 07:30")
		o.round()
		if len(o.post.letters) != 2 {
			t.Errorf("%d letters, want the second one on the next morning", len(o.post.letters))
		}
	})
}
