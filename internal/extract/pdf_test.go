package extract_test

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dondoc/internal/extract"
	"dondoc/internal/fault"
)

// lockedPDF makes a one-page PDF, protected as PDF 32000-1, 7.6.3 (revision 2)
// has it, with a user password.
func lockedPDF(t *testing.T, password, words string) []byte {
	t.Helper()
	pad, err := hex.DecodeString("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
	if err != nil {
		t.Fatal(err)
	}
	padded := append([]byte(password), pad...)[:32]
	crypt := func(key, in []byte) []byte {
		c, err := rc4.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]byte, len(in))
		c.XORKeyStream(out, in)
		return out
	}
	id := []byte("0123456789abcdef")
	ownerKey := md5.Sum(append([]byte("chu"), pad...)[:32])
	o := crypt(ownerKey[:5], padded)
	p := int32(-64) // nothing is allowed
	sum := md5.Sum(bytes.Join([][]byte{padded, o, {byte(p), byte(p >> 8), byte(p >> 16), byte(p >> 24)}, id}, nil))
	key := sum[:5]
	u := crypt(key, pad)
	object := func(n int) []byte {
		s := md5.Sum(append(append([]byte{}, key...), byte(n), byte(n>>8), byte(n>>16), 0, 0))
		return s[:10]
	}
	content := crypt(object(4), []byte("BT /F1 14 Tf 72 700 Td ("+words+") Tj ET"))
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, 7)
	for n, body := range []string{
		1: "<</Type/Catalog/Pages 2 0 R>>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		4: fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		6: fmt.Sprintf("<</Filter/Standard/V 1/R 2/O<%x>/U<%x>/P %d>>", o, u, p),
	} {
		if body == "" {
			continue
		}
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	xref := b.Len()
	b.WriteString("xref\n0 7\n0000000000 65535 f \n")
	for _, x := range at[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer <</Size 7/Root 1 0 R/Encrypt 6 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", id, id, xref)
	return b.Bytes()
}

// P12: a PDF that is protected against printing or copying only is read, and says
// so; one that asks for a password is not.
func TestProtectedPDF(t *testing.T) {
	t.Parallel()
	d, err := read(t, "han-che.pdf", lockedPDF(t, "", "Giao So Tai chinh bao cao"))
	if err != nil || !strings.Contains(d.Text, "Giao So Tai chinh bao cao") || len(d.Warnings) != 1 || d.Warnings[0].Code != "owner_restrictions" {
		t.Errorf("%q %v %v", d.Text, d.Warnings, err)
	}
	if _, err := read(t, "khoa.pdf", lockedPDF(t, "bi mat", "Giao So Tai chinh bao cao")); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "có mật khẩu") {
		t.Errorf("with a password: %v", err)
	}
}

// A page without a text layer is looked at for letters; where there are none
// either, the sentence says so. The page can be drawn.
func TestScannedPDF(t *testing.T) {
	t.Parallel()
	scan := bytes.ReplaceAll(lockedPDF(t, "", ""), []byte("/Encrypt 6 0 R"), []byte("/Info 6 0 R   "))
	_, err := read(t, "quet.pdf", scan)
	if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "Không lấy được chữ nào") {
		t.Errorf("%v", err)
	}
	png, err := extract.PageImage(t.Context(), "quet.pdf", scan, 0, 72)
	if err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) {
		t.Errorf("its picture: %d bytes, %v", len(png), err)
	}
	if _, err := extract.PageImage(t.Context(), "quet.pdf", scan, 5, 72); fault.Sentence(err) == "" {
		t.Errorf("a page that is not there: %v", err)
	}
}
