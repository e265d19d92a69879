package reading

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	adverbs    = regexp.MustCompile(`(?i)^(?:(?:có trách nhiệm|chịu trách nhiệm|cần|phải|theo chức năng[^,;:]{0,60},?|theo thẩm quyền[^,;:]{0,40},?|căn cứ [^;:]{0,120}?,|trên cơ sở [^;:]{0,160}?,|tiếp tục|khẩn trương|tập trung|chủ động|có|chủ trì,?|làm đầu mối,?)\s+)*`)
	ordering   = gated{[]string{"iao", "êu cầu", "ề nghị", "hân công", "y quyền", "iến nghị", "ưu ý", "iện ", "hỉ thị"}, regexp.MustCompile(`(?:^|[\s,;:“”"(])(?:[Gg]iao(?: nhiệm vụ)?|[Yy]êu cầu|[Đđ]ề nghị|[Pp]hân công|[Uu]ỷ quyền|[Ủủ]y quyền|[Kk]iến nghị|[Ll]ưu ý|[Đđ]iện|[Cc]hỉ thị)(?: cho)?(?: tập thể)?\s+`)} //nolint:gochecknoglobals // a pattern and its gate
	notOrder   = regexp.MustCompile(`(?i)(?:theo|được|do|các|những|đáp ứng|tại|xét|của|một số|nội dung|từ|về|về việc|việc)\s+$`)
	connective = regexp.MustCompile(`^(?:(?:Bên cạnh đó|Đồng thời|Song song đó|Ngoài ra|Cùng với đó|Trước mắt|Trong đó|Theo đó|Hàng năm|Hằng năm|Định kỳ|Đặc biệt|Trong thời gian (?:tới|đến)|Thời gian tới|Cụ thể|Mặt khác|Từ đó|Năm \d{4}|Hàng tháng|Hàng quý|Hàng tuần|Trước hết|Vì vậy|Do đó|Do vậy|Vì thế|Riêng|Tiếp đó|Sau đó|Về lâu dài|Đến năm \d{4})[,:]?\s+)+`)
	topic      = regexp.MustCompile(`^(?:Trên cơ sở|Căn cứ|Theo|Để|Đối với|Về|Trong|Khi|Nếu|Trường hợp|Từ|Qua|Với|Nhằm|Ngay|Thông qua|Quá trình|Đồng thời với|Hằng|Hàng|Tại|Sau khi|Trước|Xét|Liên quan|Ngay sau|Đến|Cùng với|Hướng đến|Kể từ|Mỗi|Định kỳ)[\s,]`)
	agreeing   = gated{[]string{"hống nhất", "ồng ý", "hất trí", "ho phép", "hi nhận", "iểu dương", "ánh giá cao", "oan nghênh", "ảm ơn", "húc", "hấp thuận", "huyến khích", "hê bình", "hia sẻ", "hông qua"}, regexp.MustCompile(`(?i)^(?:(?:về |đối với )?[^:.;]{0,80}:\s*)?(?:cơ bản )?(?:thống nhất|đồng ý|nhất trí|cho phép|ghi nhận|biểu dương|đánh giá cao|hoan nghênh|cảm ơn|chúc|chấp thuận|khuyến khích|phê bình|chia sẻ|thông qua)[\s,]`)} //nolint:gochecknoglobals // a pattern and its gate
	judges     = regexp.MustCompile(`^(?:(?:Cùng |Cùng tham |Tham )dự |Dự (?:họp|buổi|hội nghị) |Thay mặt |Việc |Đây là|Tuy nhiên|Tuy vậy|Thời gian qua|Kết quả|Nhìn chung|Nguyên nhân|Những |Một số |Công tác [^.;]{5,80} (?:được|đã|chưa|còn)|Qua |Hiện nay|Do |Mặc dù|Có thể|(?:Ngoài ra, )?[Tt]ại (?:Báo cáo|Thông báo|Công văn|văn bản|Công điện|Tờ trình) số|Điều này|Đó là|Như vậy|Theo báo cáo|Đến nay|Trong (?:những )?(?:năm|thời gian) qua)`)
	closingRE  = gated{[]string{"hông báo", "hi hành", "iệu lực", "biết"}, regexp.MustCompile(`(?i)(?:thông báo (?:để|đến|tới|ý kiến).{0,160}biết|trân trọng thông báo|chịu trách nhiệm thi hành|có hiệu lực (?:kể )?từ|hết hiệu lực|để (?:các|quý) [^.;]{0,80}biết)`)}                             //nolint:gochecknoglobals // a pattern and its gate
	recalls    = gated{[]string{"đã ", ", giao", ", yêu cầu", ", chỉ đạo", ", đề nghị", "rước đó,", "gày "}, regexp.MustCompile(`(?i)^ngày \d{1,2}[/. ]|(?:tại|theo) [^,;]{3,120}(?:đã|,) (?:giao|yêu cầu|chỉ đạo|đề nghị)|trước đó,|đã có (?:văn bản|công văn)|đã ban hành (?:công văn|văn bản)`)} //nolint:gochecknoglobals // a pattern and its gate
	openList   = regexp.MustCompile(`(?i)(?:như sau|sau đây|dưới đây|sau|cụ thể|nhiệm vụ|nội dung|yêu cầu|chỉ đạo|giao|đề nghị|kết luận|quyết nghị|điện|ý kiến|quyết định|thực hiện|báo cáo|lưu ý|tham mưu[^:]{0,40}|triển khai|phối hợp[^:]{0,140}|trọng tâm|giải pháp|việc|trong đó)\s*$`)
	mereOpen   = regexp.MustCompile(`(?i)^(?:[\s,]*(?:chủ trì|tập trung|thực hiện|triển khai|tổ chức|khẩn trương|nghiêm túc|cần|phải|có trách nhiệm|chịu trách nhiệm|phối hợp|với|các|một số|những|tốt|đồng bộ|hiệu quả|quyết liệt|nhiệm vụ|giải pháp|nội dung|công việc|công tác|việc|sau|đây|như|dưới|cụ thể|trọng tâm|chủ yếu|theo|chức năng|được giao|của mình|và|trong đó|lưu ý|chỉ đạo|yêu cầu|[,;]))*\s*$`)
	coordRE    = gated{[]string{"hối hợp", "ết hợp với"}, regexp.MustCompile(`(?i)(?:phối hợp|kết hợp)(?:\s+(?:chặt chẽ|hiệu quả|đồng bộ|hiệp đồng))?(?:,\s*(?:hướng dẫn|hỗ trợ))?(?:\s+(?:với|cùng với|cùng))?\s+`)} //nolint:gochecknoglobals // a pattern and its gate
	cungRE     = regexp.MustCompile(`(?:^|\s)(?:Cùng với|cùng với|cùng)\s+`)
	throughRE  = regexp.MustCompile(`(?:chỉ đạo, triển khai cho|chỉ đạo|triển khai cho|giao cho|giao|phân công)\s+`)
	aims       = regexp.MustCompile(`(?i)^(?:củng cố|góp phần|nâng cao|bảo đảm|đảm bảo|tạo|hướng tới|phấn đấu)\s`)
	delivers   = regexp.MustCompile(`(?i)^(?:tham mưu|đề xuất|báo cáo|tổng hợp|trình|kiến nghị)[\s,]`)
)

