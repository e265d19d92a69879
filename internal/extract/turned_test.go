package extract_test

import (
	"image"
	"image/color"
)

// turned is a picture as a phone held upright stores it: its top is at the left
// of what is seen, so that what is stored has to be turned to the right.
type turned struct{ image.Image }

func (m turned) Bounds() image.Rectangle {
	b := m.Image.Bounds()
	return image.Rect(0, 0, b.Dy(), b.Dx())
}

func (m turned) At(x, y int) color.Color { return m.Image.At(m.Image.Bounds().Dx()-1-y, x) }

func (m turned) ColorModel() color.Model { return m.Image.ColorModel() }
