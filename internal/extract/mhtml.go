package extract

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"dondoc/internal/fault"
)

// A browser saves a page "as one file" in the form of a letter: the page is
// one part, its pictures are others (RFC 2557).

const (
	maxParts   = 2000
	maxHeaders = 8 << 10 // where the kind of a letter must have been said
)

// looksMHTML reports such a letter.
func looksMHTML(b []byte) bool {
	head := strings.ToLower(string(b[:min(len(b), maxHeaders)]))
	head, _, _ = strings.Cut(strings.ReplaceAll(head, "\r\n", "\n"), "\n\n")
	return strings.Contains(head, "mime-version:") && strings.Contains(head, "content-type: multipart/")
}

// fromMHTML reads the first page of the letter; the other parts are passed
// over.
func fromMHTML(name string, b []byte) (Document, error) {
	page, err := firstPage(b)
	if err != nil || page == nil {
		return Document{}, fault.Because(fault.Invalid, "Không đọc được tệp “"+name+"”: trang lưu thành một tệp (MHT) bị hỏng hoặc không có trang nào. Lưu lại thành HTML hoặc PDF, hoặc dán nội dung văn bản.", err)
	}
	return fromHTML(page)
}

func firstPage(b []byte) ([]byte, error) {
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for range maxParts {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		kind, said, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil || kind != "text/html" {
			continue
		}
		page, err := io.ReadAll(io.LimitReader(unwrapped(p), MaxSize))
		if charset := said["charset"]; err == nil && charsetOf(page) == "" && charset != "" { // said in the letter, not on the page
			page = append([]byte(`<meta charset="`+strings.Map(plainName, charset)+`">`), page...)
		}
		return page, err
	}
	return nil, nil
}

func unwrapped(p *multipart.Part) io.Reader {
	switch strings.ToLower(strings.TrimSpace(p.Header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(p)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, p)
	}
	return p
}

// plainName keeps of the name of an encoding what such a name is made of.
func plainName(r rune) rune {
	if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_' {
		return r
	}
	return -1
}
