package reading

import "unicode/utf8"

// offsets turn bytes of a text into code points and back. They remember one place
// in every stride: a number for every byte took eight times the text.
type offsets struct {
	s      string
	points []int32 // code points before every so many bytes
	bytes  []int32 // bytes before every so many code points
}

const stride = 64

func newOffsets(s string) offsets {
	o := offsets{s: s, points: make([]int32, 0, len(s)/stride+1), bytes: make([]int32, 0, len(s)/stride+1)}
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

// point is the code point that begins at a byte.
func (o *offsets) point(b int) int {
	k := b / stride
	n := int(o.points[k])
	for i := k * stride; i < b; i++ {
		if utf8.RuneStart(o.s[i]) {
			n++
		}
	}
	return n
}

// byte is where a code point begins.
func (o *offsets) byte(point int) int {
	k := point / stride
	b := int(o.bytes[k])
	for range point - k*stride {
		_, n := utf8.DecodeRuneInString(o.s[b:])
		b += n
	}
	return b
}

// point is the code point that begins at a byte of the working text.
func (r *reader) point(b int) int { return r.at.point(b) }

// text is the text as given between two code points.
func (r *reader) text(a, b int) string {
	s := r.res.Text[r.given.byte(a):r.given.byte(b)]
	if !utf8.ValidString(s) {
		return string([]rune(s)) // with the sign for what is no letter
	}
	return s
}
