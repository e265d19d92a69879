package bodies

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
)

// verbsAfter cuts a name that ran on into the verb that follows it.
var verbsAfter = pattern.New(` (?:chủ trì|phối hợp|chịu|thực hiện|tổ chức|triển khai|tiếp tục|tập trung|khẩn trương|chỉ đạo|rà soát|nghiên cứu|xây dựng|hướng dẫn|theo dõi|đôn đốc|kiểm tra|tham mưu|đề xuất|báo cáo|tổng hợp|căn cứ|theo|về|để|có trách|có|cần|phải|sẽ|đã|luôn|đều|cũng|vẫn|đang|nên|chưa|không|được|làm|tăng cường|đẩy mạnh|hoàn|trình|ban hành|xem xét|là|trong|trên|tại|với|cùng|giao|yêu cầu|khi|nếu|đảm bảo|bảo đảm|chủ động|thường xuyên|kịp thời|tham gia|sớm|quan tâm|đề nghị|gửi|do|nhằm|vào|từ|lãnh đạo|làm rõ|cung cấp|bố trí|quyết định|tiến hành|xử lý|giải quyết|chấp hành|thông tin|tuyên truyền|vận động|đăng|phát|bổ sung|cập nhật|huy động|phân|lập|quản lý và|đưa|lấy|nâng|xác|thống|rút|hỗ|đánh|thành lập|chuẩn bị|nghiêm|quán triệt|công khai|tạo)(?:[ ,;:].*)?$`)

var institution = pattern.New(`^(?:Cục|Vụ|Viện|Trung tâm|Ban Quản lý|Ban quản lý|Chi cục|Tổng cục|Hội đồng|Hiệp hội) `)

// Nominal are actions that names of bodies are made of.
var Nominal = phrases{byFirst(strings.Split("nhập|xây dựng|quản lý|đầu tư|phát triển|hỗ trợ|thông tin|bảo vệ|kiểm soát|thanh tra|giám sát|đánh giá|đào tạo|bồi dưỡng|truyền thông|tuyên truyền|xúc tiến|ứng dụng|khai thác|dự báo|cảnh báo|phục hồi|chỉ đạo|tổ chức|kiểm tra|thẩm định|phân tích|thống kê|nghiên cứu|cứu hộ|hợp tác|mua sắm|vận hành|thử nghiệm|giáo dục|phục vụ|khuyến khích|cải cách|chuyển đổi|thu|giữ|làm|tăng|cấp|nhận|tìm kiếm|chăm sóc|trồng|cung cấp|phòng ngừa|đấu tranh|bảo quản|lưu trữ|kết nối|sản xuất|điều hành|điều phối|kiểm kê|tiếp công dân|giám định|vận động|bảo đảm|chuẩn hóa|quy hoạch|giải phóng|sử dụng|tích hợp|chia sẻ|hình thành|xử lý|cơ cấu|kiểm đếm|phổ biến|bảo dưỡng|vệ sinh|tập huấn|điều tra|khảo sát|tiếp nhận|trao|tiết kiệm|xét|sáng tạo|đổi mới|nông|công nhận|hướng nghiệp|kê khai|vận chuyển|sửa chữa|thi công|hiệp thương|mở|hòa giải|khánh thành|họp|lãnh đạo|xóa|chọn", "|"))} //nolint:gochecknoglobals // a constant table

// verbInName is where an action begins behind the head of a name that ran on,
// 0 for nowhere.
func verbInName(name string, head int) int {
	for i := head; i < len(name); i++ {
		if name[i] == ' ' && Actions.MatchString(name[i+1:]) && !Nominal.MatchString(name[i+1:]) && !Second(name[:i], name[i+1:]) {
			if r, _ := utf8.DecodeRuneInString(name[i+1:]); unicode.IsLower(r) {
				return i
			}
		}
	}
	return 0
}

