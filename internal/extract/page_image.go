package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"dondoc/internal/extract/ocr"
	"dondoc/internal/fault"
)

// PageImage draws a page of a PDF or a picture, counted from 0, as PNG, at so
// many dots per inch; a picture is taken to have been made at ocr.Dots, as where
// its letters were recognised. It fails with Invalid and a sentence.
func PageImage(ctx context.Context, name string, content []byte, page int, dpi float64) ([]byte, error) {
	name = label(name)
	if picture(content) != "" {
		return pictureImage(ctx, name, content, page, dpi)
	}
	return pdfImage(ctx, name, content, page, dpi)
}

func pdfImage(ctx context.Context, name string, content []byte, page int, dpi float64) (b []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	f, err := engine().Open(ctx, content)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer func() { err = errors.Join(err, f.Close(ctx)) }()
	b, err = f.PNG(ctx, page, dpi)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return b, nil
}

// unpacking lets one picture be unpacked at a time: a photograph of 50 million
// dots takes 200 MB for a moment.
var unpacking = make(chan struct{}, 1) //nolint:gochecknoglobals // a bound of the whole process

func pictureImage(ctx context.Context, name string, content []byte, page int, dpi float64) ([]byte, error) {
	pages, err := ocr.Measure(content)
	if err != nil {
		return nil, unrecognised(ctx, name, err)
	}
	if page < 0 || page >= pages {
		return nil, fault.Say(fault.Invalid, fmt.Sprintf("Tệp “%s” không có trang %d.", name, page+1))
	}
	select {
	case unpacking <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-unpacking }()
	img, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fault.Because(fault.Invalid, "Không hiện được ảnh trong tệp “"+name+"”. Tải bản gốc về để xem.", err)
	}
	img = ocr.Turn(img, ocr.Turned(content)) // as it was read
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	err = enc.Encode(&b, shrunk(img, dpi/ocr.Dots))
	return b.Bytes(), err
}

// shrunk makes a picture smaller, each dot the mean of those it stands for; it
// makes none larger.
func shrunk(img image.Image, scale float64) image.Image {
	from := img.Bounds()
	w, h := int(float64(from.Dx())*scale+0.5), int(float64(from.Dy())*scale+0.5)
	if w >= from.Dx() || h >= from.Dy() {
		return img
	}
	w, h = max(w, 1), max(h, 1)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	line := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	sums := make([][3]int, w)
	for y := range h {
		clear(sums)
		top, bottom := y*from.Dy()/h, max((y+1)*from.Dy()/h, y*from.Dy()/h+1)
		for sy := top; sy < bottom; sy++ {
			draw.Draw(line, line.Rect, image.White, image.Point{}, draw.Src)
			draw.Draw(line, line.Rect, img, image.Pt(from.Min.X, from.Min.Y+sy), draw.Over)
			for sx := range from.Dx() {
				s := &sums[sx*w/from.Dx()]
				for c := range s {
					s[c] += int(line.Pix[4*sx+c])
				}
			}
		}
		for x := range w {
			left := (x*from.Dx() + w - 1) / w // the first of the dots that fall to x
			n := (((x+1)*from.Dx()+w-1)/w - left) * (bottom - top)
			p := out.Pix[y*out.Stride+4*x:]
			for c := range sums[x] {
				p[c] = uint8(sums[x][c] / max(n, 1)) //nolint:gosec // a mean of bytes
			}
			p[3] = 0xff
		}
	}
	return out
}
