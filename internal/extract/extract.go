package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"dondoc/internal/extract/ocr"
	"dondoc/internal/extract/pdfium"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

// Kind is what a file turned out to be.
type Kind string

// The kinds that text is taken from.
const (
	Text Kind = "txt"
	HTML Kind = "html"
	DOCX Kind = "docx"
	PDF  Kind = "pdf"
	DOC  Kind = "doc"
	RTF  Kind = "rtf"
	// Picture is a scan or a photograph of a page.
	Picture Kind = "ảnh"
)

// Page is where a page stands in the text, in code points.
type Page struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Warning is something that a person should look at.
type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Document is what was taken out. Text is NFC.
type Document struct {
	Text     string
	Kind     Kind
	Encoding Encoding // of a text file; UTF8 when nothing was converted
	Pages    []Page
	// Sheets are a PDF's pages with the places of their words, so that a part of
	// the text can be shown on the page's picture.
	Sheets   []pdfium.Sheet
	Warnings []Warning
}

// MaxSize is the largest file that is read.
const MaxSize = 50 << 20

// Extract takes the text out of a file's content. It fails with Invalid or
// TooLarge and a sentence that says what the file is and what to do.
func Extract(ctx context.Context, name string, content []byte) (Document, error) {
	return With(ctx, name, content, Options{})
}

// Options are what a caller may ask for beyond the usual.
type Options struct {
	OCR ocr.Options // for scans: how long and how many pages at once
	// Progress is told after each page of a PDF or a picture, by one goroutine at a
	// time.
	Progress func(done, total int)
}

// With is Extract with options.
func With(ctx context.Context, name string, content []byte, o Options) (Document, error) {
	var d Document
	var err error
	name = label(name)
	if o.OCR.Progress == nil {
		o.OCR.Progress = o.Progress
	}
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return d, fault.Say(fault.Invalid, "Tệp “"+name+"” không có nội dung. Chọn lại tệp.")
	case len(content) > MaxSize:
		return d, fault.Say(fault.TooLarge, fmt.Sprintf("Tệp “%s” vượt %d MB. Tách riêng phần văn bản rồi gửi lại.", name, MaxSize>>20))
	case bytes.HasPrefix(content, []byte("%PDF-")):
		switch d, err = fromPDF(ctx, name, content, o.Progress); {
		case errors.Is(err, ErrNoText):
			d, err = fromScan(ctx, name, content, o.OCR)
		case err == nil:
			if d = oldFonts(d); garbled(d.Text) {
				d, err = looked(ctx, name, content, d, o.OCR)
			}
		}
	case buriedPDF(content):
		return d, fault.Say(fault.Invalid, "Tệp “"+name+"” có nội dung lạ đứng trước phần PDF nên không được đọc. Mở tệp, in hoặc lưu lại thành PDF mới rồi tải lên.")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		d, err = fromDOCX(name, content)
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		d, err = fromDOC(ctx, name, content)
	case picture(content) != "":
		d, err = fromPicture(ctx, name, content, o.OCR)
	case bytes.HasPrefix(content, []byte("{\\rtf")):
		d, err = fromRTF(name, content)
	case looksMHTML(content):
		d, err = fromMHTML(name, content)
	case looksBinary(content):
		return d, fault.Say(fault.Invalid, "Tệp “"+name+"” không phải văn bản. Hệ thống đọc được TXT, HTML, DOC, DOCX, RTF, PDF và ảnh PNG, JPG, TIF.")
	case looksHTML(content):
		d, err = fromHTML(content)
	default:
		d = fromText(content)
	}
	if err != nil {
		return d, err
	}
	if says := claimed(name); says != "" && says != d.Kind {
		return d, fault.Say(fault.Invalid, "Tệp “"+name+"” mang đuôi "+strings.ToUpper(string(says))+" nhưng nội dung là "+strings.ToUpper(string(d.Kind))+". Kiểm tra lại có đúng tệp không, đổi đuôi cho đúng rồi tải lên.")
	}
	if d.Kind != PDF && (d.Kind != Text || !isPlainUTF8(content)) { // places in a PDF are counted, and its words are NFC already
		d.Text = viet.NFC(d.Text)
	}
	if strings.TrimSpace(d.Text) == "" {
		return d, fault.Say(fault.Invalid, "Không lấy được chữ nào từ tệp “"+name+"”. Quét lại rõ hơn, hoặc dán nội dung văn bản.")
	}
	if n := strings.Count(d.Text, "\ufffd"); n > 0 {
		d.Warnings = append(d.Warnings, Warning{"letters_unreadable", fmt.Sprintf("Có %d chỗ không đọc được chữ, ghi bằng dấu “\ufffd”. Đối chiếu với bản gốc.", n)})
	}
	if Stamped(d.Text) {
		return d, Secret()
	}
	return d, nil
}

