package bodies

import "strings"

// The verbs with which Vietnamese administration tells somebody to act; a
// sentence that begins with one of them, under an addressee, is an order.
const actions = `tiếp tục|tập trung|triển khai|tổ chức|thực hiện|rà soát|xây dựng|nghiên cứu|hoàn thành|hoàn thiện|khẩn trương|chủ động|chủ trì|phối hợp|tham mưu` +
	`|báo cáo|tổng hợp|đẩy mạnh|đẩy nhanh|tăng cường|nâng cao|bảo đảm|đảm bảo|kiểm tra|đôn đốc|theo dõi|hướng dẫn|chỉ đạo|lãnh đạo|quán triệt|phát huy` +
	`|huy động|ưu tiên|chuẩn bị|bố trí|đề xuất|trình|ban hành|công bố|công khai|cung cấp|cập nhật|số hóa|kết nối|chuẩn hóa|đánh giá|phân tích|thống kê` +
	`|xác định|xử lý|giải quyết|tháo gỡ|khắc phục|chấn chỉnh|siết chặt|quản lý|giám sát|thanh tra|tuyên truyền|truyền thông|phổ biến|vận động|đào tạo` +
	`|bồi dưỡng|sắp xếp|kiện toàn|củng cố|đổi mới|cải thiện|cải cách|cắt giảm|đơn giản hóa|rút ngắn|phân bổ|giải ngân|thu hút|khuyến khích|mở rộng` +
	`|phát triển|hỗ trợ|giữ vững|giữ|chú trọng|quan tâm|nghiêm túc|kịp thời|thường xuyên|quyết liệt|kiên quyết|sớm|làm tốt|làm rõ|đề cao|phát động` +
	`|chịu trách nhiệm|có trách nhiệm|gắn|lồng ghép|ứng dụng|khai thác|vận hành|duy trì|chăm lo|thông báo|thông tin|gửi|lập|tiến hành|áp dụng|nhận diện` +
	`|ứng phó|sẵn sàng|di dời|sơ tán|cấm|hạn chế|dừng|không để|không được|tuyệt đối|tận dụng|sử dụng|đưa|lấy|xem xét|quyết định|phê duyệt|thẩm định|góp ý` +
	`|tiếp thu|bổ sung|điều chỉnh|sửa đổi|lựa chọn|phân công|phân cấp|ủy quyền|thành lập|kêu gọi|biểu dương|nhân rộng|lan tỏa|xử phạt|tham gia|tạo|đăng` +
	`|đầu tư|mua sắm|bàn giao|tiếp nhận|thu hồi|thẩm tra|giao|yêu cầu|trực tiếp|phải|cần|nắm|bám sát|kiểm soát|ngăn chặn|phòng ngừa|đấu tranh` +
	`|rút kinh nghiệm|sơ kết|tổng kết|xác minh|đề nghị|căn cứ|quy định|thúc đẩy|hình thành|đối thoại|tích cực|linh hoạt|đồng thời|tạm dừng|khuyến nghị` +
	`|vận dụng|thiết lập|ra quân|dự báo|bảo vệ|phục hồi|khôi phục|tham vấn|cụ thể hóa|thể chế hóa|nội luật hóa|đa dạng hóa|hiện đại hóa|minh bạch|niêm yết` +
	`|đẩy|hoạch định|tính toán|định hướng|trao đổi|tìm kiếm|kiến nghị|xúc tiến|liên hệ|làm việc|mời|kê khai|điều tra|cân đối|bố cáo|tiết kiệm|tự kiểm tra` +
	`|xóa|chống|phát hiện|cử|mở|xếp|rà|lưu ý|tối ưu hóa|tối ưu|nâng cấp|tích hợp|chia sẻ|đồng bộ|chuyển đổi|tạo lập|thí điểm|kích hoạt|chi trả|thanh toán` +
	`|quyết toán|thu thập|khảo sát|xét|chọn|tuyển dụng|tuyển chọn|luân chuyển|điều động|bổ nhiệm|cam kết|ký|ký kết|hợp tác|đối chiếu|treo|đảm nhận|phân loại` +
	`|nghiệm thu|thi công|khởi công|khánh thành|cấp phép|kiểm đếm|bồi thường|giải phóng|truy quét|nỗ lực|phấn đấu|quyết tâm|dành|kiểm kê|thu|nộp|kết hợp` +
	`|phân định|chuyển|lắp đặt|sửa chữa|nạo vét|khơi thông|cảnh báo|duy tu|khen thưởng|công nhận|đăng ký|đăng tải|rà quét|theo sát|bảo quản|lưu trữ|trả lời` +
	`|giải trình|tiếp công dân|khẩn cấp|tái cơ cấu|cơ cấu|hiện thực hóa|tạo điều kiện|thử nghiệm|vượt|giảm|tăng|kéo giảm|làm|bám|gương mẫu|đi đầu|nêu cao` +
	`|chấp hành|tuân thủ|soạn thảo|dọn dẹp|thăm hỏi|tập huấn|có phương án|có kế hoạch|có giải pháp|có biện pháp|có văn bản|có hình thức|là đầu mối` +
	`|làm đầu mối|phụ trách|điều hành|trang bị|khai báo|xác nhận|nghiêm khắc|khoanh vùng|tăng tốc|cấp phép|cấp phát|cấp giấy|cấp kinh phí|diễn tập|luyện tập|huấn luyện|đình chỉ|chấm dứt|thực thi|bảo dưỡng` +
	`|cải tạo|trồng|chăm sóc|khử trùng|giáo dục|đề ra|nhắc nhở|phục vụ|nhập|xây|thu gom|dự thảo|dự trù|tham dự|vệ sinh|rà phá|tôn vinh|tri ân|kết luận` +
	`|hoàn trả|hoàn tất|kiểm điểm|bồi hoàn|chốt|trao|quy hoạch|tìm|xem|chọn lọc|hòa giải|vận chuyển|tích lũy|cùng với|động viên|khích lệ|hướng tới|coi trọng` +
	`|khơi dậy|tổ chức lại|lên kế hoạch|hiệp thương|cho ý kiến|có ý kiến|nhận|thay thế|gia hạn|truy thu|cưỡng chế|tịch thu|tạm giữ|họp|đi kiểm tra|nhanh chóng|thi đua|điều chuyển|tiêu hủy|tiêu độc|tổng rà soát|tổng kiểm tra|tổng điều tra|thỏa thuận|bảo tồn|tôn tạo|trùng tu|gìn giữ|phát hành|chuyển giao|tiếp tế|cứu trợ|tiêm phòng|phun|châm|điều trị|xét nghiệm|giám định|thi hành|bắt giữ|tuần tra|canh gác|kiểm định|đo đạc|cắm mốc|đền bù|mời gọi|quảng bá|tiêu thụ|liên kết|nuôi dưỡng|trợ cấp|thoái vốn|cổ phần hóa|sáp nhập|giải thể|hợp nhất|luân phiên|thay đổi|kiềm chế|tiết giảm|thắt chặt|ổn định|bình ổn|điều tiết|điều hòa|hạch toán|kiểm toán|phản ánh|tố giác|trưng bày|tuyên dương|kỷ niệm|là cơ quan thường trực|là cơ quan đầu mối|kiên trì|khởi động|xây mới|khuyến cáo|hoạch toán|đấu nối|đấu thầu|đấu giá|thẩm duyệt|hoàn chỉnh|biên soạn|biên tập|in ấn|phân luồng|phân tuyến|phân nhóm|đối ứng|nhắc|đăng cai|gắn kết|truy xuất|truy vết|số hoá|chuẩn hoá|xã hội hóa|kết nghĩa|chăm chút|tổng duyệt|gia cố|tu bổ|tu sửa|xử trí|báo động|giữ gìn|tiêu diệt|diệt|thả|nuôi|khoanh|cách ly|giám sát chặt|bám nắm`

