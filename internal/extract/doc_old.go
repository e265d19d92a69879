package extract

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/extract/sandbox"
	"dondoc/internal/fault"
)

// What a converter of old Word files may take.
const (
	docTime   = 60 * time.Second
	docMemory = 1 << 30
)

// fromDOC reads a Word 97 file with an installed program: antiword, which
// knows lists and tables, or else catdoc.
func fromDOC(ctx context.Context, name string, content []byte) (Document, error) {
	if bytes.Contains(content, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e")) {
		return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” có mật khẩu nên không đọc được. Bỏ mật khẩu rồi tải lên, hoặc dán nội dung văn bản.")
	}
	if !bytes.Contains(content, []byte("W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t")) {
		return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là tệp Office cũ nhưng không phải văn bản Word, hoặc bị hỏng. Lưu thành DOCX hoặc PDF rồi tải lên.")
	}
	job := sandbox.Job{Input: content, Time: docTime, Memory: docMemory, Output: maxText}
	var text string
	var err error
	switch {
	case sandbox.Has("antiword"):
		job.Tool, job.Args = "antiword", []string{"-x", "db", "-m", "UTF-8.txt", "-"}
		var out []byte
		if out, err = sandbox.Run(ctx, job); err == nil {
			text, err = docbook(out)
		}
	case sandbox.Has("catdoc"):
		job.Tool, job.Args = "catdoc", []string{"-d", "utf-8", "-w", "-"}
		var out []byte
		if out, err = sandbox.Run(ctx, job); err == nil {
			text = strings.ReplaceAll(string(out), "\t", " | ")
		}
	default:
		return Document{}, fault.Say(fault.Invalid, "Tệp “"+name+"” là văn bản Word cũ (.doc), máy chủ chưa có công cụ đọc. Cài gói antiword, hoặc mở bằng Word rồi lưu thành DOCX không mật khẩu.")
	}
	if ctx.Err() != nil {
		return Document{}, ctx.Err()
	}
	if err != nil {
		return Document{}, fault.Because(fault.Invalid, "Không đọc được tệp “"+name+"”: văn bản Word cũ (.doc) bị hỏng, có mật khẩu hoặc quá phức tạp. Mở bằng Word, lưu thành DOCX rồi tải lên.", err)
	}
	return legacyWords(Document{Kind: DOC, Encoding: UTF8, Text: tidy(text)}), nil
}

// legacyWords converts letters of old fonts, which old Word files often hold.
func legacyWords(d Document) Document {
	if s, enc := Legacy(d.Text); enc != UTF8 {
		d.Text, d.Encoding = s, enc
		d.Warnings = append(d.Warnings, Warning{"encoding_converted", "Tệp dùng phông " + string(enc) + ", đã chuyển sang Unicode. Xem lại chữ trước khi giữ kết quả."})
	}
	return d
}

// docbook turns antiword's DocBook into lines: a paragraph a line, a row of a
// table a line with bars, points with their signs.
func docbook(b []byte) (string, error) { //nolint:gocognit // one pass over the tokens
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false // antiword escapes what it must, but does not check it
	var out, words strings.Builder
	var lists []int    // the next number of each list that is open; -1 for signs
	var signs []string // how each numbers
	var row []string
	inEntry, sign := 0, ""
	flush := func() {
		if s := strings.Join(strings.Fields(words.String()), " "); s != "" && inEntry == 0 {
			out.WriteString(sign + s + "\n")
			sign = ""
			words.Reset()
		}
	}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			flush()
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.CharData:
			words.Write(t)
		case xml.StartElement:
			switch t.Name.Local {
			case "para", "informaltable", "title":
				flush()
			case "bookinfo":
				if err := dec.Skip(); err != nil { // what the file's properties say
					return "", err
				}
			case "orderedlist":
				flush()
				lists, signs = append(lists, 1), append(signs, attr(t, "numeration"))
			case "itemizedlist":
				flush()
				lists, signs = append(lists, -1), append(signs, "")
			case "listitem":
				if n := len(lists); n > 0 {
					if sign = "- "; lists[n-1] > 0 {
						sign = docbookSign(signs[n-1], lists[n-1])
						lists[n-1]++
					}
				}
			case "row":
				row = nil
			case "entry":
				words.Reset()
				inEntry++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "para", "title":
				flush()
			case "orderedlist", "itemizedlist":
				if n := len(lists); n > 0 {
					lists, signs = lists[:n-1], signs[:n-1]
				}
			case "entry":
				inEntry = max(0, inEntry-1)
				row = append(row, strings.Join(strings.Fields(words.String()), " "))
				words.Reset()
			case "row":
				if strings.Join(row, "") != "" {
					out.WriteString(strings.Join(row, " | ") + "\n")
				}
			}
		}
	}
}

func docbookSign(kind string, n int) string {
	switch kind {
	case "upperroman":
		return roman(n) + ". "
	case "lowerroman":
		return strings.ToLower(roman(n)) + ") "
	case "upperalpha":
		return figure("upperLetter", n) + ". "
	case "loweralpha":
		return figure("lowerLetter", n) + ") "
	}
	return strconv.Itoa(n) + ". "
}