// label is a file's name as it may stand in a sentence.
func label(name string) string {
	r := []rune(viet.Line(name))
	if len(r) > 100 {
		r = append(r[:99], '…')
	}
	return string(r)
}

// claimed is what a file's name says it is; "" where the name says nothing
// that could be wrong: a text may hold anything that is text.
func claimed(name string) Kind {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf":
		return PDF
	case ".docx":
		return DOCX
	case ".htm", ".html":
		return HTML
	case ".jpg", ".jpeg", ".png", ".tif", ".tiff":
		return Picture
	}
	return ""
}

// isPlainUTF8 reports a text that is stored character for character.
func isPlainUTF8(b []byte) bool {
	return utf8.Valid(b) && viet.NFC(string(b)) == string(b)
}

func looksBinary(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return false
	}
	head := b[:min(len(b), 8192)]
	return bytes.IndexByte(head, 0) >= 0
}

func looksHTML(b []byte) bool {
	head := string(b[:min(len(b), 2048)])
	if s, ok := wide([]byte(head)); ok {
		head = s
	}
	head = strings.ToLower(head)
	head = strings.TrimLeft(head, " \t\r\n\ufeff")
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<") && (strings.Contains(head, "<body") || strings.Contains(head, "<p") || strings.Contains(head, "<div") || strings.Contains(head, "<head"))
}

// buriedPDF reports a PDF behind something else: other programs would read the
// one or the other.
func buriedPDF(b []byte) bool {
	return bytes.Contains(b[:min(len(b), 2048)], []byte("%PDF-")) && bytes.Contains(b, []byte("endobj")) && bytes.Contains(b, []byte("%%EOF"))
}

// ErrSecret is the cause of a refusal of what is marked as a State secret;
// nothing of it may be kept.
var ErrSecret = errors.New("marked as a State secret")

// Secret is the refusal of a document that is marked as a State secret.
func Secret() error {
	return fault.Because(fault.Invalid, "Văn bản mang dấu mật. Hệ thống không nhận và không lưu lại gì của văn bản này; chuyển văn thư mật xử lý theo quy định về bảo vệ bí mật nhà nước.", ErrSecret)
}

// Stamped reports a document marked as a State secret: the stamp stands alone
// on a line of the head.
func Stamped(text string) bool {
	n := 0
	for line := range strings.Lines(text) {
		if n++; n > 15 {
			return false
		}
		switch strings.Trim(strings.TrimSpace(line), "[]()*.: ") {
		case "MẬT", "TỐI MẬT", "TUYỆT MẬT", "Mật", "Tối mật", "Tuyệt mật", "ĐỘ MẬT: MẬT", "Độ mật: Mật":
			return true
		}
	}
	return false
}

func fromText(b []byte) Document {
	text, enc := Decode(b)
	d := Document{Text: text, Kind: Text, Encoding: enc}
	if enc != UTF8 {
		d.Warnings = append(d.Warnings, Warning{"encoding_converted", "Tệp dùng bảng mã " + string(enc) + ", đã chuyển sang Unicode. Xem lại chữ trước khi giữ kết quả."})
	}
	return d
}