// Actions reports whether a string begins with an action, whatever its case.
var Actions = phrases{byFirst(strings.Split(actions, "|"))} //nolint:gochecknoglobals // a constant table

// phrases are known by their first word: with hundreds of them, far quicker
// than one alternation.
type phrases struct{ by firstWordTable }

// firstWordTable gives for a first word what follows it.
type firstWordTable struct {
	firsts *wordTree
	rests  [][]string // by the first word's number
}

func byFirst(list []string) firstWordTable {
	var m firstWordTable
	number := map[string]int{}
	var firsts []string
	for _, p := range list {
		first, rest, _ := strings.Cut(p, " ")
		n, ok := number[first]
		if !ok {
			n = len(firsts)
			number[first], firsts, m.rests = n, append(firsts, first), append(m.rests, nil)
		}
		m.rests[n] = append(m.rests[n], rest)
	}
	m.firsts = newTree(firsts)
	return m
}

// MatchString reports whether s begins with one of the phrases as whole words.
func (o phrases) MatchString(s string) bool { return o.Length(s) > 0 }

// Length is that of the phrase that s begins with, 0 for none.
func (o phrases) Length(s string) int {
	first, n := o.by.firsts.at(s)
	if first < 0 {
		return 0
	}
	for _, rest := range o.by.rests[first] {
		if rest == "" && ends(s[n:]) {
			return n
		}
		if k := n + 1 + len(rest); rest != "" && k <= len(s) && s[n] == ' ' && strings.EqualFold(s[n+1:k], rest) && ends(s[k:]) {
			return k
		}
	}
	return 0
}

func ends(s string) bool {
	return s == "" || strings.IndexByte(" \t\n,.;:", s[0]) >= 0 || strings.HasPrefix(s, "\u00a0")
}

// seconds are verbs of one syllable that are the second syllable of another word
// ("chương trình", "việc làm"), with the first syllables that make them so.
var seconds = map[string]string{ //nolint:gochecknoglobals // a constant table
	"trình": "chương quá quy công lộ giáo tiến hành lịch", "làm": "việc", "lập": "độc công thành thiết tạo trung xác", "tạo": "đào sáng cải tái kiến chế cấu",
	"thu": "doanh nguồn", "giao": "ngoại bàn chuyển", "nhận": "ghi xác tiếp công chứng", "giảm": "tinh cắt suy thuyên", "xét": "nhận xem", "trao": "", "xây": "",
	"mở": "cởi", "cử": "đề bầu", "chọn": "lựa tuyển", "nộp": "giao", "tăng": "gia", "giữ": "nắm gìn", "chống": "phòng", "xóa": "", "ký": "đăng", "nắm": "",
}

// Second reports that the word before makes one word with the verb behind it.
func Second(before, verb string) bool {
	firsts, ok := seconds[strings.ToLower(verb[:wordLength(verb)])]
	if !ok {
		return false
	}
	prev := strings.ToLower(before[strings.LastIndexByte(before, ' ')+1:])
	return prev != "" && strings.Contains(" "+firsts+" ", " "+prev+" ")
}
