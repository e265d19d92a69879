// Package committeeweb is the pages of the committee: its meetings as a working
// screen that is used in the room, carry-over, what is tabled, the draft of the
// notice and the upload of the signed copy.
package committeeweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// Pages are this room's pages.
type Pages struct {
	Committee   *committee.Service
	Assignments *assignment.Service
	Documents   *document.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Blobs       *blob.Store
	Acts        *audit.Service
	Now         func() time.Time
}

// Section is the menu's key.
const Section = "hop"

// PathList is the list's address.
const PathList = "/lam-viec/hop"

const pathMembers = PathList + "/thanh-vien"

// Path is one meeting's address.
func Path(id committee.ID) string { return PathList + "/" + url.PathEscape(string(id)) }

const maxUpload = 52 << 20

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	see, work := identity.MeetingView, identity.MeetingWork
	one := PathList + "/{id}"
	rt.Get(PathList, see, p.list)
	rt.Get(PathList+".csv", see, p.listCSV)
	rt.Get(PathList+"/moi", work, p.newForm)
	rt.Post(PathList+"/moi", work, p.create)
	rt.Get(pathMembers, see, p.members)
	rt.Post(pathMembers, work, p.putMember)
	rt.Get(one, see, p.show)
	rt.Get(one+"/sua", work, p.editForm)
	rt.Post(one+"/sua", work, p.edit)
	rt.Post(one+"/bat-dau", work, p.hold)
	rt.Post(one+"/chuong-trinh", work, p.addItem, web.MaxBody(maxUpload))
	rt.Post(one+"/chuong-trinh/{f}", work, p.changeItem)
	rt.Get(one+"/thanh-phan", work, p.attendForm)
	rt.Post(one+"/thanh-phan", work, p.attend)
	rt.Post(one+"/y-kien", work, p.addOpinion)
	rt.Post(one+"/ket-luan", work, p.addConclusion)
	rt.Get(one+"/ket-luan/{f}", work, p.conclusionForm)
	rt.Post(one+"/ket-luan/{f}", work, p.changeConclusion)
	rt.Get(one+"/viec-cu", see, p.priors)
	rt.Post(one+"/viec-cu", work, p.carry)
	rt.Post(one+"/chot", work, p.conclude)
	rt.Get(one+"/thong-bao.docx", see, p.noticeDOCX)
	rt.Get(one+"/thong-bao.pdf", see, p.noticePDF)
	rt.Get(one+"/ban-ky", work, p.signForm)
	rt.Post(one+"/ban-ky", work, p.receive, web.MaxBody(maxUpload))
	rt.Post(one+"/ban-ky/xac-nhan", work, p.sign)
	rt.Post(one+"/cong-bo", work, p.publish)
	rt.Post(one+"/gan", work, p.attach)
	rt.Get(one+"/tai-lieu", see, p.pack)
	rt.Get(one+"/tai-lieu.docx", see, p.packDOCX)
	rt.Get(one+"/tai-lieu.pdf", see, p.packPDF)
	rt.Post(one+"/quyet-dinh", work, p.choose)
	rt.Get(one+"/tep/{file}", see, p.file)
}

func idOf(r *http.Request) committee.ID { return committee.ID(r.PathValue("id")) }

func revOf(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func itoa(n int) string { return strconv.Itoa(n) }

func visitor(r *http.Request) actor.Actor { return actor.From(r.Context()) }

func works(r *http.Request) bool { return identity.Allows(visitor(r), identity.MeetingWork) }

// instant reads a day and an hour of two fields; without a day it is zero.
func instant(v url.Values, day, hour string, bad fault.Fields) time.Time {
	s := strings.TrimSpace(v.Get(day))
	if s == "" {
		return time.Time{}
	}
	d, err := civil.ParseVN(s)
	if err != nil {
		bad.Add(day, err.Error())
		return time.Time{}
	}
	s = strings.TrimSpace(v.Get(hour))
	if s == "" {
		return d.At(8, 0)
	}
	t, err := time.Parse("15:04", strings.NewReplacer("h", ":", "g", ":", " ", "").Replace(s))
	if err != nil {
		bad.Add(hour, "Ghi giờ dạng 08:00.")
		return time.Time{}
	}
	return d.At(t.Hour(), t.Minute())
}

// dayOf reads a day that may be left empty.
func dayOf(v url.Values, name string, bad fault.Fields) civil.Date {
	s := strings.TrimSpace(v.Get(name))
	if s == "" {
		return ""
	}
	d, err := civil.ParseVN(s)
	if err != nil {
		bad.Add(name, err.Error())
	}
	return d
}

// refused turns what a person can correct into the errors of a form.
func refused(err error) (errs map[string]string, status int, ok bool) {
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.Conflict && kind != fault.TooLarge {
		return nil, 0, false
	}
	if errs = fault.FieldsOf(err); len(errs) == 0 {
		errs = map[string]string{"": fault.Sentence(err)}
	}
	return errs, web.Status(kind), true
}

// orgOptions lists the bodies of the day for a choice.
func (p *Pages) orgOptions(first string) []ui.Option {
	out := []ui.Option{{Value: "", Label: first}}
	for _, o := range p.Directory().On(civil.Of(p.Now())) {
		out = append(out, ui.Option{Value: string(o.ID), Label: o.Name})
	}
	return out
}

func lines(s string) []string { return strings.Split(strings.ReplaceAll(s, "\r", ""), "\n") }
