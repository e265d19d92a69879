package extract

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"dondoc/internal/extract/pdfium"
	"dondoc/internal/fault"
)

// pdfTime is what one document may take, over all its pages.
const pdfTime = 60 * time.Second

// ErrNoText is a PDF of page images only: what recognises letters in pictures
// can take it from there.
var ErrNoText = errors.New("the document has no text layer")

// engine is one for the whole process: the module is compiled once, and no more
// documents are open at a time than there are processors.
var engine = sync.OnceValue(func() *pdfium.Engine { return pdfium.New(pdfium.Options{}) }) //nolint:gochecknoglobals // made when the first PDF comes

// fromPDF takes the text layer with PDFium, each document in an instance of its
// own that can reach nothing else.
func fromPDF(ctx context.Context, name string, content []byte, progress func(done, total int)) (d Document, err error) {
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	f, err := engine().Open(ctx, content)
	if err != nil {
		return d, unreadable(name, err)
	}
	defer func() { err = errors.Join(err, f.Close(ctx)) }()
	f.OnPage = progress
	t, err := f.Text(ctx)
	if err != nil {
		return d, unreadable(name, err)
	}
	d = Document{Kind: PDF, Encoding: UTF8, Text: t.Text, Sheets: t.Sheets}
	for _, s := range t.Sheets {
		d.Pages = append(d.Pages, Page{s.Start, s.End})
	}
	if strings.TrimSpace(d.Text) == "" {
		return d, fault.Because(fault.Invalid, "Tệp “"+name+"” là bản quét, chưa có lớp chữ. Cài gói tesseract-ocr-vie để chuyển thành PDF có chữ, hoặc dán nội dung văn bản.", ErrNoText)
	}
	if f.Active || autorun.Match(content) {
		d.Warnings = append(d.Warnings, Warning{"active_content", "Tệp PDF có mã lệnh, tệp đính kèm hoặc lệnh tự chạy. Hệ thống không chạy và không đọc các phần đó; cẩn thận khi mở bản gốc."})
	}
	if len(t.Layered) > 0 {
		d.Warnings = append(d.Warnings, Warning{"text_behind_picture", "Lớp chữ ở " + pageList(t.Layered) + " nằm dưới ảnh quét nên có thể khác với chữ nhìn thấy. Đối chiếu nhiệm vụ với hình của trang trước khi giao."})
	}
	if f.Restricted {
		d.Warnings = append(d.Warnings, Warning{"owner_restrictions", "Tệp PDF có hạn chế của người lập (in, sao chép, sửa); hệ thống chỉ đọc chữ để nhận nhiệm vụ."})
	}
	if len(t.Unreadable) > 0 {
		d.Warnings = append(d.Warnings, Warning{"pages_unreadable", "Không đọc được " + pageList(t.Unreadable) + " vì bị hỏng. Đối chiếu với bản gốc."})
	}
	d.Warnings = append(d.Warnings, emptyPages(t, "Không có chữ ở %s, có thể là trang quét. Đối chiếu với bản gốc.")...)
	return d, nil
}

func unreadable(name string, err error) error {
	switch {
	case errors.Is(err, pdfium.ErrPassword):
		return fault.Because(fault.Invalid, "Tệp “"+name+"” có mật khẩu nên không đọc được. Bỏ mật khẩu rồi tải lên, hoặc dán nội dung văn bản.", err)
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("read a PDF: %w", err)
	case errors.Is(err, pdfium.ErrDamaged), errors.Is(err, pdfium.ErrLimit):
		return fault.Because(fault.Invalid, "Không đọc được tệp “"+name+"”: tệp PDF bị hỏng hoặc quá phức tạp. Lưu lại thành PDF mới, hoặc dán nội dung văn bản.", err)
	}
	return fmt.Errorf("read a PDF: %w", err)
}

// pageList names pages as a person counts them, and not more than a line takes.
func pageList(pages []int) string {
	var names []string
	for _, p := range pages[:min(len(pages), 10)] {
		names = append(names, strconv.Itoa(p+1))
	}
	s := "trang " + strings.Join(names, ", ")
	if more := len(pages) - len(names); more > 0 {
		s += fmt.Sprintf(" và %d trang khác", more)
	}
	return s
}
