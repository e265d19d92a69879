package ui

import "github.com/a-h/templ"

// Link is a labelled address. Without Href it is shown as plain words.
type Link struct {
	Label string
	Href  string
	Key   string // one letter that presses it
}

// NavItem is one entry of the menu.
type NavItem struct {
	Key   string // compared with Page.Current
	Label string
	Href  string
	Count int // shown as a badge when above zero
}

// Page is everything the frame shows around a body.
type Page struct {
	Title   string
	Banner  string // the demo's words, "" = none
	Home    string // where the mark leads, "/" unless set
	Nav     []NavItem
	Current string // key of the current entry

	User     string
	UserOrg  string
	UserHref string // account page
	MenuHref string // the menu as a page, for phones
	BellHref string // the inbox
	Bell     int    // unread there; 100 says "99+"
	Logout   string // address that takes the POST
	Token    string // form token

	Flash      string   // one sentence about what was just done
	FlashUndo  *Undo    // optional second act beside the flash
	Unsent     []string // what was in a form that came after the session had ended
	Foot       string   // sentence in the foot: "Mã nhiệm vụ NV-2023-0411. …"
	Code       string   // request code: "Mã lỗi 7F2A"
	PrintFoot  string   // "In lúc 09:00 12/06/2023, số liệu đến 08:55"
	Theme      string   // "light", "dark" or "" = as the machine says
	KeysSilent bool     // single letters switched off by this person

	IdleSeconds int // 0 = no idle dialog
	PingURL     string
	LoginURL    string // gets ?tiep=<this page>
	DraftURL    string // takes autosaved drafts
}

// Undo is a POST that takes a decision back.
type Undo struct {
	Label  string
	Action string
}

// PublicPage is the frame before signing in: sign-in, set-up, errors.
type PublicPage struct {
	Title  string
	Banner string
	Flash  string
	Code   string
	Foot   string
}

// Head is the top of a page.
type Head struct {
	Title   string
	Meta    templ.Component // under the title: quiet words, tags
	Actions templ.Component // at the right: buttons
}

// PanelHead heads a panel.
type PanelHead struct {
	ID     string
	Title  string
	Sub    string // unit, period, denominator
	Note   string // quiet words at the right
	Links  []Link // at the right: Bảng · CSV
	Accent bool   // the one panel of a page that asks for an act
	Flush  bool   // body without padding: tables, rows
}

// ErrorView is the body of an error page.
type ErrorView struct {
	Title    string // "Không tìm thấy trang"
	Sentence string
	Code     string // only for our own failures
	Links    []Link
}

// Key is one line of the list of keys: letters and what they do.
type Key struct {
	Keys []string
	Does string
}

// BannerKind is how pressing a banner is.
type BannerKind string

// The kinds of banner.
const (
	Info    BannerKind = "info"
	Warning BannerKind = "warning" // time presses, or something will happen
	Clash   BannerKind = "clash"   // somebody else changed the same record
	Settled BannerKind = "settled" // it was done
	Sample  BannerKind = "sample"  // illustrative data
)

// BannerHead heads a banner.
type BannerHead struct {
	Kind   BannerKind
	Title  string
	Action *Link
}

// Fact is one line of a description list.
type Fact struct {
	Label string
	Value templ.Component
	Note  string // second, quiet line
}

// Event is one line of a timeline, newest first.
type Event struct {
	Icon     string // an Icon name, or the key of a state
	Pressing bool   // vermilion: late, returned
	Title    string // the act
	Extra    string // beside the act, not bold
	Detail   string // quote or reason
	Who      string
	When     string // "09/06/2023, 15:42"
	Datetime string // RFC 3339
	Href     string
}

// FileLink is an attached file.
type FileLink struct {
	Name string
	Href string
	Note string // "18 trang", "240 kB"
}

// ProgressView is long work under way.
type ProgressView struct {
	Label  string
	Done   int
	Total  int
	Note   string // "còn khoảng 4 phút"
	Cancel templ.Component
}
