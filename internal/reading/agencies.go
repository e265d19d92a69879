package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names of sectors, as ministries and departments carry them; general
// knowledge of the State's structure, longest first.
const sectors = `Kế hoạch và Đầu tư|Kế hoạch Đầu tư|KH&ĐT|Tài nguyên và Môi trường|TN&MT|Nông nghiệp và Môi trường|Nông nghiệp và Phát triển nông thôn|NN&PTNT|Công Thương|Công thương|Giao thông vận tải|Giao thông Vận tải|GTVT|` +
	`Giáo dục và Đào tạo|GD&ĐT|Khoa học và Công nghệ|KH&CN|Văn hóa, Thể thao và Du lịch|Văn hóa và Thể thao|Văn hóa Thể thao và Du lịch|VHTTDL|Du lịch|Lao động - Thương binh và Xã hội|Lao động, Thương binh và Xã hội|LĐ-TB&XH|Thông tin và Truyền thông|TT&TT|` +
	`Dân tộc và Tôn giáo|Quy hoạch - Kiến trúc|An toàn thực phẩm|Văn hóa - Thông tin|Văn hóa và Thông tin|Văn hóa, Khoa học và Thông tin|Giáo dục - Đào tạo|Giáo dục & Đào tạo|Tài chính - Kế hoạch|Tài chính và Kế hoạch|Kinh tế, Hạ tầng và Đô thị|Kinh tế và Hạ tầng|Kinh tế - Hạ tầng|Quản lý đô thị|Tài nguyên - Môi trường|Tài nguyên Môi trường|Nông nghiệp & PTNT|NN&MT|VHTT&DL|VH,TT&DL|VH, TT&DL|LĐTB&XH|LĐ-TBXH|Bưu chính, Viễn thông|Bưu chính Viễn thông|Nông nghiệp và PTNT|Nội vụ|Tài chính|Xây dựng|Tư pháp|Y tế|Ngoại giao|Ngoại vụ|Quốc phòng|Công an|Dân tộc|Văn hóa - Xã hội|Quản lý thị trường|Chuyển đổi số|Thương mại|Thủy sản|Thủy lợi|Kinh tế|Văn hóa`

const (
	place = `\p{Lu}[\p{L}']*(?:[ -]\p{Lu}[\p{L}']*){0,3}`
	unit  = `(?:[Tt]ỉnh|[Tt]hành phố|TP|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|cấp tỉnh|cấp huyện|cấp xã|các cấp)`
	units = `(?:các |\d+ )?` + unit + `(?:(?:, | và | - |; )` + unit + `)*`
	title = `(?:(?:[Cc]ác |[Đđ]ồng chí |[Cc]ác đồng chí |[Tt]ập thể )*(?:Phó )?(?:Chủ tịch|Giám đốc|Tổng Giám đốc|Thủ trưởng|Bộ trưởng|Thống đốc|Tổng Thanh tra|Chánh Thanh tra|Chánh Văn phòng|Chánh án|Viện trưởng|Trưởng ban|Trưởng Ban|Trưởng|Chủ nhiệm|Hiệu trưởng|Cục trưởng|Vụ trưởng|[Nn]gười đứng đầu|[Ll]ãnh đạo|Bí thư|Tư lệnh|Chỉ huy trưởng) (?:và |các )?)*`
	tail  = `(?: (?:có liên quan|liên quan|của tỉnh|của Thành phố|của thành phố|tỉnh|Thành phố|thành phố|thuộc tỉnh|cấp tỉnh|cấp huyện|cấp xã|trực thuộc(?: (?:Ủy ban nhân(?: dân)?|UBND)? ?(?:tỉnh|Thành phố|thành phố|Bộ))?|thuộc (?:Ủy ban nhân(?: dân)?|UBND) (?:tỉnh|Thành phố|thành phố)|thuộc Bộ|thuộc Chính phủ|thuộc thành phố|trực thuộc|có thẩm quyền|địa phương|Trung ương|trung ương|ngang bộ|ngang Bộ|chuyên môn|chức năng|quận|huyện|Việt Nam|Nhà nước(?: Việt Nam)?))*`
	noun  = `(?:[Cc]ơ quan(?: tham mưu(?:, quản lý nhà nước)?| quản lý nhà nước| nhà nước| thanh tra| chủ quản| soạn thảo| chủ trì soạn thảo| đại diện| truyền thông| chuyên môn| chức năng| ngang bộ| ngang Bộ| hành chính khác| hành chính| báo chí| thông tấn| thuộc Chính phủ)?|[Đđ]ơn vị(?: sự nghiệp(?: công lập)?)?|[Đđ]ịa phương|[Ss]ở|[Bb]an|[Nn]gành|[Bb]ộ|[Cc]ấp|[Pp]hòng|[Đđ]oàn thể(?: quận| huyện| tỉnh)?|[Tt]ổ chức(?: chính trị - xã hội| đoàn thể)?|[Cc]hủ đầu tư|[Nn]hà thầu|[Hh]ội|[Hh]iệp hội|[Tt]hành viên (?:Ban Chỉ đạo|Ban chỉ đạo|Hội đồng|Tổ công tác)|[Tt]hành viên|[Xx]ã|[Pp]hường|[Hh]uyện|[Tt]hị xã|[Tt]hành phố|[Đđ]ặc khu|[Cc]á nhân|[Hh]ộ gia đình|[Nn]gười dân|[Kk]hu phố|[Tt]hôn|[Tt]ổ dân phố|[Ll]ực lượng(?: chức năng| vũ trang)?|[Bb]an [Qq]uản lý(?: dự án)?|[Tt]ỉnh|[Dd]oanh nghiệp|[Tt]ập đoàn(?: kinh tế)?|[Tt]ổng công ty|[Nn]gân hàng(?: thương mại)?|[Cc]ụm)`
)

