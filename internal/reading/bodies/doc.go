// Package bodies finds the bodies, offices and groups that a directive names: a
// grammar of Vietnamese administration ("Sở Nội vụ", "UBND các xã, phường", "Thủ
// trưởng các sở, ban, ngành", "các Vụ: A, B"), with the actions that end a name.
// It is pure: text in, places in bytes out.
package bodies
