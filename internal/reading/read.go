package reading

import (
	"strings"
	"unicode/utf8"

	"dondoc/internal/citation"
	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/grammar"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
	"dondoc/internal/viet"
)

// Read reads a directive. The text should be NFC; offsets of the result count
// its code points. Read never fails: what it cannot make out it leaves unread.
func Read(text string, opt Options) Result {
	if strings.Contains(text, "\r") {
		return readWindows(text, opt)
	}
	plain := citation.Plain(text)
	t := working(text, plain)
	r := &reader{t: t, bodies: bodies.In(t), at: outline.NewOffsets(t), opt: opt}
	r.given, r.asGiven = r.at, t == text
	if !r.asGiven {
		r.given = outline.NewOffsets(text)
	}
	r.lines = outline.Cut(t)
	r.clued()
	r.grammar = grammar.Of(t, r.bodies, func(at int) bool { return r.may(grammar.Ordering, at) })
	r.res = Result{Text: text, Document: outline.ReadHeader(t, r.lines), Citations: citation.FindPlain(plain), Organisations: []Organisation{}, Indices: []Index{}, Assignments: []Assignment{}, Warnings: []Warning{}}
	if r.res.Citations == nil {
		r.res.Citations = []citation.Mention{}
	}
	r.dropOwnNumber()
	if r.res.Document.Issuer == "" {
		r.res.Document.Issuer = r.speaker()
	}
	r.year = atoi(strings.SplitN(r.res.Document.Date+"-", "-", 2)[0])
	tongue := viet.TongueOf(text)
	if readable(tongue) {
		r.orders()
	} else {
		r.nothing()
	}
	r.organisations()
	r.indices()
	r.finish()
	r.doubts(tongue)
	return r.res
}

// working is the text that rules are matched on: look-alike letters and dashes
// made plain and tone marks moved to the modern place, one code point for one.
func working(text, plain string) string {
	t := viet.Tone(plain)
	if t != text && utf8.RuneCountInString(t) != utf8.RuneCountInString(text) {
		return text // not NFC: match as it stands rather than lose the offsets
	}
	return t
}

type reader struct {
	t       string
	at      outline.Offsets // of the working text
	given   outline.Offsets // of the text as given
	asGiven bool            // the working text is the text as given
	opt     Options
	lines   []outline.Line
	clues   []pattern.Found // by line
	bodies  *bodies.Text
	grammar *grammar.Text
	near    int // the line that was asked about last
	res     Result
	year    int
	first   int  // the first line of the running text
	plan    bool // a plan, whose duties may name nobody
	timed   int  // the last line that only set the time
	cited   []limit.Place
	raw     []raw
	roles   []Role // by line, for the coverage
}

// raw is an assignment before its offsets are turned into code points.
type raw struct {
	outline.Sentence

	lead      []string
	coord     []string
	due       []limit.Found
	how       string
	verb      int
	strength  float64
	inherited bool
	source    source // of an inherited lead
	line      int
}

// holder is an addressee that the items below it hang on.
type holder struct {
	level int
	lead  []string
	coord []string
	loose bool          // opened by a paragraph; the next paragraph ends it
	due   []limit.Found // the day by which the whole list is to be done
}

func (r *reader) dropOwnNumber() {
	first := outline.BodyStart(r.t, r.lines)
	r.first = first
	headEnd := 0
	if first < len(r.lines) {
		headEnd = r.point(r.lines[first].Start)
	}
	own := citation.Key(r.res.Document.Number)
	kept := r.res.Citations[:0]
	for _, c := range r.res.Citations {
		if c.Start < headEnd && own != "" && citation.Key(c.Number) == own || r.issuedWith(c, &own) {
			continue
		}
		kept = append(kept, c)
	}
	r.res.Citations = kept
	for _, c := range kept {
		r.cited = append(r.cited, limit.Place{Start: r.at.Byte(c.Start), End: r.at.Byte(c.End)})
	}
}