// told is who a sentence tells to act, and how that was recognised.
type told struct {
	lead     []body
	verb     int    // where the order's verb phrase begins
	how      string // for the reason
	strength float64
	explicit bool
}

// whoIsTold looks for the addressee inside t[from:to].
func whoIsTold(t string, from, to int) (told, bool) {
	s := t[from:to]
	if who, ok := subject(t, from, 0, to); ok && !orders.MatchString(strings.TrimLeft(t[who.verb:to], " ,")) {
		return who, true
	}
	// an ordering verb directly before a body: "đề nghị các thành viên …"
	for _, m := range ordering.FindAllStringIndex(s, -1) {
		head := s[:m[0]]
		if m[0] > 0 || strings.ContainsAny(s[:1], " ,") {
			head = s[:m[0]+1]
		}
		if notOrder.MatchString(head) || inQuotes(head) {
			continue
		}
		list, end := bodyList(t, from+m[1])
		list, end = stretch(t, list, from+m[1], end, to)
		if len(list) == 0 {
			continue
		}
		rest := strings.TrimLeft(t[end:to], " ,:")
		if ownAction(s, m[0]) && !bound.MatchString(rest) {
			continue
		}
		if rest == "" || strings.HasPrefix(rest, "tại ") || strings.HasPrefix(rest, "về ") && !strings.Contains(rest, ":") {
			continue
		}
		verb := strings.TrimSpace(strings.Trim(s[m[0]:m[1]], " ,;:“”\"("))
		return told{list, end, "Chữ “" + verb + "” đứng ngay trước tên cơ quan", 0.9, true}, true
	}
	for _, i := range subjects(t, from, to) {
		if who, ok := subject(t, from, i, to); ok {
			return who, true
		}
	}
	return told{}, false
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
	return act.MatchString(before) || strings.Contains(before, "phải ") || strings.Contains(before, "chủ động ")
}

