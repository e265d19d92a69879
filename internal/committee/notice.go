package committee

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/office"
	"dondoc/internal/stocktake"
	"dondoc/internal/term"
	"dondoc/internal/viet"
)

// Sentence is a conclusion as the notice says it: the words of the room, with
// the lead, the coordinating bodies and the day where they do not say so.
func (c Conclusion) Sentence(dir *apparatus.Directory) string {
	words := strings.TrimRight(strings.TrimSpace(c.Words), " .;,/")
	folded := viet.Fold(words)
	named := func(org apparatus.OrgID) bool {
		o, ok := dir.Get(org)
		return ok && (strings.Contains(folded, viet.Fold(o.Name)) || o.Short != "" && strings.Contains(folded, viet.Fold(o.Short)))
	}
	var others []apparatus.OrgID
	for _, o := range c.Coordinate {
		if !named(o) {
			others = append(others, o)
		}
	}
	out := words
	if c.Lead != "" && !named(c.Lead) {
		out = "Giao " + dir.Name(c.Lead)
		if len(others) > 0 {
			out += " chủ trì, phối hợp với " + orgNames(dir, others)
			others = nil
		}
		out += " " + lowered(words)
	}
	if len(others) > 0 {
		out += "; phối hợp: " + orgNames(dir, others)
	}
	switch {
	case c.Kind == term.ByDate && !says(words, c.Due):
		out += "; hoàn thành chậm nhất ngày " + stocktake.OnPaper(c.Due)
	case c.Kind == term.ByRhythm && !strings.Contains(folded, viet.Fold(c.Every.Name())):
		out += "; báo cáo kết quả định kỳ " + strings.ToLower(c.Every.Name())
	}
	return out + "."
}

// says reports whether words name a day, with or without noughts.
func says(words string, d civil.Date) bool {
	t := d.Time()
	for _, form := range []string{"2/1/2006", "02/1/2006", "02/01/2006", "2/01/2006"} {
		if strings.Contains(words, t.Format(form)) {
			return true
		}
	}
	return false
}

// lowered begins words in small letters, unless a name stands there.
func lowered(words string) string {
	r := []rune(words)
	if len(r) < 2 || !unicode.IsUpper(r[0]) || !unicode.IsLower(r[1]) {
		return words
	}
	if _, rest, ok := strings.Cut(words, " "); ok {
		if next := []rune(rest); len(next) > 0 && unicode.IsUpper(next[0]) {
			return words
		}
	}
	return string(unicode.ToLower(r[0])) + string(r[1:])
}

// symbol is what stands behind the gap for the number.
func symbol(t office.Template, abbr string) string {
	if t == office.Party {
		return "TB/" + abbr
	}
	return "TB-" + abbr
}

// Symbol is the form of a notice's number: "…/TB-BCĐ" or "…-TB/BCĐ".
func (s *Service) Symbol(t office.Template) string {
	if t == office.Party {
		return "…-" + symbol(t, s.deps.Names().Abbr)
	}
	return "…/" + symbol(t, s.deps.Names().Abbr)
}

// chairAs is the chair's place in the committee, for "… kết luận".
func (m Meeting) chairAs() (role Role, said string) {
	for _, a := range m.Attendance {
		if a.Member == m.Chair {
			return a.Role, a.Role.Word() + " Ban Chỉ đạo"
		}
	}
	return Head, "Trưởng ban Ban Chỉ đạo"
}

