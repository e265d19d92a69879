package documentweb

import (
	"maps"
	"net/http"
	"net/url"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/document"
	"dondoc/internal/identity"
	"dondoc/internal/lexicon"
	"dondoc/internal/web"
	"dondoc/internal/workday"
)

// Pages are the pages of the register.
type Pages struct {
	Documents   *document.Service
	Assignments *assignment.Service
	Calendar    func() *workday.Calendar
	Now         func() time.Time
	Directory   func() *apparatus.Directory
	Audit       *audit.Service
	Identity    *identity.Service // keeps drafts
	Lexicon     *lexicon.Service  // learns names from corrections; nil offers nothing
}

// Section is the menu's key.
const Section = "van-ban"

// maxUpload is the largest request with a file; blob has the last word on files.
const maxUpload = 52 << 20

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	see, enter, work := identity.DocumentList, identity.DocumentRegister, identity.DocumentRead
	one := listPath + "/{id}"
	find := one + "/doc/{f}"
	rt.Get(listPath, see, p.list)
	rt.Get(listPath+".csv", see, p.listCSV)
	rt.Get(listPath+".json", see, p.listJSON)
	rt.Get(newPath(), enter, p.newForm)
	rt.Post(newPath(), enter, p.receive, web.MaxBody(maxUpload))
	rt.Post(registerPath(), enter, p.register, web.MaxBody(maxUpload))
	rt.Post(cancelPath(), enter, p.cancelIntake)
	rt.Get(disputesPath(), work, p.disputes)
	rt.Get(disputesPath()+".json", work, p.disputesJSON)
	rt.Post(disputesPath()+"/{d}/xong", work, p.settleDispute)
	rt.Get(one, see, p.show)
	rt.Get(one+"/tep", see, p.file)
	rt.Get(one+"/trang/{n}", see, p.pageImage)
	rt.Get(one+"/sua", enter, p.editForm)
	rt.Post(one+"/sua", enter, p.edit)
	rt.Get(one+"/doc", work, p.read)
	rt.Post(one+"/doc/giao", work, p.assignReady)
	rt.Post(one+"/doc/doan", work, p.markPassage)
	rt.Post(one+"/doc/boi-canh-con-lai", work, p.acceptContext)
	rt.Post(one+"/doc/them", work, p.addFinding)
	rt.Get(one+"/doc/doc-lai", work, p.rereadForm)
	rt.Post(one+"/doc/doc-lai", work, p.reread)
	rt.Post(find+"/giao", work, p.confirm)
	rt.Post(find+"/sua", work, p.editFinding)
	rt.Post(find+"/chu-tri", work, p.pickLead)
	rt.Post(find+"/tach", work, p.split)
	rt.Post(find+"/gop", work, p.merge)
	rt.Post(find+"/bo-qua", work, p.dismiss)
	rt.Post(find+"/boi-canh", work, p.context)
	rt.Post(find+"/mo-lai", work, p.reopen)
	rt.Post(find+"/"+disputeMode, work, p.dispute)
}

// drafted lays what a person had typed before the session ended over values;
// the second result is when that was.
func (p *Pages) drafted(r *http.Request, key string, values url.Values) (url.Values, time.Time) {
	typed, at, ok := p.Identity.Draft(r.Context(), key)
	if !ok {
		return values, time.Time{}
	}
	maps.Copy(values, typed)
	return values, at
}

// dropDraft forgets what was typed once it is saved.
func (p *Pages) dropDraft(r *http.Request, key string) error {
	return p.Identity.DropDraft(r.Context(), key)
}
