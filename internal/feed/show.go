package feed

import (
	"context"
	"errors"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
)

const (
	// keptDone is how long a closed duty stays in a calendar.
	keptDone = 90 * 24 * time.Hour
	// maxItems bounds a calendar; phones give up long before.
	maxItems = 2000
	// maxNews bounds a feed, maxLook how far back it looks for what the asker may see.
	maxNews = 60
	maxLook = 10
	lookBy  = 200
)

func (s *Service) office() office {
	return office{cal: s.deps.Calendar(), dir: s.deps.Directory(), today: civil.Of(s.db.Now()), rule: s.deps.Assignments.Rule, host: s.deps.Host()}
}

// Mine writes the actor's own calendar: what Việc của tôi lists, the parts
// still owed to others, and what was closed lately.
func (s *Service) Mine(ctx context.Context, at Place) ([]byte, error) {
	who := actor.From(ctx)
	if !MayHave(who, Personal) {
		return nil, fault.NotFound
	}
	list, err := s.deps.Assignments.Personal(ctx, s.db.Now().Add(-keptDone), maxItems)
	if err != nil {
		return nil, err
	}
	items, err := s.items(ctx, list)
	if err != nil {
		return nil, err
	}
	parts, err := s.deps.Assignments.Coordinates(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range parts {
		items = append(items, item{Assignment: a, part: true})
	}
	name := "Đôn Đốc: Việc của tôi"
	if org := s.deps.Directory().Short(apparatus.OrgID(who.Org)); org != "" {
		name += ", " + org
	}
	return s.office().write(name, at, items), nil
}

// Listed writes a list as a calendar: every page of what q asks for that the
// actor may see. Invalid names a filter that cannot be read.
func (s *Service) Listed(ctx context.Context, q listing.Query, at Place) ([]byte, error) {
	q.Size = listing.MaxPageSize
	var list []assignment.Assignment
	for len(list) < maxItems {
		page, err := s.deps.Assignments.List(ctx, q)
		if err != nil {
			return nil, err
		}
		list = append(list, page.Rows...)
		if page.Next == nil {
			break
		}
		q.Cursor = page.Next
	}
	items, err := s.items(ctx, list[:min(len(list), maxItems)])
	if err != nil {
		return nil, err
	}
	return s.office().write("Đôn Đốc: Nhiệm vụ", at, items), nil
}

func (s *Service) items(ctx context.Context, list []assignment.Assignment) ([]item, error) {
	done, err := s.deps.Assignments.Percents(ctx, list)
	out := make([]item, len(list))
	for i, a := range list {
		out[i] = item{Assignment: a, percent: done[a.ID]}
	}
	return out, err
}

// News writes what became of a document's or an agency's duties, as far as the
// actor may see them. NotFound for what the actor may not open.
func (s *Service) News(ctx context.Context, k Kind, target string, at Place) ([]byte, error) {
	if k == Personal {
		return nil, fault.NotFound
	}
	about, err := s.find(ctx, k, target)
	if err != nil {
		return nil, err
	}
	which := func() *storage.Where { return ofNotice(target) }
	if k == Agency {
		orgs := s.deps.Directory().Subtree(apparatus.OrgID(target))
		which = func() *storage.Where { return ofAgency(orgs) }
	}
	var list []news
	before, sees := "", map[string]bool{}
	for range maxLook {
		page, err := acts(ctx, s.db.Reader(), which(), before, lookBy)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			if len(list) == maxNews {
				break
			}
			ok, err := s.sees(ctx, sees, e)
			if err != nil {
				return nil, err
			}
			if n, worth := tell(e, s.deps.Directory()); ok && worth {
				list = append(list, n)
			}
		}
		if len(page) < lookBy || len(list) == maxNews {
			break
		}
		before = page[len(page)-1].ID
	}
	return atom(s.deps.Host(), at, about, list)
}

// sees asks the office of assignments whether the actor may see what an act is
// on, once for each assignment.
func (s *Service) sees(ctx context.Context, known map[string]bool, e audit.Entry) (bool, error) {
	if may, ok := known[e.On.ID]; ok {
		return may, nil
	}
	_, err := s.deps.Assignments.Find(ctx, assignment.ID(e.On.ID))
	if err != nil && !errors.Is(err, fault.NotFound) {
		return false, err
	}
	known[e.On.ID] = err == nil
	return known[e.On.ID], nil
}
