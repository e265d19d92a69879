package documentweb

import (
	"maps"
	"net/http"
	"slices"

	"dondoc/internal/apparatus"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/lexicon"
)

// nameToLearn is how the text calls the one body that leads, where the
// directory does not hold the name itself; "" when there is nothing to learn or
// several names, of which nobody could say which is meant.
func nameToLearn(f document.Finding, dir *apparatus.Directory) string {
	if len(f.Leads) != 1 || f.Leads[0].Group() || f.Leads[0].Name == "" {
		return ""
	}
	name := f.Leads[0].Name
	if found := dir.Find(name, ""); len(found) > 0 && found[0].Score == 1 {
		return ""
	}
	return name
}

func (d *readData) rememberable(f document.Finding) string {
	if !d.Learns {
		return ""
	}
	return nameToLearn(f, d.Dir)
}

// remember proposes the name of the text for the body that the officer chose,
// and says what came of it. The correction itself is saved by then, so that a
// name that cannot be learned takes nothing back.
func (p *Pages) remember(r *http.Request, f document.Finding) string {
	name := nameToLearn(f, p.Directory())
	if p.Lexicon == nil || name == "" {
		return ""
	}
	_, err := p.Lexicon.Propose(r.Context(), lexicon.Proposal{Phrase: name, Org: f.Lead, Document: string(f.Document), Finding: string(f.ID)})
	if err == nil {
		return " Đã đề xuất tên gọi “" + name + "” vào từ điển, chờ duyệt."
	}
	why := fault.Sentence(err)
	if fields := fault.FieldsOf(err); len(fields) > 0 {
		why = fields[slices.Sorted(maps.Keys(fields))[0]]
	}
	return " Chưa đề xuất được tên gọi “" + name + "”: " + why
}
