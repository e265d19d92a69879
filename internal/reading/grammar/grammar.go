package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

var (
	// Adverbs stand between a body and its action.
	Adverbs = pattern.New(`(?i)^(?:(?:có trách nhiệm|chịu trách nhiệm|cần|phải|theo chức năng[^,;:]{0,60},?|theo thẩm quyền[^,;:]{0,40},?|căn cứ [^;:]{0,120}?,|trên cơ sở [^;:]{0,160}?,|tiếp tục|khẩn trương|tập trung|chủ động|có|chủ trì,?|làm đầu mối,?|định kỳ(?: h[àằ]ng (?:ngày|tuần|tháng|quý|năm))?(?: \([^()]{3,60}\))?(?: hoặc đột xuất)?)\s+)*`)
	// Ordering are verbs right behind which a body is told.
	Ordering   = pattern.New(`(?:^|[\s,;:“”"(])(?:[Gg]iao(?: nhiệm vụ)?|[Yy]êu cầu|[Đđ]ề nghị|[Pp]hân công|[Uu]ỷ quyền|[Ủủ]y quyền|[Kk]iến nghị|[Ll]ưu ý|[Đđ]iện|[Cc]hỉ thị)(?: cho)?(?: tập thể)?\s+`)
	notOrder   = pattern.New(`(?i)(?:theo|được|do|các|những|đáp ứng|tại|xét|của|một số|nội dung|từ|về|về việc|việc)\s+$`)
	connective = pattern.New(`^(?:(?:Bên cạnh đó|Đồng thời|Song song đó|Ngoài ra|Cùng với đó|Trước mắt|Trong đó|Theo đó|Hàng năm|Hằng năm|Định kỳ|Đặc biệt|Trong thời gian (?:tới|đến)|Thời gian tới|Cụ thể|Mặt khác|Từ đó|Năm \d{4}|Hàng tháng|Hàng quý|Hàng tuần|Trước hết|Vì vậy|Do đó|Do vậy|Vì thế|Riêng|Tiếp đó|Sau đó|Về lâu dài|Đến năm \d{4})[,:]?\s+)+`)
	// Topic opens a sentence with what it is about.
	Topic = pattern.New(`^(?:Trên cơ sở|Căn cứ|Theo|Để|Đối với|Về|Trong|Khi|Nếu|Trường hợp|Từ|Qua|Với|Nhằm|Ngay|Thông qua|Quá trình|Đồng thời với|Hằng|Hàng|Tại|Sau khi|Trước|Xét|Liên quan|Ngay sau|Đến|Cùng với|Hướng đến|Kể từ|Mỗi|Định kỳ)[\s,]`)
)

// Text is a text whose sentences are asked.
type Text struct {
	t        string
	bodies   *bodies.Text
	mayOrder func(at int) bool
}

// Of is for a text and its names; mayOrder reports whether Ordering may match in
// the line that holds a place.
func Of(t string, names *bodies.Text, mayOrder func(at int) bool) *Text {
	return &Text{t, names, mayOrder}
}

// Told is who a sentence tells to act, and how that was recognised.
type Told struct {
	Lead     []bodies.Body
	Verb     int    // where the order's verb phrase begins
	How      string // for the reason
	Strength float64
}

// WhoIsTold looks for the addressee inside t[from:to].
func (x *Text) WhoIsTold(from, to int) (Told, bool) {
	t, s := x.t, x.t[from:to]
	if who, ok := x.subject(from, 0, to); ok && !Orders.MatchString(strings.TrimLeft(t[who.Verb:to], " ,")) {
		return who, true
	}
	// an ordering verb directly before a body: "đề nghị các thành viên …"
	for _, m := range x.ordering(from, to) {
		head := s[:m[0]]
		if m[0] > 0 || strings.ContainsAny(s[:1], " ,") {
			head = s[:m[0]+1]
		}
		if notOrder.MatchString(head) || inQuotes(head) {
			continue
		}
		list, end := x.bodies.List(from + m[1])
		list, end = x.Stretch(list, from+m[1], end, to)
		if len(list) == 0 {
			continue
		}
		rest := strings.TrimLeft(t[end:to], " ,:")
		if ownAction(s, m[0]) && !Bound.MatchString(rest) {
			continue
		}
		if rest == "" || strings.HasPrefix(rest, "tại ") || strings.HasPrefix(rest, "về ") && !strings.Contains(rest, ":") {
			continue
		}
		verb := strings.TrimSpace(strings.Trim(s[m[0]:m[1]], " ,;:“”\"("))
		return Told{list, end, "Chữ “" + verb + "” đứng ngay trước tên cơ quan", 0.9}, true
	}
	for _, i := range x.subjects(from, to) {
		if who, ok := x.subject(from, i, to); ok {
			return who, true
		}
	}
	return Told{}, false
}

