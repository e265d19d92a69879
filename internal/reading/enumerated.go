package reading

import (
	"strings"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

var (
	// A list inside a sentence: "Bộ Công an: (1) Tiếp tục …; (2) Tham mưu …".
	numbered = pattern.New(`(?:^|[\s:;,.])\(\d{1,2}\)\.?\s+`)
	lettered = pattern.New(`(?:^|[\s:;,.])\((?:i{1,3}|iv|vi{0,3}|ix|x)\)\.?\s+`)
	// ofThings ends an opening whose list is of things, not of duties: "hoàn thiện
	// các báo cáo: (i) Báo cáo …".
	ofThings = pattern.New(`(?:các|những) (?:báo cáo|văn bản|đề án|dự án|chỉ tiêu|luật|nghị định|chương trình|dự thảo|lĩnh vực|địa phương|tỉnh)[^:]{0,60}$`)
)

// enumerated takes a sentence apart whose list stands inside it, where each item
// begins with an action or with who is to do it. The opening is empty where the
// sentence itself begins with an item.
func (r *reader) enumerated(s sentence) (opening sentence, items []sentence) {
	t := r.t
	if !strings.Contains(t[s.start:s.end], "(") {
		return s, nil
	}
	style := numbered
	marks := numbered.FindAllStringIndex(t[s.start:s.end], -1)
	if roman := lettered.FindAllStringIndex(t[s.start:s.end], -1); len(marks) == 0 || len(roman) > 0 && roman[0][0] < marks[0][0] {
		marks, style = roman, lettered
	}
	if len(marks) == 0 {
		return s, nil
	}
	from := s.start
	if lead := t[max(0, s.start-6):s.start]; !style.MatchString(lead) || !strings.HasSuffix(lead, " ") {
		opening = trim(t, sentence{s.start, s.start + marks[0][0]})
		if ofThings.MatchString(t[opening.start:opening.end]) || len(marks) < 2 {
			return s, nil
		}
		from = s.start + marks[0][1]
		marks = marks[1:]
	}
	for n := range len(marks) + 1 {
		to, next := s.end, s.end
		if n < len(marks) {
			to, next = s.start+marks[n][0], s.start+marks[n][1]
		}
		item := trim(t, sentence{from, to})
		from = next
		if item.end <= item.start {
			return s, nil
		}
		if _, ok := r.whoIsTold(item.start, item.end); !ok && !bodies.Actions.MatchString(t[item.start:item.end]) {
			return s, nil
		}
		items = append(items, item)
	}
	return opening, items
}

// listed makes the assignments of a list inside a sentence: each item is for whom
// it names, else for whom the opening names, else for whom the sentence is.
func (r *reader) listed(i int, opening sentence, items []sentence, inherit, coord []string, directing bool) []raw { //nolint:revive // whether orders have begun
	lead := inherit
	if opening.end > opening.start {
		if list, end := r.bodies.List(opening.start); len(list) > 0 && end >= opening.end {
			lead, directing = r.names(list), true
		} else if who, ok := r.whoIsTold(opening.start, opening.end); ok {
			lead, directing = r.names(who.lead), true
			coord = r.coordinates(who.verb, opening.end)
		}
	}
	if !directing {
		return nil
	}
	var out []raw
	for _, item := range items {
		who, ok := r.whoIsTold(item.start, item.end)
		out = append(out, r.clauses(i, item, who, ok, lead, coord, true)...)
	}
	return out
}
