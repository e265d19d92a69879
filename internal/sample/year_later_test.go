package sample

import (
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
)

// later is a request for a later day and what becomes of it.
func (y *year) later(_ assignment.Assignment, _ civil.Date) {}

// requests: law 25.
func (y *year) requests() {}
