package outline

// Role is what a stretch of text is.
type Role string

// The roles.
const (
	IsAssignment Role = "assignment"
	IsContext    Role = "context"
	IsHeading    Role = "heading"
	IsClosing    Role = "closing"
	IsUnread     Role = "unread"
)
