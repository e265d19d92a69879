package outline

import "unicode/utf8"

// Offsets turn bytes of a text into code points and back. They remember one place
// in every stride: a number for every byte took eight times the text.
type Offsets struct {
	s      string
	points []int32 // code points before every so many bytes
	bytes  []int32 // bytes before every so many code points
}

const stride = 64

// NewOffsets is for a text.
func NewOffsets(s string) Offsets {
	o := Offsets{s: s, points: make([]int32, 0, len(s)/stride+1), bytes: make([]int32, 0, len(s)/stride+1)}
	point := int32(0)
	for i := range s {
		for len(o.points)*stride <= i {
			o.points = append(o.points, point)
		}
		if point%stride == 0 {
			o.bytes = append(o.bytes, int32(i)) //nolint:gosec // no text has two gigabytes
		}
		point++
	}
	for len(o.points)*stride <= len(s) {
		o.points = append(o.points, point)
	}
	if point%stride == 0 {
		o.bytes = append(o.bytes, int32(len(s))) //nolint:gosec // as above
	}
	return o
}

// Point is the code point that begins at a byte.
func (o *Offsets) Point(b int) int {
	k := b / stride
	n := int(o.points[k])
	for i := k * stride; i < b; i++ {
		if utf8.RuneStart(o.s[i]) {
			n++
		}
	}
	return n
}

// Byte is where a code point begins.
func (o *Offsets) Byte(point int) int {
	k := point / stride
	b := int(o.bytes[k])
	for range point - k*stride {
		_, n := utf8.DecodeRuneInString(o.s[b:])
		b += n
	}
	return b
}
