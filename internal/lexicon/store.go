package lexicon

import (
	"context"

	"dondoc/internal/apparatus"
	"dondoc/internal/storage"
)

const columns = `id, phrase, org, from_on, to_on, last_on, note, state, reason, document, finding,
	proposed_at, proposed_by, proposed_name, decided_at, decided_by, decided_name, retired_at, retired_by, retired_name, rev`

func scan(r storage.Row) (e Entry, err error) {
	var proposed, decided, retired int64
	err = r.Scan(&e.ID, &e.Phrase, &e.Org, &e.From, &e.To, &e.LastDay, &e.Note, &e.State, &e.Reason, &e.Document, &e.Finding,
		&proposed, &e.Proposed.By, &e.Proposed.Name, &decided, &e.Decided.By, &e.Decided.Name, &retired, &e.Retired.By, &e.Retired.Name, &e.Rev)
	e.Proposed.At, e.Decided.At, e.Retired.At = storage.Instant(proposed), storage.Instant(decided), storage.Instant(retired)
	return e, err
}

func find(ctx context.Context, q storage.Querier, id ID) (Entry, error) {
	return storage.One(ctx, q, scan, "SELECT "+columns+" FROM lexicon_entry WHERE id = $1", string(id))
}

// sameName lists the entries of one name, whatever their state.
func sameName(ctx context.Context, q storage.Querier, phrase string) ([]Entry, error) {
	return storage.List(ctx, q, scan, "SELECT "+columns+" FROM lexicon_entry WHERE phrase_key = $1 ORDER BY id", apparatus.Key(phrase))
}

func insert(ctx context.Context, tx *storage.Tx, e Entry) error {
	_, err := tx.Exec(ctx, `INSERT INTO lexicon_entry (id, phrase, phrase_key, org, from_on, to_on, last_on, note, state, reason, document, finding,
		proposed_at, proposed_by, proposed_name, decided_at, decided_by, decided_name, retired_at, retired_by, retired_name, rev)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, '', $9, $10, $11, $12, $13, 0, '', '', 0, '', '', 1)`,
		string(e.ID), e.Phrase, apparatus.Key(e.Phrase), string(e.Org), string(e.From), string(e.To), e.Note, string(e.State), e.Document, e.Finding,
		storage.Millis(e.Proposed.At), e.Proposed.By, e.Proposed.Name)
	return err
}

// save writes what was decided; Conflict when somebody decided since.
func save(ctx context.Context, tx *storage.Tx, e Entry) error {
	return tx.ExecOne(ctx, `UPDATE lexicon_entry SET state = $1, reason = $2, last_on = $3, decided_at = $4, decided_by = $5, decided_name = $6,
		retired_at = $7, retired_by = $8, retired_name = $9, rev = rev + 1 WHERE id = $10 AND rev = $11`,
		string(e.State), e.Reason, string(e.LastDay), storage.Millis(e.Decided.At), e.Decided.By, e.Decided.Name,
		storage.Millis(e.Retired.At), e.Retired.By, e.Retired.Name, string(e.ID), e.Rev)
}