// bodies matches one body at the start of a string.
var bodies = regexp.MustCompile(`^` + title + `(?:` + strings.Join(forms, "|") + `)`)

// forms are the ways of naming a body, the first that fits winning.
var forms = []string{ //nolint:gochecknoglobals // a constant table
	`(?:Bộ|Sở|Phòng|Ban|bộ|sở|phòng) (?:` + sectors + `)` + tail,
	`(?:[Cc]ác )?(?:Bộ|Sở): (?:` + sectors + `)(?:(?:, | và |; )(?:` + sectors + `))*` + tail,
	`(?:Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Ủy ban Mặt trận Tổ quốc Việt Nam|Ủy ban MTTQ Việt Nam|Mặt trận Tổ quốc Việt Nam|Mặt trận Tổ quốc|MTTQ)(?: ` + units + `)?(?: từ ` + place + ` đến ` + place + `|: ` + place + `(?:(?:, | và )` + place + `)*| ` + place + `)?` + tail,
	`(?:Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Tỉnh đoàn|Thành đoàn)(?: ` + place + `)?` + tail,
	`(?:Thủ tướng Chính phủ|Phó Thủ tướng(?: Thường trực)?(?: Chính phủ)?|Chính phủ|Quốc hội|Ngân hàng Nhà nước Việt Nam|Ngân hàng Nhà nước|Kho bạc Nhà nước|Thanh tra Chính phủ|Văn phòng Chính phủ|Bảo hiểm xã hội|Kiểm toán Nhà nước|Đài Truyền hình Việt Nam|Đài Tiếng nói Việt Nam|Thông tấn xã Việt Nam|Tập đoàn Điện lực Việt Nam)(?: ` + place + `)?` + tail,
	`(?:Công an|Bộ Chỉ huy Quân sự|Bộ Chỉ huy quân sự|Bộ Tư lệnh|Bộ đội Biên phòng|Thanh tra|Thuế|Hải quan|Văn phòng (?:Ủy ban nhân dân|UBND|Tỉnh ủy|Thành ủy|HĐND|Bộ|Ban Chỉ đạo)|Văn phòng|Cục Thuế|Cục Thống kê|Liên đoàn Lao động|Báo|Đài Phát thanh và Truyền hình|Liên minh Hợp tác xã|Tòa án nhân dân|Viện kiểm sát nhân dân)(?: ` + units + `)(?: ` + place + `)?` + tail,
	`Ban [Cc]hỉ đạo(?: (?:thực hiện|về|Nhà nước|Trung ương|các)(?: số \d[\p{L}\d/-]*| \p{L}+| -){1,9})?`,
	`(?:Ban Quản lý|Ban quản lý|Trung tâm|Cục|Tổng cục|Chi cục|Vụ|Viện|Trường|Học viện|Đài|Tổng công ty|Tập đoàn|Công ty|Hội|Hiệp hội|Liên hiệp|Liên đoàn|Quỹ|Tổ công tác|Hội đồng|Văn phòng|Đoàn|Thường trực|Ủy ban|Bộ Tư lệnh|Báo|Tạp chí|Cổng Thông tin điện tử|Phòng|Đội|Lực lượng|Trạm|Xí nghiệp|Nhà máy|Công an) (?:\p{Lu}[\p{L}&-]*)(?:(?:,| -)? [\p{L}&][\p{L}&-]*){0,12}(?: \d+[\p{L}]?(?: [A-Z])?)?`,
	`[Nn]gành (?:[Yy] tế|[Gg]iáo dục|[Cc]ông an|[Nn]ông nghiệp|[Tt]huế|[Đđ]iện|[Vv]ăn hóa|[Tt]ài chính|[Nn]gân hàng|[Xx]ây dựng|[Cc]ông thương)(?: (?:quận|huyện|tỉnh|thành phố))?`,
	`Mặt trận(?: Tổ quốc)?(?:,| và)(?: các)? (?:đoàn thể|tổ chức chính trị - xã hội)`,
	`[Cc]ấp (?:tỉnh|huyện|xã|ủy)(?:(?:,| và) (?:cấp )?(?:huyện|xã))?`,
	`tỉnh ` + place, `thành phố ` + place,
	`(?:[Cc]ác|[Nn]hững|[Tt]ất cả các|[Tt]oàn thể các|[Mm]ỗi|[Tt]ừng) ` + noun + `(?:(?:, | và |; | - |-)(?:` + noun + `|đặc khu|thị trấn))*` + tail + `(?: (?:thuộc|trực thuộc) (?:Ủy ban nhân dân|UBND|Bộ|Chính phủ|tỉnh|Thành phố|thành phố|Trung ương)(?: (?:tỉnh|Thành phố|thành phố))?)?`,
	`(?:[Cc]ơ quan|[Đđ]ơn vị|[Ss]ở, ban, ngành|[Ss]ở, ngành|[Cc]hủ đầu tư)(?:(?:, | và )` + noun + `)*(?: (?:có liên quan|liên quan|chủ trì|tỉnh))+`,
	`[Cc]ơ quan ngang [Bb]ộ(?:(?:, | và )cơ quan (?:trực )?thuộc Chính phủ)?`, `Chủ đầu tư(?: ` + place + `)?`, `Cơ quan thanh tra`, `Các [Bb]ộ, ngành(?: liên quan)?`,
	`(?:sở|Sở|bộ|Bộ|phòng|Phòng)(?:, (?:ban|ngành|cơ quan|đoàn thể))+(?: (?:tỉnh|Thành phố|thành phố|cấp tỉnh|cấp xã|trung ương|Trung ương|liên quan|có liên quan))*`,
	`(?:[Cc]ơ quan|[Đđ]ơn vị)(?:, (?:cơ quan|đơn vị|tổ chức|địa phương|doanh nghiệp))+` + tail,
}

