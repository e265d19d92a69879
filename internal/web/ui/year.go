package ui

// YearKind is what a day of the year counts for.
type YearKind string

// The kinds of day of a year's calendar.
const (
	YearWork    YearKind = "work"    // worked like its weekday
	YearRest    YearKind = "rest"    // weekend
	YearOff     YearKind = "off"     // off though a weekday, or a holiday
	YearMakeup  YearKind = "makeup"  // worked though a weekend
	YearUnknown YearKind = "unknown" // off until it is decided: hatched
)

// YearDay is one day at a glance.
type YearDay struct {
	Kind     YearKind
	Number   string // "16"; "" is a cell outside the month
	Datetime string
	Sign     string // few letters under the number: "29/12", "bù", "làm"
	Words    string // the whole: "thứ Hai, 16/02/2026: Tết Nguyên đán, nghỉ lễ"
	Today    bool
}

// YearMonth is one month; weeks start on Monday and have seven cells.
type YearMonth struct {
	Name  string // "Tháng 2"
	Note  string // "15 ngày làm việc"
	Weeks [][]YearDay
}
