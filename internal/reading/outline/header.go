package outline

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/internal/citation"
	"dondoc/internal/civil"
	"dondoc/internal/pattern"
)

var (
	soRE      = pattern.New(`^Số\s*:?\s*([0-9][^\s,;]*(?:\s?[-/]\s?[\p{Lu}Đ][^\s,;]*)*)`)
	placeDate = pattern.New(`^[^,]{2,40},\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`)
	ownTitle  = pattern.New(`^(` + strings.Join(citation.Kinds(), "|") + `)(?:\s+kết luận)?\s+số\s*:?\s*`)
	meeting   = pattern.New(`^Ngày\s+(\d{1,2})(?:[/.\-]|\s+tháng\s+)(\d{1,2})(?:[/.\-]|\s+năm\s+)(\d{4})`)
	nameRE    = pattern.New(`^(?:\p{Lu}[\p{L}’']*\s?){2,6}$`)
	authority = pattern.New(`^(?:KT\.|TM\.|TL\.|TUQ\.|Q\.|K/T|T/M|T/L)|^(?:\p{Lu}{2,}[\s,]*)+$`)
	typeLine  = pattern.New(`(?i)^(` + strings.Join(citation.Kinds(), "|") + `)(?:\s|$|:)`)
	ofMeeting = pattern.New(`của (?:Trưởng )?(Ban Chỉ đạo[^.]{0,200}?)\s+(?:tại|ngày)`)
	ofHead    = pattern.New(`tại (?:phiên họp|cuộc họp|hội nghị)[^.]{0,60}? của (Ban Chỉ đạo[^.]{0,200}?)(?:\s+ngày\s|\s+của\s|\.|$)`)
	motto     = pattern.New(`(?i)^(?:cộng hòa xã hội|độc lập\s*-|đảng cộng sản|\*+$|-+$|_+$)`)
)

// Header is what the document says of itself; what it does not say is empty.
type Header struct {
	Number      string `json:"number,omitempty"`
	Type        string `json:"type,omitempty"`
	Date        string `json:"date,omitempty"`
	Issuer      string `json:"issuer,omitempty"`
	Signer      string `json:"signer,omitempty"`
	Title       string `json:"title,omitempty"`
	MeetingDate string `json:"meeting_date,omitempty"`
}

// ReadHeader reads what the document says of itself.
func ReadHeader(t string, ls []Line) Header { //nolint:gocognit // one fact after another
	var h Header
	first := BodyStart(t, ls)
	var top []string
	for i := 0; i < first && i < len(ls); i++ {
		if s := strings.TrimSpace(t[ls[i].Start:ls[i].End]); s != "" {
			top = append(top, s)
		}
	}
	for i, s := range top {
		if m := soRE.FindStringSubmatch(s); m != nil && h.Number == "" {
			if n := citation.Parse(m[1]); n.Style != citation.Unknown {
				h.Number = n.Written
			} else if strings.Contains(m[1], "/") {
				h.Number = strings.TrimRight(n.Written, ".")
			}
			h.Issuer = issuerAbove(top[:i])
		}
		if m := placeDate.FindStringSubmatch(s); m != nil && h.Date == "" {
			h.Date = string(civil.New(atoi(m[3]), atoi(m[2]), atoi(m[1])))
		}
		if m := typeLine.FindStringSubmatch(s); m != nil && h.Type == "" && (Capitals(s) || i == 0) {
			h.Type = capitalise(strings.ToLower(m[1]))
			h.Title = titleFrom(top[i:], m[1])
		}
	}
	if h.Issuer == "" && h.Number == "" {
		h.Issuer = issuerAbove(top)
	}
	if len(top) > 0 && h.Number == "" {
		ownNumber(top[0], &h)
	}
	if h.Type == "" && h.Number != "" {
		h.Type = citation.TypeName(citation.Parse(h.Number).Type)
		if h.Type == "" && citation.Parse(h.Number).Style == citation.State {
			h.Type = "Công văn"
		}
	}
	if i := strings.Index(strings.Join(top, "\n"), "V/v "); i >= 0 && h.Title == "" {
		h.Title, _, _ = strings.Cut(strings.Join(top, "\n")[i:], "\n")
	}
	for _, l := range ls[min(first, len(ls)):] {
		if m := meeting.FindStringSubmatch(strings.TrimSpace(t[l.Start:l.End])); m != nil {
			h.MeetingDate = string(civil.New(atoi(m[3]), atoi(m[2]), atoi(m[1])))
			break
		}
	}
	h.Signer = signer(t, ls)
	return h
}