// beforeVerb cuts a name that ran on into the capital of an action: "… các tỉnh,
// thành phố Khẩn trương rà soát".
func beforeVerb(t string, i int, name string) string {
	for k := 1; k < len(name); k++ {
		if name[k-1] != ' ' {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(name[k:]); !unicode.IsUpper(r) {
			continue
		}
		if n := Actions.Length(t[i+k:]); n > 0 && strings.Contains(t[i+k:i+k+n], " ") && !Nominal.MatchString(t[i+k:]) && !properAfter(t[i+k:]) && !strings.HasSuffix(name[:k], "- ") && !strings.HasSuffix(name[:k], "và ") {
			return strings.TrimRight(name[:k], " ,")
		}
	}
	return name
}

// properAfter reports that the second word is a capital too: a place, not a verb.
func properAfter(s string) bool {
	_, rest, _ := strings.Cut(s, " ")
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsUpper(r)
}

// nextBody is where the next body of a list begins: a comma or "và" before the
// head of another name, or "và" before a word that no name goes on with.
var nextBody = pattern.New(`(?:,| và| -) (?:Công an|Đội|Phòng|Sở|Bộ|UBND|Ủy ban|HĐND|Hội đồng|Cục|Tổng|Chi cục|Vụ|Viện|Trung tâm|Ban|Văn phòng|Hội|Hiệp hội|Công ty|Đài|Báo|Thanh tra|Trường|Kho bạc|Bảo hiểm|Ngân hàng|Tập đoàn|Đoàn|Liên đoàn|Liên minh|Mặt trận|Tòa|Chủ tịch|Giám đốc|Thủ trưởng|Lãnh đạo|Lực lượng|Học viện|Quỹ|Cơ quan|Tổ công tác)(?: |$)| và \p{Ll}|, \p{Ll}`)

// firstWords are the words that a name of a body, or the title before it, may
// begin with; everything else is refused before any pattern is tried.
var firstWords = words("toàn bch chi quận xã phường thị thứ thương tỉnh ub bcđ ubmttq sở cấp bộ sở phòng ban ủy ubnd hội hđnd mặt mttq tỉnh thành huyện đảng thủ phó chính quốc ngân kho thanh văn bảo kiểm đài thông tập công thuế hải cục liên báo tòa viện tổng chi vụ trường học hiệp quỹ tổ đoàn thường tạp cổng trung các những tất toàn mỗi từng cơ đơn chủ giám bí tư chỉ chánh trưởng người lãnh đồng thống hiệu doanh lực đội ngành trạm xí nhà chủ") //nolint:gochecknoglobals // a constant table

// Body is a body named at a place, in bytes of the working text.
type Body struct {
	Start, End int
	Name       string
}

// Text is a text whose names are asked for more than once: each is read when it
// is first asked for. It is for one goroutine.
type Text struct {
	t     string
	known map[int32]int32 // where a name begins and ends; 0 where none begins
}

// In is for the names in t.
func In(t string) *Text { return &Text{t, map[int32]int32{}} }

// At reads one body that begins exactly at i.
func At(t string, i int) (Body, bool) { return (&Text{t: t}).At(i) }

// At reads one body that begins exactly at i.
func (x *Text) At(i int) (Body, bool) {
	if !firstWords.begins(x.t[i:]) || letterBefore(x.t, i) {
		return Body{}, false
	}
	return x.begun(i)
}

// begun is the body that begins at i with one of the first words.
func (x *Text) begun(i int) (Body, bool) {
	if x.known == nil {
		return x.read(i)
	}
	end, ok := x.known[int32(i)] //nolint:gosec // no text has two gigabytes
	if !ok {
		b, _ := x.read(i)
		end = int32(b.End)      //nolint:gosec // as above
		x.known[int32(i)] = end //nolint:gosec // as above
	}
	if end == 0 {
		return Body{}, false
	}
	return Body{Start: i, End: int(end), Name: x.t[i:end]}, true
}

// read reads the body that begins at i.
func (x *Text) read(i int) (Body, bool) {
	t := x.t
	if s := t[i:min(len(t), i+80)]; strings.Contains(s, "Bộ trưởng, ") && ministers.MatchString(s) {
		end := i + strings.Index(s, ", ")
		return Body{Start: i, End: end, Name: t[i:end]}, true
	}
	n, sure := nameLength(t[i:])
	if n == 0 {
		return Body{}, false
	}
	name := t[i : i+n]
	if first := strings.IndexByte(name, ' '); first > 0 && !sure && generic.MatchString(name) && !committee.MatchString(name) && !strings.Contains(name, "ngành, lĩnh vực") {
		head := max(len(generic.FindString(name)), len(sectoral.FindString(name)))
		if in := strings.Index(name[head:], " trong nước"); in >= 0 { // "Vụ Thị trường trong nước"
			head += in + len(" trong nước")
		}
		if cut := verbsAfter.FindStringIndex(name[head:]); cut != nil {
			name = name[:head+cut[0]]
		}
		if cut := verbInName(name, head); cut > 0 {
			name = name[:cut]
		}
		if cut := nextBody.FindStringIndex(name[min(head, len(name)):]); cut != nil {
			name = name[:head+cut[0]]
		}
	}
	name = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(name, " ,;:-"), " và"), " ,;:-")
	if r, _ := utf8.DecodeRuneInString(t[i+len(name):]); unicode.IsLetter(r) || name == "" {
		// the match ended inside a word: step back to the last whole word
		cut := strings.LastIndexByte(name, ' ')
		if cut <= 0 {
			return Body{}, false
		}
		name = strings.TrimRight(name[:cut], " ,")
	}
	if BareTitle.MatchString(name) {
		return Body{}, false
	}
	if strings.HasSuffix(name, " Thành") && strings.HasPrefix(t[i+len(name):], " phố") {
		name = t[i : i+len(name)+len(" phố")]
	}
	name = beforeVerb(t, i, name)
	end := i + len(name)
	if institution.MatchString(name) && !sure {
		end = closing(t, end)
	}
	end = x.modified(i, end)
	return Body{Start: i, End: end, Name: t[i:end]}, true
}

