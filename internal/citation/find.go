package citation

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
)

// Mention is one cited document in a text; text[Start:End] in code points is
// the mention as written.
type Mention struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Number string `json:"number"`
	Type   string `json:"type,omitempty"`
	Date   string `json:"date,omitempty"`
	Issuer string `json:"issuer,omitempty"`
}

var (
	numbers = pattern.New(partySrc + `|` + stateSrc)
	before  = pattern.New(`(?i)(` + strings.Join(Kinds(), "|") + `)(?: (?:liên tịch|liên ngành(?: tư pháp trung ương)?|hỏa tốc|khẩn|mật|phối hợp|hướng dẫn|chỉ đạo|đề nghị))?(?:\s+số)?\s*:?\s*$`)
	dateRE  = pattern.New(`(?i)^[^\S\n]*[,(]?[^\S\n]*(?:(?:ban hành|ký)\s+)?(?:ngày\s+)?(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})`)
	longRE  = pattern.New(`(?i)^[^\S\n]*,?[^\S\n]*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`)
	cuaRE   = pattern.New(`(?i)^[^\S\n]*,?[^\S\n]*của\s+`)
	shared  = pattern.New(`^[\s,;]*(?:và|cùng|hoặc)?\s*(?:số)?\s*:?\s*$`)
)

// Find lists the documents cited in text, in order. The text should be NFC.
func Find(text string) []Mention { return FindPlain(Plain(text)) }

// FindPlain is Find for a text that Plain was asked for before.
func FindPlain(t string) []Mention {
	at := places{t: t}
	var out []Mention
	lastEnd, lastKind := -1, ""
	for pos := 0; pos < len(t); {
		m := numbers.FindStringIndex(t[pos:])
		if m == nil {
			break
		}
		start, end := pos+m[0], pos+m[1]
		pos = end
		if !whole(t, start, end) {
			if end = shrink(t, start, end); end < 0 {
				pos = start + 1
				for pos < len(t) && !utf8.RuneStart(t[pos]) {
					pos++
				}
				continue
			}
			pos = end
		}
		n := Parse(t[start:end])
		from, kind := start, ""
		head := t[max(0, start-90):start]
		k := before.FindStringSubmatchIndex(head)
		named := k != nil && boundary(head, k[2]) && !strings.HasSuffix(strings.ToLower(head[:k[2]]), "pháp ")
		if n.Style == Unknown && !named || n.Style != Unknown && !plausible(n) { // "Chỉ thị số 27/CTTg", misprinted, is one all the same
			continue
		}
		if at := law(t, start); at >= 0 {
			from, kind = at, t[at:at+strings.IndexByte(t[at:], ' ')]
		} else if named {
			from, kind = start-len(head)+k[2], head[k[2]:k[3]]
		} else if lastEnd >= 0 && start >= lastEnd && shared.MatchString(t[lastEnd:start]) {
			kind = lastKind
		}
		c := Mention{Number: n.Written, Type: capital(kind)}
		c.Date, end = date(t, end)
		c.Issuer, end = issuer(t, end)
		c.Start, c.End = at.of(from), at.of(end)
		out = append(out, c)
		lastEnd, lastKind = end, kind
		pos = max(pos, end)
	}
	return out
}

// law is where the name of a law with a number begins, "Luật Giá số 16/2023/QH15",
// -1 if the number is not one of the National Assembly's.
func law(t string, start int) int {
	number := t[start:]
	if end := strings.IndexAny(number, " ;,.)\n"); end >= 0 {
		number = number[:end]
	}
	if !strings.Contains(number, "/QH") {
		return -1
	}
	head := t[max(0, start-220):start]
	head = head[strings.LastIndexAny(head, ";\n()")+1:]
	if i := strings.LastIndex(head, "Căn cứ "); i >= 0 {
		head = head[i:]
	}
	head = head[strings.LastIndexAny(head, "/0123456789")+1:] // behind the law named before
	if strings.HasSuffix(strings.TrimSpace(strings.ToLower(strings.TrimSuffix(strings.TrimSpace(head), "số"))), "nghị quyết") {
		return -1
	}
	at := -1
	for _, w := range []string{"Luật ", "Bộ luật ", "Pháp lệnh "} {
		if i := strings.Index(head, w); i >= 0 && (at < 0 || i < at) && boundary(head, i) {
			at = i
		}
	}
	if at < 0 {
		return -1
	}
	return start - len(head) + at
}

// whole reports that the match is not a part of a longer word or number.
func whole(t string, start, end int) bool {
	if r, _ := utf8.DecodeLastRuneInString(t[:start]); unicode.IsDigit(r) || unicode.IsLetter(r) || r == '/' || r == '-' || r == '.' && start > 1 && unicode.IsDigit(rune(t[start-2])) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t[end:])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// shrink drops a last part that runs on into an ordinary word ("66-NQ/TW- Kết").
func shrink(t string, start, end int) int {
	if !whole(t, start, start+1) && start > 0 {
		if r, _ := utf8.DecodeLastRuneInString(t[:start]); unicode.IsDigit(r) || unicode.IsLetter(r) || r == '/' || r == '-' {
			return -1
		}
	}
	cut := strings.LastIndexAny(t[start:end], "-/")
	if cut <= 0 {
		return -1
	}
	e := start + len(strings.TrimRight(t[start:start+cut], " "))
	if !whole(t, start, e) || Parse(t[start:e]).Style == Unknown {
		return -1
	}
	return e
}

