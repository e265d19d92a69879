//go:build !unix

package pdfium

import "io/fs"

// ownedByUs trusts the system's own rights: a user's cache folder is closed to
// other users there.
func ownedByUs(fs.FileInfo) bool { return true }
