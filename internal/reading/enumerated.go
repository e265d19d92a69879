package reading

import (
	"strings"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/outline"
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
func (r *reader) enumerated(s outline.Sentence) (opening outline.Sentence, items []outline.Sentence) {
	t := r.t
	if !strings.Contains(t[s.Start:s.End], "(") {
		return s, nil
	}
	style := numbered
	marks := numbered.FindAllStringIndex(t[s.Start:s.End], -1)
	if roman := lettered.FindAllStringIndex(t[s.Start:s.End], -1); len(marks) == 0 || len(roman) > 0 && roman[0][0] < marks[0][0] {
		marks, style = roman, lettered
	}
	if len(marks) == 0 {
		return s, nil
	}
	from := s.Start
	if lead := t[max(0, s.Start-6):s.Start]; !style.MatchString(lead) || !strings.HasSuffix(lead, " ") {
		opening = outline.Trim(t, s.Start, s.Start+marks[0][0])
		if ofThings.MatchString(t[opening.Start:opening.End]) || len(marks) < 2 {
			return s, nil
		}
		from = s.Start + marks[0][1]
		marks = marks[1:]
	}
	for n := range len(marks) + 1 {
		to, next := s.End, s.End
		if n < len(marks) {
			to, next = s.Start+marks[n][0], s.Start+marks[n][1]
		}
		item := outline.Trim(t, from, to)
		from = next
		if item.End <= item.Start {
			return s, nil
		}
		if _, ok := r.grammar.WhoIsTold(item.Start, item.End); !ok && !bodies.Actions.MatchString(t[item.Start:item.End]) {
			return s, nil
		}
		items = append(items, item)
	}
	return opening, items
}

// listed makes the assignments of a list inside a sentence: each item is for whom
// it names, else for whom the opening names, else for whom the sentence is.
func (r *reader) listed(i int, opening outline.Sentence, items []outline.Sentence, inherit, coord []string, directing bool) []raw { //nolint:revive // whether orders have begun
	lead := inherit
	if opening.End > opening.Start {
		if list, end := r.bodies.List(opening.Start); len(list) > 0 && end >= opening.End {
			lead, directing = r.names(list), true
		} else if who, ok := r.grammar.WhoIsTold(opening.Start, opening.End); ok {
			lead, directing = r.names(who.Lead), true
			coord = r.coordinates(who.Verb, opening.End)
		}
	}
	if !directing {
		return nil
	}
	var out []raw
	for _, item := range items {
		who, ok := r.grammar.WhoIsTold(item.Start, item.End)
		out = append(out, r.clauses(i, item, who, ok, lead, coord, true)...)
	}
	return out
}
