package reading

// readWindows reads a text whose lines end in CR LF, or in CR alone: the rules
// see LF, the result speaks of the text as it stands.
func readWindows(text string, opt Options) Result {
	all := []rune(text)
	kept := make([]int, 0, len(all)+1) // where each code point that the rules see stands in text
	seen := make([]rune, 0, len(all))
	for i, r := range all {
		if r == '\r' {
			if i+1 < len(all) && all[i+1] == '\n' {
				continue
			}
			r = '\n'
		}
		kept, seen = append(kept, i), append(seen, r)
	}
	kept = append(kept, len(all))
	res := Read(string(seen), opt)
	res.Text = text
	span := func(start, end *int) {
		if *start < *end { // an end is behind its last letter, not behind the CR that follows
			*start, *end = kept[*start], kept[*end-1]+1
			return
		}
		*start, *end = kept[*start], kept[*end]
	}
	for i := range res.Citations {
		span(&res.Citations[i].Start, &res.Citations[i].End)
	}
	for i := range res.Organisations {
		span(&res.Organisations[i].Start, &res.Organisations[i].End)
	}
	for i := range res.Indices {
		span(&res.Indices[i].Start, &res.Indices[i].End)
	}
	for i := range res.Assignments {
		a := &res.Assignments[i]
		span(&a.Start, &a.End)
		span(&a.Task.Start, &a.Task.End)
		for k := range a.Parts {
			span(&a.Parts[k].Start, &a.Parts[k].End)
		}
		if a.Deadline.End > 0 {
			span(&a.Deadline.Start, &a.Deadline.End)
		}
	}
	for i := range res.Warnings {
		if at := res.Warnings[i].At; at != nil {
			*at = kept[*at]
		}
	}
	for i := range res.Coverage { // these touch one another
		c := &res.Coverage[i]
		c.Start, c.End = kept[c.Start], kept[c.End]
	}
	if len(res.Coverage) > 0 {
		res.Coverage[0].Start = 0
	}
	return res
}
