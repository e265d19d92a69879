// Package calendar keeps the working calendar of the province: holidays,
// substitute and swapped days with their basis (Labour Code 2019 Art. 111–112,
// yearly decisions). Counting itself is package workday's, which is pure; this
// room stores the days and hands out a calendar made from them.
package calendar

import (
	"context"
	"embed"
	"slices"
	"sync/atomic"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "calendar", FS: schemaFS} }

// Service keeps the days and the calendar made from them.
type Service struct {
	db  *storage.DB
	cal atomic.Pointer[workday.Calendar]
	// Changed is called in the transaction that changes a day, with the reason:
	// open deadlines have to be computed again.
	Changed func(ctx context.Context, tx *storage.Tx, why string) error
}

// New makes the service; until Load it answers with the calendar that ships
// with the program.
func New(db *storage.DB) *Service {
	s := &Service{db: db}
	s.cal.Store(workday.Default())
	return s
}

// Calendar is the calendar in memory; asking costs nothing.
func (s *Service) Calendar() *workday.Calendar { return s.cal.Load() }

// Load makes the calendar from the days that ship with the program and the
// stored ones, which prevail: adding one day drops no holiday.
func (s *Service) Load(ctx context.Context) error {
	days, err := s.List(ctx)
	if err != nil {
		return err
	}
	s.cal.Store(workday.New(append(workday.DefaultDays(), days...), workday.DefaultHours()))
	return nil
}

// List lists the stored days.
func (s *Service) List(ctx context.Context) ([]workday.Special, error) {
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (d workday.Special, err error) {
		err = r.Scan(&d.Date, &d.Kind, &d.Name, &d.Status, &d.Basis)
		return d, err
	}, "SELECT day, kind, name, status, basis FROM calendar_day ORDER BY day")
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

// Put adds or changes a day; a basis is asked for, because deadlines move with it.
func (s *Service) Put(ctx context.Context, d workday.Special) error {
	f := fault.Fields{}
	if _, err := civil.Parse(string(d.Date)); err != nil {
		f.Add("day", err.Error())
	}
	switch d.Kind {
	case workday.Holiday, workday.Compensatory, workday.SwapOff, workday.Makeup:
	default:
		f.Add("kind", "Chọn loại ngày: nghỉ lễ, nghỉ bù, nghỉ hoán đổi hay làm bù.")
	}
	if !slices.Contains([]string{"decided", "statutory", "undecided"}, d.Status) {
		f.Add("status", "Chọn tình trạng: theo luật, đã quyết định hay chưa quyết định.")
	}
	if d.Name = viet.Line(d.Name); d.Name == "" {
		f.Add("name", "Ghi tên ngày nghỉ hoặc ngày làm bù.")
	}
	if d.Basis = viet.Line(d.Basis); d.Basis == "" {
		f.Add("basis", "Ghi căn cứ: số văn bản hoặc điều luật.")
	}
	if err := f.Err(); err != nil {
		return err
	}
	before, _ := s.Calendar().Special(d.Date)
	err := s.db.Write(ctx, storage.Act{Verb: "calendar.put", On: ref.New("calendar", d.Date), Before: before, After: d}, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO calendar_day (day, kind, name, status, basis, rev) VALUES ($1, $2, $3, $4, $5, 1)
			ON CONFLICT (day) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, status = EXCLUDED.status, basis = EXCLUDED.basis, rev = calendar_day.rev + 1`,
			string(d.Date), string(d.Kind), d.Name, d.Status, d.Basis)
		if err != nil || s.Changed == nil {
			return err
		}
		return s.Changed(ctx, tx, d.Name+", "+d.Date.Format()+", "+d.Basis)
	})
	if err != nil {
		return err
	}
	return s.Load(ctx)
}
