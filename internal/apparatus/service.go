package apparatus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Service changes the register and keeps the directory in memory up to date.
type Service struct {
	// Holds counts what a body has open; the rooms above fill it in. Nil counts
	// nothing.
	Holds func(ctx context.Context, q storage.Querier, id OrgID) (int, error)

	db  *storage.DB
	dir atomic.Pointer[Directory]
}

// New makes the service; Load must be called before the directory is asked for.
func New(db *storage.DB) *Service {
	s := &Service{db: db}
	s.dir.Store(NewDirectory(nil, nil, nil, s.today))
	return s
}

func (s *Service) today() civil.Date { return civil.Of(s.db.Now()) }

// Directory is the register in memory; asking costs nothing.
func (s *Service) Directory() *Directory { return s.dir.Load() }

// Load reads the register into memory.
func (s *Service) Load(ctx context.Context) error {
	orgs, err := storage.List(ctx, s.db.Reader(), scanOrg, "SELECT "+columns+" FROM apparatus_org ORDER BY name_key, id")
	if err != nil {
		return err
	}
	groups, err := storage.List(ctx, s.db.Reader(), scanGroup, "SELECT id, name, phrases_json, kinds_json, members_json, rev FROM apparatus_group ORDER BY id")
	if err != nil {
		return err
	}
	lineage, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x Succession, err error) {
		err = r.Scan(&x.Predecessor, &x.Successor, &x.On, &x.Basis)
		return x, err
	}, "SELECT predecessor, successor, on_day, basis FROM apparatus_lineage ORDER BY on_day, predecessor, successor")
	if err != nil {
		return err
	}
	s.dir.Store(NewDirectory(orgs, groups, lineage, s.today))
	return nil
}

const columns = "id, name, short, abbr, aliases_json, kind, parent, from_on, to_on, focal_point, standing, unit, note, rev"

func scanOrg(r storage.Row) (o Org, err error) {
	var aliases string
	if err = r.Scan(&o.ID, &o.Name, &o.Short, &o.Abbr, &aliases, &o.Kind, &o.Parent, &o.From, &o.To, &o.FocalPoint, &o.Standing, &o.Unit, &o.Note, &o.Rev); err == nil {
		err = json.Unmarshal([]byte(aliases), &o.Aliases)
	}
	return o, err
}

func scanGroup(r storage.Row) (g Group, err error) {
	var phrases, kinds, members string
	if err = r.Scan(&g.ID, &g.Name, &phrases, &kinds, &members, &g.Rev); err != nil {
		return g, err
	}
	return g, errors.Join(json.Unmarshal([]byte(phrases), &g.Phrases), json.Unmarshal([]byte(kinds), &g.Kinds), json.Unmarshal([]byte(members), &g.Members))
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "[]"
	}
	return string(b)
}

// check says by field what will not do about an organisation in a directory.
func check(dir *Directory, o Org) error {
	f := fault.Fields{}
	if o.Name == "" {
		f.Add("name", "Chưa có tên tổ chức.")
	}
	if len([]rune(o.Name)) > 200 {
		f.Add("name", "Tên tổ chức dài quá 200 ký tự.")
	}
	if words := viet.MixedScripts(o.Name); len(words) > 0 {
		f.Add("name", "Tên có chữ cái lẫn bảng chữ khác: “"+words[0]+"”. Gõ lại bằng chữ Việt.")
	}
	if o.Kind.Name() == string(o.Kind) {
		f.Add("kind", "Chưa chọn loại tổ chức.")
	}
	if o.To != "" && o.From != "" && o.To < o.From {
		f.Add("to", "Ngày kết thúc phải sau ngày bắt đầu.")
	}
	if o.Parent != "" {
		if _, ok := dir.Get(o.Parent); !ok {
			f.Add("parent", "Không có tổ chức cấp trên này.")
		} else if dir.states(o.Parent, o.ID) {
			f.Add("parent", underItself)
		}
	}
	if o.Standing != "" {
		if x, ok := dir.Get(o.Standing); !ok || o.Standing == o.ID {
			f.Add("standing", "Cơ quan thường trực phải là một cơ quan khác có trong danh bạ.")
		} else if x.Kind == Committee {
			f.Add("standing", "Cơ quan thường trực phải là một cơ quan, không phải một Ban Chỉ đạo.")
		}
	}
	for _, other := range dir.Find(o.Name, "") {
		x, _ := dir.Get(other.Org)
		if other.Score == 1 && x.ID != o.ID && x.Parent == o.Parent && viet.Fold(x.Name) == viet.Fold(o.Name) && x.To == "" && o.To == "" {
			f.Add("name", "Đã có tổ chức mang tên này và đang hoạt động.")
		}
	}
	return f.Err()
}

