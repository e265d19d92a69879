// Package fault holds the one kind of error that crosses rooms: a kind that
// decides the answer's status, a Vietnamese sentence for the person, messages
// for single fields, and a cause that only the operator's log ever sees.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind says what sort of failure happened. Kinds are errors themselves, so
// that errors.Is(err, fault.NotFound) works on any wrapped fault.
type Kind int

// The kinds, and the HTTP status that web gives them.
const (
	// Internal is everything that is our own fault (500); the visitor sees a code only.
	Internal Kind = iota
	// Invalid is input that can be corrected (422).
	Invalid
	// Unauthenticated leads to the sign-in page (401 in the API).
	Unauthenticated
	// Forbidden is an act that the person may see but not do (403).
	Forbidden
	// NotFound also covers records that one may not see (404).
	NotFound
	// Conflict is a stale edit or a state that does not allow the act (409).
	Conflict
	// TooLarge is input past a stated limit (413).
	TooLarge
	// TooMany is a limit of tries in time (429).
	TooMany
	// Busy asks to come back (503).
	Busy
	// Full is a store without space (507).
	Full
)

// Error names the kind for logs.
func (k Kind) Error() string {
	switch k {
	case Invalid:
		return "invalid"
	case Unauthenticated:
		return "unauthenticated"
	case Forbidden:
		return "forbidden"
	case NotFound:
		return "not found"
	case Conflict:
		return "conflict"
	case TooLarge:
		return "too large"
	case TooMany:
		return "too many"
	case Busy:
		return "busy"
	case Full:
		return "full"
	case Internal:
		return "internal"
	}
	return "internal"
}

// Error is a kind with words. Say is what the person reads; Fields are
// sentences by form field; Cause is for the log alone.
type Error struct {
	Kind   Kind
	Say    string
	Fields map[string]string
	Cause  error
}

// Error joins everything for the log; it is never shown to a visitor.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.Error())
	if e.Say != "" {
		b.WriteString(": " + e.Say)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		fmt.Fprintf(&b, "; %s: %s", name, e.Fields[name])
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Is lets errors.Is match the kind.
func (e *Error) Is(target error) bool { return target == error(e.Kind) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Say makes a fault with one sentence for the person.
func Say(k Kind, sentence string) error { return &Error{Kind: k, Say: sentence} }

// Field makes an Invalid fault about one field.
func Field(name, sentence string) error {
	return &Error{Kind: Invalid, Fields: map[string]string{name: sentence}}
}

// Because adds a cause for the log to a sentence for the person.
func Because(k Kind, sentence string, cause error) error {
	return &Error{Kind: k, Say: sentence, Cause: cause}
}

// KindOf finds the kind of any error; what carries none is Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if k, ok := errors.AsType[Kind](err); ok {
		return k
	}
	return Internal
}

// Sentence is what a person may read of err: the fault's own words, or a plain
// sentence for its kind. It never contains internal text.
func Sentence(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Say != "" && e.Kind != Internal {
		return e.Say
	}
	switch KindOf(err) {
	case Invalid:
		return "Một số mục chưa đúng. Xem ghi chú tại từng mục rồi lưu lại."
	case Unauthenticated:
		return "Phiên làm việc đã hết. Đăng nhập lại để tiếp tục, nội dung đã nhập vẫn được giữ."
	case Forbidden:
		return "Tài khoản này không có quyền thực hiện việc vừa chọn."
	case NotFound:
		return "Không tìm thấy nội dung này, hoặc đồng chí không được giao quyền xem."
	case Conflict:
		return "Nội dung đã được người khác thay đổi. Xem khác biệt rồi lưu lại."
	case TooLarge:
		return "Nội dung gửi lên vượt dung lượng cho phép."
	case TooMany:
		return "Thao tác quá nhiều lần trong thời gian ngắn. Thử lại sau ít phút."
	case Busy:
		return "Hệ thống đang bận. Thử lại sau ít phút, nội dung chưa bị mất."
	case Full:
		return "Máy chủ hết chỗ lưu. Báo quản trị hệ thống; nội dung chưa được lưu."
	case Internal:
		return "Hệ thống chưa xử lý được yêu cầu."
	}
	return "Hệ thống chưa xử lý được yêu cầu."
}

// FieldsOf returns the sentences by field of err, or nil.
func FieldsOf(err error) map[string]string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Fields
	}
	return nil
}

// Fields collects sentences while a form is checked.
type Fields map[string]string

// Add records a sentence for a field unless it already has one.
func (f Fields) Add(name, sentence string) {
	if _, ok := f[name]; !ok {
		f[name] = sentence
	}
}

// Err gives the Invalid fault, or nil when nothing was recorded.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Fields: f}
}
