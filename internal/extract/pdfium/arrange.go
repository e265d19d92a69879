package pdfium

// Seen is a word that was recognised on a picture of a page.
type Seen struct {
	Text string
	Rect
	Base       float64 // where the letters of its line stand
	Size       float64 // height of the font
	Confidence float64 // from 0 to 100
}

// Picture is a page that was recognised: its size and its words, in points.
type Picture struct {
	Width, Height float64
	Words         []Seen
}

// Arrange puts recognised words in reading order, as Text does with those of a
// text layer.
func Arrange(pages []Picture) Text {
	sheets := make([]sheet, len(pages))
	for i, p := range pages {
		sheets[i] = sheet{width: p.Width, height: p.Height}
		for _, w := range p.Words {
			sheets[i].words = append(sheets[i].words, Word{Text: w.Text, Rect: w.Rect, base: w.Base, size: max(w.Size, 1), sure: w.Confidence})
		}
	}
	var t Text
	t.write(paragraphs(sheets), sheets)
	return t
}
