// Package calendarweb shows the working calendar and takes decisions about it:
// a year at a glance, a decision with a preview of the deadlines that it moves,
// calendar files, and office hours.
package calendarweb
