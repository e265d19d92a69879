package reading

import (
	"strings"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

// coordinates lists the bodies with which the lead is to work.
func (r *reader) coordinates(from, to int) []string {
	t := r.t
	var out []string
	add := func(at int) {
		names, _ := r.partners(at, to)
		out = merge(out, names)
	}
	for _, m := range r.all(coordRE, from, to) {
		lead := t[from : from+m[0]]
		if i := strings.LastIndex(lead, "chỉ đạo "); i >= 0 {
			if b, ok := r.bodies.At(from + i + len("chỉ đạo ")); ok && b.End <= from+m[0] {
				continue // others are to coordinate among themselves
			}
		}
		if i := strings.LastIndex(strings.ToLower(lead), "tham mưu "); i >= 0 && len(lead)-i < 90 {
			if b, ok := r.bodies.At(from + i + len("tham mưu ")); ok && b.End <= from+m[0] && b.End+2 > from+m[0] {
				continue
			}
		}
		add(from + m[1])
	}
	if strings.HasPrefix(t[from:to], "Với ") {
		add(from + len("Với "))
	}
	if r.may(cungRE, from) {
		if m := cungRE.FindStringIndex(t[from:to]); m != nil && m[0] < 120 {
			add(from + m[1])
		}
	}
	return out
}

// partners are the names that begin at a place, known or such as can only mean
// somebody: "doanh nghiệp, viện nghiên cứu, trường đại học", "cơ quan Thuế, Sở
// Nông nghiệp và Môi trường"; and where the last of them ends.
func (r *reader) partners(at, to int) (out []string, end int) {
	for range maxPartners {
		list, after := r.bodies.List(at)
		if n := len(list); n > 0 && after < to && bodies.Group.MatchString(list[n-1].Name) {
			list, after = r.grammar.Stretch(list, at, after, to)
		}
		if len(list) == 0 {
			if after = r.unknownPartner(at, to); after == at {
				return out, end
			}
			list = []bodies.Body{{Start: at, End: after, Name: r.t[at:after]}}
		}
		for _, b := range list {
			if b.Start < to {
				name := r.name(b)
				if cut := circumstance.FindStringIndex(name); cut != nil {
					name = name[:cut[0]]
				}
				out = merge(out, []string{name})
			}
		}
		if end = after; end >= to {
			return out, end
		}
		m := andMore.FindString(r.t[end:to])
		if m == "" {
			return out, end
		}
		at = end + len(m)
	}
	return out, end
}

// maxPartners is more than any sentence names one by one.
const maxPartners = 40

var andMore = pattern.New(`^(?:, và|,| và| cùng|;) `)

// partnerHead begins the name of somebody to work with.
var partnerHead = pattern.New(`^(?:(?:[Cc]ác|[Nn]hững) )?(?:[Dd]oanh nghiệp|[Vv]iện|[Tt]rường|[Ll]ực lượng|[Cc]ơ quan|[Tt]ổ chức|[Hh]iệp hội|[Nn]gân hàng|[Cc]hủ (?:đầu tư|dự án|rừng|chương trình)|[Nn]hà (?:đầu tư|thầu|khoa học|trường|mạng|cung cấp)|[Ll]iên minh|[Cc]hính quyền|[Đđ]ịa phương|[Đđ]ơn vị|Công an|Hải quan|Thuế|Biên phòng|Quân đội|[Bb]ệnh viện|[Cc]ơ sở|[Hh]ợp tác xã|[Cc]huyên gia|[Cc]ông ty|[Đđ]oàn thể|[Hh]ội|Mặt trận|Ban|Sở|Bộ|Phòng|[Nn]gành|[Tt]ỉnh|[Bb]áo|[Đđ]ài|Kiểm sát|Tòa án|Thi hành án|Đoàn thanh niên|Đoàn Thanh niên|[Gg]ia đình|[Cc]ộng đồng)(?:[ ,.;]|$)`)

// unknownPartner is where a name ends that no pattern knows and that begins at a
// place; the place itself where none does.
func (r *reader) unknownPartner(at, to int) int {
	s := r.t[at:to]
	if !partnerHead.MatchString(s) {
		return at
	}
	words := 0
	for i := range len(s) {
		if strings.IndexByte(",;:.()", s[i]) >= 0 {
			return at + i
		}
		if s[i] != ' ' || i == 0 {
			continue
		}
		if words++; words > 9 {
			return at
		}
		next := s[i+1:]
		if bodies.Actions.MatchString(next) && !bodies.Second(s[:i], next) && (!bodies.Nominal.MatchString(next) || words > 1) ||
			strings.HasPrefix(next, "và ") || bodies.Stops.MatchString(" "+bodies.FirstWord(next)+" ") || endsPartner.MatchString(next) {
			return at + i
		}
	}
	return to
}

var endsPartner = pattern.New(`^(?:trong|nhằm|kịp thời|tốt|có hiệu quả|chặt chẽ|khi|trên|cùng|về|qua|thông qua) `)

// circumstance is what follows a name without being of it.
var circumstance = pattern.New(` (?:trong(?: việc| công tác| quá trình)?|định kỳ|nhằm|để|đê|theo)(?: \p{L}+){0,3}$`)

// through finds the body that the one told is to act through.
func (r *reader) through(from, to int) []string {
	for _, m := range r.all(throughRE, from, to) {
		if from+m[0] > from && m[0] > 160 {
			break
		}
		b, ok := r.bodies.At(from + m[1])
		if ok && b.End <= to && !strings.HasPrefix(b.Name, "các ") && !strings.HasPrefix(b.Name, "cơ quan") && !strings.HasPrefix(b.Name, "đơn vị") {
			return []string{r.name(b)}
		}
	}
	return nil
}
