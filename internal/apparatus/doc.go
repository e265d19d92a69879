// Package apparatus is the register of organisations over time (tổ chức bộ
// máy): who exists from when to when, below whom, under which names and
// abbreviations, and what became of it. It also knows how documents name
// bodies: "Giám đốc Sở Nội vụ", "SKHĐT", "các sở, ban, ngành".
//
// An agency answers for work; a division (phòng) is a part of one. A committee
// acts through its standing member. A body that ends names its successor, so
// that no open work is left without an owner.
//
// Directory is the whole register in memory, never changed after it is made;
// lists and pages take names from it instead of joining.
package apparatus