// verbsAfter cuts a name that ran on into the verb that follows it.
var verbsAfter = regexp.MustCompile(` (?:chủ trì|phối hợp|chịu|thực hiện|tổ chức|triển khai|tiếp tục|tập trung|khẩn trương|chỉ đạo|rà soát|nghiên cứu|xây dựng|hướng dẫn|theo dõi|đôn đốc|kiểm tra|tham mưu|đề xuất|báo cáo|tổng hợp|căn cứ|theo|về|để|có trách|có|cần|phải|sẽ|đã|được|làm|tăng cường|đẩy mạnh|hoàn|trình|ban hành|xem xét|là|trong|trên|tại|với|cùng|giao|yêu cầu|khi|nếu|đảm bảo|bảo đảm|chủ động|thường xuyên|kịp thời|tham gia|sớm|quan tâm|đề nghị|gửi|do|nhằm|vào|từ|lãnh đạo|làm rõ|cung cấp|bố trí|quyết định|tiến hành|xử lý|giải quyết|chấp hành|thông tin|tuyên truyền|vận động|đăng|phát|bổ sung|cập nhật|huy động|phân|lập|quản lý và|đưa|lấy|nâng|xác|thống|rút|hỗ|đánh|thành lập|chuẩn bị|nghiêm|quán triệt|công khai|tạo)(?:[ ,;:].*)?$`)