var (
	generic = pattern.New(`^` + title + `(?:Ban [Cc]hỉ đạo(?: (?:thực hiện|về|Nhà nước về|Trung ương về|các) (?:Chương trình hành động|Chương trình mục tiêu quốc gia|Chương trình|Nghị quyết|Đề án|Kế hoạch|cải cách hành chính|chuyển đổi số|phát triển)(?: số [\p{L}\d/-]+)?)?|(?:Ban Quản lý|Ban quản lý|Chi nhánh|Trung tâm|Cục|Tổng cục|Chi cục|Thương vụ|Vụ|Viện|Trường|Học viện|Đài|Tổng công ty|Tập đoàn|Công ty|Hội|Hiệp hội|Liên hiệp|Liên đoàn|Quỹ|Tổ công tác|Hội đồng|Văn phòng|Đoàn|Thường trực|Ủy ban|Báo|Tạp chí|Cổng Thông tin điện tử|Phòng|Đội|Lực lượng|Trạm|Xí nghiệp|Nhà máy|Công an) \p{Lu}[\p{L}&]*|(?:[Cc]ác|[Nn]hững|[Tt]ất cả các) ` + noun + `(?:(?:, | và |; | - |-)(?:` + noun + `|đặc khu|thị trấn))*` + tail + `)`)
	// committee is a steering committee whose name is whole.
	committee = pattern.New(`^(?:Văn phòng (?:Thường trực )?)?Ban [Cc]hỉ đạo(?: \d{3})? (?:các bộ, ngành, địa phương|(?:\p{L}+,? ){0,5}(?:quốc gia|cấp tỉnh|tỉnh|Trung ương|Thành phố|thành phố))`)
	sectoral  = pattern.New(`^` + title + `(?:Bộ|Sở|Phòng|Ban|bộ|sở|phòng) (?:` + sectors + `)`)
	ministers = pattern.New(`^(?:[Cc]ác [Đđ]ồng chí |[Đđ]ồng chí |[Cc]ác )?Bộ trưởng, `)
	// BareTitle is the head of a name without the rest.
	BareTitle = pattern.New(`^(?:Bộ|Sở|Ban|Phòng|Cục|Các|các|Trung tâm|Hội|Viện|Đoàn)$`)
)

