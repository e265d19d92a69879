package reading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

var (
	adverbs    = pattern.New(`(?i)^(?:(?:có trách nhiệm|chịu trách nhiệm|cần|phải|theo chức năng[^,;:]{0,60},?|theo thẩm quyền[^,;:]{0,40},?|căn cứ [^;:]{0,120}?,|trên cơ sở [^;:]{0,160}?,|tiếp tục|khẩn trương|tập trung|chủ động|có|chủ trì,?|làm đầu mối,?|định kỳ(?: h[àằ]ng (?:ngày|tuần|tháng|quý|năm))?(?: \([^()]{3,60}\))?(?: hoặc đột xuất)?)\s+)*`)
	ordering   = pattern.New(`(?:^|[\s,;:“”"(])(?:[Gg]iao(?: nhiệm vụ)?|[Yy]êu cầu|[Đđ]ề nghị|[Pp]hân công|[Uu]ỷ quyền|[Ủủ]y quyền|[Kk]iến nghị|[Ll]ưu ý|[Đđ]iện|[Cc]hỉ thị)(?: cho)?(?: tập thể)?\s+`)
	notOrder   = pattern.New(`(?i)(?:theo|được|do|các|những|đáp ứng|tại|xét|của|một số|nội dung|từ|về|về việc|việc)\s+$`)
	connective = pattern.New(`^(?:(?:Bên cạnh đó|Đồng thời|Song song đó|Ngoài ra|Cùng với đó|Trước mắt|Trong đó|Theo đó|Hàng năm|Hằng năm|Định kỳ|Đặc biệt|Trong thời gian (?:tới|đến)|Thời gian tới|Cụ thể|Mặt khác|Từ đó|Năm \d{4}|Hàng tháng|Hàng quý|Hàng tuần|Trước hết|Vì vậy|Do đó|Do vậy|Vì thế|Riêng|Tiếp đó|Sau đó|Về lâu dài|Đến năm \d{4})[,:]?\s+)+`)
	topic      = pattern.New(`^(?:Trên cơ sở|Căn cứ|Theo|Để|Đối với|Về|Trong|Khi|Nếu|Trường hợp|Từ|Qua|Với|Nhằm|Ngay|Thông qua|Quá trình|Đồng thời với|Hằng|Hàng|Tại|Sau khi|Trước|Xét|Liên quan|Ngay sau|Đến|Cùng với|Hướng đến|Kể từ|Mỗi|Định kỳ)[\s,]`)
	agreeing   = pattern.New(`(?i)^(?:(?:về |đối với )?[^:.;]{0,80}:\s*)?(?:cơ bản )?(?:thống nhất|đồng ý|nhất trí|cho phép|ghi nhận|biểu dương|đánh giá cao|hoan nghênh|cảm ơn|chúc|chấp thuận|khuyến khích|phê bình|chia sẻ|thông qua)[\s,]`)
	judges     = pattern.New(`^(?:(?:Cùng |Cùng tham |Tham )dự |Dự (?:họp|buổi|hội nghị) |Thay mặt |Việc |Đây là|Tuy nhiên|Tuy vậy|Thời gian qua|Kết quả|Nhìn chung|Nguyên nhân|Những |Một số |Công tác [^.;]{5,80} (?:được|đã|chưa|còn)|Qua |Hiện nay|Do |Mặc dù|Có thể|(?:Ngoài ra, )?[Tt]ại (?:Báo cáo|Thông báo|Công văn|văn bản|Công điện|Tờ trình) số|Điều này|Đó là|Như vậy|Theo báo cáo|Đến nay|Trong (?:những )?(?:năm|thời gian) qua)`)
	closingRE  = pattern.New(`(?i)(?:thông báo (?:để|đến|tới|ý kiến).{0,160}biết|trân trọng thông báo|chịu trách nhiệm thi hành|có hiệu lực (?:kể )?từ|hết hiệu lực|để (?:các|quý) [^.;]{0,80}biết)`)
	recalls    = pattern.New(`(?i)^ngày \d{1,2}[/. ]|(?:tại|theo) [^,;]{3,120}(?:đã|,) (?:giao|yêu cầu|chỉ đạo|đề nghị)|trước đó,|đã có (?:văn bản|công văn)|đã ban hành (?:công văn|văn bản)`)
	openList   = pattern.New(`(?i)(?:như sau|sau đây|dưới đây|sau|cụ thể|nhiệm vụ|nội dung|yêu cầu|chỉ đạo|giao|đề nghị|kết luận|quyết nghị|điện|ý kiến|quyết định|thực hiện|báo cáo|lưu ý|tham mưu[^:]{0,40}|triển khai|phối hợp[^:]{0,140}|trọng tâm|giải pháp|việc|trong đó)\s*$`)
	mereOpen   = pattern.New(`(?i)^(?:[\s,]*(?:chủ trì|tập trung|thực hiện|triển khai|tổ chức|khẩn trương|nghiêm túc|cần|phải|có trách nhiệm|chịu trách nhiệm|phối hợp|với|các|một số|những|tốt|đồng bộ|hiệu quả|quyết liệt|nhiệm vụ|giải pháp|nội dung|công việc|công tác|việc|sau|đây|như|dưới|cụ thể|trọng tâm|chủ yếu|theo|chức năng|được giao|của mình|và|trong đó|lưu ý|chỉ đạo|yêu cầu|[,;]))*\s*$`)
	coordRE    = pattern.New(`(?i)(?:phối hợp|kết hợp)(?:\s+(?:chặt chẽ|hiệu quả|đồng bộ|hiệp đồng))?(?:,\s*(?:hướng dẫn|hỗ trợ))?(?:\s+(?:với|cùng với|cùng))?\s+`)
	cungRE     = pattern.New(`(?:^|\s)(?:Cùng với|cùng với|cùng)\s+`)
	throughRE  = pattern.New(`(?:chỉ đạo, triển khai cho|chỉ đạo|triển khai cho|giao cho|giao|phân công)\s+`)
	aims       = pattern.New(`(?i)^(?:củng cố|góp phần|nâng cao|bảo đảm|đảm bảo|tạo|hướng tới|phấn đấu)\s`)
	delivers   = pattern.New(`(?i)^(?:tham mưu|đề xuất|báo cáo|tổng hợp|trình|kiến nghị)[\s,]`)
)

