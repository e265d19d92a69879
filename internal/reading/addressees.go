package reading

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// addressees are the bodies of the "Kính gửi" list, or of the address of a
// telegram; where there are none, the body visited.
func (r *reader) addressees() []string {
	var out []string
	on := false
	for _, l := range r.lines {
		s := strings.TrimSpace(r.t[l.start:l.end])
		if m := recipient.FindString(s); m != "" {
			on = true
			list, _ := bodyList(r.t, l.body+strings.Index(r.t[l.body:l.end], m)+len(m)+blanks(r.t[l.body+strings.Index(r.t[l.body:l.end], m)+len(m):l.end]))
			out = append(out, r.names(list)...)
			continue
		}
		if on {
			if l.level == paragraph && utf8.RuneCountInString(s) >= 60 {
				break
			}
			list, _ := bodyList(r.t, l.body)
			out = append(out, r.names(list)...)
		}
	}
	if len(out) == 0 {
		if m := visited.FindStringSubmatch(r.t); m != nil {
			return []string{m[1]}
		}
	}
	return out
}

// speaker is the body that orders, where the head names no issuer.
func (r *reader) speaker() string {
	for _, m := range ordering.FindAllStringIndex(r.t, -1) {
		line := strings.ToValidUTF8(r.t[max(0, m[0]-300):m[0]], "") // as far back as a name reaches
		line = line[strings.LastIndexByte(line, '\n')+1:]
		for _, b := range allBodies(line) {
			if strings.TrimSpace(line[b.end:]) == "" && speaks.MatchString(b.name) {
				return b.name
			}
		}
	}
	return ""
}

// speaks is a body that issues documents of its own.
var speaks = regexp.MustCompile(`^(?:Chủ tịch |Bộ trưởng |Giám đốc )?(?:Ủy ban|UBND|Bộ|Sở|Thủ tướng|Chính phủ|Ban Chỉ đạo|Ban chỉ đạo|Hội đồng|Tỉnh ủy|Thành ủy|Văn phòng)`)

var visited = regexp.MustCompile(`(?:làm việc|buổi làm việc) với (?:tập thể )?(?:[Ll]ãnh đạo|Ban Thường vụ|Thường trực) ((?:tỉnh|thành phố) ` + place + `)`)

func blanks(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// bareName reads a line that only names who the lines below are for: "1. Văn
// phòng UBND tỉnh", "Giao Sở Nội vụ".
func (r *reader) bareName(sen sentence) []string {
	at := sen.start
	if m := giving.FindString(r.t[at:sen.end]); m != "" {
		at += len(m)
	}
	list, end := bodyList(r.t, at)
	if names := r.namesOnly(sen.start, at, sen.end); len(list) > 0 && len(names) > 0 {
		return names
	}
	if len(list) == 0 || end > sen.end || strings.Trim(r.t[end:sen.end], " :;,.") != "" {
		return nil
	}
	return r.names(list)
}

// namesOnly reads a short marked line of names parted by semicolons, the first
// known and none with a verb in it: "4. Sở Văn hóa, Thể thao và Du lịch; Báo và
// Phát thanh, Truyền hình Cần Thơ". What no pattern knows is taken as written.
func (r *reader) namesOnly(start, from, to int) []string {
	s := r.t[from:to]
	if start == 0 || r.t[start-1] == '\n' || strings.Contains(s, ".") || !strings.Contains(s, ";") || utf8.RuneCountInString(s) > 200 {
		return nil
	}
	var out []string
	for _, part := range r.split(sentence{from, to}) {
		name := r.t[part.start:part.end]
		list, end := bodyList(r.t, part.start)
		switch {
		case len(list) > 0 && end >= part.end:
			out = append(out, r.names(list)...)
		case officeWord.MatchString(name) && !stops.MatchString(name) && !verbInside(name):
			out = append(out, r.original(part.start, part.end))
		default:
			return nil
		}
	}
	return out
}

// verbInside reports an action among the words after the first three.
func verbInside(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] == ' ' {
			if n++; n > 2 && act.MatchString(s[i+1:]) {
				return true
			}
		}
	}
	return false
}

var giving = regexp.MustCompile(`^(?:Giao|Đề nghị|Yêu cầu|Đối với|Về phía|Trách nhiệm của)(?: cho)? `)

// name is a body's name as written, unless it was put together from a list.
func (r *reader) name(b body) string {
	if len(b.name) == b.end-b.start {
		return r.original(b.start, b.end)
	}
	return b.name
}

func (r *reader) names(list []body) []string {
	out := []string{}
	for _, b := range list {
		if n := r.name(b); !contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
