package office

import (
	"fmt"

	"dondoc/internal/fault"
)

// Style holds every size and distance of a template. Letters are in points,
// distances on the page in millimetres. Guides disagree about some of them, so
// an office may set its own inside the legal range (Check).
type Style struct {
	Font string // of a DOCX; a PDF carries Liberation Serif, which has its widths

	Top, Bottom, Left, Right float64 // margins, mm

	PageNumber float64
	Nation     float64 // Quốc hiệu; for the Party its own heading
	Motto      float64 // Tiêu ngữ
	Superior   float64
	Issuer     float64
	Number     float64
	Dateline   float64 // place and day
	Type       float64 // name of the kind of document
	Subject    float64 // trích yếu under it
	About      float64 // the "V/v" line of a công văn
	Body       float64
	To         float64 // Kính gửi
	Authority  float64
	Signer     float64
	ForWhom    float64 // the words "Nơi nhận:"
	Recipients float64
	Annex      float64
	AnnexTitle float64
	Draft      float64
	Table      float64
	Note       float64

	FirstLine     float64 // indent of a first line, mm
	Between       float64 // between paragraphs, pt
	Leading       float64 // line spacing, 1 = single
	Rule          float64 // length of the rule under issuer and title, as a share of the line above
	SignatureRoom float64 // for signature and seal, mm

	// Fit draws lines and signature together when that saves a last page with
	// little more than the signature.
	Fit bool

	AboutItalic bool   // the "V/v" line in italics
	ToItalic    bool   // the words "Kính gửi" in italics
	AboutWord   string // stands before it: "V/v "
	NumberWord  string // stands before the number: "Số: "
	Star        bool   // a star under the issuer instead of a rule
	Dashes      bool   // five hyphens under the trích yếu instead of a rule
	PlainFor    bool   // "Nơi nhận:" upright and underlined instead of bold italic
	SuperiorCap bool   // the superior's name in capitals
	Heading     string // what stands top right; Tiêu ngữ follows it when MottoText is set
	MottoText   string
}

// StyleOf gives the defaults of a template; an unknown one is State.
func StyleOf(t Template) Style {
	s := Style{
		Font: "Times New Roman", Top: 20, Bottom: 20, Left: 30, Right: 15,
		PageNumber: 14, Nation: 13, Motto: 14, Superior: 13, Issuer: 13, Number: 13, Dateline: 14,
		Type: 14, Subject: 14, About: 12, Body: 14, To: 14, Authority: 14, Signer: 14, ForWhom: 12, Recipients: 11,
		Annex: 14, AnnexTitle: 14, Draft: 13, Table: 12, Note: 11,
		FirstLine: 12.7, Between: 6, Leading: 1.1, Rule: 0.4, SignatureRoom: 26, Fit: true,
		AboutWord: "V/v ", NumberWord: "Số: ", SuperiorCap: true,
		Heading: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MottoText: "Độc lập - Tự do - Hạnh phúc",
	}
	if t != Party {
		return s
	}
	s.Nation, s.Superior, s.Issuer, s.Number = 15, 14, 14, 14
	s.Type, s.Subject, s.ForWhom, s.Recipients = 16, 14, 14, 12
	s.Draft = 14
	s.AboutItalic, s.ToItalic, s.Star, s.Dashes, s.PlainFor = true, true, true, true, true
	s.AboutWord, s.NumberWord = "", "Số "
	s.Heading, s.MottoText = "ĐẢNG CỘNG SẢN VIỆT NAM", ""
	return s
}

type limit struct {
	name     string
	value    float64
	from, to float64
}

// limits are the legal ranges: Appendix I of Decree 30/2020, and the table of
// Guidance 36-HD/VPTW.
func (s Style) limits(t Template) []limit {
	page := []limit{
		{"lề trên (mm)", s.Top, 20, 25},
		{"lề dưới (mm)", s.Bottom, 20, 25},
		{"lề trái (mm)", s.Left, 30, 35},
		{"lề phải (mm)", s.Right, 15, 20},
		{"cỡ chữ số trang", s.PageNumber, 13, 14},
		{"cỡ chữ địa danh và ngày", s.Dateline, 13, 14},
		{"cỡ chữ quyền hạn, chức vụ", s.Authority, 13, 14},
		{"cỡ chữ họ tên người ký", s.Signer, 13, 14},
		{"thụt đầu dòng (mm)", s.FirstLine, 10, 12.7},
		{"khoảng cách đoạn (pt)", s.Between, 6, 12},
		{"giãn dòng", s.Leading, 1, 1.5},
		{"độ dài đường kẻ", s.Rule, 1. / 3, 0.5},
		{"khoảng trống chữ ký (mm)", s.SignatureRoom, 15, 60},
		{"cỡ chữ Kính gửi", s.To, 13, 14},
		{"cỡ chữ Phụ lục", s.Annex, 14, 14},
		{"cỡ chữ tên phụ lục", s.AnnexTitle, 13, 14},
		{"cỡ chữ bảng", s.Table, 9, 14},
		{"cỡ chữ chú thích", s.Note, 9, 13},
		{"cỡ chữ dự thảo", s.Draft, 13, 14},
	}
	if t == Party {
		return append(page, []limit{
			{"cỡ chữ tiêu đề", s.Nation, 15, 15},
			{"cỡ chữ cơ quan cấp trên", s.Superior, 14, 14},
			{"cỡ chữ cơ quan ban hành", s.Issuer, 14, 14},
			{"cỡ chữ số, ký hiệu", s.Number, 14, 14},
			{"cỡ chữ tên loại", s.Type, 15, 16},
			{"cỡ chữ trích yếu", s.Subject, 14, 15},
			{"cỡ chữ trích yếu công văn", s.About, 12, 12},
			{"cỡ chữ nội dung", s.Body, 14, 15},
			{"cỡ chữ Nơi nhận", s.ForWhom, 12, 14},
			{"cỡ chữ danh sách nhận", s.Recipients, 11, 12},
		}...)
	}
	return append(page, []limit{
		{"cỡ chữ Quốc hiệu", s.Nation, 12, 13},
		{"cỡ chữ Tiêu ngữ", s.Motto, 13, 14},
		{"cỡ chữ cơ quan chủ quản", s.Superior, 12, 13},
		{"cỡ chữ cơ quan ban hành", s.Issuer, 12, 13},
		{"cỡ chữ số, ký hiệu", s.Number, 13, 13},
		{"cỡ chữ tên loại", s.Type, 13, 14},
		{"cỡ chữ trích yếu", s.Subject, 13, 14},
		{"cỡ chữ trích yếu công văn", s.About, 12, 13},
		{"cỡ chữ nội dung", s.Body, 13, 14},
		{"cỡ chữ Nơi nhận", s.ForWhom, 12, 12},
		{"cỡ chữ danh sách nhận", s.Recipients, 11, 11},
	}...)
}

// Check fails with Invalid when a size lies outside what the template's rules
// allow, and names it.
func (s Style) Check(t Template) error {
	for _, l := range s.limits(t) {
		if !(l.value >= l.from-1e-9 && l.value <= l.to+1e-9) {
			return fault.Say(fault.Invalid, fmt.Sprintf("Thể thức văn bản: %s là %g, phải từ %.4g đến %.4g.", l.name, l.value, l.from, l.to))
		}
	}
	return nil
}
