package extensionweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// Pages are this room's pages.
type Pages struct {
	Extensions  *extension.Service
	Assignments *assignment.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Accounts    *identity.Service
	Blobs       *blob.Store
	Acts        *audit.Service
	Now         func() time.Time
}

const (
	section = "nhiem-vu" // the bar is full; the list of assignments leads here
	// PathList is the list's address.
	PathList = "/lam-viec/gia-han"
	workPath = "/lam-viec/nhiem-vu"
	askPath  = workPath + "/{id}/gia-han"
	// uploadLimit is for the evidence: two files of the largest size.
	uploadLimit = 110 << 20
	maxFiles    = 10
)

// Path is one case's address.
func Path(id extension.ID) string { return PathList + "/" + url.PathEscape(string(id)) }

func workOf(id assignment.ID) string { return workPath + "/" + url.PathEscape(string(id)) }

// AskPath is where a later day is asked for.
func AskPath(id assignment.ID) string { return workOf(id) + "/gia-han" }

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	one := PathList + "/{id}"
	rt.Get(PathList, identity.AssignmentList, p.list)
	rt.Get(PathList+".csv", identity.AssignmentList, p.listCSV)
	rt.Get(PathList+".json", identity.AssignmentList, p.listJSON)
	rt.Get(askPath, identity.AssignmentWork, p.askForm)
	rt.Post(askPath, identity.AssignmentWork, p.ask, web.MaxBody(uploadLimit))
	rt.Get(one, identity.AssignmentView, p.show)
	rt.Get(one+"/tep/{file}", identity.AssignmentView, p.file)
	rt.Post(one+"/tham-muu", identity.AssignmentDirect, p.propose)
	rt.Post(one+"/quyet-dinh", identity.AssignmentDirect, p.decide)
	rt.Post(one+"/hoan-tac", identity.AssignmentDirect, p.undo)
	rt.Post(one+"/rut", identity.AssignmentWork, p.withdraw)
}

func (p *Pages) today() civil.Date { return civil.Of(p.Now()) }

func idOf(r *http.Request) extension.ID { return extension.ID(r.PathValue("id")) }

func revOf(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func itoa(n int) string { return strconv.Itoa(n) }

// dayOf reads a day that may be left empty.
func dayOf(r *http.Request, name string) (civil.Date, error) {
	s := strings.TrimSpace(r.PostFormValue(name))
	if s == "" {
		return "", nil
	}
	d, err := civil.ParseVN(s)
	if err != nil {
		return "", fault.Field(name, err.Error())
	}
	return d, nil
}

func size(n int64) string {
	if n < 1<<20 {
		return itoa(int(n>>10)+1) + " kB"
	}
	return itoa(int(n>>20)) + " MB"
}

// day is a day with its name, for the eye to check it.
func day(d civil.Date) string {
	return civil.WeekdayName(d.Weekday()) + ", " + d.Format()
}

func causes() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Chọn nguyên nhân"}}
	for _, c := range assignment.Causes() {
		out = append(out, ui.Option{Value: string(c), Label: c.Word()})
	}
	return out
}

// words say what a day would do, one sentence each.
func words(due, original civil.Date, e extension.Effect) []string {
	first := e.Until.Format() + " là " + civil.WeekdayName(e.Until.Weekday()) + "."
	if e.Last != e.Until {
		first = e.Until.Format() + " là " + civil.WeekdayName(e.Until.Weekday()) + ", ngày nghỉ; hạn tính đến hết " + day(e.Last) + "."
	}
	out := []string{first}
	if e.Gain <= 0 {
		return append(out, "Ngày này không muộn hơn hạn hiện nay, "+day(due)+".")
	}
	out = append(out, "Thêm "+itoa(e.Gain)+" ngày làm việc so với hạn hiện nay, "+day(due)+".")
	return append(out, "Hạn gốc "+original.Format()+" giữ nguyên. Nộp đúng ngày mới là đúng hạn đã gia hạn, trễ "+itoa(e.Origin)+" ngày làm việc so với hạn gốc; thống kê ghi cả hai.")
}