// stretch carries a name on to the verb of its order, where the patterns know
// only its beginning ("các đơn vị | cấp nước sạch trên địa bàn …") or nothing
// of it: what stands between the ordering verb and the action is the name.
func stretch(t string, list []body, start, end, to int) ([]body, int) { //nolint:gocognit // one scan to the verb, with the places where a name may not go on
	rest := t[end:to]
	if lead := strings.TrimLeft(rest, " "); lead == "" || strings.ContainsAny(lead[:1], ",;:.-") || strings.HasPrefix(lead, "(") || act.MatchString(lead) || adverbs.FindString(lead) != "" || strings.HasPrefix(lead, "và ") {
		return list, end
	}
	if len(list) == 0 {
		if r, _ := utf8.DecodeRuneInString(t[start:]); !unicode.IsUpper(r) && (!strings.HasPrefix(t[start:], "các ") || !actor.MatchString(t[start:])) {
			return nil, end
		}
		end, rest = start, t[start:to]
		if act.MatchString(rest) {
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
		if next := rest[i+1:]; rest[i] == ':' || act.MatchString(next) && !second(rest[:i], next) || strings.HasPrefix(next, "có trách nhiệm") || strings.HasPrefix(next, "chịu trách nhiệm") {
			name := strings.TrimSpace(rest[:i])
			if name == "" || orders.MatchString(next) || stops.MatchString(name) {
				return list, end
			}
			if len(list) == 0 && bareTitle.MatchString(name) {
				return nil, end
			}
			if len(list) == 0 {
				return []body{{start: start, end: start + len(name), name: name}}, start + len(name)
			}
			last := &list[len(list)-1]
			if strings.Contains(last.name, ",") {
				return list, end // "các sở, ban, ngành" is whole
			}
			if len(last.name) != last.end-last.start {
				return list, end // put together from a shared head
			}
			last.end = end + i
			last.name = t[last.start:last.end]
			return list, last.end
		}
	}
	return list, end
}

// stops are words that no name goes across.
var stops = regexp.MustCompile(`(?:^|\s)(?:tự|thừa|nhấn mạnh|kết luận|đề nghị|yêu cầu|lưu ý|phát biểu|cho rằng|để|khi|nếu|đã|được|bị|là|sẽ|cần|phải|nhằm|do|trước|sau|theo|đến|từ|như|mà|nhưng|chưa|không|với|cho|tại|vào)(?:\s|$)`)

var orders = regexp.MustCompile(`^(?:đã |sẽ )?(?:chỉ đạo(?: như sau)?\s*(?::|$)|chỉ thị|giao|yêu cầu|đề nghị|nhấn mạnh|kết luận|lưu ý|phân công|kiến nghị|có ý kiến)`)

// subject reads a body that stands as the subject of an order, i bytes into
// the sentence.
func subject(t string, from, i, to int) (told, bool) {
	list, end := bodyList(t, from+i)
	if len(list) == 0 && actor.MatchString(t[from+i:to]) {
		list, end = stretch(t, nil, from+i, from+i, to)
		if len(list) == 0 && i == 0 {
			list, end = responsible(t, from, to)
		}
		if len(list) > 0 && passive.MatchString(t[end:to]) {
			return told{}, false // what is to be done, not who is to do it
		}
	}
	if m := selfPromise.FindStringSubmatch(t[from+i : to]); len(list) == 0 && m != nil {
		list, end = []body{{from + i, from + i + len(m[1]), m[1]}}, from+i+len(m[1])
	}
	if len(list) == 0 || end > to {
		return told{}, false
	}
	end = apposed(t, end, to)
	if m := aside.FindString(t[end:max(end, to)]); m != "" {
		end += len(m) // "Sở Nội vụ (Ban Thi đua - Khen thưởng) phối hợp …"
	}
	rest := strings.TrimLeft(t[end:to], " ,")
	if i == 0 && !act.MatchString(rest) && !strings.HasPrefix(rest, "sẽ ") {
		list, end = stretch(t, list, from, end, to)
		rest = strings.TrimLeft(t[end:to], " ,")
	}
	if i > 0 && orders.MatchString(rest) {
		return told{}, false // the one who orders: "…, Chủ tịch UBND tỉnh yêu cầu:"
	}
	if m := dutyBehind.FindStringIndex(rest); m != nil { // "các sở được phân công chủ trì … có trách nhiệm …"
		verb := to - len(rest) + m[1]
		if i == 0 && len(list) == 1 && plural.MatchString(list[0].name) && len(list[0].name) == list[0].end-list[0].start {
			list[0].end = to - len(rest) + m[0] + len(strings.TrimSuffix(strings.TrimSuffix(rest[m[0]:m[1]], " chịu trách nhiệm "), " có trách nhiệm "))
			list[0].name = t[list[0].start:list[0].end]
		}
		return told{list, verb - len("có trách nhiệm "), "Tên cơ quan đứng trước động từ giao việc", 0.85, true}, true
	}
	if i > 0 && relative.MatchString(rest) {
		return told{}, false // "các nhiệm vụ được trung ương, UBND tỉnh giao"
	}
	if strings.HasPrefix(rest, "sẽ ") {
		return told{list, end, "Cơ quan tự nhận việc bằng chữ “sẽ”", 0.7, true}, true
	}
	if i == 0 && hedges.MatchString(rest) {
		rest = afterHedge(rest)
	}
	rest = rest[len(adverbs.FindString(rest)):]
	if not, ok := strings.CutPrefix(rest, "không "); ok && act.MatchString(not) {
		rest = not // "Công an thành phố không giải quyết …"
	}
	if colon := strings.TrimLeft(t[end:to], " "); strings.HasPrefix(colon, ":") && (i == 0 || act.MatchString(strings.TrimLeft(colon, ": "))) || act.MatchString(rest) || act.MatchString(strings.TrimLeft(t[end:to], " ,")) {
		strength := 0.85
		if i > 0 {
			strength = 0.7
		}
		return told{list, end, "Tên cơ quan đứng trước động từ giao việc", strength, true}, true
	}
	return told{}, false
}

// responsible reads a list of people and bodies that no pattern knows, up to the
// words that make them answerable: "Chủ bến, thuyền trưởng và thuyền viên có
// trách nhiệm …".
func responsible(t string, from, to int) ([]body, int) {
	s := t[from:to]
	end := -1
	for _, w := range []string{" có trách nhiệm ", " chịu trách nhiệm "} {
		if k := strings.Index(s, w); k > 0 && k < 220 && (end < 0 || k < end) {
			end = k
		}
	}
	if end < 0 || strings.ContainsAny(s[:end], ";:(.") || stops.MatchString(s[:end]) {
		return nil, from
	}
	var list []body
	at := from
	for part := range strings.SplitSeq(strings.ReplaceAll(s[:end], " và ", ",    "), ",") {
		name := strings.TrimSpace(part)
		lead := len(part) - len(strings.TrimLeft(part, " "))
		if name == "" || len(strings.Fields(name)) > 8 || act.MatchString(name) {
			return nil, from
		}
		start := at + lead
		if strings.HasPrefix(t[start:], "và ") {
			start += len("và ")
		}
		list = append(list, body{start: start, end: start + len(name), name: name})
		at += len(part) + 1
	}
	return list, from + end
}

// actor begins the name of someone who can be told to act, known or not.
var actor = regexp.MustCompile(`^(?:[Cc]ấp ủy|[Cc]hính quyền|Hội đồng|Tổng [Cc]ông ty|[Cc]hủ (?:đầu tư|các|cơ sở|rừng|dự án|tịch|bến|phương tiện|hộ|nhà|hàng|xe|tàu|thuyền|doanh nghiệp|sử dụng|nuôi|trang trại|mỏ|công trình|nguồn thải|sở hữu|vật nuôi)|[Nn]gười đứng đầu|[Đđ]ơn vị|[Cc]ơ quan|[Tt]hành phố|[Tt]ỉnh|[Đđ]ịa phương|[Dd]oanh nghiệp|[Nn]hà thầu|[Cc]ục|(?:Vụ|Viện) \p{Lu}\p{L}*|Trường (?:Đại|Cao|Trung|Chính|THPT|THCS)|Quỹ|Hiệp hội|Hội \p{Lu}\p{L}*|Liên hiệp|Công ty|Ban \p{Lu}\p{L}*|[Tt]oàn (?:[Nn]gành|tỉnh|thành phố|huyện)|[Hh]ệ thống các cơ quan|[Cc]húng ta|[Tt]hành viên|[Cc]án bộ|(?:[Cc]ác|[Nn]hững|[Mm]ỗi|[Tt]ừng) (?:cơ sở|hộ|nơi|tỉnh|huyện|xã|phường|đơn vị|cơ quan|doanh nghiệp|tổ chức|cá nhân|chủ|nhà|ngành|cấp|lực lượng|đội|tổ|trường|bệnh viện|ngân hàng|hợp tác xã|cán bộ|đồng chí|thành viên|sở|ban|phòng|địa phương|Vụ|Cục|Sở|Bộ|Ban|Viện)) `)

var passive = regexp.MustCompile(`^[ ,]*(?:cần|phải)(?: tiếp tục| sớm)? được `)

// selfPromise is the issuer's own office, named short, that takes something on.
var selfPromise = regexp.MustCompile(`^((?:[Ll]ãnh đạo )?(?:Văn phòng|Bộ|Sở|Ban|Tỉnh|Thành phố|Ủy ban|Hội đồng|Cục)) sẽ `)

// aside is a part of a body in brackets behind its name.
var aside = regexp.MustCompile(`^ \([^()\n]{3,80}\)`)

// dutyBehind is a clause about the body that the duty comes behind.
var dutyBehind = regexp.MustCompile(`^(?:được|có tên|có tổ chức|thuộc|đang|sử dụng|hoạt động)\s[^,;:]{0,160}? (?:có|chịu) trách nhiệm `)

// relative is a verb that closes a clause about the body: what was given or
// decided by it, not what it is told.
var relative = regexp.MustCompile(`^(?:đã )?(?:giao|yêu cầu|chỉ đạo|phê duyệt|ban hành|quy định|quyết định|thông qua|công bố|đề nghị|kiến nghị|đề xuất)(?:\s*[.,;)]|\s*$| (?:tại|về|theo|trong|cho) )`)

var hedges = regexp.MustCompile(`^(?:theo|trong phạm vi|căn cứ|trên cơ sở|tùy theo|trong quá trình)[\s,]`)

// afterHedge skips "theo chức năng, nhiệm vụ …" up to the action behind it.
func afterHedge(s string) string {
	for i := range min(len(s), 260) {
		if s[i] == ' ' && act.MatchString(s[i+1:]) && !strings.HasPrefix(s[i+1:], "quy định") {
			return s[i+1:]
		}
	}
	return s
}

// subjects lists where a body could stand as subject: after commas, colons and
// semicolons, outside quotations. A body inside a list that began earlier
// ("phối hợp với các cơ quan, đơn vị liên quan …") is no subject, unless the
// sentence opens with a topic and a body of its own name closes the list.
func subjects(t string, from, to int) []int { //nolint:gocognit // one scan over words and lists
	s := t[from:to]
	var out []int
	deep := 0
	begins := topic.MatchString(s)
	for i := 0; i < len(s) && len(out) < 13; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '“':
			deep++
		case r == '”':
			deep = max(deep-1, 0)
		case unicode.IsLetter(r) && atWord(s, i):
			list, end := bodyList(t, from+i)
			if len(list) == 0 && begins && deep == 0 && strings.HasSuffix(strings.TrimRight(s[:i], " "), ",") && actor.MatchString(s[i:]) {
				out = append(out, i)
			}
			if len(list) == 0 || end > to {
				break
			}
			if after := strings.TrimRight(s[:i], " "); deep == 0 && after != "" && len(after) < i && strings.ContainsAny(after[len(after)-1:], ",:;") || deep == 0 && afterLink.MatchString(behind(s, i)) {
				out = append(out, i)
			} else if last := list[len(list)-1]; deep == 0 && begins && len(list) > 1 && last.start > from+i {
				if c, _ := utf8.DecodeRuneInString(t[last.start:]); unicode.IsUpper(c) {
					out = append(out, last.start-from)
				}
			}
			i = end - from
			continue
		}
		i += size
		for r != ' ' && unicode.IsLetter(r) && i < len(s) { // to the end of the word
			r, size = utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) {
				break
			}
			i += size
		}
	}
	return out
}