// List reads bodies that follow one another, "A, B và C", from i on.
func List(t string, i int) (list []Body, end int) { return (&Text{t: t}).List(i) }

// List reads bodies that follow one another, "A, B và C", from i on.
func (x *Text) List(i int) (list []Body, end int) {
	t := x.t
	end = i
	for {
		if !firstWords.begins(t[i:]) {
			return list, end
		}
		if many, after := sharedList(t, i); len(many) > 0 {
			list, end = append(list, many...), after
			if m := joiner.FindStringIndex(t[end:]); m != nil {
				i = end + m[1]
				continue
			}
			return list, end
		}
		if letterBefore(t, i) || len(list) >= 40 { // no directive lists more at once
			return list, end
		}
		b, ok := x.begun(i)
		if !ok {
			return list, end
		}
		if n := len(list); n > 0 && list[n-1].End < b.Start && headed.MatchString(list[n-1].Name) && grouped.MatchString(b.Name) {
			list[n-1].End, list[n-1].Name = b.End, t[list[n-1].Start:b.End] // one title before several groups
		} else {
			list = append(list, spread(b)...)
		}
		end = b.End
		m := joiner.FindStringIndex(t[end:])
		if m == nil {
			return list, end
		}
		i = end + m[1]
	}
}

var (
	headed  = pattern.New(`^(?:[Nn]gười đứng đầu|Thủ trưởng|thủ trưởng|[Ll]ãnh đạo) (?:các |những )?(?:cơ quan|đơn vị|sở)`)
	grouped = pattern.New(`^(?:các |những )?(?:cơ quan|đơn vị|tổ chức)`)
)

var joiner = pattern.New(`^(?: \([^)\n]{2,60}\))?(?:,|;| và| cùng| -|, và) `)

var (
	headList  = pattern.New(`^(.*?)(?:[Cc]ác )?(Bộ|Sở): (.+)$`)
	placeList = pattern.New(`^(.*?)(?:Ủy ban nhân dân|UBND) các (tỉnh, thành phố|tỉnh|thành phố|huyện|xã|phường): (.+)$`)
	headRun   = pattern.New(`^[Cc]ác (Bộ|Sở|Phòng) (\p{Lu}.+)$`) // "Các Bộ Tài chính, Nội vụ"
	splitList = pattern.New(`, | và |; `)
)

// spread distributes a shared head over its list: "các Bộ: Quốc phòng, Công
// an" names two ministries.
func spread(b Body) []Body {
	if !strings.Contains(b.Name, ": ") && !headRun.MatchString(b.Name) {
		return []Body{b}
	}
	if m := headList.FindStringSubmatch(b.Name); m != nil && !strings.Contains(m[1], " của ") && !strings.Contains(m[1], "thuộc ") {
		var out []Body
		rest := m[3]
		for rest != "" {
			s := oneSector.FindString(rest)
			if s == "" {
				break
			}
			out = append(out, Body{b.Start, b.End, strings.TrimSpace(m[1]+m[2]) + " " + s})
			rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(rest[len(s):], ",; "), "và "), " ")
		}
		if len(out) > 0 {
			return out
		}
	}
	if m := headRun.FindStringSubmatch(b.Name); m != nil && len(b.Name) == b.End-b.Start {
		var out []Body
		for rest := m[2]; rest != ""; {
			n := oneSector.FindString(rest)
			if n == "" {
				return []Body{b}
			}
			out = append(out, Body{b.Start, b.End, m[1] + " " + n})
			rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(rest[len(n):], ", "), "và "), " ")
		}
		if len(out) > 1 {
			return out
		}
	}
	if m := placeList.FindStringSubmatch(b.Name); m != nil && !strings.Contains(m[2], ",") {
		before, _, _ := strings.Cut(b.Name, ":")
		head := strings.Replace(before, "các ", "", 1)
		var out []Body
		for _, p := range splitList.Split(m[3], -1) {
			out = append(out, Body{b.Start, b.End, head + " " + p})
		}
		return out
	}
	return []Body{b}
}

