package extract_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"dondoc/internal/extract"
	"dondoc/internal/fault"
)

const noticeLines = "THÔNG BÁO\nGiao Sở Nội vụ:\n1. Rà soát thủ tục\n2. Báo cáo trước ngày 30/6/2023 & “kết quả”.\nSTT | Nhiệm vụ | Chủ trì\n1 | Rà soát thủ tục hành chính trên địa bàn tỉnh Rà soát thủ tục hành chính trên địa bàn tỉnh | Sở Nội vụ\nNơi nhận:"

// squeezed is a text without its empty lines.
func squeezed(s string) string {
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// The files were written by LibreOffice 7.4.
func TestOldFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"thong-bao.doc", "thong-bao.rtf"} {
		if _, err := exec.LookPath("antiword"); err != nil && strings.HasSuffix(name, ".doc") {
			t.Log("antiword is not installed")
			continue
		}
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if d, err := read(t, name, b); err != nil || squeezed(d.Text) != noticeLines {
			t.Errorf("%s: got\n%s\n%v", name, d.Text, err)
		}
		// A15: under a borrowed name the kind is told
		if _, err := read(t, "a.docx", b); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), strings.ToUpper(name[len(name)-3:])) {
			t.Errorf("%s as DOCX: %v", name, err)
		}
		if d, err := read(t, "cắt.tệp", b[:len(b)/2]); err != nil && fault.KindOf(err) == fault.Internal {
			t.Errorf("half of %s: %q %v", name, d.Text, err)
		}
	}
}

func TestNoConverterOfOldWordFiles(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	b, err := os.ReadFile("testdata/thong-bao.doc")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, "a.doc", b); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "gói antiword") {
		t.Error(err)
	}
	for name, content := range map[string]string{"có mật khẩu": "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "không phải văn bản Word": "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"} {
		if _, err := read(t, "a.doc", []byte("\xd0\xcf\x11\xe0"+content)); !strings.Contains(fault.Sentence(err), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRTF(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{\rtf1\ansi\uc1 Giao S\u7903\'6f K\u7871? ho\u7841\'61ch\par trong n\u259?m}`:                                              "Giao Sở Kế hoạch\ntrong năm",
		`{\rtf1\ansi\ansicpg1258 Vi\'ea\'f2c \'f0\'fd\'d2i m\'f5\'ec i}`:                                                            "Việc đửi mớ i",
		`{\rtf1{\fonttbl{\f0\fcharset163 Times;}{\f1\fcharset0 Arial;}}\f0 \'f0i\f1  caf\'e9}`:                                      "đi café",
		`{\rtf1{\fonttbl{\f0 .VnTime;}}C\'e9ng ho\'b5 x\'b7 h\'e9i ch\'f1 ngh\'dca Vi\'d6t Nam}`:                                    "Cộng hoà xã hội chủ nghĩa Việt Nam",
		`{\rtf1{\info{\title An}}{\*\x an}{\pict 0a0b}{\object{\*\objdata 00}}{\header x}{\field{\*\fldinst DDE x}{\fldrslt Hai}}}`: "Hai",
		`{\rtf1 a{\v ẩn}b{\deleted bỏ}c\~d\_e\{\}\\}`:                                                                               "abc d-e{}\\",
		`{\rtf1 {\pntext 1.\tab}{\listtext 1.\tab}Vi\u7879?c\par\trowd\intbl A\cell B\par C\cell\row\pard D}`:                       "1. 1. Việc\nA | B C\nD",
		`{\rtf1\uc2 \u-10179??\u-8704?? x\bin3 }}}y}`:                                                                               "😀 xy",
	} {
		if d, err := read(t, "a.rtf", []byte(in)); err != nil || d.Text != want || d.Kind != extract.RTF {
			t.Errorf("%s: %q, want %q, %v", in, d.Text, want, err)
		}
	}
	for _, in := range []string{`{\rtf1 ` + strings.Repeat("{", 100_000), `{\rtf1 {\*\x`, `{\rtf1`} {
		if d, err := read(t, "a.rtf", []byte(in)); !errors.Is(err, fault.Invalid) {
			t.Errorf("%.20q: %q %v", in, d.Text, err)
		}
	}
}

func FuzzRTF(f *testing.F) {
	f.Add([]byte(`\fonttbl{\f0\fcharset163 x;}\f0\'e9\u-1?\bin9999999999 \uc-5{\v x}`))
	f.Add([]byte(`\trowd\cell\row\'`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := extract.Extract(t.Context(), "a.rtf", append([]byte(`{\rtf1`), b...)); err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("%q: %v", b, err)
		}
	})
}