// afterLink is a word behind which a sentence begins anew.
var afterLink = regexp.MustCompile(`(?:đồng thời|vì vậy|do đó|do vậy|thì) $`)

func behind(s string, i int) string { return s[max(0, i-24):i] }

func inQuotes(s string) bool {
	return strings.Count(s, "“") > strings.Count(s, "”")
}

// bare reports a sentence that begins with an action, and where that is.
func bare(t string, from, to int) (int, bool) {
	s := t[from:to]
	skip := len(connective.FindString(s))
	if act.MatchString(s[skip:]) {
		return from + skip, true
	}
	if skip > 0 && strings.HasPrefix(s[skip:], "cần ") {
		return from + skip, true
	}
	if strings.HasPrefix(s[skip:], "Với ") { // an item of a list that opens with "phối hợp:"
		if list, end := bodyList(t, from+skip+len("Với ")); len(list) > 0 && end < to && act.MatchString(strings.TrimLeft(t[end:to], " ,")) {
			return end + blanks(t[end:to]), true
		}
	}
	if i := strings.Index(s[skip:], ": "); i > 0 && i < 110 && !strings.ContainsAny(s[skip:skip+i], ";") && act.MatchString(s[skip+i+2:]) && !act.MatchString(s[skip:]) && !aspect.MatchString(s[skip:]) {
		return from + skip + i + 2, true // "Phát triển đội tàu biển: Cần khẩn trương …"
	}
	if topic.MatchString(s[skip:]) {
		for i := skip; i < len(s) && i < skip+420; i++ {
			if s[i] == ',' && (strings.HasPrefix(s[skip:], "Về ") || proposal.MatchString(s[skip:])) {
				continue
			}
			if (s[i] == ',' || s[i] == ':') && i+2 < len(s) && act.MatchString(strings.TrimLeft(s[i+1:], " ")) {
				return from + i + 2, true
			}
		}
	}
	return 0, false
}

