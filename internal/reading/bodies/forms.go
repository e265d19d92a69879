package bodies

import (
	"strings"

	"dondoc/internal/pattern"
)

// Names of sectors, as ministries and departments carry them; general
// knowledge of the State's structure, longest first.
const sectors = `Kế hoạch và Đầu tư|Kế hoạch Đầu tư|Kế hoạch & Đầu tư|Lao động TB&XH|Lao động - TBXH|Lao động, TB&XH|Lao động TBXH|KHĐT|LĐTBXH|KH&ĐT|Tài nguyên và Môi trường|TN&MT|Nông nghiệp và Môi trường|Nông nghiệp và Phát triển nông thôn|NN&PTNT|Công Thương|Công thương|Giao thông vận tải|Giao thông Vận tải|GTVT|` +
	`Giáo dục và Đào tạo|GD&ĐT|Khoa học và Công nghệ|KH&CN|Văn hóa, Thể thao và Du lịch|Văn hóa và Thể thao|Văn hóa Thể thao và Du lịch|VHTTDL|Du lịch|Lao động - Thương binh và Xã hội|Lao động, Thương binh và Xã hội|LĐ-TB&XH|Thông tin và Truyền thông|TT&TT|` +
	`Dân tộc và Tôn giáo|Quy hoạch - Kiến trúc|An toàn thực phẩm|Văn hóa - Thông tin|Văn hóa và Thông tin|Văn hóa, Khoa học và Thông tin|Giáo dục - Đào tạo|Giáo dục & Đào tạo|Tài chính - Kế hoạch|Tài chính và Kế hoạch|Kinh tế, Hạ tầng và Đô thị|Kinh tế và Hạ tầng|Kinh tế - Hạ tầng|Quản lý đô thị|Tài nguyên - Môi trường|Tài nguyên Môi trường|Nông nghiệp & PTNT|NN&MT|VHTT&DL|VH,TT&DL|VH, TT&DL|LĐTB&XH|LĐ-TBXH|Bưu chính, Viễn thông|Bưu chính Viễn thông|Nông nghiệp và PTNT|Nội vụ|Tài chính|Xây dựng|Tư pháp|Y tế|Ngoại giao|Ngoại vụ|Quốc phòng|Công an|Dân tộc|Văn hóa - Xã hội|Quản lý thị trường|Chuyển đổi số|Thương mại|Thủy sản|Thủy lợi|Kinh tế|Văn hóa`

const (
	// Place is the name of a place.
	Place = `\p{Lu}[\p{L}']*(?:[ -]\p{Lu}[\p{L}']*){0,3}`
	unit  = `(?:[Tt]ỉnh|[Tt]hành phố|TP|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|cấp tỉnh|cấp huyện|cấp xã|các cấp)`
	units = `(?:các |\d+ )?` + unit + `(?:(?:, | và | - |; | ?/ ?)` + unit + `)*`
	title = `(?:(?:[Cc]ác |[Đđ]ồng chí |[Cc]ác đồng chí |[Tt]ập thể )*(?:Phó )?(?:Thủ trưởng, [Ll]ãnh đạo|[Cc]hủ tịch|[Gg]iám đốc|Tổng Giám đốc|[Tt]hủ trưởng|Bộ trưởng|Thống đốc|Tổng Thanh tra|Chánh Thanh tra|Chánh Văn phòng|Chánh án|Viện trưởng|Trưởng ban|Trưởng Ban|Trưởng|Chủ nhiệm|Hiệu trưởng|Cục trưởng|Vụ trưởng|[Nn]gười đứng đầu|[Ll]ãnh đạo|Bí thư|Tư lệnh|Chỉ huy trưởng) (?:và |các )?)*`
	tail  = `(?: (?:có liên quan|liên quan|của tỉnh|của Thành phố|của thành phố|tỉnh|Thành phố|thành phố|thuộc tỉnh|cấp tỉnh|cấp huyện|cấp xã|trực thuộc(?: (?:Ủy ban nhân(?: dân)?|UBND)? ?(?:tỉnh|Thành phố|thành phố|Bộ))?|thuộc (?:Ủy ban nhân(?: dân)?|UBND) (?:tỉnh|Thành phố|thành phố)|thuộc Bộ|thuộc Chính phủ|thuộc thành phố|trực thuộc|có thẩm quyền|địa phương|Trung ương|trung ương|ngang bộ|ngang Bộ|chuyên môn|chức năng|quận|huyện|Việt Nam|Nhà nước(?: Việt Nam)?))*`
	noun  = `(?:[Cc]ơ quan đơn vị|[Vv]ăn phòng(?: [Tt]ỉnh ủy, [Tt]hành ủy| cấp ủy)?|[Bb]an đảng|[Tt]ỉnh ủy, [Tt]hành ủy|[Cc]ơ quan(?: tham mưu(?:, quản lý nhà nước)?| quản lý nhà nước| nhà nước| thanh tra| chủ quản| soạn thảo| chủ trì soạn thảo| đại diện| truyền thông(?:, báo chí)?| chuyên môn| chức năng| ngang bộ| ngang Bộ| hành chính khác| hành chính| báo chí(?:, truyền thông)?| thông tấn(?:,? báo chí)?| thuộc Chính phủ)?|[Đđ]ơn vị(?: sự nghiệp(?: công lập)?)?|[Đđ]ịa phương|[Ss]ở ngành|[Bb]ộ ngành|[Ss]ở|[Bb]an ngành|[Bb]an|[Nn]gành|[Bb]ộ|[Cc]ấp|[Pp]hòng|[Đđ]oàn thể(?: quận| huyện| tỉnh)?|[Tt]ổ chức(?: chính trị - xã hội| đoàn thể| xã hội)?|[Cc]hủ đầu tư|[Nn]hà thầu|[Hh]ội|[Hh]iệp hội|[Tt]hành viên (?:Ban Chỉ đạo|Ban chỉ đạo|Hội đồng|Tổ công tác)|[Tt]hành viên|[Xx]ã|[Pp]hường|[Hh]uyện|[Tt]hị xã|[Tt]hành phố|[Đđ]ặc khu|[Cc]á nhân|[Hh]ộ gia đình|[Nn]gười dân|[Kk]hu phố|[Tt]hôn|[Tt]ổ dân phố|[Ll]ực lượng(?: chức năng| vũ trang)?|[Bb]an [Qq]uản lý(?: dự án)?|[Tt]ỉnh|[Dd]oanh nghiệp|[Tt]ập đoàn(?: kinh tế)?|[Tt]ổng công ty|[Nn]gân hàng(?: thương mại)?|[Cc]ụm)`
)

