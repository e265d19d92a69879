//go:build unix

package pdfium

import (
	"io/fs"
	"os"
	"syscall"
)

// ownedByUs reports a folder that nobody else could have prepared.
func ownedByUs(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Geteuid()
}
