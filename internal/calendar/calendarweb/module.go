package calendarweb

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/identity"
	"dondoc/internal/web"
	"dondoc/internal/workday"
)

// Pages are this room's pages.
type Pages struct {
	Calendar    *calendar.Service
	Assignments *assignment.Service
	Directory   func() *apparatus.Directory
	Now         func() time.Time
}

const (
	section = "lich"
	// Path is the calendar's address.
	Path         = "/lam-viec/lich-lam-viec"
	decisionPath = Path + "/quyet-dinh"
	filePath     = Path + "/tep"
	hoursPath    = Path + "/gio"
	yearParam    = "nam"
	orgParam     = "co-quan"
)

// DecisionPath is one decision's address.
func DecisionPath(id calendar.ID) string { return decisionPath + "/" + url.PathEscape(string(id)) }

// OrgDecisionPath is where days of an organisation's own are entered.
func OrgDecisionPath(org apparatus.OrgID) string {
	return decisionPath + "?" + url.Values{orgParam: {string(org)}}.Encode()
}

// OrgHoursPath is where office hours of an organisation's own are entered.
func OrgHoursPath(org apparatus.OrgID) string {
	return hoursPath + "?" + url.Values{orgParam: {string(org)}}.Encode()
}

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	see, edit := identity.CalendarView, identity.CalendarEdit
	rt.Get(Path, see, p.year)
	rt.Get(Path+".csv", see, p.csv)
	rt.Get(Path+".json", see, p.json)
	rt.Get(decisionPath, edit, p.decisionForm)
	rt.Post(decisionPath, edit, p.decide)
	rt.Get(decisionPath+"/{id}", see, p.decision)
	rt.Get(filePath, edit, p.fileForm)
	rt.Post(filePath, edit, p.file, web.MaxBody(4*calendar.MaxFile))
	rt.Get(hoursPath, edit, p.hoursForm)
	rt.Post(hoursPath, edit, p.hours)
}

func (p *Pages) today() civil.Date { return civil.Of(p.Now()) }

// The years that the calendar counts.
const firstYear, lastYear = 1946, 2100

// yearOf is the year asked for; this one unless another is named.
func (p *Pages) yearOf(r *http.Request) int {
	if y, err := strconv.Atoi(r.URL.Query().Get(yearParam)); err == nil && y >= firstYear && y <= lastYear {
		return y
	}
	return p.today().Year()
}

func yearPath(year int) string { return Path + "?" + yearParam + "=" + strconv.Itoa(year) }

func (p *Pages) csv(w http.ResponseWriter, r *http.Request) error {
	year := p.yearOf(r)
	days := calendar.Year(p.Calendar.Calendar(), year)
	return web.CSV(w, "lich-lam-viec-"+strconv.Itoa(year)+".csv", calendar.Columns(), func(yield func([]string, error) bool) {
		for _, d := range days {
			if !yield(calendar.Cells(d), nil) {
				return
			}
		}
	})
}

type yearJSON struct {
	Year        int               `json:"year"`
	WorkingDays int               `json:"working_days"`
	Provisional bool              `json:"provisional"` // a day is not yet decided
	Hours       string            `json:"hours"`
	Days        []workday.Special `json:"days"`
}

func (p *Pages) json(w http.ResponseWriter, r *http.Request) error {
	year, cal := p.yearOf(r), p.Calendar.Calendar()
	first, last := ends(year)
	return web.JSON(w, yearJSON{year, workingDays(cal, first, last), cal.Provisional(first, last), calendar.HoursWords(p.Calendar.HoursOn("", p.today())), calendar.Year(cal, year)})
}

func ends(year int) (first, last civil.Date) {
	return civil.New(year, 1, 1), civil.New(year, 12, 31)
}

// workingDays counts the working days of a stretch, both ends included.
func workingDays(cal *workday.Calendar, first, last civil.Date) int {
	return cal.Between(first.AddDays(-1), last)
}