var oneSector = pattern.New(`^(?:` + sectors + `)`)

// All finds every body named, for the organisations of the result.
func (x *Text) All() []Body {
	t := x.t
	var out []Body
	for i := 0; i < len(t); {
		size := LetterAt(t, i)
		if size == 0 {
			_, size = utf8.DecodeRuneInString(t[i:])
			i += size
			continue
		}
		if AtWord(t, i) && candidate(t[i:]) {
			if b, ok := x.At(i); ok {
				out = append(out, b)
				i = b.End
				continue
			}
		}
		for n := size; n > 0; i += n { // to the end of the word
			n = LetterAt(t, i)
		}
	}
	return out
}

// AtWord reports that a word begins at i.
func AtWord(t string, i int) bool {
	if i == 0 {
		return true
	}
	if b := t[i-1]; b < utf8.RuneSelf {
		return LetterAt(t, i-1) == 0 && (b < '0' || b > '9')
	}
	r, _ := utf8.DecodeLastRuneInString(t[:i])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// candidate cheaply refuses words that no name of a body begins with.
func candidate(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if unicode.IsUpper(r) {
		return true
	}
	return smallHeads.begins(s) && smallHead.MatchString(s)
}

// smallHeads are the first words of smallHead.
var smallHeads = words("các lãnh người sở cơ đơn tỉnh thành đồng những tất phòng bộ ngành mỗi từng doanh chủ") //nolint:gochecknoglobals // a constant table

// smallHead begins a name in small letters.
var smallHead = pattern.New(`^(?:các |lãnh đạo |người đứng đầu |sở, |cơ quan|đơn vị|tỉnh |thành phố |đồng chí |những |tất cả |phòng |phòng, |sở |bộ |ngành |mỗi |từng |doanh nghiệp|chủ đầu tư)`)

// Stops are words that no name goes across.
var Stops = pattern.New(`(?:^|\s)(?:tự|thừa|nhấn mạnh|kết luận|đề nghị|yêu cầu|lưu ý|phát biểu|cho rằng|để|khi|nếu|đã|được|bị|là|sẽ|cần|phải|nhằm|do|trước|sau|theo|đến|từ|như|mà|nhưng|chưa|không|với|cho|tại|vào)(?:\s|$)`)

// Office begins what can only be the name of a body or of who heads it.
var Office = pattern.New(`^(?:(?:Báo|Đài|Sở|Bộ|Phòng|Ban|Cục|Vụ|Viện|Hội|Liên|Đoàn|Trường|Tổ|Đội|Quân) \p{Lu}|(?:Trung tâm|Công an|Chi cục|Văn phòng|Ủy ban|UBND|HĐND|Hiệp hội|Liên đoàn|Liên minh|Liên hiệp|Hội đồng|Giám đốc|Thủ trưởng|Chủ tịch|Các (?:sở|bộ|ban|cơ quan|đơn vị|địa phương|doanh nghiệp|tổ chức|chủ đầu tư|nhà thầu|xã|phường|huyện)|Tổng cục|Tổng công ty|Tổng Công ty|Tập đoàn|Công ty|Ngân hàng|Kho bạc|Bảo hiểm|Thanh tra|Tòa án|Viện kiểm sát|Mặt trận|Thuế|Hải quan|Lực lượng|Tổ chức) )`)

// Blanks is how many Blanks s begins with.
func Blanks(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }
