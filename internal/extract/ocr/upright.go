package ocr

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
)

// A phone stores a photograph as its sensor lay and notes beside it how it was
// held. Tesseract does not look at the note, and reads nothing of a page that
// lies on its side.

// The markers of a JPEG file that matter here.
const (
	jpegStart = "\xff\xd8"
	jpegApp1  = 0xe1
	jpegScan  = 0xda
	exifHead  = "Exif\x00\x00"
	exifTurn  = 0x0112 // the tag of the note
)

// Turned is how a JPEG file says that it has to be turned to be seen: 1 for not
// at all, up to 8, as EXIF 2.3 has it.
func Turned(content []byte) int {
	if !bytes.HasPrefix(content, []byte(jpegStart)) {
		return 1
	}
	for b := content[2:]; len(b) >= 4 && b[0] == 0xff; {
		if b[1] == 0xff { // filling
			b = b[1:]
			continue
		}
		size := int(binary.BigEndian.Uint16(b[2:]))
		if b[1] == jpegScan || size < 2 || 2+size > len(b) {
			break
		}
		if part := b[4 : 2+size]; b[1] == jpegApp1 && bytes.HasPrefix(part, []byte(exifHead)) {
			return exifOrientation(part[len(exifHead):])
		}
		b = b[2+size:]
	}
	return 1
}

// exifOrientation looks the note up in the first directory; 1 where it is not.
func exifOrientation(b []byte) int {
	order := tiffOrder(b)
	if order == nil || len(b) < 8 {
		return 1
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	entries := int64(order.Uint16(b[at:]))
	for e := at + 2; e < at+2+12*entries && e+12 <= int64(len(b)); e += 12 {
		if order.Uint16(b[e:]) != exifTurn {
			continue
		}
		if v := int(order.Uint16(b[e+8:])); order.Uint16(b[e+2:]) == 3 && v >= 1 && v <= 8 {
			return v
		}
		return 1
	}
	return 1
}

// Upright gives a photograph as it is to be seen, in shades of grey, as a PGM
// file; any other file as it is. The picture's size was measured before.
func Upright(content []byte) ([]byte, error) {
	turn := Turned(content)
	if turn == 1 {
		return content, nil
	}
	img, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if turn >= 5 {
		w, h = h, w
	}
	out := make([]byte, 0, w*h+32)
	out = fmt.Appendf(out, "P5\n%d %d\n255\n", w, h)
	shade := greyOf(img)
	for y := range h {
		for x := range w {
			sx, sy := source(turn, x, y, b.Dx(), b.Dy())
			out = append(out, shade(b.Min.X+sx, b.Min.Y+sy))
		}
	}
	return out, nil
}

// Turn gives a picture as it is to be seen, for showing: a view of the picture,
// which is not copied.
func Turn(img image.Image, turn int) image.Image {
	if turn <= 1 || turn > 8 {
		return img
	}
	return turnedImage{img, turn}
}

// turnedImage is a picture that is turned while it is looked at.
type turnedImage struct {
	image.Image

	turn int
}

// Bounds are those of the picture as it is seen.
func (m turnedImage) Bounds() image.Rectangle {
	b := m.Image.Bounds()
	if m.turn >= 5 {
		return image.Rect(0, 0, b.Dy(), b.Dx())
	}
	return image.Rect(0, 0, b.Dx(), b.Dy())
}

// At is the colour that is seen at a place.
func (m turnedImage) At(x, y int) color.Color {
	b := m.Image.Bounds()
	sx, sy := source(m.turn, x, y, b.Dx(), b.Dy())
	return m.Image.At(b.Min.X+sx, b.Min.Y+sy)
}

// source is the dot of the stored picture, w wide and h high, that is seen at a
// place.
func source(turn, x, y, w, h int) (sx, sy int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6: // held upright: the stored left is the top
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}

// greyOf reads shades without making a colour of each dot, where it can.
func greyOf(img image.Image) func(x, y int) byte {
	switch m := img.(type) {
	case *image.YCbCr:
		return func(x, y int) byte { return m.Y[m.YOffset(x, y)] }
	case *image.Gray:
		return func(x, y int) byte { return m.Pix[m.PixOffset(x, y)] }
	}
	return func(x, y int) byte {
		r, g, b, _ := img.At(x, y).RGBA()
		return color.GrayModel.Convert(color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: 0xffff}).(color.Gray).Y //nolint:gosec,forcetypeassert // RGBA gives 16 bits, the model its own type
	}
}