// intro is the first paragraph of the notice.
func (s *Service) intro(m Meeting) string {
	_, as := m.chairAs()
	as = strings.Replace(as, "Trưởng ban Ban", "Trưởng Ban", 1)
	var b strings.Builder
	fmt.Fprintf(&b, "Ngày %s, ", stocktake.OnPaper(m.MetOn()))
	if m.Place != "" {
		b.WriteString("tại " + m.Place + ", ")
	}
	if m.ChairName != "" {
		b.WriteString("đồng chí " + m.ChairName)
		if m.ChairTitle != "" {
			b.WriteString(", " + m.ChairTitle)
		}
		b.WriteString(", " + as + ", ")
	}
	fmt.Fprintf(&b, "chủ trì phiên họp thứ %s năm %d của %s. ", ordinal(m.Number), m.Year, s.deps.Names().Committee)
	var heard []string
	for _, it := range m.Agenda {
		if !it.Heard {
			continue
		}
		who := ""
		if it.Org != "" {
			who = s.dir().Name(it.Org) + " trình bày "
		}
		heard = append(heard, who+lowered(it.Title))
	}
	switch {
	case len(heard) > 0 && len(m.Opinions) > 0:
		b.WriteString("Sau khi nghe " + strings.Join(heard, "; ") + " và ý kiến của các thành viên dự họp, ")
	case len(heard) > 0:
		b.WriteString("Sau khi nghe " + strings.Join(heard, "; ") + ", ")
	case len(m.Opinions) > 0:
		b.WriteString("Sau khi nghe ý kiến của các thành viên dự họp, ")
	}
	text := b.String()
	if strings.HasSuffix(text, ". ") {
		return text + as + " kết luận như sau:"
	}
	return text + lowerRole(as) + " kết luận như sau:"
}

func lowerRole(as string) string { return "đồng chí " + as }

// The two parts of a notice that also speaks of earlier duties.
const (
	partOne = "I. Nhiệm vụ giao tại phiên họp"
	partTwo = "II. Nhiệm vụ đã giao tại các thông báo trước"
)

// drafted is everything that a notice says, piece by piece.
type drafted struct {
	intro       string
	conclusions []string
	carried     []string
	closing     string
}

func (s *Service) drafted(ctx context.Context, m Meeting) (drafted, []Conclusion, error) {
	list, err := listConclusions(ctx, s.db.Reader(), m.ID)
	if err != nil {
		return drafted{}, nil, err
	}
	d := drafted{intro: s.intro(m), closing: "Trên đây là kết luận tại " + lowered(m.Name()) + ". Các cơ quan, đơn vị được giao căn cứ thực hiện, báo cáo kết quả về Thường trực Ban Chỉ đạo đúng thời hạn; nếu có khó khăn, vướng mắc, kịp thời báo cáo để xem xét./."}
	for i, c := range list {
		d.conclusions = append(d.conclusions, fmt.Sprintf("%d. %s", i+1, c.Sentence(s.dir())))
	}
	if d.carried, err = s.carriedWords(ctx, m, list); err != nil {
		return d, list, err
	}
	return d, list, nil
}

