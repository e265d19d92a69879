package committee

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/office"
	"dondoc/internal/stocktake"
	"dondoc/internal/storage"
)

// Pack gives what a meeting has before it: as it was tabled, or, before the
// meeting, as of now. Those who attend see what was tabled.
func (s *Service) Pack(ctx context.Context, id ID) (p stocktake.Pack, tabled Tabled, err error) {
	m, err := s.Find(ctx, id)
	if err != nil {
		return p, tabled, err
	}
	p, tabled, err = s.tabled(ctx, id)
	if err == nil || !errors.Is(err, fault.NotFound) {
		return p, tabled, err
	}
	if !identity.SeesAll(actor.From(ctx)) {
		return p, tabled, fault.NotFound
	}
	p, err = s.build(ctx, m)
	return p, Tabled{}, err
}

// Tabled says which files a frozen pack is kept in; zero for one of now.
type Tabled struct {
	At   time.Time
	DOCX string // blob file ids
	PDF  string
	Hash string // of the content, SHA-256
}

// Tabled says what was tabled at a meeting, and whether the actor may look at
// its pack: before the meeting only those who see all.
func (s *Service) Tabled(ctx context.Context, id ID) (t Tabled, seen bool, err error) {
	if _, err := s.Find(ctx, id); err != nil {
		return t, false, err
	}
	if _, t, err = s.tabled(ctx, id); errors.Is(err, fault.NotFound) {
		return t, identity.SeesAll(actor.From(ctx)), nil
	}
	return t, err == nil, err
}

func (s *Service) tabled(ctx context.Context, id ID) (p stocktake.Pack, t Tabled, err error) {
	type row struct {
		content string
		t       Tabled
	}
	x, err := storage.One(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		var at int64
		err = r.Scan(&x.content, &x.t.DOCX, &x.t.PDF, &x.t.Hash, &at)
		x.t.At = storage.Instant(at)
		return x, err
	}, "SELECT content_json, docx, pdf, hash, frozen_at FROM committee_pack WHERE meeting = $1", string(id))
	if err != nil {
		return p, t, err
	}
	if sum := sha256.Sum256([]byte(x.content)); hex.EncodeToString(sum[:]) != x.t.Hash {
		return p, t, fault.Because(fault.Internal, "", fmt.Errorf("pack of meeting %s differs from its hash", id))
	}
	return p, x.t, json.Unmarshal([]byte(x.content), &p)
}

// frozen is a pack with its files, before they are kept.
type frozen struct {
	content   string
	docx, pdf blob.File
}

// freeze composes the pack of now with its files.
func (s *Service) freeze(ctx context.Context, id ID) (frozen, error) {
	m, err := s.Find(ctx, id)
	if err != nil {
		return frozen{}, err
	}
	p, err := s.build(ctx, m)
	if err != nil {
		return frozen{}, err
	}
	content, err := json.Marshal(p)
	if err != nil {
		return frozen{}, err
	}
	f := frozen{content: string(content)}
	doc := s.PackDocument(m, p)
	name := fmt.Sprintf("Tai lieu phien hop %d-%d", m.Number, m.Year)
	var b bytes.Buffer
	if err := office.DOCX(&b, doc); err != nil {
		return f, err
	}
	if f.docx, err = s.deps.Blobs.Put(ctx, name+".docx", &b); err != nil {
		return f, err
	}
	b.Reset()
	if err := office.PDF(&b, doc); err != nil {
		return f, err
	}
	f.pdf, err = s.deps.Blobs.Put(ctx, name+".pdf", &b)
	return f, err
}

func (s *Service) keep(ctx context.Context, tx *storage.Tx, id ID, f frozen) error {
	if err := errors.Join(s.deps.Blobs.Keep(ctx, tx, f.docx), s.deps.Blobs.Keep(ctx, tx, f.pdf)); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(f.content))
	_, err := tx.Exec(ctx, "INSERT INTO committee_pack (meeting, content_json, docx, pdf, hash, frozen_at) VALUES ($1, $2, $3, $4, $5, $6)", string(id), f.content, f.docx.ID, f.pdf.ID, hex.EncodeToString(sum[:]), storage.Millis(tx.Now()))
	return err
}

// Choose puts the secretariat's decisions on the pack; none takes the rule's.
func (s *Service) Choose(ctx context.Context, id ID, keys []string) (Meeting, error) {
	if len(keys) > stocktake.Needed {
		return Meeting{}, fault.Field("decision", fmt.Sprintf("Chọn không quá %d nội dung cần quyết định.", stocktake.Needed))
	}
	return s.change(ctx, id, 0, VerbChoose, func(_ *storage.Tx, m *Meeting) error {
		m.Choices = slices.Clone(keys)
		return nil
	})
}

// build counts the pack as of now: what has become of duties since the meeting
// before, or since the year began.
func (s *Service) build(ctx context.Context, m Meeting) (stocktake.Pack, error) {
	o := stocktake.Occasion{Title: lowered(m.Name()), Since: civil.New(m.MetOn().Year(), 1, 1), SinceName: "đầu năm", Choices: m.Choices}
	prev, ok, err := s.before(ctx, m)
	if err != nil {
		return stocktake.Pack{}, err
	}
	if ok {
		o.Since, o.SinceName = prev.MetOn(), lowered(prev.Name())
	}
	if o.Reminders, err = s.Reminders(ctx); err != nil {
		return stocktake.Pack{}, err
	}
	return s.deps.Stocktake.Build(ctx, o)
}

// PackDocument lays a pack out as a document of the committee.
func (s *Service) PackDocument(m Meeting, p stocktake.Pack) office.Document {
	names := s.deps.Names()
	return p.Document(stocktake.Head{Superior: names.SuperiorState, Issuer: names.Committee, Abbr: names.Abbr, Place: names.Place, Signer: m.standing()})
}
