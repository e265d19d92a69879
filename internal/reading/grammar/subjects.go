package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

// Orders are the verbs of whoever orders, which tell that a name is not of the one
// told.
var Orders = pattern.New(`^(?:đã |sẽ )?(?:chỉ đạo(?: như sau)?\s*(?::|$)|chỉ thị|giao|yêu cầu|đề nghị|nhấn mạnh|kết luận|lưu ý|phân công|kiến nghị|có ý kiến)`)

// subject reads a body that stands as the subject of an order, i bytes into
// the sentence.
func (x *Text) subject(from, i, to int) (Told, bool) {
	t := x.t
	list, end := x.namedAt(from, i, to)
	if len(list) == 0 || end > to {
		return Told{}, false
	}
	rest := strings.TrimLeft(t[end:to], " ,")
	if i == 0 && !bodies.Actions.MatchString(rest) && !strings.HasPrefix(rest, "sẽ ") {
		list, end = x.Stretch(list, from, end, to)
		rest = strings.TrimLeft(t[end:to], " ,")
	}
	if i > 0 && Orders.MatchString(rest) {
		return Told{}, false // the one who orders: "…, Chủ tịch UBND tỉnh yêu cầu:"
	}
	if who, ok := x.clauseBehind(list, end, to, i); ok {
		return who, true
	}
	if i > 0 && relative.MatchString(rest) {
		return Told{}, false // "các nhiệm vụ được trung ương, UBND tỉnh giao"
	}
	if strings.HasPrefix(rest, "sẽ ") {
		return Told{list, end, "Cơ quan tự nhận việc bằng chữ “sẽ”", 0.7}, true
	}
	if i == 0 && hedges.MatchString(rest) {
		rest = afterHedge(rest)
	}
	rest = rest[len(Adverbs.FindString(rest)):]
	if not, ok := strings.CutPrefix(rest, "không "); ok && bodies.Actions.MatchString(not) {
		rest = not // "Công an thành phố không giải quyết …"
	}
	if colon := strings.TrimLeft(t[end:to], " "); strings.HasPrefix(colon, ":") && (i == 0 || bodies.Actions.MatchString(strings.TrimLeft(colon, ": "))) || bodies.Actions.MatchString(rest) || bodies.Actions.MatchString(strings.TrimLeft(t[end:to], " ,")) {
		strength := 0.85
		if i > 0 {
			strength = 0.7
		}
		return Told{list, end, "Tên cơ quan đứng trước động từ giao việc", strength}, true
	}
	return Told{}, false
}

// namedAt is who is named i bytes into a sentence, by a name that is known or by
// words that can only mean somebody, and where the name and what is said of it
// end.
func (x *Text) namedAt(from, i, to int) ([]bodies.Body, int) {
	t := x.t
	list, end := x.bodies.List(from + i)
	if len(list) == 0 && actor.MatchString(t[from+i:to]) {
		list, end = x.Stretch(nil, from+i, from+i, to)
		if len(list) == 0 {
			list, end = x.responsible(from+i, to)
		}
		if len(list) > 0 && passive.MatchString(t[end:to]) {
			return nil, end // what is to be done, not who is to do it
		}
	}
	if m := selfPromise.FindStringSubmatch(t[from+i : to]); len(list) == 0 && m != nil {
		list, end = []bodies.Body{{Start: from + i, End: from + i + len(m[1]), Name: m[1]}}, from+i+len(m[1])
	}
	if len(list) == 0 || end > to {
		return nil, end
	}
	list, end = x.UpToDuty(list, end, to)
	end = Apposed(t, end, to)
	return list, end + len(Aside.FindString(t[end:max(end, to)])) // "Sở Nội vụ (Ban Thi đua - Khen thưởng) phối hợp …"
}

// UpToDuty carries the last name of a list on to the words "có trách nhiệm", where
// it is the name of a kind of body: "Cơ quan tiếp nhận văn bản kê khai giá có trách
// nhiệm …", "Sở quản lý ngành, lĩnh vực có trách nhiệm …".
func (x *Text) UpToDuty(list []bodies.Body, end, to int) ([]bodies.Body, int) {
	t := x.t
	last := &list[len(list)-1]
	if len(last.Name) != last.End-last.Start || !kindOf.MatchString(last.Name) || strings.HasSuffix(last.Name, "liên quan") {
		return list, end
	}
	m := untilDuty.FindStringSubmatchIndex(t[end:to])
	if m == nil {
		return list, end
	}
	if after, ok := x.bodies.At(end + m[2] + len(" ")); ok && after.Start > end || strings.Contains(t[end+m[2]:end+m[3]], " được ") && len(list) > 1 {
		return list, end
	}
	last.End = end + m[3]
	last.Name = t[last.Start:last.End]
	return list, end + m[1] - len(" có trách nhiệm ")
}