// ordering are the places of the ordering verbs in a stretch of one line.
func (x *Text) ordering(from, to int) [][]int {
	if !x.mayOrder(from) {
		return nil
	}
	return Ordering.FindAllStringIndex(x.t[from:to], -1)
}

// ownAction reports that the ordering verb at i is one of the actions of
// whoever the clause is for: "kiểm tra, đôn đốc, yêu cầu các đơn vị khắc phục".
func ownAction(s string, i int) bool {
	if i == 0 || s[i] != ' ' && s[i] != ',' || strings.HasPrefix(strings.TrimLeft(s[i:], " ,"), "giao") {
		return false
	}
	before := strings.TrimRight(s[:i], " ,")
	if cut := strings.LastIndexAny(before, ";:"); cut >= 0 {
		before = strings.TrimLeft(before[cut+1:], " ")
	}
	if !strings.HasSuffix(strings.TrimRight(s[:i+1], " "), ",") && !strings.HasSuffix(before, " và") {
		return false
	}
	return bodies.Actions.MatchString(before) || strings.Contains(before, "phải ") || strings.Contains(before, "chủ động ")
}

// Stretch carries a name on to the verb of its order, where the patterns know
// only its beginning ("các đơn vị | cấp nước sạch trên địa bàn …") or nothing
// of it: what stands between the ordering verb and the action is the name.
func (x *Text) Stretch(list []bodies.Body, start, end, to int) ([]bodies.Body, int) { //nolint:gocognit // one scan to the verb, with the places where a name may not go on
	t := x.t
	rest := t[end:to]
	if lead := strings.TrimLeft(rest, " "); lead == "" || strings.ContainsAny(lead[:1], ",;:.-") || strings.HasPrefix(lead, "(") || bodies.Actions.MatchString(lead) || Adverbs.FindString(lead) != "" || strings.HasPrefix(lead, "và ") {
		return list, end
	}
	if len(list) == 0 {
		if r, _ := utf8.DecodeRuneInString(t[start:]); !unicode.IsUpper(r) && (!strings.HasPrefix(t[start:], "các ") || !actor.MatchString(t[start:])) {
			return nil, end
		}
		end, rest = start, t[start:to]
		if bodies.Actions.MatchString(rest) {
			return nil, end
		}
	}
	n := 0
	for i := 0; i < len(rest); i++ {
		if strings.IndexByte(",;:.(", rest[i]) >= 0 && (rest[i] != ':' || n == 0) {
			return list, end
		}
		if rest[i] != ' ' && rest[i] != ':' || i == 0 {
			continue
		}
		if n++; n > 14 {
			return list, end
		}
		if next := rest[i+1:]; rest[i] == ':' || bodies.Actions.MatchString(next) && !bodies.Second(rest[:i], next) || strings.HasPrefix(next, "có trách nhiệm") || strings.HasPrefix(next, "chịu trách nhiệm") {
			name := strings.TrimSpace(rest[:i])
			if name == "" || Orders.MatchString(next) || bodies.Stops.MatchString(name) {
				return list, end
			}
			if len(list) == 0 && bodies.BareTitle.MatchString(name) {
				return nil, end
			}
			if len(list) == 0 {
				return []bodies.Body{{Start: start, End: start + len(name), Name: name}}, start + len(name)
			}
			last := &list[len(list)-1]
			if strings.Contains(last.Name, ",") {
				return list, end // "các sở, ban, ngành" is whole
			}
			if len(last.Name) != last.End-last.Start {
				return list, end // put together from a shared head
			}
			last.End = end + i
			last.Name = t[last.Start:last.End]
			return list, last.End
		}
	}
	return list, end
}

func inQuotes(s string) bool {
	return strings.Count(s, "“") > strings.Count(s, "”")
}

