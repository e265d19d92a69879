package pdfium

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
)

// MaxPixels bounds a picture of a page: A3 at 300 dots per inch is 17 million.
const MaxPixels = 36_000_000

// How FPDF_RenderPageBitmap draws: notes and stamps too, red before blue.
const (
	formatBGRx  = 3
	withNotes   = 0x01
	reversedRGB = 0x10
	white       = 0xffffffff
)

// Render draws a page at so many dots per inch. It fails with ErrLimit when that
// would be more than MaxPixels.
func (f *File) Render(ctx context.Context, page int, dpi float64) (*image.RGBA, error) {
	var img *image.RGBA
	var bad error
	err := f.onPage(ctx, page, func(p uint64) {
		in := f.in
		w, h := in.size(p)
		scale := min(max(dpi, 1), 1200) / 72
		if px := w * h * scale * scale; px > MaxPixels {
			return
		}
		pw, ph := uint64(max(w*scale+0.5, 1)), uint64(max(h*scale+0.5, 1))
		bitmap := uint64(in.call32("FPDFBitmap_CreateEx", pw, ph, formatBGRx, 0, 0))
		if bitmap == 0 {
			bad = fmt.Errorf("%w: no room for the picture", ErrLimit)
			return
		}
		in.call("FPDFBitmap_FillRect", bitmap, 0, 0, pw, ph, white)
		in.call("FPDF_RenderPageBitmap", bitmap, p, 0, 0, pw, ph, 0, withNotes|reversedRGB)
		stride := int(in.call32("FPDFBitmap_GetStride", bitmap))
		at := in.call32("FPDFBitmap_GetBuffer", bitmap)
		if in.err == nil {
			img = image.NewRGBA(image.Rect(0, 0, int(pw), int(ph))) //nolint:gosec // bounded by MaxPixels
			copyRows(img, in.bytes(at, stride*int(ph)), stride)     //nolint:gosec // bounded by MaxPixels
		}
		in.call("FPDFBitmap_Destroy", bitmap)
	})
	if err == nil {
		err = bad
	}
	if err == nil && img == nil {
		err = fmt.Errorf("%w: a picture of more than %d pixels", ErrLimit, MaxPixels)
	}
	return img, err
}

func copyRows(img *image.RGBA, from []byte, stride int) {
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride : (y+1)*img.Stride]
		copy(row, from[y*stride:(y+1)*stride])
		for i := 3; i < len(row); i += 4 {
			row[i] = 0xff
		}
	}
}

// PNG draws a page into a file of that form.
func (f *File) PNG(ctx context.Context, page int, dpi float64) ([]byte, error) {
	img, err := f.Render(ctx, page, dpi)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	err = enc.Encode(&b, withoutColour(img))
	return b.Bytes(), err
}

// withoutColour is the picture in grey, where it has no colour: a page of text
// takes half the room then.
func withoutColour(img *image.RGBA) image.Image {
	grey := image.NewGray(img.Rect)
	for i := range grey.Pix { // both have no gaps between lines
		r, g, b := img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2]
		if r != g || g != b {
			return img
		}
		grey.Pix[i] = r
	}
	return grey
}