var (
	kindOf    = pattern.New(`^(?:[Cc]ác |[Nn]hững |[Mm]ỗi )?(?:[Ss]ở|[Cc]ơ quan(?: chuyên môn)?|[Đđ]ơn vị|[Tt]ổ chức|[Dd]oanh nghiệp|[Cc]ơ sở|[Cc]á nhân)(?:, (?:cơ quan|đơn vị|tổ chức|cá nhân))*$`)
	untilDuty = pattern.New(`^( [^;:().\n]{2,110}?)(?: \([^()]{3,80}\))? (?:có|chịu) trách nhiệm `)
)

// clauseBehind reads a duty that comes behind a clause about the body: "các sở
// được phân công chủ trì … có trách nhiệm …". A group is named by the clause.
func (x *Text) clauseBehind(list []bodies.Body, end, to, i int) (Told, bool) {
	t := x.t
	rest := strings.TrimLeft(t[end:to], " ,")
	m := dutyBehind.FindStringIndex(rest)
	if m == nil {
		return Told{}, false
	}
	start := to - len(rest)
	if first := &list[0]; i == 0 && len(list) == 1 && bodies.Group.MatchString(first.Name) && len(first.Name) == first.End-first.Start {
		clause := strings.TrimSuffix(strings.TrimSuffix(rest[:m[1]], " chịu trách nhiệm "), " có trách nhiệm ")
		first.End = start + len(clause)
		first.Name = t[first.Start:first.End]
	}
	return Told{list, start + m[1] - len("có trách nhiệm "), "Tên cơ quan đứng trước động từ giao việc", 0.85}, true
}

// responsible reads a list of people and bodies that no pattern knows, up to the
// words that make them answerable: "Chủ bến, thuyền trưởng và thuyền viên có
// trách nhiệm …".
func (x *Text) responsible(from, to int) ([]bodies.Body, int) {
	t := x.t
	s := t[from:to]
	end := -1
	for _, w := range []string{" có trách nhiệm ", " chịu trách nhiệm "} {
		if k := strings.Index(s, w); k > 0 && k < 220 && (end < 0 || k < end) {
			end = k
		}
	}
	if end < 0 || strings.ContainsAny(s[:end], ";:(.") || bodies.Stops.MatchString(s[:end]) {
		return nil, from
	}
	var list []bodies.Body
	at := from
	for part := range strings.SplitSeq(strings.ReplaceAll(s[:end], " và ", ",    "), ",") {
		name := strings.TrimSpace(part)
		lead := len(part) - len(strings.TrimLeft(part, " "))
		if name == "" || len(strings.Fields(name)) > 8 || bodies.Actions.MatchString(name) {
			return nil, from
		}
		start := at + lead
		if strings.HasPrefix(t[start:], "và ") {
			start += len("và ")
		}
		list = append(list, bodies.Body{Start: start, End: start + len(name), Name: name})
		at += len(part) + 1
	}
	return list, from + end
}

// actor begins the name of someone who can be told to act, known or not.
var actor = pattern.New(`^(?:Sở quản lý|Bến|[Tt]ổ chức|[Cc]ấp ủy|[Cc]hính quyền|Hội đồng|Tổng [Cc]ông ty|[Cc]hủ (?:đầu tư|các|cơ sở|rừng|dự án|tịch|bến|phương tiện|hộ|nhà|hàng|xe|tàu|thuyền|doanh nghiệp|sử dụng|nuôi|trang trại|mỏ|công trình|nguồn thải|sở hữu|vật nuôi)|[Nn]gười đứng đầu|[Đđ]ơn vị|[Cc]ơ quan|[Tt]hành phố|[Tt]ỉnh|[Đđ]ịa phương|[Dd]oanh nghiệp|[Nn]hà thầu|[Cc]ục|(?:Vụ|Viện) \p{Lu}\p{L}*|Trường (?:Đại|Cao|Trung|Chính|THPT|THCS)|Quỹ|Hiệp hội|Hội \p{Lu}\p{L}*|Liên hiệp|Công ty|Ban \p{Lu}\p{L}*|[Tt]oàn (?:[Nn]gành|tỉnh|thành phố|huyện)|[Hh]ệ thống các cơ quan|[Cc]húng ta|[Tt]hành viên|[Cc]án bộ|(?:[Cc]ác|[Nn]hững|[Mm]ỗi|[Tt]ừng) (?:cơ sở|hộ|nơi|tỉnh|huyện|xã|phường|đơn vị|cơ quan|doanh nghiệp|tổ chức|cá nhân|chủ|nhà|ngành|cấp|lực lượng|đội|tổ|trường|bệnh viện|ngân hàng|hợp tác xã|cán bộ|đồng chí|thành viên|sở|ban|phòng|địa phương|Vụ|Cục|Sở|Bộ|Ban|Viện))[ ,]`)

