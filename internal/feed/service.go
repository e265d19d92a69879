package feed

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// Deps are the rooms below.
type Deps struct {
	Accounts    *identity.Service
	Assignments *assignment.Service
	Documents   *document.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	// Host names this installation in identifiers, which must not change:
	// "dondoc.tinh.gov.vn".
	Host func() string
}

// Service issues addresses and writes what they show.
type Service struct {
	db   *storage.DB
	deps Deps
}

// New makes the service.
func New(db *storage.DB, deps Deps) *Service { return &Service{db: db, deps: deps} }

// secretBytes make 160 bits, which is 32 letters.
const secretBytes = 20

// letters of a secret; no capitals, because addresses are typed on phones.
const letters = "abcdefghijklmnopqrstuvwxyz234567"

func newSecret() string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base32.NewEncoding(letters).WithPadding(base32.NoPadding).EncodeToString(b)
}

// hashOf needs no salt and no slowness: nobody guesses 160 random bits.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// maxLive bounds the addresses of one account.
const maxLive = 30

// MayHave reports whether the actor has use for an address of the kind: a
// calendar is for those who have work of their own.
func MayHave(a actor.Actor, k Kind) bool {
	switch k {
	case Personal:
		return identity.Allows(a, identity.AssignmentWork)
	case Notice:
		return identity.Allows(a, identity.DocumentList) && identity.Allows(a, identity.AssignmentList)
	case Agency:
		return identity.Allows(a, identity.AssignmentList)
	}
	return false
}

// find checks that the actor may open what an address would show, and names it.
func (s *Service) find(ctx context.Context, k Kind, target string) (subject, error) {
	if !MayHave(actor.From(ctx), k) {
		return subject{}, fault.NotFound
	}
	switch k {
	case Personal:
		if target == "" {
			return subject{kind: string(k), title: "Việc của tôi"}, nil
		}
	case Notice:
		d, err := s.deps.Documents.Find(ctx, document.ID(target))
		return subject{kind: string(k), id: target, title: "Diễn biến " + d.Title(), page: "/lam-viec/van-ban/" + target}, err
	case Agency:
		if o, ok := s.deps.Directory().Get(apparatus.OrgID(target)); ok {
			return subject{kind: string(k), id: target, title: "Diễn biến nhiệm vụ của " + o.Name, page: "/lam-viec/co-quan/" + target}, nil
		}
	}
	return subject{}, fault.NotFound
}

// Title names what an address shows to its owner; NotFound when it is not the
// actor's to see any more.
func (s *Service) Title(ctx context.Context, a Address) (title, page string, err error) {
	x, err := s.find(ctx, a.Kind, a.Target)
	return x.title, x.page, err
}

// Own lists the actor's live addresses, the calendar last but for time.
func (s *Service) Own(ctx context.Context) ([]Address, error) {
	return live(ctx, s.db.Reader(), actor.From(ctx).ID)
}

// Issue gives the actor a new secret address for a thing; the old one for the
// same thing ends with it. The secret is not kept and cannot be shown again.
// NotFound for what the actor may not see, Conflict for one address too many.
func (s *Service) Issue(ctx context.Context, k Kind, target string) (string, Address, error) {
	who := actor.From(ctx)
	if !who.SignedIn() {
		return "", Address{}, fault.NotFound
	}
	if _, err := s.find(ctx, k, target); err != nil {
		return "", Address{}, err
	}
	secret, out := newSecret(), Address{Kind: k, Target: target, Account: who.ID}
	act := storage.Act{Verb: VerbIssue, On: ref.New(RecordKind, "new"), About: []ref.Ref{ref.New("account", who.ID)}}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		list, err := live(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		if len(list) >= maxLive {
			return fault.Say(fault.Conflict, fmt.Sprintf("Đã có %d địa chỉ đang dùng. Thu hồi địa chỉ không còn cần rồi tạo mới.", maxLive))
		}
		for _, old := range list {
			if old.Kind == k && old.Target == target {
				if err := revoke(ctx, tx, old.ID); err != nil {
					return err
				}
				tx.Also(revoked(old, "Cấp địa chỉ mới thay địa chỉ này"))
			}
		}
		out.ID, out.IssuedAt = ID(tx.NewID()), tx.Now()
		tx.Act.On, tx.Act.After = out.ID.Ref(), out
		return insert(ctx, tx, out, hashOf(secret))
	})
	if err != nil {
		return "", out, fmt.Errorf("issue a feed address: %w", err)
	}
	return secret, out, nil
}

func revoked(a Address, reason string) storage.Act {
	return storage.Act{Verb: VerbRevoke, On: a.ID.Ref(), About: []ref.Ref{ref.New("account", a.Account)}, Before: a, Reason: reason}
}

// Revoke ends one of the actor's addresses; NotFound when it is not theirs or
// has ended.
func (s *Service) Revoke(ctx context.Context, id ID) error {
	list, err := s.Own(ctx)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.ID != id {
			continue
		}
		err := s.db.Write(ctx, revoked(a, ""), func(tx *storage.Tx) error { return revoke(ctx, tx, id) })
		if errors.Is(err, fault.Conflict) {
			return fault.NotFound
		}
		return err
	}
	return fault.NotFound
}

// Open finds who asks with a secret, and gives a context in which that person
// asks. NotFound for a secret that never was, was revoked, whose owner is
// disabled or may no longer see the thing: which of them is nobody's business.
func (s *Service) Open(ctx context.Context, secret, agent string, kinds ...Kind) (context.Context, Address, error) {
	if len(secret) != 32 || strings.Trim(secret, letters) != "" {
		return nil, Address{}, fault.NotFound // costs no question to the database
	}
	hash := hashOf(secret)
	// What the index compares is hashes: the time it takes tells at most something
	// about the hash of a guess, which leads to no secret.
	a, err := byHash(ctx, s.db.Reader(), hash)
	if err != nil {
		return nil, a, err
	}
	owner, err := s.deps.Accounts.Find(ctx, a.Account)
	if err != nil {
		return nil, a, err
	}
	if !slices.Contains(kinds, a.Kind) || !owner.Active {
		return nil, a, fault.NotFound
	}
	who := actor.Actor{Kind: actor.Person, ID: owner.ID, Name: owner.Name, Org: owner.Org, Grants: owner.Grants, ViaToken: true, RequestID: actor.From(ctx).RequestID}
	if !MayHave(who, a.Kind) {
		return nil, a, fault.NotFound
	}
	if s.db.Now().Sub(a.FetchedAt) >= seenEvery {
		err = s.db.Technical(ctx, func(tx *storage.Tx) error {
			return fetched(ctx, tx, a.ID, viet.Line(agent[:min(len(agent), 200)]))
		})
		if errors.Is(err, fault.Full) {
			err = nil // a full disk keeps nobody from reading
		}
	}
	return actor.With(ctx, who), a, err
}