// ownNumber reads a title line that carries its own number, as web pages do:
// "Thông báo kết luận số 06-TB/BCĐ ngày 08/5/2023 của …".
func ownNumber(s string, h *Header) {
	m := ownTitle.FindStringIndex(s)
	if m == nil {
		return
	}
	if found := citation.Find(s); len(found) > 0 && found[0].Start <= utf8.RuneCountInString(s[:m[1]]) {
		h.Number, h.Date, h.Title = found[0].Number, found[0].Date, s
		kind, _, _ := strings.Cut(ownTitle.FindStringSubmatch(s)[1], " kết luận")
		h.Type = capitalise(strings.ToLower(kind))
	}
	if g := ofHead.FindStringSubmatch(s); g != nil {
		h.Issuer = g[1]
	} else if g := ofMeeting.FindStringSubmatch(s); g != nil {
		h.Issuer = g[1]
	}
}

func issuerAbove(top []string) string {
	var parts []string
	for _, s := range top {
		if motto.MatchString(s) || soRE.MatchString(s) || placeDate.MatchString(s) {
			if len(parts) > 0 {
				break
			}
			continue
		}
		if !Capitals(s) || len(parts) == 2 || typeLine.MatchString(s) {
			break
		}
		parts = append(parts, strings.Trim(s, " -*_"))
	}
	if len(parts) == 0 {
		return ""
	}
	joined := strings.Join(parts, " ")
	if len(parts) == 2 && !strings.HasPrefix(parts[1], "TỈNH") && !strings.HasPrefix(parts[1], "THÀNH PHỐ") && !strings.HasPrefix(parts[1], "HUYỆN") && !strings.HasPrefix(parts[1], "QUẬN") {
		joined = parts[1] // the superior agency stands above the issuer
	}
	return sentenceCase(joined)
}

func titleFrom(rest []string, kind string) string {
	if len([]rune(rest[0])) > len([]rune(kind))+3 {
		return sentenceCase(rest[0])
	}
	if len(rest) > 1 {
		return sentenceCase(rest[1])
	}
	return sentenceCase(rest[0])
}

// sentenceCase writes a line of capitals in small letters, with capitals where
// names of bodies and places want them.
func sentenceCase(s string) string {
	if !Capitals(s) {
		return s
	}
	s = strings.ToLower(s)
	for _, w := range []string{"chính phủ", "thủ tướng", "bộ chính trị", "ủy ban", "hội đồng", "ban chỉ đạo", "văn phòng", "bộ ", "sở "} {
		s = strings.ReplaceAll(s, " "+w, " "+capitalise(w))
	}
	for _, w := range []string{"tỉnh ", "thành phố ", "huyện ", "phường ", "xã "} {
		if i := strings.Index(s, " "+w); i >= 0 {
			j := i + 1 + len(w)
			words := strings.SplitN(s[j:], " ", 4)
			for k := range min(len(words), 3) {
				words[k] = capitalise(words[k])
			}
			s = s[:j] + strings.Join(words, " ")
		}
	}
	return capitalise(s)
}

func capitalise(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}

// signer is the personal name in the last lines, under the authority line.
func signer(t string, ls []Line) string {
	for i, l := range ls { // what is annexed comes after the signature
		if l.Annex {
			if s := signedIn(t, ls[:i]); s != "" {
				return s
			}
		}
	}
	if s := signedIn(t, ls); s != "" {
		return s
	}
	for _, l := range ls { // all in one line, as tables and web pages leave it
		if l.As != IsClosing {
			continue
		}
		if m := signedInline.FindStringSubmatch(t[l.Start:l.End]); m != nil {
			return m[1]
		}
	}
	return ""
}

var signedInline = pattern.New(`(?:^|[ |])(?:(?:TM|KT|TL|TUQ|Q)\. ?)?(?:(?:\p{Lu}{2,}[ ,]+){2,}[|/]?\s*)+((?:\p{Lu}\p{Ll}+ ){1,4}\p{Lu}\p{Ll}+)(?:\s*[|]|\s*$|\s+\p{Lu}{2})`)

// signedIn is the name in the last lines of ls.
func signedIn(t string, ls []Line) string {
	seen := 0
	for i := len(ls) - 1; i >= 0 && seen < 8; i-- {
		s := strings.TrimSpace(t[ls[i].Start:ls[i].End])
		if s == "" {
			continue
		}
		seen++
		if strings.HasSuffix(s, "./.") || ls[i].Level < Paragraph {
			break
		}
		if nameRE.MatchString(s) && !Capitals(s) && underAuthority(t, ls[:i]) {
			return s
		}
	}
	return ""
}

func underAuthority(t string, ls []Line) bool {
	for i := len(ls) - 1; i >= 0 && i > len(ls)-4; i-- {
		if s := strings.TrimSpace(t[ls[i].Start:ls[i].End]); authority.MatchString(s) {
			return true
		}
	}
	return false
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
