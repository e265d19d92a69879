package calendar

import (
	"context"
	"embed"
	"slices"
	"sync"
	"sync/atomic"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "calendar", FS: schemaFS} }

// Service keeps the days and the calendars made from them.
type Service struct {
	db   *storage.DB
	snap atomic.Pointer[snapshot]
	// Changed is called once in the transaction that changes the province's
	// days: open deadlines have to be computed again.
	Changed func(ctx context.Context, tx *storage.Tx, c Change) error
}

// Change is what follows a decision: which one, and why, in the words that
// people are told.
type Change struct {
	Decision ID     `json:"decision"`
	Why      string `json:"why"`
}

// snapshot is everything stored, as of one reading, and the calendars of it.
type snapshot struct {
	cal    *workday.Calendar
	days   []workday.Special // those that count, shipped ones first
	hours  []HoursFrom
	except map[apparatus.OrgID][]workday.Special
	number int64
	on     civil.Date // the day of which the office hours are
	mu     sync.Mutex
	of     map[apparatus.OrgID]*workday.Calendar
}

// New makes the service; until Load it answers with the calendar that ships
// with the program.
func New(db *storage.DB) *Service {
	s := &Service{db: db}
	s.snap.Store(&snapshot{cal: workday.Default(), days: workday.DefaultDays(), of: map[apparatus.OrgID]*workday.Calendar{}})
	return s
}

// Calendar is the province's calendar in memory, with the office hours of
// today; asking costs nothing.
func (s *Service) Calendar() *workday.Calendar { return s.snap.Load().cal }

// For is the calendar by which an organisation works: the province's, with its
// own days and office hours. Clocks that are the holder's own (the same working
// day) run on it; deadlines that the committee sets stay on the province's.
func (s *Service) For(org apparatus.OrgID) *workday.Calendar {
	at := s.snap.Load()
	own, ok := at.hoursOf(org, at.on)
	if len(at.except[org]) == 0 && !ok {
		return at.cal
	}
	at.mu.Lock()
	defer at.mu.Unlock()
	if at.of[org] == nil {
		at.of[org] = at.cal.With(at.except[org], own.Hours)
	}
	return at.of[org]
}

// Number is the number of the last change that is in memory; a form carries it
// so that a stale one is noticed.
func (s *Service) Number() int64 { return s.snap.Load().number }

// Exceptions lists the days on which an organisation departs from the province.
func (s *Service) Exceptions(org apparatus.OrgID) []workday.Special {
	return slices.Clone(s.snap.Load().except[org])
}

// Stale reports whether the office hours in memory are those of another day.
func (s *Service) Stale() bool {
	on := s.snap.Load().on
	return on != "" && on != civil.Of(s.db.Now())
}

// Load makes the calendars from the days that ship with the program and the
// stored ones, which prevail: adding one day drops no holiday, and only a
// decision takes a shipped day away.
func (s *Service) Load(ctx context.Context) error {
	at, err := s.read(ctx, s.db.Reader())
	if err != nil {
		return err
	}
	s.snap.Store(at)
	return nil
}

func (s *Service) read(ctx context.Context, q storage.Querier) (*snapshot, error) {
	at := &snapshot{on: civil.Of(s.db.Now()), except: map[apparatus.OrgID][]workday.Special{}, of: map[apparatus.OrgID]*workday.Calendar{}}
	var err error
	// the number is read first: what is newer than it is seen again by the next look
	if at.number, err = lastNumber(ctx, q); err != nil {
		return nil, err
	}
	stored, err := storage.List(ctx, q, scanDay, "SELECT day, kind, name, status, basis FROM calendar_day ORDER BY day")
	if err != nil {
		return nil, err
	}
	struck, err := storage.List(ctx, q, storage.Scalar[string], "SELECT day FROM calendar_struck")
	if err != nil {
		return nil, err
	}
	at.days = slices.DeleteFunc(append(workday.DefaultDays(), stored...), func(d workday.Special) bool { return slices.Contains(struck, string(d.Date)) })
	if at.hours, err = hoursRows(ctx, q); err != nil {
		return nil, err
	}
	type exception struct {
		org apparatus.OrgID
		day workday.Special
	}
	rows, err := storage.List(ctx, q, func(r storage.Row) (x exception, err error) {
		err = r.Scan((*string)(&x.org), (*string)(&x.day.Date), (*string)(&x.day.Kind), &x.day.Name, &x.day.Status, &x.day.Basis)
		return x, err
	}, "SELECT org_id, day, kind, name, status, basis FROM calendar_exception ORDER BY org_id, day")
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		at.except[x.org] = append(at.except[x.org], x.day)
	}
	at.cal = workday.New(at.days, at.province(at.on))
	return at, nil
}

func scanDay(r storage.Row) (d workday.Special, err error) {
	err = r.Scan((*string)(&d.Date), (*string)(&d.Kind), &d.Name, &d.Status, &d.Basis)
	return d, err
}

// List lists the stored days.
func (s *Service) List(ctx context.Context) ([]workday.Special, error) {
	return storage.List(ctx, s.db.Reader(), scanDay, "SELECT day, kind, name, status, basis FROM calendar_day ORDER BY day")
}

// Year lists what is special about the days of a year, computed ones included.
func Year(cal *workday.Calendar, year int) []workday.Special {
	var out []workday.Special
	for d := civil.New(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
		if x, ok := cal.Special(d); ok {
			out = append(out, x)
		}
	}
	return out
}

// Seed stores the days that ship with the program, once.
func (s *Service) Seed(ctx context.Context) error {
	days := workday.DefaultDays()
	act := storage.Act{Verb: "calendar.seed", On: ref.New("calendar", "days"), After: map[string]int{"days": len(days)}}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		for _, d := range days {
			if _, err := tx.Exec(ctx, "INSERT INTO calendar_day (day, kind, name, status, basis, rev) VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (day) DO NOTHING", string(d.Date), string(d.Kind), d.Name, d.Status, d.Basis); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Load(ctx)
}
