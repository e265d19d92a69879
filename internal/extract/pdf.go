package extract

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
	"unicode/utf8"

	"dondoc/internal/fault"
	"dondoc/internal/viet"
)

// What the reader of PDF may take for one file.
const (
	pdfTime   = 60 * time.Second
	pdfMemory = "1073741824" // bytes of address space
)

// fromPDF takes the text layer with poppler's pdftotext, a process of its own
// that gets the file on standard input and can reach nothing else of ours.
func fromPDF(ctx context.Context, name string, content []byte) (Document, error) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		return Document{}, fault.Because(fault.Invalid, "Máy chủ chưa có công cụ đọc PDF. Cài gói poppler-utils, hoặc tải lên DOCX, HTML, TXT, hoặc dán nội dung văn bản.", err)
	}
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	args := []string{tool, "-enc", "UTF-8", "-", "-"}
	if fence, err := exec.LookPath("prlimit"); err == nil { // part of every Debian; elsewhere time and output are limited all the same
		args = append([]string{fence, "--as=" + pdfMemory, "--core=0", "--"}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // a fixed program with fixed arguments, the file on standard input
	cmd.Env = []string{"LC_ALL=C.UTF-8"}
	cmd.Stdin = bytes.NewReader(content)
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &limited{w: &out, left: maxInflated}, &limited{w: &msg, left: 4096}
	if err := cmd.Run(); err != nil {
		if strings.Contains(msg.String(), "password") || encrypted(content) {
			return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” có mật khẩu nên không đọc được. Bỏ mật khẩu rồi tải lên, hoặc dán nội dung văn bản.")
		}
		return Document{}, fault.Because(fault.Invalid, "Không đọc được tệp “"+name+"”: tệp PDF bị hỏng hoặc quá phức tạp. Lưu lại thành PDF mới, hoặc dán nội dung văn bản.", errors.Join(err, errors.New(msg.String())))
	}
	d := Document{Kind: PDF, Encoding: UTF8}
	if encrypted(content) {
		d.Warnings = append(d.Warnings, Warning{"owner_restrictions", "Tệp PDF có hạn chế của người lập (in, sao chép, sửa); hệ thống chỉ đọc chữ để nhận nhiệm vụ."})
	}
	var text strings.Builder
	at := 0
	for page := range strings.SplitSeq(strings.TrimSuffix(out.String(), "\f"), "\f") {
		page = viet.NFC(strings.TrimSpace(page)) + "\n"
		n := utf8.RuneCountInString(page)
		d.Pages = append(d.Pages, Page{at, at + n})
		at += n
		text.WriteString(page)
	}
	d.Text = text.String()
	if strings.TrimSpace(d.Text) == "" {
		return d, fault.Say(fault.Invalid, "Tệp “"+name+"” là bản quét, chưa có lớp chữ. Cài gói tesseract-ocr-vie để chuyển thành PDF có chữ, hoặc dán nội dung văn bản.")
	}
	return d, nil
}

// encrypted looks for the entry that a protected PDF has at its end. Many are
// protected with an empty password, against printing or copying only.
func encrypted(b []byte) bool {
	tail := b[max(0, len(b)-64<<10):]
	return bytes.Contains(tail, []byte("/Encrypt "))
}

type limited struct {
	w    *bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		return 0, errBomb
	}
	l.left -= len(p)
	return l.w.Write(p)
}
