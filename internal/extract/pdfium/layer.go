package pdfium

// invisible is the rendering mode of text that is not drawn (ISO 32000-1,
// 9.3.6), as programs put it over a scan for search.
const invisible = 3

// maxTexts is how many texts of a page are asked whether they are seen.
const maxTexts = 500

// layered reports a page that shows a picture and says its words without
// showing them: over the picture and not drawn, or below it. They may be other
// words than those that are seen.
func (in *instance) layered(page uint64, p placing, width, height float64) bool {
	n := min(in.call32("FPDFPage_CountObjects", page), maxObjects)
	picture := n
	for i := uint32(0); i < n && in.err == nil; i++ {
		if obj := uint64(in.call32("FPDFPage_GetObject", page, uint64(i))); obj != 0 && in.call32("FPDFPageObj_GetType", obj) == objectImage && in.fills(obj, p, width, height) {
			picture = i
			break
		}
	}
	if picture == n {
		return false
	}
	hidden, seen := 0, 0
	for i := uint32(0); i < n && hidden+seen < maxTexts && in.err == nil; i++ {
		obj := uint64(in.call32("FPDFPage_GetObject", page, uint64(i)))
		if obj == 0 || in.call32("FPDFPageObj_GetType", obj) != objectText {
			continue
		}
		if i < picture || in.call32("FPDFTextObj_GetTextRenderMode", obj) == invisible {
			hidden++
		} else {
			seen++
		}
	}
	return hidden > seen
}

// fills reports a picture over four fifths of the page.
func (in *instance) fills(obj uint64, p placing, width, height float64) bool {
	r := uint64(in.room)
	if in.call32("FPDFPageObj_GetBounds", obj, r, r+4, r+8, r+12) == 0 {
		return false
	}
	b := p.box(in.float32s(in.room, 4))
	return (min(b.Right, width)-max(b.Left, 0))*(min(b.Bottom, height)-max(b.Top, 0)) >= 0.8*width*height
}

// active looks for what a program that opens the document would run or save:
// scripts and files inside it.
func (f *File) active() bool {
	in := f.in
	return int32(in.call32("FPDFDoc_GetJavaScriptActionCount", f.doc)) > 0 || int32(in.call32("FPDFDoc_GetAttachmentCount", f.doc)) > 0 //nolint:gosec // -1 on failure
}
