package ocr_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"dondoc/internal/extract/ocr"
)

// photo stores a picture as a phone does: turned, with a note of how.
func photo(t testing.TB, img image.Image, turn int, order binary.AppendByteOrder) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	head := map[binary.AppendByteOrder]string{binary.LittleEndian: "II*\x00", binary.BigEndian: "MM\x00*"}[order]
	exif := append([]byte("Exif\x00\x00"), head...)
	exif = order.AppendUint32(exif, 8)
	exif = order.AppendUint16(exif, 2)
	for _, e := range [][2]int{{0x010f, 7}, {0x0112, turn}} {
		exif = order.AppendUint16(exif, uint16(e[0]))
		exif = order.AppendUint16(exif, 3)
		exif = order.AppendUint32(exif, 1)
		exif = order.AppendUint16(exif, uint16(e[1]))
		exif = order.AppendUint16(exif, 0)
	}
	out := []byte("\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xe1")
	out = binary.BigEndian.AppendUint16(out, uint16(len(exif)+2))
	return append(append(out, exif...), b.Bytes()[2:]...)
}

// stored lays an upright picture as a sensor that was held so sees it. The
// eight ways are those of EXIF 2.3: where the first row and the first column of
// what is stored are seen.
func stored(seen *image.Gray, turn int) *image.Gray {
	w, h := seen.Bounds().Dx(), seen.Bounds().Dy()
	sw, sh := w, h
	if turn >= 5 {
		sw, sh = h, w
	}
	out := image.NewGray(image.Rect(0, 0, sw, sh))
	for row := range sh {
		for col := range sw {
			var x, y int
			switch turn {
			case 1: // top, left
				x, y = col, row
			case 2: // top, right
				x, y = w-1-col, row
			case 3: // bottom, right
				x, y = w-1-col, h-1-row
			case 4: // bottom, left
				x, y = col, h-1-row
			case 5: // left, top
				x, y = row, col
			case 6: // right, top
				x, y = w-1-row, col
			case 7: // right, bottom
				x, y = w-1-row, h-1-col
			case 8: // left, bottom
				x, y = row, h-1-col
			}
			out.SetGray(col, row, seen.GrayAt(x, y))
		}
	}
	return out
}

// Each of the eight ways of holding a phone gives the same upright picture.
func TestPhotographsAreTurned(t *testing.T) {
	t.Parallel()
	seen := image.NewGray(image.Rect(0, 0, 48, 32))
	for y := range 32 {
		for x := range 48 {
			v := uint8(40)
			if x < 16 && y < 8 || x >= 40 && y < 24 { // looks different from every side
				v = 220
			}
			seen.SetGray(x, y, color.Gray{Y: v})
		}
	}
	for turn := 1; turn <= 8; turn++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			b := photo(t, stored(seen, turn), turn, order)
			if got := ocr.Turned(b); got != turn {
				t.Errorf("%d in %s is read as %d", turn, order, got)
			}
			view := ocr.Turn(stored(seen, turn), turn)
			if view.Bounds() != seen.Bounds() || view.At(3, 2) != seen.At(3, 2) || view.At(45, 20) != seen.At(45, 20) || view.At(0, 31) != seen.At(0, 31) {
				t.Errorf("%d is shown turned another way", turn)
			}
			up, err := ocr.Upright(b)
			if err != nil {
				t.Fatal(err)
			}
			if turn == 1 {
				if !bytes.Equal(up, b) {
					t.Error("a picture that stands was changed")
				}
				continue
			}
			var w, h int
			if _, err := fmt.Sscanf(string(up[:14]), "P5\n%d %d\n255\n", &w, &h); err != nil || w != 48 || h != 32 {
				t.Fatalf("%d: %q %v", turn, up[:14], err)
			}
			dots := up[len(up)-w*h:]
			for i, v := range dots {
				if want := seen.Pix[i]; max(v, want)-min(v, want) > 25 {
					t.Fatalf("%d: dot %d, %d is %d, not %d", turn, i%w, i/w, v, want)
				}
			}
		}
	}
}

// A note that is broken turns nothing; a picture that is, is refused.
func TestBrokenNotes(t *testing.T) {
	t.Parallel()
	good := photo(t, image.NewGray(image.Rect(0, 0, 8, 8)), 6, binary.LittleEndian)
	for n := range 60 {
		if got := ocr.Turned(good[:n]); got != 1 && got != 6 {
			t.Errorf("%d bytes: %d", n, got)
		}
	}
	for _, b := range [][]byte{nil, []byte("\xff\xd8\xff\xe1\xff\xffExif"), []byte("\x89PNG"), photo(t, image.NewGray(image.Rect(0, 0, 8, 8)), 9, binary.BigEndian)} {
		if got := ocr.Turned(b); got != 1 {
			t.Errorf("%q: %d", b[:min(len(b), 12)], got)
		}
	}
	if _, err := ocr.Upright(good[:len(good)-200]); !errors.Is(err, ocr.ErrDamaged) {
		t.Errorf("half a picture: %v", err)
	}
}

// FuzzTurned: any file has a way up.
func FuzzTurned(f *testing.F) {
	f.Add(photo(f, image.NewGray(image.Rect(0, 0, 8, 8)), 8, binary.BigEndian))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got := ocr.Turned(b); got < 1 || got > 8 {
			t.Fatal(got)
		}
	})
}