// Bare reports a sentence that begins with an action, and where that is.
func (x *Text) Bare(from, to int) (int, bool) { //nolint:gocognit // one way of beginning after another
	t := x.t
	s := t[from:to]
	skip := len(connective.FindString(s))
	if bodies.Actions.MatchString(s[skip:]) {
		return from + skip, true
	}
	if skip > 0 && strings.HasPrefix(s[skip:], "cần ") {
		return from + skip, true
	}
	if m := Unhurried.FindString(s); m != "" && bodies.Actions.MatchString(s[len(m):]) {
		if strings.HasSuffix(m, "Không ") { // it belongs to the duty
			return from + len(m) - len("Không "), true
		}
		return from + len(m), true
	}
	if strings.HasPrefix(s[skip:], "Với ") { // an item of a list that opens with "phối hợp:"
		if list, end := x.bodies.List(from + skip + len("Với ")); len(list) > 0 && end < to && bodies.Actions.MatchString(strings.TrimLeft(t[end:to], " ,")) {
			return end + bodies.Blanks(t[end:to]), true
		}
	}
	if i := strings.Index(s[skip:], ": "); i > 0 && i < 110 && !strings.ContainsAny(s[skip:skip+i], ";") && bodies.Actions.MatchString(s[skip+i+2:]) && !bodies.Actions.MatchString(s[skip:]) && !Aspect.MatchString(s[skip:]) {
		return from + skip + i + 2, true // "Phát triển đội tàu biển: Cần khẩn trương …"
	}
	if Topic.MatchString(s[skip:]) {
		for i := skip; i < len(s) && i < skip+420; i++ {
			if s[i] == ',' && (strings.HasPrefix(s[skip:], "Về ") || proposal.MatchString(s[skip:])) {
				continue
			}
			if (s[i] == ',' || s[i] == ':') && i+2 < len(s) && bodies.Actions.MatchString(strings.TrimLeft(s[i+1:], " ")) {
				return from + i + 2, true
			}
		}
	}
	return 0, false
}

// Unhurried are words that stand before the action: how often, how, or that it is
// not to be done.
var Unhurried = pattern.New(`^(?:(?:Định kỳ,? )?(?:[Hh]ằng|[Hh]àng|[Mm]ỗi) (?:ngày|tuần|tháng|quý|năm)(?: \([^()]{3,60}\))?,? |Định kỳ,? |Từng bước |Mạnh dạn |Không )(?:hoặc đột xuất,? )?`)

// proposal tells what somebody asked for; what is ordered comes behind a colon.
var proposal = pattern.New(`^(?:Về|Đối với|Liên quan(?: đến)?)(?: các| việc| nội dung)? (?:đề nghị|kiến nghị|đề xuất)`)

// Aspect is a label of a plan that says how, how many or with whom, not what.
var Aspect = pattern.New(`^(?:Hình thức|Số lượng|Đối tượng|Địa điểm|Thành phần|Phạm vi|Kinh phí|Nguồn|Sản phẩm|Kết quả|Thời lượng|Mục tiêu|Mục đích|Chỉ tiêu|Tên|Chủ đề|Thông điệp|Ghi chú|Xã |Phường |Thị trấn |Huyện |Cửa |Điểm |Khu vực |Vị trí |Trạm |Tuyến )`)

// Bound is how somebody is told that they must.
var Bound = pattern.New(`^[ ,]*(?:cần|phải|có trách nhiệm|chịu trách nhiệm|chủ động|khẩn trương|tiếp tục|tập trung)\s`)

// standing begins what else a body is: "Sở Tài chính - Cơ quan thường trực Ban
// Chỉ đạo", "các cơ quan cấp trên (bao gồm …)".
var standing = pattern.New(`^\s*(?:[-–]|\()\s*(?:[Cc]ơ quan [Tt]hường trực|[Tt]hường trực|[Đđ]ơn vị [Tt]hường trực|[Cc]ơ quan đầu mối|[Đđ]ơn vị đầu mối|bao gồm|gồm)`)

// Apposed is the end of what is said of a name, from its own end on.
func Apposed(t string, end, to int) int {
	m := standing.FindString(t[end:max(end, to)])
	if m == "" {
		return end
	}
	for i := end + len(m); i < to; i++ {
		if strings.IndexByte(",;:.\n", t[i]) >= 0 && !strings.Contains(m, "(") || t[i] == ')' {
			if t[i] == ')' {
				i++
			}
			return i
		}
		if t[i] == ' ' && bodies.Actions.MatchString(t[i+1:to]) && !bodies.Nominal.MatchString(t[i+1:to]) && !strings.Contains(m, "(") {
			return i
		}
	}
	return to
}
