package assignment

import (
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
)

// The filters that stand behind the marks of the chairman's page: each figure
// there is the length of a list with one of them.
const (
	FilterDone     = "xac-nhan-tu" // confirmed since a day, of what had a day
	FilterOnTime   = "dung-han"    // of these: goc or thoa-thuan, in time by that day
	FilterLateOn   = "tre-ngay"    // late at the close of a day
	FilterLastFrom = "het-han-tu"  // open, not handed in, the last day in time from …
	FilterLastTo   = "het-han-den"
	FilterHolder   = "nguoi-giu" // the person or unit that the lead handed it to; "-" for nobody yet
)

// The values of FilterOnTime.
const (
	ByOriginal = "goc"
	ByAgreed   = "thoa-thuan"
)

// Nobody is the value of FilterHolder for what was handed to nobody.
const Nobody = "-"

// SightFilters lists the filters behind the chairman's page.
func SightFilters() []string {
	return []string{FilterDone, FilterOnTime, FilterLateOn, FilterLastFrom, FilterLastTo, FilterHolder}
}

func sightFilter(q listing.Query, w *storage.Where) error {
	for name, piece := range map[string]string{
		FilterDone:     "a.state = 'confirmed' AND a.due_on <> '' AND a.confirmed_on >= ?",
		FilterLastFrom: "a.is_open = TRUE AND a.state <> 'reported' AND a.due_last >= ?",
		FilterLastTo:   "a.is_open = TRUE AND a.state <> 'reported' AND a.due_last <> '' AND a.due_last <= ?",
	} {
		x := q.First(name)
		if x == "" {
			continue
		}
		d, err := civil.ParseVN(x)
		if err != nil {
			return fault.Field(name, err.Error())
		}
		w.And(piece, string(d))
	}
	switch q.First(FilterOnTime) {
	case ByOriginal:
		w.And("a.late_original = 0")
	case ByAgreed:
		w.And("a.late_days = 0")
	}
	if x := q.First(FilterLateOn); x != "" {
		d, err := civil.ParseVN(x)
		if err != nil {
			return fault.Field(FilterLateOn, err.Error())
		}
		day := string(d)
		w.And("(a.is_open = TRUE AND a.is_group = FALSE AND a.due_last <> '' AND a.due_last < ? AND a.assigned_on <= ? AND a.state <> 'reported' OR a.reported_on > a.due_last AND a.due_last <> '' AND a.is_group = FALSE AND a.state <> 'cancelled' AND a.state <> 'superseded' AND a.reported_on > ? AND a.due_last < ? AND a.assigned_on <= ?)", day, day, day, day, day)
	}
	switch x := q.First(FilterHolder); x {
	case "":
	case Nobody:
		w.And("a.holder_name = '' AND a.holder_org = ''")
	default:
		w.And("(a.holder_name = ? OR a.holder_name = '' AND a.holder_org = ?)", x, x)
	}
	return nil
}

// SightWords says what such a filter narrows a list to; "" for another filter.
func SightWords(field, value string) string {
	day := value
	if d, err := civil.ParseVN(value); err == nil {
		day = d.Format()
	}
	switch field {
	case FilterDone:
		return "Xác nhận từ " + day
	case FilterOnTime:
		if value == ByOriginal {
			return "Đúng hạn gốc"
		}
		return "Đúng hạn đã thống nhất"
	case FilterLateOn:
		return "Đang trễ lúc hết ngày " + day
	case FilterLastFrom:
		return "Phải xong từ " + day
	case FilterLastTo:
		return "Phải xong đến " + day
	case FilterHolder:
		if value == Nobody {
			return "Chưa giao người giữ"
		}
		return "Người giữ: " + value
	}
	return ""
}
