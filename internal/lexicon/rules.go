package lexicon

import (
	"fmt"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

const (
	maxPhrase = 200
	maxNote   = 500
	// leastKey is how many letters a name needs; two stand for too many things.
	leastKey = 3
)

func (p Proposal) cleaned() Proposal {
	p.Phrase, p.Note = viet.Line(p.Phrase), viet.Line(p.Note)
	return p
}

// learned is what the directory is told, if the entry counts at all.
func (e Entry) learned() (apparatus.Learned, bool) {
	l := apparatus.Learned{Phrase: e.Phrase, Org: e.Org, From: e.From, To: e.To}
	switch e.State {
	case Approved:
		return l, true
	case Retired:
		if e.LastDay == "" {
			return l, false
		}
		if l.To == "" || e.LastDay < l.To {
			l.To = e.LastDay
		}
		return l, l.From == "" || l.From <= l.To
	case Proposed, Refused:
	}
	return l, false
}

// overlaps reports that there is a day on which both count.
func overlaps(a, b Proposal) bool {
	return (a.To == "" || b.From == "" || b.From <= a.To) && (b.To == "" || a.From == "" || a.From <= b.To)
}

// check holds a proposal to the rules; dir is the directory without what was learned.
func (p Proposal) check(dir *apparatus.Directory, today civil.Date) error {
	bad := fault.Fields{}
	key := apparatus.Key(p.Phrase)
	switch {
	case p.Phrase == "":
		bad.Add("phrase", "Ghi tên gọi như trong văn bản.")
	case len([]rune(p.Phrase)) > maxPhrase:
		bad.Add("phrase", "Tên gọi dài quá 200 ký tự, rút gọn lại.")
	case len(strings.ReplaceAll(key, " ", "")) < leastKey:
		bad.Add("phrase", "Tên gọi quá ngắn, dễ hiểu nhầm. Ghi ít nhất 3 chữ cái.")
	case len(viet.MixedScripts(p.Phrase)) > 0:
		bad.Add("phrase", "Tên gọi có chữ cái của bảng chữ khác. Gõ lại tên.")
	}
	if len([]rune(p.Note)) > maxNote {
		bad.Add("note", "Ghi chú dài quá 500 ký tự, rút gọn lại.")
	}
	if _, ok := dir.Get(p.Org); !ok {
		bad.Add("org", "Chọn một cơ quan trong danh bạ.")
	}
	for field, d := range map[string]civil.Date{"from": p.From, "to": p.To} {
		if _, err := civil.Parse(string(d)); d != "" && err != nil {
			bad.Add(field, err.Error())
		}
	}
	if p.From != "" && p.To != "" && p.To < p.From {
		bad.Add("to", "Ngày cuối phải từ ngày đầu trở đi.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return p.againstDirectory(dir, today)
}

// againstDirectory refuses a name that the directory gives a meaning already:
// nothing to learn, or to be put right there.
func (p Proposal) againstDirectory(dir *apparatus.Directory, today civil.Date) error {
	on := today
	switch {
	case p.From != "" && p.From > on:
		on = p.From
	case p.To != "" && p.To < on:
		on = p.To
	}
	if g, ok := dir.Group(p.Phrase, on); ok {
		return fault.Field("phrase", "Danh bạ hiểu cụm từ này là nhóm “"+g.Name+"”, không phải một cơ quan.")
	}
	found := dir.Find(p.Phrase, on)
	if len(found) == 0 || found[0].Score < 0.9 || len(found) > 1 && found[1].Score == found[0].Score {
		return nil
	}
	if found[0].Org == p.Org {
		return fault.Field("phrase", "Danh bạ đã hiểu tên này là "+dir.Name(p.Org)+".")
	}
	if found[0].Score == 1 {
		return fault.Field("phrase", "Danh bạ ghi tên này là của "+dir.Name(found[0].Org)+". Nếu danh bạ sai thì sửa tại trang Cơ quan.")
	}
	return nil
}

// against refuses what another entry says already, or says otherwise.
func (e Entry) against(dir *apparatus.Directory, others []Entry) error {
	for _, o := range others {
		if o.ID == e.ID || o.State != Approved && o.State != Proposed || !overlaps(o.Proposal, e.Proposal) {
			continue
		}
		switch {
		case o.Org == e.Org && e.State == Proposed:
			return fault.Field("phrase", fmt.Sprintf("Tên gọi này đã có trong từ điển (%s).", strings.ToLower(o.State.Label())))
		case o.Org != e.Org && o.State == Approved:
			return fault.Field("phrase", "Từ điển đang hiểu tên này là "+dir.Name(o.Org)+". Thôi dùng mục đó trước, hoặc ghi thời gian không trùng nhau.")
		}
	}
	return nil
}