func clean(o Org) Org {
	o.Name, o.Short, o.Abbr, o.Note = viet.Line(o.Name), viet.Line(o.Short), viet.Line(o.Abbr), viet.Line(o.Note)
	var aliases []string
	for _, a := range o.Aliases {
		if a = viet.Line(a); a != "" {
			aliases = append(aliases, a)
		}
	}
	o.Aliases = aliases
	if o.Aliases == nil {
		o.Aliases = []string{}
	}
	return o
}

func insert(ctx context.Context, tx *storage.Tx, o Org) error {
	_, err := tx.Exec(ctx, "INSERT INTO apparatus_org ("+columns+", name_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14)",
		string(o.ID), o.Name, o.Short, o.Abbr, text(o.Aliases), string(o.Kind), string(o.Parent), string(o.From), string(o.To), o.FocalPoint, string(o.Standing), o.Unit, o.Note, viet.Key(o.Name))
	return err
}

// Create adds an organisation. Invalid names the fields that will not do.
func (s *Service) Create(ctx context.Context, o Org) (Org, error) {
	o = clean(o)
	if err := check(s.Directory(), o); err != nil {
		return o, err
	}
	if o.ID == "" {
		o.ID = OrgID(storage.NewID(s.db.Now()))
	}
	o.Rev = 1
	err := s.db.Write(ctx, storage.Act{Verb: "organisation.create", On: o.ID.Ref(), After: o}, func(tx *storage.Tx) error { return insert(ctx, tx, o) })
	return o, s.reload(ctx, err)
}

// Edit changes an organisation as of its rev. Conflict means that somebody
// changed it meanwhile; the caller shows both versions.
func (s *Service) Edit(ctx context.Context, o Org, reason string) error {
	before, ok := s.Directory().Get(o.ID)
	if !ok {
		return fault.NotFound
	}
	o = clean(o)
	if err := check(s.Directory(), o); err != nil {
		return err
	}
	if o.To != "" && o.To != before.To && len(s.Directory().successorsBy(o.ID, "")) == 0 {
		if err := s.orphans(ctx, o.ID, "to"); err != nil {
			return err
		}
	}
	act := storage.Act{Verb: "organisation.edit", On: o.ID.Ref(), Reason: reason, Before: before, After: o}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if o.Parent != before.Parent {
			if err := s.above(ctx, tx, o); err != nil {
				return err
			}
		}
		return tx.ExecOne(ctx, `UPDATE apparatus_org SET name = $1, short = $2, abbr = $3, aliases_json = $4, kind = $5, parent = $6, from_on = $7, to_on = $8, focal_point = $9,
			standing = $10, unit = $11, note = $12, name_key = $13, rev = rev + 1 WHERE id = $14 AND rev = $15`,
			o.Name, o.Short, o.Abbr, text(o.Aliases), string(o.Kind), string(o.Parent), string(o.From), string(o.To), o.FocalPoint, string(o.Standing), o.Unit, o.Note, viet.Key(o.Name), string(o.ID), o.Rev)
	})
	return s.reload(ctx, err)
}

const underItself = "Tổ chức cấp trên không được nằm bên dưới chính tổ chức này."

// above looks again, at what is stored now and with nobody else moving bodies
// meanwhile, that an organisation does not come to stand under itself: the
// directory in memory may be older than what another person has just moved.
func (s *Service) above(ctx context.Context, tx *storage.Tx, o Org) error {
	if s.db.Engine() == storage.Postgres {
		if _, err := tx.Exec(ctx, "LOCK TABLE apparatus_org IN SHARE ROW EXCLUSIVE MODE"); err != nil {
			return err
		}
	}
	at := o.Parent
	for range maxDepth {
		if at == "" {
			return nil
		}
		if at == o.ID {
			break
		}
		up, err := storage.One(ctx, tx, storage.Scalar[string], "SELECT parent FROM apparatus_org WHERE id = $1", string(at))
		if err != nil {
			return err
		}
		at = OrgID(up)
	}
	return fault.Field("parent", underItself)
}

