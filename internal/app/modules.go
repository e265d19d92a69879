package app

import (
	"net/http"

	"dondoc/internal/api"
	"dondoc/internal/apparatus"
	"dondoc/internal/apparatus/apparatusweb"
	"dondoc/internal/assignment"
	"dondoc/internal/assignment/assignmentweb"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/calendar"
	"dondoc/internal/calendar/calendarweb"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/committee/committeeweb"
	"dondoc/internal/dashboard"
	"dondoc/internal/dashboard/dashboardweb"
	"dondoc/internal/document"
	"dondoc/internal/document/documentweb"
	"dondoc/internal/extension"
	"dondoc/internal/extension/extensionweb"
	"dondoc/internal/feed"
	"dondoc/internal/feed/feedweb"
	"dondoc/internal/identity"
	"dondoc/internal/identity/identityweb"
	"dondoc/internal/jobs"
	"dondoc/internal/ladder"
	"dondoc/internal/ladder/ladderweb"
	"dondoc/internal/lexicon"
	"dondoc/internal/lexicon/lexiconweb"
	"dondoc/internal/notify"
	"dondoc/internal/notify/notifyweb"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/territory"
	"dondoc/internal/web"
)

// Schemas lists every room's share of the schema, a line a room.
func Schemas() []storage.Schema {
	return []storage.Schema{
		audit.Schema(), territory.Schema(), apparatus.Schema(), lexicon.Schema(), identity.Schema(), calendar.Schema(), setting.Schema(), blob.Schema(), jobs.Schema(), notify.Schema(),
		assignment.Schema(), ladder.Schema(), document.Schema(), api.Schema(), feed.Schema(),
		extension.Schema(),
		committee.Schema(), dashboard.Schema(),
	}
}

// routes registers every room's pages, a line a room.
func (a *App) routes(rt *web.Router) {
	rt.Get("/healthz", web.Public, func(w http.ResponseWriter, _ *http.Request) error {
		return web.JSON(w, map[string]string{"status": "ok"})
	})
	rt.Get("/readyz", web.Public, a.readyz)
	rt.Get("/{$}", web.Public, a.root)
	rt.Get("/lam-viec/muc-luc", web.SignedIn, a.menuPage)
	(&identityweb.Pages{Accounts: a.Identity, Directory: a.Apparatus.Directory, Now: a.Clock.Now, SetUp: a.setUp, SetupCode: a.SetupCode, Hint: a.opt.SignInHint, Settings: settingsOffice{a.Settings}}).Routes(rt)
	(&dashboardweb.Pages{Assignments: a.Assignments, Tally: a.Tally, Dashboard: a.Dashboard, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Acts: a.Acts, Documents: a.Documents, Accounts: a.Identity, Now: a.Clock.Now}).Routes(rt)
	(&apparatusweb.Pages{Organisations: a.Apparatus, Working: calendarweb.OrgFacts(a.Calendar, a.Clock.Now), Now: a.Clock.Now}).Routes(rt)
	(&assignmentweb.Pages{Assignments: a.Assignments, Extensions: a.Extensions, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Accounts: a.Identity, Blobs: a.Blobs, Acts: a.Acts, Ladder: a.Ladder, Committee: a.Committee, Now: a.Clock.Now}).Routes(rt)
	(&ladderweb.Pages{Ladder: a.Ladder, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, House: a.LetterHead, Next: func() civil.Date { return civil.Of(a.ladderHour(a.Clock.Now())) }, Now: a.Clock.Now}).Routes(rt)
	(&extensionweb.Pages{Extensions: a.Extensions, Assignments: a.Assignments, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Accounts: a.Identity, Blobs: a.Blobs, Acts: a.Acts, Now: a.Clock.Now}).Routes(rt)
	(&documentweb.Pages{Documents: a.Documents, Assignments: a.Assignments, Calendar: a.Calendar.Calendar, Now: a.Clock.Now, Directory: a.Lexicon.Directory, Audit: a.Acts, Identity: a.Identity, Lexicon: a.Lexicon}).Routes(rt)
	(&committeeweb.Pages{Committee: a.Committee, Assignments: a.Assignments, Documents: a.Documents, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Blobs: a.Blobs, Acts: a.Acts, Now: a.Clock.Now}).Routes(rt)
	(&lexiconweb.Pages{Lexicon: a.Lexicon, Documents: a.Documents, Directory: a.Apparatus.Directory, Now: a.Clock.Now}).Routes(rt)
	(&calendarweb.Pages{Calendar: a.Calendar, Assignments: a.Assignments, Directory: a.Apparatus.Directory, Now: a.Clock.Now}).Routes(rt)
	(&notifyweb.Pages{Notify: a.Notify, Accounts: a.Identity, Now: a.Clock.Now}).Routes(rt)
	(&feedweb.Pages{Feeds: a.Feeds, Documents: a.Documents, Directory: a.Apparatus.Directory, Now: a.Clock.Now, Site: a.site, Secure: a.opt.Secure}).Routes(rt)
	api.New(api.Deps{Documents: a.Documents, Assignments: a.Assignments, Extensions: a.Extensions, Directory: a.Apparatus.Directory, Calendar: a.Calendar.Calendar, Bearer: a.Identity.Bearer, Log: a.Log, DB: a.DB, NewID: newRequestID}).Routes(rt)
}

// Kept lists the kinds of record that the record of acts answers for.
func Kept() []audit.Kept { return []audit.Kept{assignment.Kept()} }
