package audit

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "audit", FS: schemaFS} }

// Service keeps and shows acts.
type Service struct{ db *storage.DB }

// New makes the service and sets it as the database's sink.
func New(db *storage.DB) *Service {
	s := &Service{db: db}
	db.SetSink(s)
	return s
}

// Entry is one act as kept.
type Entry struct {
	ID      string          `json:"id"`
	At      time.Time       `json:"at"`
	Claimed time.Time       `json:"claimed,omitzero"`
	Verb    string          `json:"verb"`
	On      ref.Ref         `json:"on"`
	Actor   Who             `json:"actor"`
	Reason  string          `json:"reason,omitempty"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	Request string          `json:"request_id,omitempty"`
}

// Who is the actor as recorded at the time, so that a later change of name or
// office does not rewrite the past.
type Who struct {
	Kind actor.Kind `json:"kind"`
	ID   string     `json:"id"`
	Name string     `json:"name"`
	Org  string     `json:"org,omitempty"`
}

// Record keeps the acts of one transaction; storage calls it inside that.
func (s *Service) Record(ctx context.Context, tx *storage.Tx, who actor.Actor, acts []storage.Act) error {
	if who.Kind == "" {
		who.Kind = actor.Anonymous
	}
	// the number of an act is behind those of all acts before it, also after the
	// clock has stepped back (bad-inputs D18): what was done later stands later
	last, err := storage.One(ctx, tx, storage.Scalar[string], "SELECT COALESCE(MAX(id), '') FROM audit_act")
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(acts))
	var about [][]any
	for _, act := range acts {
		before, err := content(act.Before)
		if err != nil {
			return fmt.Errorf("content before %s: %w", act.Verb, err)
		}
		after, err := content(act.After)
		if err != nil {
			return fmt.Errorf("content after %s: %w", act.Verb, err)
		}
		last = storage.NewIDAfter(last, tx.Now())
		rows = append(rows, []any{
			last, storage.Millis(tx.Now()), storage.Millis(act.Claimed), act.Verb, act.On.Kind, act.On.ID,
			string(who.Kind), who.ID, who.Name, who.Org, who.RequestID, act.Reason, before, after,
		})
		for _, x := range act.About {
			if !x.Zero() && x != act.On {
				about = append(about, []any{x.Kind, x.ID, last})
			}
		}
	}
	if _, err := tx.InsertMany(ctx, "audit_act ("+columns+")", "", rows); err != nil {
		return err
	}
	_, err = tx.InsertMany(ctx, "audit_about (on_kind, on_id, act_id)", "ON CONFLICT DO NOTHING", about)
	return err
}

func content(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

const columns = "id, at, claimed, verb, on_kind, on_id, actor_kind, actor_id, actor_name, actor_org, request_id, reason, before_json, after_json"

func scanEntry(r storage.Row) (e Entry, err error) {
	var at, claimed int64
	var before, after string
	err = r.Scan(&e.ID, &at, &claimed, &e.Verb, &e.On.Kind, &e.On.ID, &e.Actor.Kind, &e.Actor.ID, &e.Actor.Name, &e.Actor.Org, &e.Request, &e.Reason, &before, &after)
	e.At, e.Claimed = storage.Instant(at), storage.Instant(claimed)
	if before != "" {
		e.Before = json.RawMessage(before)
	}
	if after != "" {
		e.After = json.RawMessage(after)
	}
	return e, err
}

// maxTimeline bounds what one page shows; the record itself has no bound.
const maxTimeline = 500

// Timeline lists the acts on any of the records, or about them, newest first.
// Whether the asker may see the record is for the caller to decide.
func (s *Service) Timeline(ctx context.Context, refs ...ref.Ref) ([]Entry, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	pieces, args := make([]string, 0, len(refs)), make([]any, 0, 2*len(refs))
	for _, r := range refs {
		pieces = append(pieces, "(on_kind = ? AND on_id = ?)")
		args = append(args, r.Kind, r.ID)
	}
	theirs := strings.Join(pieces, " OR ")
	own := storage.NewWhere(0).And("("+theirs+")", args...)
	more := storage.NewWhere(len(args)).And("id IN (SELECT act_id FROM audit_about WHERE "+theirs+")", args...)
	q := "SELECT " + columns + " FROM audit_act" + own.SQL() + " UNION SELECT " + columns + " FROM audit_act" + more.SQL() + fmt.Sprintf(" ORDER BY id DESC LIMIT %d", maxTimeline)
	return storage.List(ctx, s.db.Reader(), scanEntry, q, append(own.Args(), more.Args()...)...)
}

// Query narrows the record of acts; zero values do not.
type Query struct {
	Before string   // an act's id to go on from
	Kinds  []string // of the records acted on
	Actor  string   // id of who acted
	Since  time.Time
	Until  time.Time
}

// Recent lists the newest acts of all, for the auditor's page.
func (s *Service) Recent(ctx context.Context, find Query, size int) ([]Entry, error) {
	w := storage.NewWhere(0)
	if find.Before != "" {
		w.And("id < ?", find.Before)
	}
	if len(find.Kinds) > 0 {
		w.In("on_kind", find.Kinds)
	}
	if find.Actor != "" {
		w.And("actor_id = ?", find.Actor)
	}
	if !find.Since.IsZero() { // by key too: the walk from the newest act back ends there
		w.And("id >= ?", storage.IDsFrom(find.Since)).And("at >= ?", storage.Millis(find.Since))
	}
	if !find.Until.IsZero() {
		w.And("at < ?", storage.Millis(find.Until))
	}
	q := fmt.Sprintf("SELECT %s FROM audit_act%s ORDER BY id DESC LIMIT $%d", columns, w.SQL(), w.Next())
	return storage.List(ctx, s.db.Reader(), scanEntry, q, append(w.Args(), size)...)
}

// VerbClockBack is the act that is written when the system's clock steps back;
// its Claimed is what the clock had shown.
const VerbClockBack = "system.clock_back"

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	if verb == VerbClockBack {
		return "Đồng hồ lùi"
	}
	return ""
}

// Clock is the record that acts on the system's clock stand on.
func Clock() ref.Ref { return ref.New("system", "clock") }

// KnownBack counts the steps back from was, or later, that were written down
// between two instants of the clock after the step.
func (s *Service) KnownBack(ctx context.Context, was, from, to time.Time) (int64, error) {
	return storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act WHERE on_kind = $1 AND on_id = $2 AND verb = $3 AND claimed >= $4 AND at >= $5 AND at <= $6",
		Clock().Kind, Clock().ID, VerbClockBack, storage.Millis(was), storage.Millis(from), storage.Millis(to))
}

// CountOn tells how many acts there are on records of some kinds. Acts are only
// added, so another number means that one of them has changed.
func (s *Service) CountOn(ctx context.Context, kinds ...string) (int64, error) {
	w := storage.NewWhere(0).In("on_kind", kinds)
	return storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act"+w.SQL(), w.Args()...)
}

// Count tells how many acts are kept, for `dondoc check`.
func (s *Service) Count(ctx context.Context) (int64, error) {
	return storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act")
}
