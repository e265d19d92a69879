package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"unicode"

	"golang.org/x/crypto/argon2"

	"dondoc/internal/viet"
)

// Parameters of argon2id: 19 MiB, two passes, one lane, as measured to keep
// the morning's wave of logins under a second on two cores.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	keyLen    = 32
)

// slots bounds how many hashes are computed at once, so that a burst of
// logins queues instead of taking all memory.
var slots = make(chan struct{}, max(2, runtime.GOMAXPROCS(0))) //nolint:gochecknoglobals // bounds the whole process

func derive(password string, salt []byte) []byte {
	slots <- struct{}{}
	defer func() { <-slots }()
	return argon2.IDKey([]byte(viet.NFC(password)), salt, passes, memoryKiB, lanes, keyLen)
}

func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memoryKiB, passes, lanes, enc.EncodeToString(salt), enc.EncodeToString(derive(password, salt)))
}

// nobody is what an unknown user's password is compared with, so that the
// answer takes as long as for a known one.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func checkPassword(stored, password string) bool {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare(derive(password, salt), want) == 1
}

// yearly is a short name or word with a year or a run of digits behind it.
var yearly = regexp.MustCompile(`^[a-z]{2,9}[@#!._-]?(?:(?:19|20)\d{2}|1234?5?6?7?8?9?0?)[@#!.]?$`)

// common are the passwords that everybody tries first, folded.
const common = " matkhau@123 abc@12345 abcd@1234 123456789 1234567890 password123 qwertyuiop admin@123 admin123456 vietnam@123 vietnam123 matkhau123 matkhau123456 p@ssw0rd123 12345678910 abc123456789 iloveyou123 hanoi@123 quantri@123 welcome@123 1q2w3e4r5t 0987654321 111111111111 "

// weak says in Vietnamese why a password will not do.
func weak(password, user string) error {
	p := viet.Fold(password)
	letters := strings.IndexFunc(password, unicode.IsLetter) >= 0
	switch {
	case len([]rune(password)) < 10:
		return errors.New("Mật khẩu phải có ít nhất 10 ký tự.") //nolint:revive,staticcheck // a sentence for the person
	case len(password) > 512:
		return errors.New("Mật khẩu dài quá 512 byte.") //nolint:revive,staticcheck // a sentence for the person
	case strings.Contains(common, " "+p+" "):
		return errors.New("Mật khẩu này nằm trong danh sách hay bị đoán. Chọn cụm từ khác.") //nolint:revive,staticcheck // a sentence for the person
	case yearly.MatchString(p):
		return errors.New("Mật khẩu kiểu tên kèm năm hay dãy số rất dễ đoán. Chọn một cụm từ dài hơn.") //nolint:revive,staticcheck // a sentence for the person
	case len(user) > 3 && strings.Contains(p, viet.Fold(user)):
		return errors.New("Mật khẩu không được chứa tên đăng nhập.") //nolint:revive,staticcheck // a sentence for the person
	case !letters && len([]rune(password)) < 16:
		return errors.New("Mật khẩu chỉ có chữ số thì phải dài ít nhất 16 ký tự.") //nolint:revive,staticcheck // a sentence for the person
	case p == "" || strings.Count(p, p[:1]) == len(p):
		return errors.New("Mật khẩu không được là một ký tự lặp lại.") //nolint:revive,staticcheck // a sentence for the person
	}
	return nil
}

// secret makes a random secret for a browser or an API client.
func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// NewPassword makes a random password that a person can type.
func NewPassword() string {
	const letters = "abcdefghkmnpqrstuvwxyz23456789"
	b := make([]byte, 14)
	_, _ = rand.Read(b)
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:5]) + "-" + string(b[5:10]) + "-" + string(b[10:])
}
