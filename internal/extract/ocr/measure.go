package ocr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // their headers are read
	_ "image/png"  // as above
)

// Limits of a picture, checked in its header before anything unpacks it.
const (
	MaxPixels = 50_000_000 // A4 at 700 dots per inch
	MaxPages  = 500
	// Dots is how many dots an inch is taken to have where a file does not say.
	Dots = 300
)

// The faults of a picture.
var (
	ErrHuge    = errors.New("the picture has too many dots or pages")
	ErrDamaged = errors.New("the picture is damaged")
)

// Measure counts the pages of a picture file and refuses one whose header
// promises more dots than a page of paper has.
func Measure(content []byte) (pages int, err error) {
	if order := tiffOrder(content); order != nil {
		return measureTIFF(content, order)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return 1, bounded(uint64(max(c.Width, 0)), uint64(max(c.Height, 0)))
}

func bounded(w, h uint64) error {
	if w == 0 || h == 0 {
		return ErrDamaged
	}
	if w > MaxPixels || h > MaxPixels || w*h > MaxPixels {
		return fmt.Errorf("%w: %d × %d", ErrHuge, w, h)
	}
	return nil
}

func tiffOrder(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte("II*\x00")):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte("MM\x00*")):
		return binary.BigEndian
	}
	return nil
}

// measureTIFF goes through the directories of TIFF 6.0, one a page: width is
// entry 256, height 257, each of 2 or 4 bytes.
func measureTIFF(b []byte, order binary.ByteOrder) (pages int, err error) {
	if len(b) < 8 {
		return 0, ErrDamaged
	}
	at := int64(order.Uint32(b[4:]))
	for ; at != 0; pages++ {
		if pages >= MaxPages { // or a ring
			return 0, ErrHuge
		}
		if at+2 > int64(len(b)) {
			return 0, ErrDamaged
		}
		entries := int64(order.Uint16(b[at:]))
		end := at + 2 + 12*entries
		if end+4 > int64(len(b)) {
			return 0, ErrDamaged
		}
		var w, h uint64
		for e := at + 2; e < end; e += 12 {
			v := uint64(order.Uint32(b[e+8:]))
			if order.Uint16(b[e+2:]) == 3 {
				v = uint64(order.Uint16(b[e+8:]))
			}
			switch order.Uint16(b[e:]) {
			case 256:
				w = v
			case 257:
				h = v
			}
		}
		if err := bounded(w, h); err != nil {
			return 0, err
		}
		at = int64(order.Uint32(b[end:]))
	}
	if pages == 0 {
		return 0, ErrDamaged
	}
	return pages, nil
}
