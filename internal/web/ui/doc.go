// Package ui draws what officers see: the frame, tables, forms, states, the
// reading page's marks and the charts. Components are plain functions that
// take structs of ready words; they show and never decide, so that a page can
// be tested by its data and drawn by anybody. No component writes style= or
// on…= attributes, because the security policy forbids both.
//
// # How a page is written
//
//	templ showPage(d showData) {
//		@ui.Breadcrumb(ui.Link{Label: "Nhiệm vụ", Href: "/nhiem-vu"}, ui.Link{Label: "Số 11"})
//		@ui.PageHead(ui.Head{Title: d.Title, Meta: ui.Text("…"), Actions: actions(d)})
//		@ui.Split(mainPart(d), sidePart(d))
//	}
//
// The app wraps it: ui.Layout(ui.Page{…}, body) or ui.PublicLayout(…).
//
// # Frame (layout.templ, page.templ)
//
//	Layout(p Page, body)  PublicLayout(p PublicPage, body)  MenuPage(p Page)   the menu as a page, for phones
//	Breadcrumb(links ...Link)  PageHead(Head)  Lead() {children}  Sentence(parts...)  Panel(PanelHead) {children}
//	Split(main, side)  Halves(left, right)  Stack() {children}  ErrorPage(ErrorView)  KeyHints(keys ...Key)
//
// # Words and small pieces (pieces.templ)
//
//	Text(s)  Strong(s)  Quiet(s)  Pressing(s) = vermilion, time only  Two(title, second)  Anchor(Link)  Number(n)  DocNumber(s)  Tag(s)  Join(sep, parts...)  Many(parts...) = tags in a row
//	Date(civil.Date)  Moment(time.Time)  Absent(words) = dashed "Văn bản không nêu"  Abbr(short, full)  Quote(words)
//	Icon(name)  Mark()  State(key, word)  StateTag(key, word)  ClockMark(Clock)  ClockTag(Clock)   word "" = the usual word
//	Banner(BannerHead) {children}  Facts(facts ...Fact)  Timeline(events ...Event)  Files(files ...FileLink)
//	EmptyState(sentence, actions ...Link)  Downloads(links ...Link)  Progress(ProgressView)
//
// # Lists (table.templ)
//
//	DataTable(Table)  FilterBar(Filter) {children = fields behind "Lọc (n)"}  Pager(Pages)
//
// # Forms (form.templ, field.templ, conflict.templ)
//
//	Form(FormHead) {children}  ErrorSummary(ErrorList)  Fieldset(legend, hint) {children}
//	TextField(Field)  PasswordField(Field)  DateField(Field)  NumberField(Field)  TextArea(Field)  FileField(Field)
//	SelectField(Field, options ...Option)  RadioField(Field, options ...Option)  CheckField(Field, options ...Option)
//	Hidden(name, value)  Button(Press)  Buttons() {children}  PressForm(FormHead, Press) = one button that posts
//	ConflictView(Conflict)
//
// # One record (record.templ)
//
//	DayStrip(Days)  Decisions(rows ...Decision)
//
// # The reading page (reading.templ)
//
//	Coverage(CoverageView)  Legend(kinds ...LegendItem)  DocumentText(Document)  Finding(FindingCard)
//
// # Charts (chart.templ)
//
//	BarChart(BarsView)  League(LeagueView)  HeatMap(HeatView)  StackedBar(StackView)  Wilson(hits, n)
//
// # Two traps of templ
//
// The space between words and an @call on the next line is dropped: write
// <strong>…</strong> and <strong class="son">…</strong> inline, or use Sentence.
// A component that is wrapped in Panel, Form, Banner, Lead, FilterBar or
// Fieldset stands between braces: @ui.Panel(h) { … }.
//
// # Assets
//
// AssetPath("app.css") is the hashed address under AssetRoot; FindAsset(path)
// gives bytes, their compressed form and the content type to web.
//
// # What the script does with a page (everything works without it)
//
// FormHead.Draft turns on autosave: two seconds after typing stops the form is
// posted to Page.DraftURL with _token and _draft. Rows of DataTable move with
// J and K, Enter opens. An element with Press.Key or data-key="s" is pressed
// by that letter. "/" goes to the search field, "?" lists the keys.
package ui
