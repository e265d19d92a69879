package reading

import (
	"dondoc/internal/reading/outline"
	"dondoc/internal/viet"
)

// What is said here is about the text as a whole: whether it is Vietnamese,
// whether it is one document, whether its points are numbered as they should
// be. A person decides; the reading goes on as well as it can.

// readable reports a tongue that the rules were made for. Of a text of few
// words they are tried.
func readable(t viet.Tongue) bool { return t == viet.Vietnamese || t == viet.Undecided }

// nothing makes the whole text one that orders nothing.
func (r *reader) nothing() {
	r.roles = make([]Role, len(r.lines))
	for i := range r.roles {
		r.roles[i] = IsContext
	}
}

// doubts says what is unusual about the text as a whole.
func (r *reader) doubts(t viet.Tongue) {
	switch {
	case readable(t):
		for _, d := range outline.Doubts(r.t, r.lines, r.original) {
			r.doubt(d.Code, d.At, d.Message)
		}
	case t == viet.Unmarked:
		r.doubt("tongue_unmarked", 0, "Văn bản viết không dấu nên hệ thống không tìm nhiệm vụ. Tải bản có dấu lên, hoặc thêm nhiệm vụ bằng tay.")
	case t == viet.Other:
		r.doubt("tongue_foreign", 0, "Chữ trong văn bản không phải tiếng Việt, hoặc phông chữ, bảng mã làm hỏng chữ. Hệ thống không tìm nhiệm vụ. Đối chiếu với bản gốc; nếu chữ hỏng, lưu lại thành DOCX hoặc quét lại rồi tải lên.")
	default:
		r.doubt("tongue_foreign", 0, "Đây là văn bản "+t.Label()+", không phải văn bản tiếng Việt, nên hệ thống không tìm nhiệm vụ. Tải bản tiếng Việt lên, hoặc thêm nhiệm vụ bằng tay.")
	}
}

// doubt warns of a place of the working text.
func (r *reader) doubt(code string, at int, message string) {
	place := r.point(at)
	r.res.Warnings = append(r.res.Warnings, Warning{Code: code, Message: message, At: &place})
}
