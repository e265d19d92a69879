package storage

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// TechnicalTables is the closed list of tables that hold no facts and may be
// written without an act: sessions, drafts, saved views, jobs, leases, rates,
// view counts, delivery attempts, summaries (DESIGN §3.2).
func TechnicalTables() []string {
	return []string{"identity_session", "identity_draft", "identity_rate", "jobs_job", "api_idempotency", "notify_outbox", "notify_delivery", "notify_attempt", "feed_fetch"}
}

var target = regexp.MustCompile(`(?i)\b(?:INSERT\s+(?:OR\s+[a-z]+\s+)?INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+[a-z]+)?|DELETE\s+FROM)\s+([a-z_]+)`)

// Targets lists the tables that a statement writes.
func Targets(query string) []string {
	var out []string
	for _, m := range target.FindAllStringSubmatch(query, -1) {
		// FOR UPDATE [OF …] SKIP LOCKED and DO UPDATE SET name no table
		if name := strings.ToLower(m[1]); name != "set" && name != "skip" && name != "of" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (tx *Tx) allowed(query string) error {
	if !tx.technical {
		return nil
	}
	for _, t := range Targets(query) {
		if !slices.Contains(TechnicalTables(), t) {
			return fmt.Errorf("storage: table %s is not technical; write it with an act", t)
		}
	}
	return nil
}