// plausible refuses look-alikes such as "24/7-A" or "10/Q".
func plausible(n Number) bool {
	letters := 0
	for _, r := range n.Type + n.Issuer {
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 2
}

func boundary(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !unicode.IsLetter(r)
}

func date(t string, end int) (string, int) {
	for _, re := range []*pattern.Pattern{longRE, dateRE} {
		if m := re.FindStringSubmatchIndex(t[end:]); m != nil {
			d, mo, y := num(t[end+m[2]:end+m[3]]), num(t[end+m[4]:end+m[5]]), num(t[end+m[6]:end+m[7]])
			if d < 1 || d > 31 || mo < 1 || mo > 12 {
				return "", end
			}
			iso := strconv.Itoa(y) + "-" + two(mo) + "-" + two(d)
			return iso, end + m[1]
		}
	}
	return "", end
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func num(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// issuers are the beginnings of a body's name after "của"; a place or a sector
// with a capital may follow.
var issuers = pattern.New(`^(?:BỘ CHÍNH TRỊ|THỦ TƯỚNG CHÍNH PHỦ|CHÍNH PHỦ|QUỐC HỘI|BAN BÍ THƯ|BAN CHẤP HÀNH TRUNG ƯƠNG(?: ĐẢNG)?|Ban Chấp hành Trung ương(?: Đảng)?(?: (?:khóa|khoá) [IVX]+)?|Ban [Cc]hấp hành [^,.;:()]{2,40}|Bộ Chính trị|Ban Bí thư(?: Trung ương Đảng)?|Thủ tướng Chính phủ|Chính phủ|Ủy ban Thường vụ Quốc hội|Quốc hội|Chủ tịch nước|` +
	`Văn phòng (?:Trung ương Đảng|Chính phủ|Quốc hội)|(?:Tổ (?:giúp việc|Giúp việc)(?: của)? )?Ban [Cc]hỉ đạo(?: (?:Trung ương|quốc gia|Quốc gia|tỉnh|thành phố|Thành phố|Nhà nước|\d+|của Chính phủ))*(?: (?:phát triển|cải cách|chuyển đổi số|phòng, chống|thực hiện|về)(?:,? \p{L}+){1,14})?|(?:Ban Thường vụ )?(?:Tỉnh|Thành|Tinh|Huyện|Đảng) (?:ủy|uỷ)(?: Thành phố)?(?: \p{Lu}\p{L}*)*|BỘ(?: \p{Lu}{2,}){1,6}|(?:Bộ trưởng )?Bộ \p{Lu}\p{L}*(?: \p{L}+)?(?:(?:,| và|, và) \p{Lu}\p{L}+(?: \p{L}+){0,2})*|` +
	`(?:Chủ tịch )?(?:Ủy|Uỷ) ban nhân dân(?: (?:tỉnh|thành phố|Thành phố|huyện|quận|thị xã|xã|phường))?(?: \p{Lu}\p{L}*)*|(?:Chủ tịch )?UBND(?: (?:tỉnh|thành phố|Thành phố|TP|huyện|quận|thị xã|xã|phường))?(?: \p{Lu}\p{L}*)*|` +
	`(?:Hội đồng nhân dân|HĐND)(?: (?:tỉnh|thành phố|Thành phố|huyện))?(?: \p{Lu}\p{L}*)*|Sở \p{Lu}\p{L}*(?: \p{L}+)?(?:(?:,| và|, và| -) \p{Lu}\p{L}+(?: \p{L}+)?)*|(?:Ban|Cục|Tổng cục|Thanh tra|Công an|Văn phòng|Hội|Liên đoàn) \p{Lu}?\p{L}*(?: \p{Lu}\p{L}*)*)`)

// verbs that end a name whose second word would otherwise be taken in.
var notName = pattern.New(` (?:về|phê|ban|quy|tại|và|thực|hướng|sửa|trình|ngày|chỉ|đề|giao|yêu|đã|phải|có|cho|để|triển)$`)

// goesOn is where the sentence goes on behind a name that runs over words.
var goesOn = pattern.New(` (?:thực hiện|triển khai|ban hành|phê duyệt|quy định|tại|ngày|số) `)

// andDocument is where another document is named behind the issuer.
var andDocument = pattern.New(`(?: và|,) (?:Kế hoạch|Quyết định|Chỉ thị|Nghị quyết|Chương trình|Công văn|Thông báo|Đề án) (?:này|số|n|s)`)

func issuer(t string, end int) (string, int) {
	m := cuaRE.FindStringIndex(t[end:])
	if m == nil {
		return "", end
	}
	from := end + m[1]
	loc := issuers.FindStringIndex(t[from:])
	if loc == nil {
		return "", end
	}
	name := t[from : from+loc[1]]
	if m := andDocument.FindStringIndex(t[from:min(len(t), from+loc[1]+8)]); m != nil && m[0] < len(name) {
		name = name[:m[0]]
	}
	if m := goesOn.FindStringIndex(name); m != nil {
		name = name[:m[0]]
	}
	for notName.MatchString(name) {
		name = name[:strings.LastIndexByte(name, ' ')]
	}
	name = strings.TrimRight(name, " ,")
	return name, from + len(name)
}

func capital(s string) string {
	for i, r := range s {
		if i == 0 {
			return string(unicode.ToUpper(r)) + strings.ToLower(s[len(string(r)):])
		}
	}
	return s
}

// places counts the code points before a byte, from the place asked last.
type places struct {
	t           string
	byte, point int
}

func (p *places) of(i int) int {
	if i >= p.byte {
		p.point += utf8.RuneCountInString(p.t[p.byte:i])
	} else {
		p.point -= utf8.RuneCountInString(p.t[i:p.byte])
	}
	p.byte = i
	return p.point
}