var passive = pattern.New(`^[ ,]*(?:cần|phải)(?: tiếp tục| sớm)? được `)

// selfPromise is the issuer's own office, named short, that takes something on.
var selfPromise = pattern.New(`^((?:[Ll]ãnh đạo )?(?:Văn phòng|Bộ|Sở|Ban|Tỉnh|Thành phố|Ủy ban|Hội đồng|Cục)) sẽ `)

// Aside is a part of a body in brackets behind its name.
var Aside = pattern.New(`^ \([^()\n]{3,80}\)`)

// dutyBehind is a clause about the body that the duty comes behind.
var dutyBehind = pattern.New(`^(?:được|có tên|có tổ chức|thuộc|đang|sử dụng|hoạt động)\s[^,;:]{0,160}? (?:có|chịu) trách nhiệm `)

// relative is a verb that closes a clause about the body: what was given or
// decided by it, not what it is told.
var relative = pattern.New(`^(?:đã )?(?:giao|yêu cầu|chỉ đạo|phê duyệt|ban hành|quy định|quyết định|thông qua|công bố|đề nghị|kiến nghị|đề xuất)(?:\s*[.,;)]|\s*$| (?:tại|về|theo|trong|cho) )`)

var hedges = pattern.New(`^(?:khi|trường hợp|trong trường hợp|theo|trong phạm vi|căn cứ|trên cơ sở|tùy theo|trong quá trình)[\s,]`)

// afterHedge skips "theo chức năng, nhiệm vụ …" up to the action behind it.
func afterHedge(s string) string {
	for i := range min(len(s), 260) {
		if s[i] == ' ' && bodies.Actions.MatchString(s[i+1:]) && !strings.HasPrefix(s[i+1:], "quy định") {
			return s[i+1:]
		}
	}
	return s
}

// subjects lists where a body could stand as subject: after commas, colons and
// semicolons, outside quotations. A body inside a list that began earlier
// ("phối hợp với các cơ quan, đơn vị liên quan …") is no subject, unless the
// sentence opens with a topic and a body of its own name closes the list.
func (x *Text) subjects(from, to int) []int { //nolint:gocognit // one scan over words and lists
	t := x.t
	s := t[from:to]
	var out []int
	deep := 0
	begins := Topic.MatchString(s)
	for i := 0; i < len(s) && len(out) < 13; {
		sign, size, letter := rune(0), bodies.LetterAt(s, i), true
		if size == 0 {
			sign, size = utf8.DecodeRuneInString(s[i:])
			letter = false
		}
		switch {
		case sign == '“':
			deep++
		case sign == '”':
			deep = max(deep-1, 0)
		case letter && bodies.AtWord(s, i):
			list, end := x.bodies.List(from + i)
			if len(list) == 0 && begins && deep == 0 && strings.HasSuffix(strings.TrimRight(s[:i], " "), ",") && actor.MatchString(s[i:]) {
				out = append(out, i)
			}
			if len(list) == 0 || end > to {
				break
			}
			if after := strings.TrimRight(s[:i], " "); deep == 0 && after != "" && len(after) < i && strings.ContainsAny(after[len(after)-1:], ",:;") || deep == 0 && afterLink.MatchString(behind(s, i)) {
				out = append(out, i)
			} else if last := list[len(list)-1]; deep == 0 && begins && len(list) > 1 && last.Start > from+i {
				if c, _ := utf8.DecodeRuneInString(t[last.Start:]); unicode.IsUpper(c) {
					out = append(out, last.Start-from)
				}
			}
			i = end - from
			continue
		}
		i += size
		for n := size; letter && n > 0; i += n { // to the end of the word
			n = bodies.LetterAt(s, i)
		}
	}
	return out
}

// afterLink is a word behind which a sentence begins anew.
var afterLink = pattern.New(`(?:đồng thời|vì vậy|do đó|do vậy|thì) $`)

func behind(s string, i int) string { return s[max(0, i-24):i] }
