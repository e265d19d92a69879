package ui

// StateKind is what is drawn for one state.
type StateKind struct {
	Key  string
	Word string
	Icon string
	Tone string // ink, quiet, cham, son
}

// StateOf says how an assignment's or a report's state is drawn. An unknown
// key is shown as it is, in ink, so that a new state is seen and not lost.
func StateOf(key string) StateKind {
	switch key {
	case "drafted", "draft":
		return StateKind{key, "Dự thảo", "dashed-circle", "quiet"}
	case "assigned":
		return StateKind{key, "Chờ tiếp nhận", "circle-right", "ink"}
	case "acknowledged":
		return StateKind{key, "Đang thực hiện", "circle-half", "cham"}
	case "disputed":
		return StateKind{key, "Có ý kiến khác", "diamond-question", "ink"}
	case "reported":
		return StateKind{key, "Chờ xác nhận", "circle-up", "cham"}
	case "confirmed":
		return StateKind{key, "Đã xác nhận", "circle-tick", "cham"}
	case "returned":
		return StateKind{key, "Bị trả lại", "turn-back", "son"}
	case "cancelled":
		return StateKind{key, "Đã hủy", "circle-bar", "quiet"}
	case "superseded":
		return StateKind{key, "Được thay thế", "squares", "quiet"}
	default:
		return StateKind{key, key, "circle", "ink"}
	}
}

// StateKeys lists the states of an assignment in the order of its life.
func StateKeys() []string {
	return []string{"drafted", "assigned", "acknowledged", "disputed", "reported", "confirmed", "returned", "cancelled", "superseded"}
}

// StateWord is the usual word for a state.
func StateWord(key string) string { return StateOf(key).Word }

// ClockKind is how a record stands against its day.
type ClockKind string

// The kinds of clock.
const (
	ClockLate         ClockKind = "late"
	ClockHandedInLate ClockKind = "handed_in_late"
	ClockToday        ClockKind = "today"
	ClockLater        ClockKind = "later"
	ClockNone         ClockKind = "none"
	ClockPaused       ClockKind = "paused"
)

// Clock is the second mark beside a state.
type Clock struct {
	Kind     ClockKind
	Text     string // "Trễ 3 ngày làm việc"; "" = the usual word
	Exact    string // exact instant, shown on hover and in print: "17:00, 12/06/2023"
	Datetime string // the same for machines
}

func (c Clock) icon() string {
	switch c.Kind {
	case ClockLate, ClockHandedInLate:
		return "octagon"
	case ClockToday, ClockLater:
		return "clock"
	case ClockNone:
		return "dashed-square"
	case ClockPaused:
		return "square-bars"
	default:
		return "clock"
	}
}

func (c Clock) tone() string {
	switch c.Kind {
	case ClockLate, ClockHandedInLate, ClockToday:
		return "son"
	case ClockPaused:
		return "quiet"
	case ClockLater, ClockNone:
		return "ink"
	default:
		return "ink"
	}
}

func (c Clock) word() string {
	if c.Text != "" {
		return c.Text
	}
	switch c.Kind {
	case ClockLate:
		return "Trễ"
	case ClockHandedInLate:
		return "Nộp trễ"
	case ClockToday:
		return "Hôm nay"
	case ClockLater:
		return "Còn hạn"
	case ClockNone:
		return "Chưa có hạn"
	case ClockPaused:
		return "Tạm dừng"
	default:
		return string(c.Kind)
	}
}