// entire matches one body at the start of a string.
var entire = pattern.New(`^` + title + `(?:` + strings.Join(forms, "|") + `)`)

// forms are the ways of naming a body, the first that fits winning.
var forms = []string{ //nolint:gochecknoglobals // a constant table
	`(?:Bộ|Sở|Phòng|Ban|bộ|sở|phòng) (?:` + sectors + `)` + tail,
	`(?:[Cc]ác |[Nn]hững |[Mm]ỗi )?(?:[Ss]ở|[Bb]ộ|[Cc]ơ quan(?: chuyên môn)?|[Đđ]ơn vị) quản lý (?:nhà nước )?(?:về )?(?:chuyên )?ngành, lĩnh vực(?: cấp tỉnh| liên quan)?`,
	`(?:[Cc]ác )?(?:Bộ|Sở): (?:` + sectors + `)(?:(?:, | và |; )(?:` + sectors + `))*` + tail,
	`(?:Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Ủy ban Mặt trận Tổ quốc Việt Nam|Ủy ban MTTQ Việt Nam|Mặt trận Tổ quốc Việt Nam|Mặt trận Tổ quốc|MTTQ)(?: ` + units + `)?(?: từ ` + Place + ` đến ` + Place + `|: ` + Place + `(?:(?:, | và )` + Place + `)*| ` + Place + `(?:(?:, | và )(?:thị xã|thành phố|huyện|quận|thị trấn|xã|phường) ` + Place + `)*)?` + tail,
	`(?:[Tt]ỉnh ủy, [Tt]hành ủy|[Tt]ỉnh ủy|[Tt]hành ủy|[Hh]uyện ủy|[Đđ]ảng ủy|Tỉnh đoàn|Thành đoàn|Ban Thường vụ (?:Tỉnh ủy|Thành ủy)|Thường trực (?:Tỉnh ủy|Thành ủy|Huyện ủy|HĐND tỉnh|HĐND)|Đoàn [Đđ]ại biểu Quốc hội(?: và HĐND)?|Văn phòng (?:Tỉnh ủy|Thành ủy|Đoàn [Đđ]ại biểu Quốc hội(?: và (?:HĐND|Hội đồng nhân dân))?(?: tỉnh)?))(?: ` + Place + `)?` + tail,
	`(?:Thủ tướng Chính phủ|Phó Thủ tướng(?: Thường trực)?(?: Chính phủ)?|Chính phủ|Quốc hội|Ngân hàng [Nn]hà nước Việt Nam|Ngân hàng [Nn]hà nước|Kho bạc [Nn]hà nước|Thanh tra Chính phủ|Văn phòng Chính phủ|Bảo hiểm xã hội|Kiểm toán [Nn]hà nước|Đài Truyền hình Việt Nam|Đài Tiếng nói Việt Nam|Thông tấn xã Việt Nam|Tập đoàn Điện lực Việt Nam)(?: [Kk]hu vực [IVX\d]+| ` + Place + `)?` + tail,
	`(?:Công an|Bộ Chỉ huy Quân sự|Bộ Chỉ huy quân sự|Bộ Tư lệnh|Bộ đội Biên phòng|Thanh tra|Thuế|Hải quan|Văn phòng (?:Ủy ban nhân dân|UBND|Tỉnh ủy|Thành ủy|HĐND|Bộ|Ban Chỉ đạo)|Văn phòng|Cục Thuế|Cục Thống kê|Liên đoàn Lao động|Báo|Đài Phát thanh và Truyền hình|Liên minh Hợp tác xã|Tòa án nhân dân|Viện kiểm sát nhân dân)(?: ` + units + `)(?: ` + Place + `)?` + tail,
	`(?:Văn phòng (?:Thường trực )?)?Ban [Cc]hỉ đạo(?: \d{3})? (?:các bộ, ngành, địa phương|(?:\p{L}+,? ){0,5}(?:quốc gia|cấp tỉnh|tỉnh|Trung ương|Thành phố|thành phố)(?: ` + Place + `)?)`,
	`Ban [Cc]hỉ đạo(?: (?:thực hiện|về|Nhà nước|Trung ương|các)(?: số \d[\p{L}\d/-]*| \p{L}+| -){1,9})?`,
	`(?:Ban Quản lý|Ban quản lý|Chi nhánh|Trung tâm|Cục|Tổng cục|Chi cục|Thương vụ|Vụ|Viện|Trường|Học viện|Đài|Tổng công ty|Tập đoàn|Công ty|Hội|Hiệp hội|Liên hiệp|Liên đoàn|Quỹ|Tổ công tác|Hội đồng|Văn phòng|Đoàn|Thường trực|Ủy ban|Bộ Tư lệnh|Báo|Tạp chí|Cổng Thông tin điện tử|Phòng|Đội|Lực lượng|Trạm|Xí nghiệp|Nhà máy|Công an) (?:\p{Lu}[\p{L}&-]*)(?:(?:,| -)? [\p{L}&][\p{L}&-]*){0,12}(?: \d+[\p{L}]?(?: [A-Z])?)?`,
	`(?:quận|huyện|thị xã|thành phố|xã|phường)(?:, (?:quận|huyện|thị xã|thành phố|phường|thị trấn|đặc khu))+`, `[Cc]ác xã,? phường(?:,? (?:và )?(?:thị trấn|đặc khu))?`,
	`[Tt]oàn (?:[Nn]gành|tỉnh|thành phố|hệ thống chính trị)`, `Chủ tịch Hội đồng [Qq]uản trị`, `(?:Bộ CHQS|BCH Quân sự|Bộ CHBĐBP|Bộ Chỉ huy Bộ đội Biên phòng|Ban CHQS|Ban Chỉ huy quân sự)(?: (?:tỉnh|thành phố|Thành phố|huyện|xã))?(?: ` + Place + `)?`, `[Tt]hường trực (?:các )?(?:[Tt]ỉnh ủy, [Tt]hành ủy|[Tt]ỉnh ủy|[Tt]hành ủy)`,
	`[Nn]gành (?:[Yy] tế|[Gg]iáo dục|[Cc]ông an|[Nn]ông nghiệp|[Tt]huế|[Đđ]iện|[Vv]ăn hóa|[Tt]ài chính|[Nn]gân hàng|[Xx]ây dựng|[Cc]ông thương)(?: (?:quận|huyện|tỉnh|thành phố))?`,
	`Mặt trận(?: Tổ quốc)?(?:,| và)(?: các)? (?:đoàn thể|tổ chức chính trị - xã hội)`,
	`[Cc]ấp ủy(?: đảng| Đảng)?, chính quyền(?: (?:các cấp|địa phương|Thành phố|thành phố|tỉnh|cấp xã))?`, `[Cc]hính quyền (?:địa phương(?: các cấp)?|các cấp|cấp xã|cấp tỉnh|Thành phố|thành phố)`,
	`[Cc]ấp (?:tỉnh|huyện|xã|ủy)(?:(?:,| và) (?:cấp )?(?:huyện|xã))?`,
	`[Tt]ỉnh ` + Place, `[Tt]hành phố ` + Place,
	`(?:[Cc]ác )?(?:đồng chí )?Thứ trưởng (?:khác|Bộ|phụ trách)`, `(?:[Đđ]ồng chí )?(?:Thứ trưởng|Phó Chủ tịch UBND (?:tỉnh|thành phố)|Phó Thủ tướng) ` + Place,
	`(?:UB MTTQ|UBMTTQ|Ủy ban MTTQ|BCĐ [\p{L} ,-]{3,40}?|Ủy ban nhân dân|UBND|BCĐ)(?: xã ?/ ?phường(?: ?/ ?thị trấn)?| ` + unit + `)`, `[Tt]rưởng thôn`, `[Tt]ổ trưởng (?:tổ )?dân phố`, `[Tt]rưởng [Bb]an công tác [Mm]ặt trận`, `Liên minh các HTX`, `UB MTTQ|UBMTTQ`,
	`Sở (?:Kế hoạch & Đầu tư|Lao động TB&XH|Lao động, TB&XH|KHĐT|LĐTBXH|TNMT|NNPTNT|GDĐT|KHCN|TTTT)`,
	`(?:[Cc]ác|[Mm]ỗi|[Tt]ừng) (?:Sở|Bộ|Phòng) (?:` + sectors + `)(?:(?:, | và )(?:` + sectors + `))*` + tail,
	`(?:[Cc]ác|[Nn]hững|[Mm]ỗi|[Tt]ừng) (?:đồng chí )?(?:(?:Vụ|Cục|Tổng cục|Chi cục|Viện|Trung tâm|Trường|Học viện|Tập đoàn|Tổng công ty|Tổng Công ty|Công ty|Thương vụ|Ban (?:Xây dựng Đảng|Đảng|của Đảng|HĐND)|Đội)(?: kinh tế| nhà nước| Nhà nước| nghiên cứu| đại học| học)?)(?:(?:, | và )(?:Vụ|Cục|Tổng cục|Viện|Ban|Phòng|Tập đoàn|Tổng công ty|Tổng Công ty|Công ty|Trường|Trung tâm|Thanh tra|Văn phòng|đơn vị|cơ quan)(?: kinh tế| nhà nước| Nhà nước| nghiên cứu)?)*(?: \p{Lu}[\p{L}&-]*(?: [\p{L}&-]+){0,6})?`,
	`(?:[Cc]ác|[Nn]hững|[Tt]ất cả các|[Tt]oàn thể các|[Mm]ỗi|[Tt]ừng) ` + noun + `(?:(?:, | và |; | - |-)(?:` + noun + `|đặc khu|thị trấn))*` + tail + `(?: (?:thuộc|trực thuộc) (?:Ủy ban nhân dân|UBND|Bộ|Chính phủ|tỉnh|Thành phố|thành phố|Trung ương)(?: (?:tỉnh|Thành phố|thành phố))?)?`,
	`(?:[Cc]ơ quan|[Đđ]ơn vị|[Ss]ở, ban, ngành|[Ss]ở, ngành|[Cc]hủ đầu tư)(?:(?:, | và )` + noun + `)*(?: (?:có liên quan|liên quan|chủ trì|tỉnh))+`,
	`[Cc]ơ quan ngang [Bb]ộ(?:(?:, | và )cơ quan (?:trực )?thuộc Chính phủ)?`, `Chủ đầu tư(?: ` + Place + `)?`, `[Cc]ơ quan (?:thông tấn,? báo chí|thông tấn|báo chí|truyền thông|thanh tra|chuyên môn khác|phối hợp|chủ trì|kiểm sát|thuế|hải quan|bảo hiểm xã hội|quân sự|công an|điều tra)(?:,? (?:báo chí|truyền thông|các cấp|địa phương|cấp trên))?`, `Các [Bb]ộ, ngành(?: liên quan)?`,
	`Ban [Qq]uản lý (?:các )?(?:[Kk]hu|[Dd]ự án)(?: (?:[Cc]ông nghệ cao|[Cc]ông nghiệp|[Cc]hế xuất|[Kk]inh tế(?: cửa khẩu)?|[Nn]ông nghiệp ứng dụng [Cc]ông nghệ cao|[Đđ]ầu tư xây dựng|công trình|và các [Kk]hu|và [Kk]hu|các [Kk]hu|[Kk]hu|và))*(?: (?:tỉnh|thành phố|Thành phố))?(?: ` + Place + `)?`, `(?:Giám đốc|Thủ trưởng|Lãnh đạo|Trưởng) (?:các )?(?:[Ss]ở|cơ quan|[Bb]an|ngành|đơn vị|phòng)(?:(?:, | và )(?:ban|ngành|đơn vị|đoàn thể|cơ quan|địa phương))*` + tail,
	`Báo và (?:Đài )?[Pp]hát thanh,?(?: và)? [Tt]ruyền hình(?: (?:tỉnh|thành phố|Thành phố))?(?: ` + Place + `)?`,
	`(?:sở|Sở|bộ|Bộ|phòng|Phòng)(?:(?:, | và |, các | - )(?:ban,? ngành|ban|ngành|cơ quan|đơn vị|địa phương|đoàn thể|tổ chức))+` + tail + `(?: (?:thuộc|của) (?:tỉnh|thành phố|Thành phố|Bộ))?`,
	`(?:[Cc]ơ quan|[Đđ]ơn vị)(?:, (?:cơ quan|đơn vị|tổ chức|địa phương|doanh nghiệp))+` + tail,
}