// orders walks the lines and sentences and keeps who is told what.
func (r *reader) orders() { //nolint:gocognit // the walk over lines and sentences is one state machine
	var (
		stack     []holder
		addressee = r.addressees()
		last      []string
		lastLine  = -1
		directing = false
		block     block
		stage     stage
		things    = -1 // the last line of a list of objects
	)
	r.roles = make([]Role, len(r.lines))
	r.plan = r.isPlan()
	table := r.tables()
	for i, l := range r.lines {
		r.roles[i] = l.As
		if as, ok := table[i]; ok || i <= things {
			if r.roles[i] = IsContext; ok {
				r.roles[i] = as
			}
			continue
		}
		if l.As == IsClosing || strings.TrimSpace(r.t[l.Body:l.End]) == "" {
			continue
		}
		if l.Annex {
			stack, last, r.plan = nil, nil, true
		}
		if l.Head {
			block.close()
			stage.heads(r, l)
			for len(stack) > 0 && stack[len(stack)-1].level >= l.Level {
				stack = stack[:len(stack)-1]
			}
			if outline.Judging.MatchString(r.t[l.Body:l.End]) {
				continue
			}
			if outline.Tasking.MatchString(r.t[l.Body:l.End]) && i > r.first {
				directing = true
			}
			if lead := r.headed(l); i > r.first && len(lead) > 0 {
				stack = append(stack, holder{level: l.Level, lead: lead})
				last, lastLine, directing = lead, i, true
			}
			continue
		}
		if l.As == IsHeading {
			continue
		}
		if l.Off {
			r.amidAims(i, l)
			continue
		}
		s := r.t[l.Body:l.End]
		if m := outline.Label.FindStringSubmatchIndex(s); m != nil {
			r.label(&block, i, l, s[m[2]:m[3]], l.Body+m[1])
			continue
		}
		if block.open && block.tasks && l.Level < block.level && block.level < outline.Paragraph {
			block.close() // an item above the label
		}
		if block.open && block.tasks {
			if grammar.Aspect.MatchString(s) && strings.Contains(s, ": ") {
				continue
			}
			r.blockTask(&block, i, l)
			continue
		}
		for l.Level == outline.Paragraph && len(stack) > 0 && stack[len(stack)-1].loose {
			stack = stack[:len(stack)-1]
		}
		if l.Level < outline.Paragraph {
			for len(stack) > 0 && stack[len(stack)-1].level >= l.Level {
				stack = stack[:len(stack)-1]
			}
		}
		list := outline.Sentences(r.t, l.Body, l.End)
		for k, sen := range list {
			if r.is(closingRE, sen.Start, sen.End) {
				r.roles[i] = IsContext
				continue
			}
			if r.timeOnly(sen, i) {
				continue
			}
			opener := k == len(list)-1 && opens.MatchString(r.t[l.Body:l.End])
			if lead := r.bareName(sen); k == 0 && len(lead) > 0 && !opener {
				stack = append(stack, holder{level: l.Level, lead: lead})
				last, lastLine, directing = lead, i, true
				r.roles[i] = IsHeading
				continue
			}
			if lead := r.describedName(i, sen); k == 0 && len(list) == 1 && len(lead) > 0 {
				stack = append(stack, holder{level: l.Level, lead: lead})
				last, lastLine, directing = lead, i, true
				r.roles[i] = IsHeading
				continue
			}
			who, ok := r.grammar.WhoIsTold(sen.Start, sen.End)
			if ok && !directing && (r.is(recalls, sen.Start, sen.End) || strings.Contains(r.t[sen.Start:min(sen.End, who.Verb)], "đã ")) {
				ok = false
			}
			inherit := last
			origin := fromSentence
			if lastLine != i {
				inherit, origin = addressee, fromAddress
			}
			var coord []string
			if len(stack) > 0 {
				if lastLine != i || len(last) == 0 {
					inherit, origin = stack[len(stack)-1].lead, fromHolder
				}
				coord = stack[len(stack)-1].coord
			}
			if opener && (ok || directing && len(inherit) > 0) {
				if last := r.things(i); last > i {
					if made := r.clauses(i, sen, who, ok, inherit, coord, true); len(made) > 0 {
						r.raw[len(r.raw)-1].End = outline.Trim(r.t, r.lines[last].Body, r.lines[last].End).End
						things = last
						continue
					}
				}
			}
			if opener {
				if lead := r.opening(i, l, sen, who, ok, inherit, coord); lead.lead != nil {
					if below := r.below(i); l.Level == outline.Paragraph && below < outline.Paragraph && !r.isIssuer(lead.lead) {
						lead.level, lead.loose = below-1, true
					}
					stack = append(stack, lead)
					last, lastLine = lead.lead, i
					if len(list) == 1 && l.End-l.Body < 160 {
						r.roles[i] = IsHeading
					}
					if len(addressee) == 0 && !r.isIssuer(lead.lead) {
						addressee = lead.lead
					}
				} else if len(stack) == 0 && len(inherit) > 0 && l.Level < outline.Paragraph {
					stack = append(stack, holder{level: l.Level, lead: inherit, coord: coord})
				}
				if openList.MatchString(strings.TrimRight(r.t[sen.Start:sen.End], " :")) || l.Level < outline.Paragraph && len(r.bareName(sen)) > 0 {
					directing = true
				}
				continue
			}
			var made []raw
			if opening, items := r.enumerated(sen); len(items) > 0 {
				made = r.listed(i, opening, items, inherit, coord, directing)
			} else {
				made = r.clauses(i, sen, who, ok, inherit, coord, directing)
			}
			if ok && len(made) == 0 && r.is(answersFor, who.Lead[len(who.Lead)-1].End, sen.End) {
				last, lastLine = r.names(who.Lead), i // the next sentence is for the same body
			}
			if len(made) > 0 {
				for k := len(r.raw) - len(made); k < len(r.raw); k++ {
					r.raw[k].source = origin
				}
				if len(stack) > 0 {
					r.dueOfList(len(made), stack[len(stack)-1].due)
				}
				r.dueOfList(len(made), stage.due)
				directing = true
				last, lastLine = made[len(made)-1].lead, i
				if len(addressee) == 0 && made[0].strength >= 0.85 && !r.isIssuer(made[0].lead) {
					addressee = made[0].lead
				}
			}
		}
	}
}

// point is the code point that begins at a byte of the working text.
func (r *reader) point(b int) int { return r.at.Point(b) }

// text is the text as given between two code points.
func (r *reader) text(a, b int) string {
	s := r.res.Text[r.given.Byte(a):r.given.Byte(b)]
	if !utf8.ValidString(s) {
		return string([]rune(s)) // with the sign for what is no letter
	}
	return s
}
