package apparatus

import (
	"regexp"
	"slices"
	"strings"

	"dondoc/internal/viet"
)

// How documents write names: offices for bodies, abbreviations, slips of the
// keyboard. Everything here is pure and works on folded text.

// offices are the posts at the head of a body, in folded letters; the longer
// ones stand before those that they begin with. "chanh" alone is last: of
// "chánh văn phòng" only the office goes, the body is the "văn phòng".
const offices = `chu tich|tong giam doc|giam doc|thu truong|bo truong|chi huy truong|hieu truong|vien truong|chi cuc truong|cuc truong|vu truong|truong ban|tu lenh|thong doc|chu nhiem|lanh dao|nguoi dung dau|bi thu|chanh an`

var (
	// a leader's title before the body's name: the body is meant.
	leaderTitle = regexp.MustCompile(`^(?:(?:(?:cac|va|dong chi|tap the|quyen|pho) )*(?:` + offices + `|truong|chanh)(?: thuong truc)? (?:cac )?)+`)
	headOfBoard = regexp.MustCompile(`^(?:(?:dong chi|cac|quyen|pho) )*truong ban (.+)$`)
	// a person's name before the title.
	person     = regexp.MustCompile(`^(?:cac )?(?:dong chi|ong|ba) .{2,45}? ((?:pho |quyen )*(?:` + offices + `|chanh) .+)$`)
	ofProvince = regexp.MustCompile(` (?:tinh|thanh pho)(?: .*)?$`)
	anyOffice  = regexp.MustCompile(`(?:^| )(?:(?:quyen|pho) )*(?:` + offices + `)(?: thuong truc)? `)
	ofTheWhole = regexp.MustCompile(`(?: cua| thuoc| truc thuoc ubnd| thuoc ubnd| tren dia ban)? tinh$`)
	sectorHead = regexp.MustCompile(`^(so|bo|ban|phong) (.+)$`)

	longForms = strings.NewReplacer( //nolint:gochecknoglobals // a constant table
		"uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "&", " va ", " - ", " ", "-", " ", ",", " ", ";", " ", ".", " ",
	)
	shortWords = map[string]string{"tp": "thanh pho", "tx": "thi xa", "bcd": "ban chi dao"} //nolint:gochecknoglobals // a constant table
)

// nameKey is a name by which it is compared: folded, one tone style, "UBND" and
// "Ủy ban nhân dân" the same.
func nameKey(s string) string {
	words := strings.Fields(longForms.Replace(strings.Join(strings.Fields(viet.Fold(viet.Tone(s))), " ")))
	for i, w := range words {
		if long, ok := shortWords[w]; ok {
			words[i] = long
		}
	}
	return strings.Join(words, " ")
}

// loose is a key without what slips in or out: "và", doubled letters, doubled words.
func loose(key string) string {
	var out []string
	for w := range strings.FieldsSeq(key) {
		w = single(w)
		if w == "va" || len(out) > 0 && out[len(out)-1] == w {
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// single makes one letter of the same letter repeated.
func single(w string) string {
	return string(slices.Compact([]rune(w)))
}

// initials is the key of "Sở KH&ĐT" made from the full name, "" for a name that
// is not shortened so.
func initials(key string) string {
	m := sectorHead.FindStringSubmatch(key)
	if m == nil {
		return ""
	}
	var b strings.Builder
	for w := range strings.FieldsSeq(m[2]) {
		if w != "va" {
			b.WriteByte(w[0])
		}
	}
	if b.Len() < 3 { // two letters stand for too many things
		return ""
	}
	return m[1] + " " + b.String()
}

// abbreviated is the same key made from the abbreviation: "KH&ĐT", "KHĐT" and
// "KH-ĐT" are one.
func abbreviated(key string) string {
	m := sectorHead.FindStringSubmatch(key)
	if m == nil {
		return ""
	}
	return m[1] + " " + strings.Join(slices.DeleteFunc(strings.Fields(m[2]), func(w string) bool { return w == "va" }), "")
}

// variant is one way to take a phrase.
type variant struct {
	key   string
	score float64
	why   string
}

const byOffice = "chức danh đứng đầu cơ quan"

// variants lists the ways to take a phrase, the nearest to its words first.
func variants(phrase string) []variant {
	key := nameKey(phrase)
	if key == "" {
		return nil
	}
	out := []variant{{key, 1, ""}}
	add := func(k string, score float64, why string) {
		if k != "" && !slices.ContainsFunc(out, func(v variant) bool { return v.key == k }) {
			out = append(out, variant{k, score, why})
		}
	}
	office := key
	if m := person.FindStringSubmatch(key); m != nil {
		office = m[1]
	}
	bare := leaderTitle.ReplaceAllString(office, "")
	add(bare, 0.97, byOffice)
	if m := headOfBoard.FindStringSubmatch(office); m != nil { // "Trưởng Ban Dân tộc" heads a body whose own name begins with "Ban"
		add("ban "+m[1], 0.97, byOffice)
	}
	add(ofProvince.ReplaceAllString(bare, ""), 0.85, "bỏ tên tỉnh")
	return out
}

// groupKey is a phrase for many bodies without what changes nothing: "các",
// "và", the offices of those who head them, "của tỉnh".
func groupKey(phrase string) string {
	key := anyOffice.ReplaceAllString(nameKey(phrase)+" ", " ")
	words := slices.DeleteFunc(strings.Fields(strings.ReplaceAll(key, "dong chi ", "")), func(w string) bool { return w == "cac" || w == "va" })
	return ofTheWhole.ReplaceAllString(strings.Join(words, " "), "")
}

// spelledLike reports that a name carries the very marks of the phrase, as far
// as the two are the same letters, counted from their ends: "Cát Hùng" is not
// "Cát Hưng".
func spelledLike(phrase, name string) bool {
	a, b := strings.Fields(strings.ToLower(viet.Tone(viet.NFC(phrase)))), strings.Fields(strings.ToLower(viet.Tone(viet.NFC(name))))
	for i, j := len(a)-1, len(b)-1; i >= 0 && j >= 0 && viet.Fold(a[i]) == viet.Fold(b[j]); i, j = i-1, j-1 {
		if a[i] != b[j] {
			return false
		}
	}
	return true
}

// closeTo reports that a and b differ in at most one letter, or two swapped.
func closeTo(a, b string) bool {
	if len(a)-len(b) > 1 || len(b)-len(a) > 1 || len(a) < 10 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	ra, rb := a[i:len(a)-j], b[i:len(b)-j]
	return len(ra) <= 1 && len(rb) <= 1 || len(ra) == 2 && len(rb) == 2 && ra[0] == rb[1] && ra[1] == rb[0]
}