// told is who a sentence tells to act, and how that was recognised.
type told struct {
	lead     []bodies.Body
	verb     int    // where the order's verb phrase begins
	how      string // for the reason
	strength float64
	explicit bool
}

// whoIsTold looks for the addressee inside t[from:to].
func (r *reader) whoIsTold(from, to int) (told, bool) {
	t, s := r.t, r.t[from:to]
	if who, ok := r.subject(from, 0, to); ok && !orders.MatchString(strings.TrimLeft(t[who.verb:to], " ,")) {
		return who, true
	}
	// an ordering verb directly before a body: "đề nghị các thành viên …"
	for _, m := range r.all(ordering, from, to) {
		head := s[:m[0]]
		if m[0] > 0 || strings.ContainsAny(s[:1], " ,") {
			head = s[:m[0]+1]
		}
		if notOrder.MatchString(head) || inQuotes(head) {
			continue
		}
		list, end := r.bodies.List(from + m[1])
		list, end = r.stretch(list, from+m[1], end, to)
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
	for _, i := range r.subjects(from, to) {
		if who, ok := r.subject(from, i, to); ok {
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
	return bodies.Actions.MatchString(before) || strings.Contains(before, "phải ") || strings.Contains(before, "chủ động ")
}

// stretch carries a name on to the verb of its order, where the patterns know
// only its beginning ("các đơn vị | cấp nước sạch trên địa bàn …") or nothing
// of it: what stands between the ordering verb and the action is the name.
func (r *reader) stretch(list []bodies.Body, start, end, to int) ([]bodies.Body, int) { //nolint:gocognit // one scan to the verb, with the places where a name may not go on
	t := r.t
	rest := t[end:to]
	if lead := strings.TrimLeft(rest, " "); lead == "" || strings.ContainsAny(lead[:1], ",;:.-") || strings.HasPrefix(lead, "(") || bodies.Actions.MatchString(lead) || adverbs.FindString(lead) != "" || strings.HasPrefix(lead, "và ") {
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
			if name == "" || orders.MatchString(next) || bodies.Stops.MatchString(name) {
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

// bare reports a sentence that begins with an action, and where that is.
func (r *reader) bare(from, to int) (int, bool) {
	t := r.t
	s := t[from:to]
	skip := len(connective.FindString(s))
	if bodies.Actions.MatchString(s[skip:]) {
		return from + skip, true
	}
	if skip > 0 && strings.HasPrefix(s[skip:], "cần ") {
		return from + skip, true
	}
	if m := unhurried.FindString(s); m != "" && bodies.Actions.MatchString(s[len(m):]) {
		if strings.HasSuffix(m, "Không ") { // it belongs to the duty
			return from + len(m) - len("Không "), true
		}
		return from + len(m), true
	}
	if strings.HasPrefix(s[skip:], "Với ") { // an item of a list that opens with "phối hợp:"
		if list, end := r.bodies.List(from + skip + len("Với ")); len(list) > 0 && end < to && bodies.Actions.MatchString(strings.TrimLeft(t[end:to], " ,")) {
			return end + bodies.Blanks(t[end:to]), true
		}
	}
	if i := strings.Index(s[skip:], ": "); i > 0 && i < 110 && !strings.ContainsAny(s[skip:skip+i], ";") && bodies.Actions.MatchString(s[skip+i+2:]) && !bodies.Actions.MatchString(s[skip:]) && !aspect.MatchString(s[skip:]) {
		return from + skip + i + 2, true // "Phát triển đội tàu biển: Cần khẩn trương …"
	}
	if topic.MatchString(s[skip:]) {
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

// unhurried are words that stand before the action: how often, how, or that it is
// not to be done.
var unhurried = pattern.New(`^(?:(?:Định kỳ,? )?(?:[Hh]ằng|[Hh]àng|[Mm]ỗi) (?:ngày|tuần|tháng|quý|năm)(?: \([^()]{3,60}\))?,? |Định kỳ,? |Từng bước |Mạnh dạn |Không )(?:hoặc đột xuất,? )?`)

// proposal tells what somebody asked for; what is ordered comes behind a colon.
var proposal = pattern.New(`^(?:Về|Đối với|Liên quan(?: đến)?)(?: các| việc| nội dung)? (?:đề nghị|kiến nghị|đề xuất)`)

// aspect is a label of a plan that says how, how many or with whom, not what.
var aspect = pattern.New(`^(?:Hình thức|Số lượng|Đối tượng|Địa điểm|Thành phần|Phạm vi|Kinh phí|Nguồn|Sản phẩm|Kết quả|Thời lượng|Mục tiêu|Mục đích|Chỉ tiêu|Tên|Chủ đề|Thông điệp|Ghi chú|Xã |Phường |Thị trấn |Huyện |Cửa |Điểm |Khu vực |Vị trí |Trạm |Tuyến )`)

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}
