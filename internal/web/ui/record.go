package ui

// DayKind is what a day counted for.
type DayKind string

// The kinds of day in a strip.
const (
	DayWork      DayKind = "work"
	DayOff       DayKind = "off"     // weekend
	DayHoliday   DayKind = "holiday" // public holiday and its make-up
	DayPaused    DayKind = "paused"
	DayExtension DayKind = "extension"
	DayLate      DayKind = "late"
	DayPlain     DayKind = "plain" // outside what is counted
	DayBlank     DayKind = ""      // before the strip begins
)

// DayCell is one day of the strip.
type DayCell struct {
	Kind     DayKind
	Date     string // "06/04"
	Datetime string // "2023-04-06"
	Word     string // "Ngày 2", "Giỗ Tổ"
	Short    string // the same on a phone: "2", "Lễ"; Word unless set
	Marked   bool   // a milestone: thick border
}

// Days is the strip "Vì sao hạn này?". Weeks start on Monday and have seven cells.
type Days struct {
	Weeks [][]DayCell
	Note  string // caption for those who do not see
}

// Decision is one row of what a chairman decides.
type Decision struct {
	Title   string
	Waiting string // "Chờ 2 ngày làm việc"
	Why     string
	Form    FormHead
	Choices []Press // Primary only for what the secretariat proposes
	More    Link    // "Mở hồ sơ"
}
