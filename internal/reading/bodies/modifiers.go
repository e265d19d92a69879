package bodies

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
)

// A group or a body is often named with more words than its head: "các đơn vị
// hữu quan của Bộ Tài chính", "các cơ quan chức năng ở địa phương", "Các Sở Xây
// dựng nêu trên". They belong to the name.
var (
	modifier = pattern.New(`^ (?:nêu trên|nói trên|kể trên|có tên trên|khác|liên quan|có liên quan|hữu quan|cấp trên|cấp dưới|chuyên ngành|chủ quản|trọng điểm|quản lý chuyên ngành|báo chí|truyền thông|được giao nhiệm vụ|trên cả nước|trong cả nước|trong tỉnh|trong Bộ|của Việt Nam|tại nước ngoài|ở nước ngoài|tại các nước|tại địa phương|trong ngành|đóng trên địa bàn(?: (?:tỉnh|thành phố|Thành phố|huyện|xã|phường))?|trên địa bàn(?: (?:tỉnh|thành phố|Thành phố|huyện|xã|phường|toàn tỉnh))?(?: ` + Place + `)?|(?:của|thuộc|trực thuộc|ở) (?:địa phương|các địa phương|Bộ|Bộ, ngành|Tỉnh|tỉnh|Thành phố|thành phố|ngành|Trung ương|trung ương|huyện|xã|phường|Chính phủ|nước ngoài|mình))(?:[ ,;:.)\n]|$)`)
	ofBody   = pattern.New(`^ (?:của|thuộc|trực thuộc) (?:các )?`)
	Group    = pattern.New(`^(?:` + title + `)?(?:[Cc]ác|[Nn]hững|[Tt]ất cả|[Mm]ỗi|[Tt]ừng|[Ss]ở|[Cc]ơ quan|[Đđ]ơn vị|[Dd]oanh nghiệp|[Tt]ổ chức)(?: |,)`)
	// placed is the place that a department's name ends with: "Sở Xây dựng Lâm Đồng".
	placed = pattern.New(`^ (?:các (?:địa phương|tỉnh, thành phố|tỉnh)|(?:tỉnh |thành phố |Thành phố |TP\.? ?)?` + Place + `)`)
)

// presiding is a clause that tells which of a group are meant, where another
// action follows: "các cơ quan chủ trì thực hiện nhiệm vụ được giao báo cáo …".
var presiding = pattern.New(`^ (?:chủ trì|được giao chủ trì)(?: thực hiện)? (?:các )?nhiệm vụ(?: được giao)? `)

var above = pattern.New(`^ (?:nêu trên|nói trên|kể trên)\b`)

// modified carries a name, t[i:end], on over the words that modify it.
func (x *Text) modified(i, end int) int {
	t := x.t
	if m := above.FindString(t[end:min(len(t), end+40)]); m != "" {
		end += len(m)
	}
	for Group.MatchString(t[i:end]) {
		rest := t[end:min(len(t), end+200)]
		if m := ofBody.FindString(rest); m != "" {
			if list, after := x.List(end + len(m)); len(list) > 0 && !Group.MatchString(list[0].Name) && !BareTitle.MatchString(list[0].Name) {
				return after
			}
		}
		if m := presiding.FindString(rest); m != "" && Actions.MatchString(rest[len(m):]) {
			return end + len(m) - len(" ")
		}
		m := modifier.FindString(rest)
		if m == "" {
			break
		}
		end += len(strings.TrimRight(m, " ,;:.)\n"))
	}
	return end
}

// closing carries the name of an institution on over a last word that is an
// action too, where the order's own action or nothing follows: "Cục Kết cấu hạ
// tầng xây dựng khẩn trương …".
func closing(t string, end int) int {
	s := t[end:min(len(t), end+80)]
	if s == "" || s[0] != ' ' {
		return end
	}
	n := Nominal.Length(s[1:])
	if n == 0 {
		return end
	}
	rest := s[1+n:]
	if rest == "" || rest[0] == '\n' || rest[0] == ':' || rest[0] == ' ' && Actions.MatchString(rest[1:]) && !Nominal.MatchString(rest[1:]) {
		return end + 1 + n
	}
	return end
}

// shared are the heads that a list of names has in common: "các Vụ: Kế hoạch,
// Năng lượng" names two.
var shared = pattern.New(`^(` + title + `)(?:[Cc]ác )?(Bộ|Sở|Vụ|Cục|Tổng cục|Chi cục|Tập đoàn|Tổng công ty|Tổng Công ty|Công ty|Phòng|Viện|Trường|Trung tâm|Hội|Ban Quản lý|Ban quản lý|tỉnh|thành phố|huyện|xã|phường): `)

// sharedList reads such a list and where it ends.
func sharedList(t string, i int) (list []Body, end int) {
	s := t[i:min(len(t), i+160)]
	if !strings.Contains(s, ": ") {
		return nil, i
	}
	m := shared.FindStringSubmatch(s)
	if m == nil {
		return nil, i
	}
	head := strings.TrimSpace(m[1]) + " " + m[2]
	head = strings.TrimSpace(head)
	at, start := i+len(m[0]), i
	for len(list) < 40 {
		n := element(t, at, m[2] == "Bộ" || m[2] == "Sở" || m[2] == "Phòng")
		if n == 0 {
			break
		}
		end = at + n
		list = append(list, Body{start, end, head + " " + t[at:end]})
		j := splitHere.FindString(t[end:min(len(t), end+8)])
		if j == "" {
			break
		}
		at = end + len(j)
	}
	if len(list) < 2 {
		return nil, i
	}
	for k := range list { // of a shared head no name stands in the text as a whole
		list[k].Start, list[k].End = start, end
	}
	return list, end
}

var splitHere = pattern.New(`^(?:, và |, | và |; )`)

// element is the length of one name of such a list.
func element(t string, at int, sector bool) int { //nolint:revive // two kinds of names
	s := t[at:min(len(t), at+200)]
	if n := len(oneSector.FindString(s)); n > 0 && (sector || n == len(s) || strings.IndexByte(",;:.", s[n]) >= 0) {
		return n
	}
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) || Office.MatchString(s) {
		return 0
	}
	words := 0
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(",;:.()\n", s[i]) >= 0 {
			return i
		}
		if s[i] != ' ' {
			continue
		}
		if words++; words > 8 {
			return 0
		}
		next := s[i+1:]
		if strings.HasPrefix(next, "và ") && !strings.HasPrefix(next, "và vừa") || Actions.MatchString(next) && !Nominal.MatchString(next) || Stops.MatchString(" "+FirstWord(next)) && !strings.HasPrefix(next, "trong nước") {
			return i
		}
	}
	return len(s)
}

// FirstWord is what stands before the first blank.
func FirstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}