// proposal tells what somebody asked for; what is ordered comes behind a colon.
var proposal = regexp.MustCompile(`^(?:Về|Đối với|Liên quan(?: đến)?)(?: các| việc| nội dung)? (?:đề nghị|kiến nghị|đề xuất)`)

// aspect is a label of a plan that says how, how many or with whom, not what.
var aspect = regexp.MustCompile(`^(?:Hình thức|Số lượng|Đối tượng|Địa điểm|Thành phần|Phạm vi|Kinh phí|Nguồn|Sản phẩm|Kết quả|Thời lượng|Mục tiêu|Mục đích|Chỉ tiêu|Tên|Chủ đề|Thông điệp|Ghi chú)`)

// coordinates lists the bodies with which the lead is to work.
func (r *reader) coordinates(from, to int) []string {
	t := r.t
	var out []string
	add := func(at int) { out = merge(out, r.partners(at, to)) }
	for _, m := range coordRE.FindAllStringIndex(t[from:to], -1) {
		lead := t[from : from+m[0]]
		if i := strings.LastIndex(lead, "chỉ đạo "); i >= 0 {
			if b, ok := bodyAt(t, from+i+len("chỉ đạo ")); ok && b.end <= from+m[0] {
				continue // others are to coordinate among themselves
			}
		}
		if i := strings.LastIndex(strings.ToLower(lead), "tham mưu "); i >= 0 && len(lead)-i < 90 {
			if b, ok := bodyAt(t, from+i+len("tham mưu ")); ok && b.end <= from+m[0] && b.end+2 > from+m[0] {
				continue
			}
		}
		add(from + m[1])
	}
	if strings.HasPrefix(t[from:to], "Với ") {
		add(from + len("Với "))
	}
	if m := cungRE.FindStringIndex(t[from:to]); m != nil && m[0] < 120 {
		add(from + m[1])
	}
	return out
}

