package reading

import (
	"slices"

	"dondoc/internal/pattern"
)

var (
	agreeing  = pattern.New(`(?i)^(?:(?:về |đối với )?[^:.;]{0,80}:\s*)?(?:cơ bản )?(?:thống nhất|đồng ý|nhất trí|cho phép|ghi nhận|biểu dương|đánh giá cao|hoan nghênh|cảm ơn|chúc|chấp thuận|khuyến khích|phê bình|chia sẻ|thông qua)[\s,]`)
	judges    = pattern.New(`^(?:(?:Cùng |Cùng tham |Tham )dự |Dự (?:họp|buổi|hội nghị) |Thay mặt |Việc |Đây là|Tuy nhiên|Tuy vậy|Thời gian qua|Kết quả|Nhìn chung|Nguyên nhân|Những |Một số |Công tác [^.;]{5,80} (?:được|đã|chưa|còn)|Qua |Hiện nay|Do |Mặc dù|Có thể|(?:Ngoài ra, )?[Tt]ại (?:Báo cáo|Thông báo|Công văn|văn bản|Công điện|Tờ trình) số|Điều này|Đó là|Như vậy|Theo báo cáo|Đến nay|Trong (?:những )?(?:năm|thời gian) qua)`)
	closingRE = pattern.New(`(?i)(?:thông báo (?:để|đến|tới|ý kiến).{0,160}biết|trân trọng thông báo|chịu trách nhiệm thi hành|có hiệu lực (?:kể )?từ|hết hiệu lực|để (?:các|quý) [^.;]{0,80}biết)`)
	recalls   = pattern.New(`(?i)^ngày \d{1,2}[/. ]|(?:tại|theo) [^,;]{3,120}(?:đã|,) (?:giao|yêu cầu|chỉ đạo|đề nghị)|trước đó,|đã có (?:văn bản|công văn)|đã ban hành (?:công văn|văn bản)`)
	openList  = pattern.New(`(?i)(?:như sau|sau đây|dưới đây|sau|cụ thể|nhiệm vụ|nội dung|yêu cầu|chỉ đạo|giao|đề nghị|kết luận|quyết nghị|điện|ý kiến|quyết định|thực hiện|báo cáo|lưu ý|tham mưu[^:]{0,40}|triển khai|phối hợp[^:]{0,140}|trọng tâm|giải pháp|việc|trong đó)\s*$`)
	mereOpen  = pattern.New(`(?i)^(?:[\s,]*(?:chủ trì|tập trung|thực hiện|triển khai|tổ chức|khẩn trương|nghiêm túc|cần|phải|có trách nhiệm|chịu trách nhiệm|phối hợp|với|các|một số|những|tốt|đồng bộ|hiệu quả|quyết liệt|nhiệm vụ|giải pháp|nội dung|công việc|công tác|việc|sau|đây|như|dưới|cụ thể|trọng tâm|chủ yếu|theo|chức năng|được giao|của mình|và|trong đó|lưu ý|chỉ đạo|yêu cầu|[,;]))*\s*$`)
	coordRE   = pattern.New(`(?i)(?:phối hợp|kết hợp)(?:\s+(?:chặt chẽ|hiệu quả|đồng bộ|hiệp đồng))?(?:,\s*(?:hướng dẫn|hỗ trợ))?(?:\s+(?:với|cùng với|cùng))?\s+`)
	cungRE    = pattern.New(`(?:^|\s)(?:Cùng với|cùng với|cùng)\s+`)
	throughRE = pattern.New(`(?:chỉ đạo, triển khai cho|chỉ đạo|triển khai cho|giao cho|giao|phân công)\s+`)
	aims      = pattern.New(`(?i)^(?:củng cố|góp phần|nâng cao|bảo đảm|đảm bảo|tạo|hướng tới|phấn đấu)\s`)
	delivers  = pattern.New(`(?i)^(?:tham mưu|đề xuất|báo cáo|tổng hợp|trình|kiến nghị)[\s,]`)
)

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}