// End closes an organisation on its last day and names who takes over, so that
// no work is left without an owner (DOMAIN §12).
func (s *Service) End(ctx context.Context, id OrgID, rev int64, last civil.Date, successors []OrgID, basis string) error {
	o, ok := s.Directory().Get(id)
	if !ok {
		return fault.NotFound
	}
	if o.Rev != rev {
		return fault.Conflict
	}
	if err := s.checkEnd(o, last, successors); err != nil {
		if len(successors) == 0 {
			if held := s.orphans(ctx, id, "successors"); held != nil {
				return held
			}
		}
		return err
	}
	after := o
	after.To = last
	act := storage.Act{Verb: "organisation.end", On: id.Ref(), Reason: basis, Before: o, After: map[string]any{"org": after, "successors": successors}}
	for _, n := range successors {
		act.About = append(act.About, n.Ref())
	}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "UPDATE apparatus_org SET to_on = $1, rev = rev + 1 WHERE id = $2 AND rev = $3", string(last), string(id), rev); err != nil {
			return err
		}
		for _, n := range successors {
			if _, err := tx.Exec(ctx, "INSERT INTO apparatus_lineage (predecessor, successor, on_day, basis) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", string(id), string(n), string(last.AddDays(1)), basis); err != nil {
				return err
			}
		}
		return nil
	})
	return s.reload(ctx, err)
}

// orphans refuses to end a body without a successor while it has work open,
// and names how much that is (DOMAIN §12: none is left without an owner).
func (s *Service) orphans(ctx context.Context, id OrgID, field string) error {
	if s.Holds == nil {
		return nil
	}
	n, err := s.Holds(ctx, s.db.Reader(), id)
	if err != nil || n == 0 {
		return err
	}
	return fault.Field(field, fmt.Sprintf("%s đang giữ %d nhiệm vụ chưa xong. Ghi kết thúc và chọn tổ chức tiếp nhận để không nhiệm vụ nào mất chủ.", s.Directory().Name(id), n))
}

// checkEnd says by field what will not do about an end.
func (s *Service) checkEnd(o Org, last civil.Date, successors []OrgID) error {
	f := fault.Fields{}
	dir := s.Directory()
	switch {
	case o.To != "":
		f.Add("to", "Tổ chức này đã kết thúc hoạt động ngày "+o.To.Format()+".")
	case last == "" || o.From != "" && last < o.From:
		f.Add("to", "Ngày kết thúc phải có và không trước ngày bắt đầu.")
	}
	if len(successors) == 0 {
		f.Add("successors", "Chọn tổ chức tiếp nhận công việc.")
	}
	for _, n := range successors {
		x, ok := dir.Get(n)
		switch {
		case !ok || n == o.ID:
			f.Add("successors", "Tổ chức tiếp nhận không hợp lệ.")
		case last != "" && !x.On(last.AddDays(1)):
			f.Add("successors", x.Name+" không hoạt động vào ngày "+last.AddDays(1).Format()+" nên không tiếp nhận được.")
		case dir.states(n, o.ID) && len(successors) == 1 && x.Kind == Division:
			f.Add("successors", "Đơn vị bên trong không thể tiếp nhận cả cơ quan của mình.")
		}
	}
	if left := dir.lasting(o.ID, last); len(left) > 0 && len(successors) > 1 {
		f.Add("successors", fmt.Sprintf("Còn %d đơn vị trực thuộc, như %s. Có nhiều nơi tiếp nhận thì sửa cấp trên của từng đơn vị trước, rồi ghi kết thúc.", len(left), dir.Name(left[0])))
	}
	return f.Err()
}

