package ui

import (
	"maps"
	"slices"
	"strconv"

	"dondoc/internal/viet"
)

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func orRoot(href string) string { return or(href, "/") }

func or(s, usual string) string {
	if s == "" {
		return usual
	}
	return s
}

// count writes a whole number the Vietnamese way.
func count(n int) string { return viet.Number(int64(n)) }

func itoa(n int) string { return strconv.Itoa(n) }

// percent is part of total in whole percents, 0 for nothing.
func percent(part, total int) string {
	if total <= 0 {
		return "0%"
	}
	return strconv.Itoa(min(100, 100*part/total)) + "%"
}

func eventIcon(e Event) string {
	if k := StateOf(e.Icon); k.Icon != "circle" {
		return k.Icon
	}
	return e.Icon
}

func eventTone(e Event) string {
	if e.Pressing {
		return "son"
	}
	if k := StateOf(e.Icon); k.Icon != "circle" {
		return k.Tone
	}
	return "cham"
}

func bannerIcon(k BannerKind) string {
	switch k {
	case Warning:
		return "octagon"
	case Clash:
		return "people"
	case Settled:
		return "circle-tick"
	case Info, Sample:
		return "info"
	default:
		return "info"
	}
}
