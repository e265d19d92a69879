package documentweb

import (
	"strings"

	"dondoc/internal/reading"
	"dondoc/internal/web/ui"
)

// warning is the banner of what a person should look at. What is about the
// text as a whole stands out; the rest is for the record.
func warning(w reading.Warning) ui.BannerHead {
	kind := ui.Info
	if w.Code == "several_documents" || strings.HasPrefix(w.Code, "tongue_") {
		kind = ui.Warning
	}
	return ui.BannerHead{Kind: kind, Title: w.Message}
}

// warning is the banner with a way to the place in the text.
func (d *readData) warning(w reading.Warning) ui.BannerHead {
	head := warning(w)
	if w.At == nil || *w.At == 0 {
		return head
	}
	for _, p := range d.Sheet.Passages {
		if p.End > *w.At {
			head.Action = &ui.Link{Label: "Xem chỗ này", Href: d.View.on(p.ID, "").path(d.Sheet.Document.ID, "doan")}
			break
		}
	}
	return head
}