// nextBody is where the next body of a list begins: a comma or "và" before the
// head of another name, or "và" before a word that no name goes on with.
var nextBody = regexp.MustCompile(`(?:,| và| -) (?:Công an|Đội|Phòng|Sở|Bộ|UBND|Ủy ban|HĐND|Hội đồng|Cục|Tổng|Chi cục|Vụ|Viện|Trung tâm|Ban|Văn phòng|Hội|Hiệp hội|Công ty|Đài|Báo|Thanh tra|Trường|Kho bạc|Bảo hiểm|Ngân hàng|Tập đoàn|Đoàn|Liên đoàn|Liên minh|Mặt trận|Tòa|Chủ tịch|Giám đốc|Thủ trưởng|Lãnh đạo|Lực lượng|Học viện|Quỹ|Cơ quan|Tổ công tác)(?: |$)| và \p{Ll}|, \p{Ll}`)

// firstWords are the words that a name of a body, or the title before it, may
// begin with; everything else is refused before any pattern is tried.
var firstWords = words("cấp bộ sở phòng ban ủy ubnd hội hđnd mặt mttq tỉnh thành huyện đảng thủ phó chính quốc ngân kho thanh văn bảo kiểm đài thông tập công thuế hải cục liên báo tòa viện tổng chi vụ trường học hiệp quỹ tổ đoàn thường tạp cổng trung các những tất toàn mỗi từng cơ đơn chủ giám bí tư chỉ chánh trưởng người lãnh đồng thống hiệu doanh lực đội ngành trạm xí nhà chủ") //nolint:gochecknoglobals // a constant table

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// mayBegin cheaply refuses what no name begins with.
func mayBegin(s string) bool {
	n := 0
	for n < len(s) && n < 16 {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsLetter(r) {
			break
		}
		n += size
	}
	return n > 0 && firstWords[strings.ToLower(s[:n])]
}

// body is a body named at a place, in bytes of the working text.
type body struct {
	start, end int
	name       string
}

// bodyAt reads one body that begins exactly at i.
func bodyAt(t string, i int) (body, bool) {
	if !mayBegin(t[i:]) {
		return body{}, false
	}
	if i > 0 {
		if r, _ := utf8.DecodeLastRuneInString(t[:i]); unicode.IsLetter(r) {
			return body{}, false
		}
	}
	if m := ministers.FindStringIndex(t[i:min(len(t), i+80)]); m != nil {
		end := i + m[1] - len(", ")
		return body{start: i, end: end, name: t[i:end]}, true
	}
	n, sure := nameLength(t[i:])
	if n == 0 {
		return body{}, false
	}
	name := t[i : i+n]
	if first := strings.IndexByte(name, ' '); first > 0 && !sure && generic.MatchString(name) {
		head := max(len(generic.FindString(name)), len(sectoral.FindString(name)))
		if cut := verbsAfter.FindStringIndex(name[head:]); cut != nil {
			name = name[:head+cut[0]]
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
			return body{}, false
		}
		name = strings.TrimRight(name[:cut], " ,")
	}
	if bareTitle.MatchString(name) {
		return body{}, false
	}
	return body{start: i, end: i + len(name), name: name}, true
}

var (
	generic   = regexp.MustCompile(`^` + title + `(?:Ban [Cc]hỉ đạo(?: (?:thực hiện|về|Nhà nước về|Trung ương về|các) (?:Chương trình hành động|Chương trình mục tiêu quốc gia|Chương trình|Nghị quyết|Đề án|Kế hoạch|cải cách hành chính|chuyển đổi số|phát triển)(?: số [\p{L}\d/-]+)?)?|(?:Ban Quản lý|Ban quản lý|Trung tâm|Cục|Tổng cục|Chi cục|Vụ|Viện|Trường|Học viện|Đài|Tổng công ty|Tập đoàn|Công ty|Hội|Hiệp hội|Liên hiệp|Liên đoàn|Quỹ|Tổ công tác|Hội đồng|Văn phòng|Đoàn|Thường trực|Ủy ban|Báo|Tạp chí|Cổng Thông tin điện tử|Phòng|Đội|Lực lượng|Trạm|Xí nghiệp|Nhà máy|Công an) \p{Lu}[\p{L}&]*|(?:[Cc]ác|[Nn]hững|[Tt]ất cả các) ` + noun + `(?:(?:, | và |; | - |-)(?:` + noun + `|đặc khu|thị trấn))*` + tail + `)`)
	sectoral  = regexp.MustCompile(`^` + title + `(?:Bộ|Sở|Phòng|Ban|bộ|sở|phòng) (?:` + sectors + `)`)
	ministers = regexp.MustCompile(`^(?:[Cc]ác đồng chí |[Đđ]ồng chí |[Cc]ác )?Bộ trưởng, `)
	bareTitle = regexp.MustCompile(`^(?:Bộ|Sở|Ban|Phòng|Cục|Các|các|Trung tâm|Hội|Viện|Đoàn)$`)
)

