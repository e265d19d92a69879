package extension

import (
	"context"
	"encoding/json"
	"strconv"

	"dondoc/internal/assignment"
	"dondoc/internal/storage"
)

func itoa(n int) string { return strconv.Itoa(n) }

const columns = `x.id, x.assignment, x.nth, x.state, x.cause, x.reason, x.evidence, x.files_json, x.lead_org, x.due_then, x.original_due, x.asked_until, x.asked_at, x.asked_by, x.asked_name, x.asked_org,
	x.proposal, x.proposed_until, x.proposed_note, x.proposed_at, x.proposed_by, x.proposed_name, x.decided_until, x.decided_reason, x.decided_at, x.decided_by, x.decided_name, x.rev`

// reader reads a row: the listed columns, and those that a list adds.
func reader(r *Request, more ...any) func(storage.Row) error {
	return func(row storage.Row) error {
		var files string
		var asked, proposed, decided int64
		dest := append([]any{
			&r.ID, &r.Assignment, &r.Nth, &r.State, &r.Cause, &r.Reason, &r.Evidence, &files, &r.Lead, &r.DueThen, &r.Original, &r.AskedUntil, &asked, &r.Asked.By, &r.Asked.Name, &r.AskedOrg,
			&r.Proposal.Choice, &r.Proposal.Until, &r.Proposal.Note, &proposed, &r.Proposal.Deed.By, &r.Proposal.Deed.Name, &r.Decision.Until, &r.Decision.Reason, &decided, &r.Decision.Deed.By, &r.Decision.Deed.Name, &r.Rev,
		}, more...)
		if err := row.Scan(dest...); err != nil {
			return err
		}
		r.Asked.At, r.Proposal.Deed.At, r.Decision.Deed.At = storage.Instant(asked), storage.Instant(proposed), storage.Instant(decided)
		return json.Unmarshal([]byte(files), &r.Files)
	}
}

func scan(row storage.Row) (r Request, err error) {
	err = reader(&r)(row)
	return r, err
}

func find(ctx context.Context, q storage.Querier, id ID) (Request, error) {
	return storage.One(ctx, q, scan, "SELECT "+columns+" FROM extension_request x WHERE x.id = $1", string(id))
}

// hold reads a request for moving it: whoever comes second waits, and reads
// what the first one left. Without it one could read the case of before and
// the assignment of after somebody else's decision.
func hold(ctx context.Context, tx *storage.Tx, id ID) (Request, error) {
	if _, err := tx.Exec(ctx, "UPDATE extension_request SET rev = rev WHERE id = $1", string(id)); err != nil {
		return Request{}, err
	}
	return find(ctx, tx, id)
}

// counts gives how many requests of an assignment were granted, and how many wait.
func counts(ctx context.Context, q storage.Querier, id assignment.ID) (granted, waiting int, err error) {
	_, err = storage.One(ctx, q, func(r storage.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&granted, &waiting)
	}, "SELECT COALESCE(SUM(CASE WHEN state = 'granted' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'asked' THEN 1 ELSE 0 END), 0) FROM extension_request WHERE assignment = $1", string(id))
	return granted, waiting, err
}

func insert(ctx context.Context, tx *storage.Tx, r Request) error {
	files, err := json.Marshal(r.Files)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO extension_request (id, assignment, nth, state, cause, reason, evidence, files_json, lead_org, due_then, original_due, asked_until, asked_at, asked_by, asked_name, asked_org,
		proposal, proposed_until, proposed_note, proposed_at, proposed_by, proposed_name, decided_until, decided_reason, decided_at, decided_by, decided_name, rev)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', '', '', 0, '', '', '', '', 0, '', '', 1)`,
		string(r.ID), string(r.Assignment), r.Nth, string(r.State), string(r.Cause), r.Reason, r.Evidence, string(files), string(r.Lead), string(r.DueThen), string(r.Original), string(r.AskedUntil),
		storage.Millis(r.Asked.At), r.Asked.By, r.Asked.Name, string(r.AskedOrg))
	return err
}

// save writes what moves; Conflict when somebody moved it since.
func save(ctx context.Context, tx *storage.Tx, r Request) error {
	return tx.ExecOne(ctx, `UPDATE extension_request SET state = $1, proposal = $2, proposed_until = $3, proposed_note = $4, proposed_at = $5, proposed_by = $6, proposed_name = $7,
		decided_until = $8, decided_reason = $9, decided_at = $10, decided_by = $11, decided_name = $12, rev = rev + 1 WHERE id = $13 AND rev = $14`,
		string(r.State), string(r.Proposal.Choice), string(r.Proposal.Until), r.Proposal.Note, storage.Millis(r.Proposal.Deed.At), r.Proposal.Deed.By, r.Proposal.Deed.Name,
		string(r.Decision.Until), r.Decision.Reason, storage.Millis(r.Decision.Deed.At), r.Decision.Deed.By, r.Decision.Deed.Name, string(r.ID), r.Rev)
}