// partners are the names that begin at a place.
func (r *reader) partners(at, to int) []string {
	list, end := bodyList(r.t, at)
	if n := len(list); n > 0 && end < to && plural.MatchString(list[n-1].name) {
		list, _ = stretch(r.t, list, at, end, to)
	}
	var out []string
	for _, b := range list {
		if b.start < to {
			name := r.name(b)
			if cut := circumstance.FindStringIndex(name); cut != nil {
				name = name[:cut[0]]
			}
			out = merge(out, []string{name})
		}
	}
	return out
}

// circumstance is what follows a name without being of it.
var circumstance = regexp.MustCompile(` (?:trong(?: việc| công tác| quá trình)?|định kỳ|nhằm|để|đê|theo)(?: \p{L}+){0,3}$`)

// through finds the body that the one told is to act through.
func (r *reader) through(from, to int) []string {
	t := r.t
	for _, m := range throughRE.FindAllStringIndex(t[from:to], -1) {
		if from+m[0] > from && m[0] > 160 {
			break
		}
		b, ok := bodyAt(t, from+m[1])
		if ok && b.end <= to && !strings.HasPrefix(b.name, "các ") && !strings.HasPrefix(b.name, "cơ quan") && !strings.HasPrefix(b.name, "đơn vị") {
			return []string{r.name(b)}
		}
	}
	return nil
}

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}