// bodyList reads bodies that follow one another, "A, B và C", from i on.
func bodyList(t string, i int) (list []body, end int) {
	end = i
	for {
		b, ok := bodyAt(t, i)
		if !ok || len(list) >= 40 { // no directive lists more at once
			return list, end
		}
		if n := len(list); n > 0 && list[n-1].end < b.start && headed.MatchString(list[n-1].name) && grouped.MatchString(b.name) {
			list[n-1].end, list[n-1].name = b.end, t[list[n-1].start:b.end] // one title before several groups
		} else {
			list = append(list, spread(b)...)
		}
		end = b.end
		m := joiner.FindStringIndex(t[end:])
		if m == nil {
			return list, end
		}
		i = end + m[1]
	}
}

var (
	headed  = regexp.MustCompile(`^(?:[Nn]gười đứng đầu|Thủ trưởng|thủ trưởng|[Ll]ãnh đạo) (?:các |những )?(?:cơ quan|đơn vị|sở)`)
	grouped = regexp.MustCompile(`^(?:các |những )?(?:cơ quan|đơn vị|tổ chức)`)
)

var joiner = regexp.MustCompile(`^(?:,|;| và| cùng| -|, và) `)

var (
	headList  = regexp.MustCompile(`^(.*?)(?:[Cc]ác )?(Bộ|Sở): (.+)$`)
	placeList = regexp.MustCompile(`^(.*?)(?:Ủy ban nhân dân|UBND) các (tỉnh, thành phố|tỉnh|thành phố|huyện|xã|phường): (.+)$`)
	splitList = regexp.MustCompile(`, | và |; `)
)

// spread distributes a shared head over its list: "các Bộ: Quốc phòng, Công
// an" names two ministries.
func spread(b body) []body {
	if m := headList.FindStringSubmatch(b.name); m != nil {
		var out []body
		rest := m[3]
		for rest != "" {
			s := oneSector.FindString(rest)
			if s == "" {
				break
			}
			out = append(out, body{b.start, b.end, strings.TrimSpace(m[1]+m[2]) + " " + s})
			rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(rest[len(s):], ",; "), "và "), " ")
		}
		if len(out) > 0 {
			return out
		}
	}
	if m := placeList.FindStringSubmatch(b.name); m != nil && !strings.Contains(m[2], ",") {
		before, _, _ := strings.Cut(b.name, ":")
		head := strings.Replace(before, "các ", "", 1)
		var out []body
		for _, p := range splitList.Split(m[3], -1) {
			out = append(out, body{b.start, b.end, head + " " + p})
		}
		return out
	}
	return []body{b}
}

var oneSector = regexp.MustCompile(`^(?:` + sectors + `)`)

// allBodies finds every body named in t, for the organisations of the result.
func allBodies(t string) []body {
	var out []body
	for i := 0; i < len(t); {
		r, size := utf8.DecodeRuneInString(t[i:])
		if unicode.IsLetter(r) && atWord(t, i) && candidate(t[i:]) {
			if b, ok := bodyAt(t, i); ok {
				out = append(out, b)
				i = b.end
				continue
			}
		}
		i += size
	}
	return out
}

func atWord(t string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(t[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// candidate cheaply refuses words that no name of a body begins with.
func candidate(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if unicode.IsUpper(r) {
		return true
	}
	for _, w := range []string{"các ", "lãnh đạo ", "người đứng đầu ", "sở, ", "cơ quan", "đơn vị", "tỉnh ", "thành phố ", "đồng chí ", "những ", "tất cả ", "phòng ", "phòng, ", "sở ", "bộ ", "ngành ", "mỗi ", "từng ", "doanh nghiệp", "chủ đầu tư"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
