package assignmentweb

import (
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/extension"
	"dondoc/internal/identity"
	"dondoc/internal/ladder"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// Pages are this room's pages.
type Pages struct {
	Assignments *assignment.Service
	Extensions  *extension.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Accounts    *identity.Service
	Blobs       *blob.Store
	Acts        *audit.Service
	Committee   *committee.Service // what meetings said about a duty; nil says nothing
	Ladder      *ladder.Service
	Now         func() time.Time

	leads atomic.Pointer[leadList]
	rows  rowCache
}

type leadList struct {
	dir     *apparatus.Directory
	day     civil.Date
	options []ui.Option
}

// Addresses of this room.
const (
	PathMine = "/lam-viec/viec-cua-toi"
	PathList = "/lam-viec/nhiem-vu"
)

// Path is one assignment's address.
func Path(id assignment.ID) string { return PathList + "/" + url.PathEscape(string(id)) }

func filePath(id assignment.ID, file string) string {
	return Path(id) + "/tep/" + url.PathEscape(file)
}

const uploadLimit = 110 << 20

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(PathMine, identity.AssignmentWork, p.mine)
	rt.Get(PathList, identity.AssignmentList, p.list)
	rt.Get(PathList+".csv", identity.AssignmentList, p.listCSV)
	rt.Get(PathList+".json", identity.AssignmentList, p.listJSON)
	rt.Get(PathList+"/{id}", identity.AssignmentView, p.show)
	rt.Get(PathList+"/{id}/tep/{file}", identity.AssignmentView, p.file)
	rt.Get(PathList+"/{id}/bao-cao", identity.AssignmentWork, p.reportForm)
	rt.Post(PathList+"/{id}/bao-cao", identity.AssignmentWork, p.report, web.MaxBody(uploadLimit))
	rt.Post(PathList+"/{id}/tiep-nhan", identity.AssignmentWork, p.acknowledge)
	rt.Post(PathList+"/{id}/y-kien", identity.AssignmentWork, p.dispute)
	rt.Post(PathList+"/{id}/giao-tiep", identity.AssignmentWork, p.handOn)
	rt.Post(PathList+"/{id}/phoi-hop", identity.AssignmentWork, p.askPart)
	rt.Post(PathList+"/{id}/phan-viec", identity.AssignmentWork, p.deliverPart)
	rt.Post(PathList+"/{id}/xac-nhan", identity.AssignmentDirect, p.confirm)
	rt.Post(PathList+"/{id}/tra-lai", identity.AssignmentDirect, p.giveBack)
	rt.Post(PathList+"/{id}/quyet-dinh", identity.AssignmentDirect, p.decide)
	rt.Post(PathList+"/{id}/han", identity.AssignmentDirect, p.setDue)
	rt.Post(PathList+"/{id}/tam-dung", identity.AssignmentDirect, p.pause)
	rt.Post(PathList+"/{id}/chay-tiep", identity.AssignmentDirect, p.resume)
	rt.Post(PathList+"/{id}/chi-tieu", identity.AssignmentDirect, p.setGoal)
	rt.Get(PathList+"/{id}/han", identity.AssignmentView, p.why)
	rt.Get(PathList+"/{id}/han.json", identity.AssignmentView, p.whyJSON)
	rt.Get(PathList+"/{id}/nhip", identity.AssignmentDirect, p.rhythmForm)
	rt.Post(PathList+"/{id}/nhip", identity.AssignmentDirect, p.setRhythm)
	rt.Post(PathList+"/{id}/huy", identity.AssignmentDirect, p.cancel)
	rt.Get(PathList+"/{id}/sua", identity.AssignmentDirect, p.editForm)
	rt.Post(PathList+"/{id}/sua", identity.AssignmentDirect, p.edit)
}

func (p *Pages) today() civil.Date { return civil.Of(p.Now()) }

// clocks says how assignments stand with time at one instant. Rows of a list
// share their days, so what a day says is worked out once.
type clocks struct {
	cal   *workday.Calendar
	now   time.Time
	today civil.Date
	open  map[civil.Date]ui.Clock
}

func (p *Pages) clocks() *clocks {
	now := p.Now()
	return &clocks{cal: p.Calendar(), now: now, today: civil.Of(now), open: map[civil.Date]ui.Clock{}}
}

func (p *Pages) clockOf(a assignment.Assignment) ui.Clock { return p.clocks().of(a) }

func (c *clocks) of(a assignment.Assignment) ui.Clock {
	exact := func() string {
		if a.Due == "" {
			return ""
		}
		return "Hạn " + a.Due.Long()
	}
	switch {
	case a.State == assignment.Cancelled || a.State == assignment.Superseded:
		return ui.Clock{Kind: ui.ClockNone, Text: "Không tính hạn"}
	case a.PausedOn != "":
		return ui.Clock{Kind: ui.ClockPaused, Text: "Tạm dừng từ " + a.PausedOn.Short(), Exact: "Tạm dừng từ " + a.PausedOn.Long()}
	case a.Standing():
		return ui.Clock{Kind: ui.ClockLater, Text: a.Deadline.Every.Name(), Exact: a.Deadline.Phrase}
	case a.State == assignment.Confirmed || a.State == assignment.Reported:
		if n := a.LateBy(c.cal, c.today); n > 0 {
			return ui.Clock{Kind: ui.ClockHandedInLate, Text: "Nộp trễ " + itoa(n) + " ngày làm việc", Exact: exact()}
		}
		if a.Due == "" {
			return ui.Clock{Kind: ui.ClockNone, Text: "Chưa có hạn"}
		}
		return ui.Clock{Kind: ui.ClockLater, Text: "Nộp đúng hạn", Exact: exact()}
	case a.Due == "" && a.SameDay():
		return ui.Clock{Kind: ui.ClockLater, Text: "Trong ngày, từng phản ánh", Exact: a.Deadline.Phrase}
	case a.Due == "" && a.DueSettled:
		return ui.Clock{Kind: ui.ClockNone, Text: "Không đặt hạn"}
	}
	if known, ok := c.open[a.Due]; ok {
		return known
	}
	left := c.cal.Until(a.Due, c.now)
	kind := ui.ClockKind(left.Mark) // the same words in both rooms; a test holds them together
	c.open[a.Due] = ui.Clock{Kind: kind, Text: left.Text, Exact: exact(), Datetime: string(a.Due)}
	return c.open[a.Due]
}

func (p *Pages) holder(a assignment.Assignment) string {
	if a.HolderName != "" {
		return a.HolderName
	}
	return ""
}

func visitor(r *http.Request) actor.Actor { return actor.From(r.Context()) }