// Import brings in a whole list at once, as one act: how a province starts.
func (s *Service) Import(ctx context.Context, source string, orgs []Org, groups []Group, lineage []Succession) error {
	if err := s.checkList(orgs, lineage); err != nil {
		return err
	}
	act := storage.Act{Verb: "organisation.import", On: ref.New("organisation", "list"), Reason: source, After: map[string]int{"organisations": len(orgs), "groups": len(groups)}}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		for _, o := range orgs {
			if err := insert(ctx, tx, clean(o)); err != nil {
				return fmt.Errorf("organisation %s: %w", o.ID, err)
			}
		}
		for _, g := range groups {
			if _, err := tx.Exec(ctx, "INSERT INTO apparatus_group (id, name, phrases_json, kinds_json, members_json, rev) VALUES ($1, $2, $3, $4, $5, 1)", g.ID, g.Name, text(g.Phrases), text(g.Kinds), text(g.Members)); err != nil {
				return fmt.Errorf("group %s: %w", g.ID, err)
			}
		}
		for _, x := range lineage {
			if _, err := tx.Exec(ctx, "INSERT INTO apparatus_lineage (predecessor, successor, on_day, basis) VALUES ($1, $2, $3, $4)", string(x.Predecessor), string(x.Successor), string(x.On), x.Basis); err != nil {
				return err
			}
		}
		return nil
	})
	return s.reload(ctx, err)
}

// checkList holds a list to the rules of single entries, as if it were in the
// register already; the sentence names the line.
func (s *Service) checkList(orgs []Org, lineage []Succession) error {
	known := s.Directory()
	all := slices.Clone(known.All())
	seen := map[OrgID]bool{}
	for i, o := range orgs {
		o = clean(o)
		if _, ok := known.Get(o.ID); ok || o.ID == "" || seen[o.ID] {
			return fault.Say(fault.Invalid, fmt.Sprintf("Dòng %d, “%s”: thiếu mã hoặc mã “%s” đã có.", i+1, o.Name, o.ID))
		}
		seen[o.ID] = true
		all = append(all, o)
	}
	dir := NewDirectory(all, nil, lineage, s.today)
	for i, o := range orgs {
		if err := check(dir, clean(o)); err != nil {
			return fault.Say(fault.Invalid, fmt.Sprintf("Dòng %d, “%s”: %s", i+1, o.Name, firstSentence(err)))
		}
	}
	for _, x := range lineage {
		_, from := dir.Get(x.Predecessor)
		_, to := dir.Get(x.Successor)
		if !from || !to || x.Predecessor == x.Successor {
			return fault.Say(fault.Invalid, fmt.Sprintf("Quan hệ tiếp nhận “%s” sang “%s”: cả hai phải có trong danh sách và khác nhau.", x.Predecessor, x.Successor))
		}
	}
	return nil
}

func firstSentence(err error) string {
	fields := fault.FieldsOf(err)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		return fields[name]
	}
	return fault.Sentence(err)
}

func (s *Service) reload(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	return s.Load(ctx)
}

// DefaultGroups are the phrases that every province's documents use.
func DefaultGroups() []Group {
	return []Group{
		{ID: "so-ban-nganh", Name: "các sở, ban, ngành", Phrases: []string{"các sở, ban, ngành tỉnh", "các sở, ngành", "các ngành", "sở, ban, ngành", "các sở, ban, ngành của tỉnh", "Thủ trưởng các sở, ban, ngành", "các sở, ngành liên quan", "các sở"}, Kinds: []Kind{Department}},
		{ID: "cap-huyen", Name: "UBND các huyện, thị xã, thành phố", Phrases: []string{"các huyện, thị xã, thành phố", "Chủ tịch UBND các huyện, thị xã, thành phố", "các địa phương", "UBND cấp huyện"}, Kinds: []Kind{District}},
		{ID: "cap-xa", Name: "UBND các xã, phường", Phrases: []string{"UBND các xã, phường, thị trấn", "các xã, phường, thị trấn", "UBND cấp xã"}, Kinds: []Kind{Commune}},
		{ID: "cac-cap-nganh", Name: "các cấp, các ngành", Phrases: []string{"các cấp", "các cơ quan, đơn vị", "các cơ quan, đơn vị, địa phương", "các sở, ban, ngành, địa phương"}, Kinds: []Kind{Department, District}},
		{ID: "thanh-vien-bcd", Name: "các thành viên Ban Chỉ đạo", Phrases: []string{"thành viên Ban Chỉ đạo", "các đồng chí thành viên Ban Chỉ đạo", "các thành viên Ban chỉ đạo"}, Kinds: []Kind{Department}},
	}
}