// carriedWords says what becomes of earlier duties, as the notice says it.
func (s *Service) carriedWords(ctx context.Context, m Meeting, list []Conclusion) ([]string, error) {
	carries, err := listCarries(ctx, s.db.Reader(), m.ID)
	if err != nil || len(carries) == 0 {
		return nil, err
	}
	places := map[ConclusionID]int{}
	for _, c := range list {
		places[c.ID] = c.Place
	}
	said, err := s.Reminders(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, order := range []Decision{Repeat, Replace, Close} {
		for _, c := range carries {
			if c.Decision != order {
				continue
			}
			line, err := s.carriedLine(ctx, c, said, places)
			if err != nil {
				return nil, err
			}
			out = append(out, line)
		}
	}
	return out, nil
}

func (s *Service) carriedLine(ctx context.Context, c Carry, said map[assignment.ID]stocktake.Reminder, places map[ConclusionID]int) (string, error) {
	a, err := s.deps.Assignments.Find(ctx, c.Assignment)
	if err != nil {
		return "", err
	}
	what := "“" + strings.TrimRight(clip(a.Title, 300), " .;") + "” (" + a.OriginLabel + ")"
	switch c.Decision {
	case Replace:
		return fmt.Sprintf("Nhiệm vụ %s được thay bằng kết luận số %d nêu trên.", what, places[c.Conclusion]), nil
	case Close:
		return fmt.Sprintf("Kết thúc theo dõi nhiệm vụ %s: %s.", what, strings.TrimRight(lowered(c.Reason), ".")), nil
	case Repeat:
	}
	who, err := s.owing(ctx, a)
	if err != nil {
		return "", err
	}
	n := said[a.ID].Times
	if c.Effective == "" {
		n++
	}
	line := fmt.Sprintf("Yêu cầu %s khẩn trương hoàn thành nhiệm vụ %s", who, what)
	if a.Due != "" && !dated(a.Title) {
		line += ", hạn " + stocktake.OnPaper(a.Due)
	}
	return fmt.Sprintf("%s; nhắc lại lần thứ %s.", line, ordinal(n)), nil
}

// dated reports whether words name a day themselves.
func dated(words string) bool {
	for i, r := range words {
		if r == '/' && i > 0 && i+1 < len(words) && unicode.IsDigit(rune(words[i-1])) && unicode.IsDigit(rune(words[i+1])) {
			return true
		}
	}
	return false
}

// mostNamed is how many bodies a sentence of the notice names.
const mostNamed = 6

// owing names those who still owe an earlier duty.
func (s *Service) owing(ctx context.Context, a assignment.Assignment) (string, error) {
	if !a.Group {
		return s.dir().Name(a.Lead), nil
	}
	parts, err := s.deps.Assignments.Members(ctx, a.ID)
	var orgs []apparatus.OrgID
	for _, x := range parts {
		if x.State.Open() && x.State != assignment.Reported && !slices.Contains(orgs, x.Lead) {
			orgs = append(orgs, x.Lead)
		}
	}
	if len(orgs) == 0 || len(orgs) > mostNamed {
		return "các cơ quan chưa hoàn thành", err
	}
	return orgNames(s.dir(), orgs), err
}

// Notice drafts the notice of a meeting in its template. Invalid says which
// conclusions are still open.
func (s *Service) Notice(ctx context.Context, id ID) (office.Document, error) {
	m, err := s.Find(ctx, id)
	if err != nil {
		return office.Document{}, err
	}
	d, list, err := s.drafted(ctx, m)
	if err != nil {
		return office.Document{}, err
	}
	if err := incomplete(list); err != nil {
		return office.Document{}, err
	}
	names := s.deps.Names()
	out := office.Document{
		Template: m.Template, Superior: names.SuperiorState, Issuer: names.Committee, Symbol: symbol(m.Template, names.Abbr), Place: names.Place, Year: m.MetOn().Year(),
		Type: "THÔNG BÁO", Subject: s.subject(m), Authority: m.Authority, Signer: m.Signer, Recipients: m.Recipients, Draft: m.SignedOn == "",
	}
	if m.Template == office.Party {
		out.Superior = names.SuperiorParty
	}
	role, _ := m.chairAs()
	if len(out.Authority) == 0 {
		out.Authority = []string{"TRƯỞNG BAN"}
		if role == Deputy {
			out.Authority = []string{"KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"}
		}
	}
	if out.Signer == "" {
		out.Signer = m.ChairName
	}
	if len(out.Recipients) == 0 {
		out.Recipients = []string{"Các thành viên Ban Chỉ đạo", "Các cơ quan, đơn vị được giao nhiệm vụ", "Lưu: VT"}
	}
	if m.Notice != "" {
		out.Number, out.Date = m.Notice, m.SignedOn
	}
	out.Body = append(out.Body, office.Text(d.intro))
	if len(d.carried) > 0 {
		out.Body = append(out.Body, office.Heading{Level: 1, Text: partOne})
	}
	for _, c := range d.conclusions {
		out.Body = append(out.Body, office.Text(c))
	}
	if len(d.carried) > 0 {
		out.Body = append(out.Body, office.Heading{Level: 1, Text: partTwo}, office.List{Items: office.Items(d.carried...), Mark: office.Number})
	}
	out.Body = append(out.Body, office.Text(d.closing))
	return out, nil
}

// subject is the trích yếu.
func (s *Service) subject(m Meeting) string {
	_, as := m.chairAs()
	as = strings.Replace(as, "Trưởng ban Ban", "Trưởng Ban", 1)
	out := "Kết luận của " + as + " tại phiên họp thứ " + ordinal(m.Number) + fmt.Sprintf(" năm %d", m.Year)
	if m.Subject != "" {
		out += " về " + lowered(m.Subject)
	}
	return out
}

// standing is the standing member's name, who signs for the head.
func (m Meeting) standing() string {
	for _, a := range m.Attendance {
		if a.Role == Standing {
			return a.Name
		}
	}
	return ""
}
