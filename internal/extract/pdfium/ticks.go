package pdfium

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// A running module can be stopped, and lets the collector of the process run,
// only where it calls out. Wazero's own way is a call at each turn of each loop,
// which makes PDFium six times slower. So the loops get a counter: one call in
// ten thousand turns. The call is to emscripten_date_now, which the module
// imports anyway, so that no number of a function changes; host.go looks at the
// context there.
const turns = 10_000

const (
	sectionImport = 2
	sectionGlobal = 6
	sectionCode   = 10

	kindFunc   = 0
	kindTable  = 1
	kindMemory = 2
	kindGlobal = 3
)

var errWasm = errors.New("the module is not one that is understood")

// withTicks puts the counter into each loop of a module.
func withTicks(wasm []byte) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil { // an index past the end, as everywhere below
			err = fmt.Errorf("%w: %v", errWasm, r)
		}
	}()
	wasm = slices.Clip(wasm) // a length that lies must not reach further
	t := ticker{call: -1}
	out = append(out, wasm[:8]...)
	for at := 8; at < len(wasm); {
		id := wasm[at]
		n, from := leb(wasm, at+1)
		body := wasm[from : from+n]
		at = from + n
		switch id {
		case sectionImport:
			t.imports(body)
		case sectionGlobal:
			body = t.globals(body)
		case sectionCode:
			if body, err = t.code(body); err != nil {
				return nil, err
			}
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

type ticker struct {
	call     int // the function to call, or -1
	imported int // globals
	counter  int // the global that counts
	loop     []byte
}

// leb reads a number and says where it ends.
func leb(b []byte, at int) (n, end int) {
	for shift := 0; ; shift += 7 {
		n |= int(b[at]&0x7f) << shift
		if at++; b[at-1] < 0x80 {
			return n, at
		}
	}
}

func (t *ticker) imports(b []byte) {
	count, at := leb(b, 0)
	funcs := 0
	for range count {
		var n int
		n, at = leb(b, at)
		at += n
		n, at = leb(b, at)
		name := string(b[at : at+n])
		kind := b[at+n]
		at += n + 1
		switch kind {
		case kindFunc:
			if name == "emscripten_date_now" {
				t.call = funcs
			}
			funcs++
			_, at = leb(b, at)
		case kindTable, kindMemory:
			if kind == kindTable {
				at++
			}
			limits := b[at]
			_, at = leb(b, at+1)
			if limits&1 != 0 {
				_, at = leb(b, at)
			}
		case kindGlobal:
			t.imported++
			at += 2
		}
	}
}

// globals adds the counter at the end, where it changes no other's number.
func (t *ticker) globals(b []byte) []byte {
	n, at := leb(b, 0)
	t.counter = t.imported + n
	out := binary.AppendUvarint(nil, uint64(n)+1) //nolint:gosec // never negative
	out = append(out, b[at:]...)
	out = append(out, 0x7f, 0x01) // a changeable i32
	out = append(out, constant(turns)...)
	return append(out, 0x0b)
}

func constant(n int32) []byte {
	out := []byte{0x41}
	for {
		c := byte(n & 0x7f)
		n >>= 7
		if n == 0 && c&0x40 == 0 {
			return append(out, c)
		}
		out = append(out, c|0x80)
	}
}

func (t *ticker) code(b []byte) ([]byte, error) {
	if t.call < 0 || t.counter == 0 {
		return nil, fmt.Errorf("%w: no clock to call", errWasm)
	}
	get := binary.AppendUvarint([]byte{0x23}, uint64(t.counter)) //nolint:gosec // never negative
	set := binary.AppendUvarint([]byte{0x24}, uint64(t.counter)) //nolint:gosec // never negative
	t.loop = slices.Concat(get, constant(1), []byte{0x6b}, set,  // counter--
		get, []byte{0x45, 0x04, 0x40}, constant(turns), set, // if counter == 0 { counter = turns
		binary.AppendUvarint([]byte{0x10}, uint64(t.call)), []byte{0x1a, 0x0b}) // call, drop }

	count, at := leb(b, 0)
	out := make([]byte, 0, len(b)+len(b)/4)
	out = binary.AppendUvarint(out, uint64(count)) //nolint:gosec // never negative
	for range count {
		n, from := leb(b, at)
		at = from + n
		body, err := t.body(b[from:at:at])
		if err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

func (t *ticker) body(b []byte) ([]byte, error) {
	groups, at := leb(b, 0)
	for range groups {
		_, at = leb(b, at)
		at++
	}
	out := make([]byte, 0, len(b)+64)
	done := 0
	for at < len(b) {
		loop := b[at] == 0x03
		next, ok := skip(b, at)
		if !ok {
			return nil, fmt.Errorf("%w: instruction %#x", errWasm, b[at])
		}
		if at = next; loop {
			out = append(append(out, b[done:at]...), t.loop...)
			done = at
		}
	}
	return append(out, b[done:]...), nil
}

// skip says where the instruction after the one at a place begins. What the
// vector and exception proposals added is not known, and not in the module.
func skip(b []byte, at int) (next int, ok bool) {
	op := b[at]
	at++
	lebs := func(n int) (int, bool) {
		for range n {
			_, at = leb(b, at)
		}
		return at, true
	}
	switch {
	case op <= 0x01, op == 0x05, op == 0x0b, op == 0x0f, op == 0x1a, op == 0x1b, op >= 0x45 && op <= 0xc4, op == 0xd1:
		return at, true
	case op >= 0x02 && op <= 0x04, op == 0x0c, op == 0x0d, op == 0x10, op >= 0x20 && op <= 0x26, op == 0x3f, op == 0x40, op == 0x41, op == 0x42, op == 0xd0, op == 0xd2:
		return lebs(1)
	case op == 0x11, op >= 0x28 && op <= 0x3e:
		return lebs(2)
	case op == 0x0e: // a table of branches, and one more for the rest
		var n int
		n, at = leb(b, at)
		return lebs(n + 1)
	case op == 0x1c:
		var n int
		n, at = leb(b, at)
		return lebs(n)
	case op == 0x43:
		return at + 4, true
	case op == 0x44:
		return at + 8, true
	case op == 0xfc:
		var n int
		if n, at = leb(b, at); n > 17 {
			return at, false
		}
		return lebs([18]int{8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}[n])
	}
	return at, false
}
