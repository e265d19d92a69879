package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"dondoc/internal/extract/ocr"
	"dondoc/internal/extract/pdfium"
	"dondoc/internal/fault"
)

// scanDots is how fine pages of a scanned PDF are drawn for recognition.
const scanDots = 300

// scanEngine draws whole pages, which takes longer than reading their letters.
var scanEngine = sync.OnceValue(func() *pdfium.Engine { return pdfium.New(pdfium.Options{PageTime: time.Minute}) }) //nolint:gochecknoglobals // made when the first scan comes

// picture names the kind of a picture file by its first bytes; "" for others.
func picture(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "PNG"
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "JPEG"
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		return "TIFF"
	case len(b) > 12 && string(b[4:8]) == "ftyp":
		return "phone"
	case bytes.HasPrefix(b, []byte("GIF8")), bytes.HasPrefix(b, []byte("BM")) && len(b) > 30 && bytes.IndexByte(b[:30], 0) > 0, bytes.HasPrefix(b, []byte("RIFF")) && len(b) > 12 && string(b[8:12]) == "WEBP":
		return "other"
	}
	before, _, svg := strings.Cut(strings.ToLower(string(b[:min(len(b), 1024)])), "<svg")
	if svg && (before == "" || strings.HasPrefix(strings.TrimSpace(before), "<")) && !strings.Contains(before, "<html") && !strings.Contains(before, "<body") {
		return "other"
	}
	return ""
}

// fromPicture recognises the letters on a picture.
func fromPicture(ctx context.Context, name string, content []byte, o ocr.Options) (Document, error) {
	switch picture(content) {
	case "phone":
		return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là ảnh hoặc phim của điện thoại (HEIC, AVIF, MP4). Lưu ảnh thành JPG hoặc PDF rồi tải lên.")
	case "other":
		return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là ảnh ở dạng hệ thống không nhận. Lưu thành PNG, JPG, TIF hoặc PDF rồi tải lên.")
	}
	t, err := ocr.Picture(ctx, content, o)
	if err != nil {
		return Document{}, unrecognised(ctx, name, err)
	}
	return recognised(Picture, t), nil
}

// fromScan recognises the letters on the pages of a PDF without a text layer.
func fromScan(ctx context.Context, name string, content []byte, o ocr.Options) (d Document, err error) {
	f, err := scanEngine().Open(ctx, content)
	if err != nil {
		return d, unreadable(name, err)
	}
	defer func() { err = errors.Join(err, f.Close(ctx)) }()
	if f.Pages() > ocr.MaxPages {
		return d, unrecognised(ctx, name, ocr.ErrHuge)
	}
	draw := func(ctx context.Context, page int) ([]byte, float64, error) {
		dots := float64(scanDots)
		png, err := f.PNG(ctx, page, dots)
		if errors.Is(err, pdfium.ErrLimit) { // a plan or a poster: coarser
			dots /= 2
			png, err = f.PNG(ctx, page, dots)
		}
		return png, dots, err
	}
	t, err := ocr.Read(ctx, f.Pages(), draw, o)
	if err != nil {
		return d, unrecognised(ctx, name, err)
	}
	return recognised(PDF, t), nil
}

func recognised(kind Kind, t pdfium.Text) Document {
	d := Document{Kind: kind, Encoding: UTF8, Text: t.Text, Sheets: t.Sheets}
	for _, s := range t.Sheets {
		d.Pages = append(d.Pages, Page{s.Start, s.End})
	}
	if strings.TrimSpace(d.Text) != "" {
		d.Warnings = append(d.Warnings, Warning{"ocr_unconfirmed", "Chữ được nhận dạng từ bản quét, có thể sai. Đối chiếu số, ngày, tên cơ quan và thời hạn với bản gốc trước khi dùng."})
		d.Warnings = append(d.Warnings, emptyPages(t, "Không nhận ra chữ nào ở %s, có thể là trang trắng hoặc ảnh mờ. Đối chiếu với bản gốc.")...)
	}
	return d
}

// emptyPages warns of pages without words, other than those that are damaged.
func emptyPages(t pdfium.Text, sentence string) []Warning {
	var empty []int
	for i, s := range t.Sheets {
		if len(s.Words) == 0 && !slices.Contains(t.Unreadable, i) {
			empty = append(empty, i)
		}
	}
	if len(empty) == 0 {
		return nil
	}
	return []Warning{{"pages_without_text", fmt.Sprintf(sentence, pageList(empty))}}
}

func unrecognised(ctx context.Context, name string, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ocr.ErrMissing):
		return fault.Because(fault.Invalid, "Tệp “"+name+"” là bản quét hoặc ảnh chụp, máy chủ chưa có công cụ nhận dạng chữ. Cài gói tesseract-ocr-vie, hoặc dán nội dung văn bản.", errors.Join(err, ErrNoText))
	case errors.Is(err, ocr.ErrHuge):
		return fault.Because(fault.Invalid, "Tệp “"+name+"” có ảnh quá lớn hoặc quá nhiều trang. Quét lại ở 300 dpi, khổ A4, không quá 500 trang.", err)
	case errors.Is(err, ocr.ErrDamaged):
		return fault.Because(fault.Invalid, "Không đọc được tệp “"+name+"”: ảnh bị hỏng. Chụp hoặc quét lại rồi tải lên.", err)
	}
	return fault.Because(fault.Invalid, "Không nhận dạng được chữ trong tệp “"+name+"”: ảnh bị hỏng hoặc quá phức tạp. Quét lại ở 300 dpi, hoặc dán nội dung văn bản.", err)
}
