package feed

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
)

// news is one thing that happened to a duty, as a feed tells it.
type news struct {
	act      string
	duty     assignment.ID
	title    string
	words    string
	org      string
	happened time.Time // as the person says, if that was earlier
	recorded time.Time
}

// tell says what an act on an assignment means to somebody outside it; ok is
// false for what is the agency's own business: drafts, handing on, asking for
// parts. Words name bodies and days, never people.
func tell(e audit.Entry, dir *apparatus.Directory) (n news, ok bool) {
	var before, after assignment.Assignment
	if len(e.After) == 0 || json.Unmarshal(e.After, &after) != nil || after.Title == "" || after.Group || after.State == assignment.Drafted {
		return n, false
	}
	if len(e.Before) > 0 && json.Unmarshal(e.Before, &before) != nil {
		return n, false
	}
	verb := assignment.Verb(e.Verb)
	moved := before.Title != "" && before.Due != after.Due && verb != assignment.VerbConfirm
	if !moved && !told(verb) {
		return n, false
	}
	label := assignment.VerbLabel(e.Verb)
	if moved {
		label = "Đổi hạn"
		if before.Due == "" {
			label = "Đặt hạn"
		}
	}
	n = news{act: e.ID, duty: assignment.ID(e.On.ID), title: label + ": " + after.Title, happened: e.At, recorded: e.At, org: dir.Name(apparatus.OrgID(e.Actor.Org))}
	if !e.Claimed.IsZero() && e.Claimed.Before(e.At) {
		n.happened = e.Claimed
	}
	n.words = facts(before, after, dir, moved)
	return n, n.org != "" || e.Actor.Org == ""
}

func told(v assignment.Verb) bool {
	switch v {
	case assignment.VerbAssign, assignment.VerbReport, assignment.VerbConfirm, assignment.VerbReturn, assignment.VerbCancel, assignment.VerbSupersede, assignment.VerbDispute, assignment.VerbDecide, assignment.VerbAcknowledge:
		return true
	case assignment.VerbHandOn, assignment.VerbDraft, assignment.VerbSetDue, assignment.VerbPartAsk, assignment.VerbPartDeliver, assignment.VerbEdit, assignment.VerbOpen, assignment.VerbProgress, assignment.VerbPause, assignment.VerbResume,
		assignment.VerbExtend, assignment.VerbReckon, assignment.VerbGoal, assignment.VerbClose, assignment.VerbRhythm, assignment.VerbUndo:
	}
	return false
}

func facts(before, after assignment.Assignment, dir *apparatus.Directory, moved bool) string {
	var out []string
	if after.Lead != "" {
		out = append(out, "Chủ trì: "+dir.Name(after.Lead))
	}
	switch {
	case moved && before.Due != "" && after.Due != "":
		out = append(out, "Hạn: "+before.Due.Format()+" chuyển sang "+after.Due.Format())
	case moved && after.Due == "":
		out = append(out, "Không còn đặt hạn, trước là "+before.Due.Format())
	case after.Due != "":
		out = append(out, "Hạn: "+after.Due.Format())
	}
	if after.Period != "" {
		out = append(out, "Kỳ: "+after.Period)
	}
	if after.OriginLabel != "" {
		out = append(out, "Nguồn: "+after.OriginLabel)
	}
	out = append(out, "Trạng thái: "+after.State.Word())
	return strings.Join(out, ". ") + "."
}

// The shapes of RFC 4287.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Author  atomAuthor  `xml:"author"`
		Maker   string      `xml:"generator"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID        string     `xml:"id"`
		Title     string     `xml:"title"`
		Published string     `xml:"published"`
		Updated   string     `xml:"updated"`
		Author    atomAuthor `xml:"author"`
		Link      atomLink   `xml:"link"`
		Content   atomText   `xml:"content"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Body string `xml:",chardata"`
	}
)

// subject is what a feed is about.
type subject struct {
	kind, id string
	title    string
	page     string // its page on this site
}

// tagSince is the date that identifiers of feeds carry, because RFC 4151 asks
// for one; like the identifier it never changes.
const tagSince civil.Date = "2026-01-01"

// maker is who a feed is by where no body is named.
const maker = "Đôn Đốc"

// tag makes an identifier that stays when addresses change (RFC 4151).
func tag(host string, since civil.Date, kind, id string) string {
	return "tag:" + host + "," + string(since) + ":" + kind + "/" + id
}

// atom writes a feed, newest first. Published is when a thing happened, as the
// person says; updated is when it came on the record.
func atom(host string, at Place, s subject, list []news) ([]byte, error) {
	f := atomFeed{
		Lang: "vi", ID: tag(host, tagSince, s.kind, s.id), Title: s.title, Author: atomAuthor{maker}, Maker: maker,
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: at.Self}, {Rel: "alternate", Type: "text/html", Href: at.Base + s.page}},
	}
	stamp := func(t time.Time) string { return t.In(civil.Zone()).Format(time.RFC3339) }
	f.Updated = stamp(tagSince.Time())
	for i, n := range list {
		if i == 0 {
			f.Updated = stamp(n.recorded)
		}
		by := n.org
		if by == "" {
			by = maker
		}
		f.Entries = append(f.Entries, atomEntry{
			ID: tag(host, civil.Of(n.recorded), "act", n.act), Title: clean(n.title), Published: stamp(n.happened), Updated: stamp(n.recorded), Author: atomAuthor{by},
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: at.Base + "/lam-viec/nhiem-vu/" + string(n.duty)}, Content: atomText{"text", clean(n.words)},
		})
	}
	b, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), append(b, '\n')...), err
}
