package api

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"dondoc/internal/fault"
)

// speak makes the library's own refusals problems of one shape, in Vietnamese.
//
//nolint:gochecknoglobals // the library keeps its error maker in a global, too
var speak = sync.OnceFunc(func() {
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		p := &Problem{Type: "about:blank", Status: status, Title: statusSentence(status)}
		for _, err := range errs {
			d, ok := err.(huma.ErrorDetailer)
			if !ok || d.ErrorDetail() == nil {
				continue
			}
			if p.Errors == nil {
				p.Errors = map[string]string{}
			}
			name, sentence := refusal(d.ErrorDetail())
			p.Errors[name] = sentence
		}
		return p
	}
})

func statusSentence(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "Nội dung gửi lên không đúng dạng JSON."
	case http.StatusMethodNotAllowed:
		return "Địa chỉ này không nhận phương thức đó. Xem đầu mục Allow."
	case http.StatusNotAcceptable:
		return "Giao diện này chỉ trả lời bằng application/json."
	case http.StatusUnsupportedMediaType:
		return "Nội dung phải gửi bằng kiểu application/json."
	case http.StatusRequestEntityTooLarge:
		return fault.Sentence(fault.TooLarge)
	case http.StatusUnprocessableEntity:
		return fault.Sentence(fault.Invalid)
	case http.StatusNotFound:
		return fault.Sentence(fault.NotFound)
	}
	return fault.Sentence(fault.Internal)
}

// patterns turn the library's sentences into ones for people; $1 is what the
// library names.
func patterns() []struct{ from, to string } {
	return []struct{ from, to string }{
		{`^expected required property (\S+) to be present$`, `Thiếu mục này.`},
		{`^unexpected property$`, `Không có mục này.`},
		{`^expected length >= 1$`, `Mục này không được để trống.`},
		{`^expected length >= (\d+)$`, `Phải có ít nhất $1 ký tự.`},
		{`^expected length <= (\d+)$`, `Dài quá $1 ký tự.`},
		{`^expected array length <= (\d+)$`, `Nhiều nhất $1 phần tử.`},
		{`^expected array length >= (\d+)$`, `Ít nhất $1 phần tử.`},
		{`^expected (?:number|integer) >= (\S+)$`, `Phải từ $1 trở lên.`},
		{`^expected (?:number|integer) <= (\S+)$`, `Phải không quá $1.`},
		{`^expected value to be one of "(.*)"$`, `Phải là một trong: $1.`},
		{`^expected string$`, `Phải là chuỗi ký tự.`},
		{`^expected boolean$`, `Phải là true hoặc false.`},
		{`^expected (?:number|integer)$`, `Phải là số.`},
		{`^invalid integer$`, `Phải là số nguyên.`},
		{`^expected array$`, `Phải là danh sách.`},
		{`^expected object$`, `Phải là một đối tượng JSON.`},
		{`^request body is required$`, `Thiếu nội dung gửi.`},
		{`^unknown content type: .*$`, `Kiểu nội dung phải là application/json.`},
		{`^invalid character .*$|^unexpected end of JSON input$|^unexpected EOF$`, `Không phải JSON hợp lệ.`},
	}
}

// compiled is patterns, ready.
//
//nolint:gochecknoglobals // a constant table
var compiled = sync.OnceValue(func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, p := range patterns() {
		out = append(out, regexp.MustCompile(p.from))
	}
	return out
})

// refusal names the field of a refusal and says what is wrong with it.
func refusal(d *huma.ErrorDetail) (name, sentence string) {
	name = d.Location
	for _, place := range []string{"body", "query", "path", "header"} {
		if rest, ok := strings.CutPrefix(name, place); ok {
			name = strings.TrimPrefix(rest, ".")
			break
		}
	}
	for i, re := range compiled() {
		m := re.FindStringSubmatchIndex(d.Message)
		if m == nil {
			continue
		}
		if i == 0 { // the missing property is named in the sentence, not in the place
			if name != "" {
				name += "."
			}
			name += d.Message[m[2]:m[3]]
		}
		return orBody(name), string(re.ExpandString(nil, patterns()[i].to, d.Message, m))
	}
	return orBody(name), "Giá trị không đúng."
}

func orBody(name string) string {
	if name == "" {
		return "body"
	}
	return name
}

// missing answers addresses that there are not, and methods that an address
// does not take, in the shape of every other refusal.
func (a *API) missing(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allow []string
		for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPatch} {
			probe := r.Clone(r.Context())
			probe.Method = m
			if _, pattern := mux.Handler(probe); pattern != "" && pattern != prefix {
				allow = append(allow, m)
			}
		}
		if len(allow) == 0 || slices.Contains(allow, r.Method) {
			a.refuse(w, r, fault.NotFound)
			return
		}
		w.Header().Set("Allow", strings.Join(allow, ", "))
		a.refuse(w, r, &Problem{Type: "about:blank", Status: http.StatusMethodNotAllowed, Title: statusSentence(http.StatusMethodNotAllowed)})
	}
}
