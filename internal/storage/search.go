package storage

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Search is one full-text table, kept by its owner in the same transaction as
// the record: Table holds the words, Base.Key the number that joins the two,
// Base.Text the folded text that it is rebuilt from.
type Search struct {
	Table string // "assignment_search"
	Base  string // "assignment"
	Key   string // "search_key"
	Text  string // "search_text"
}

// SearchSchema is the statement that makes a full-text table on an engine.
func (s Search) SearchSchema(e Engine) []string {
	if e == Postgres {
		return []string{
			"CREATE TABLE " + s.Table + " (rowid BIGINT PRIMARY KEY, body tsvector NOT NULL)",
			"CREATE INDEX " + s.Table + "_body ON " + s.Table + " USING gin (body)",
		}
	}
	return []string{"CREATE VIRTUAL TABLE " + s.Table + " USING fts5(body, content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 2')"}
}

// Put indexes folded text under the key, in place of what was there.
func (s Search) Put(ctx context.Context, tx *Tx, key int64, folded string) error {
	var err error
	if tx.db.engine == Postgres {
		_, err = tx.Exec(ctx, "INSERT INTO "+s.Table+" (rowid, body) VALUES ($1, to_tsvector('simple', $2)) ON CONFLICT (rowid) DO UPDATE SET body = EXCLUDED.body", key, words(folded))
	} else {
		_, err = tx.Exec(ctx, "INSERT OR REPLACE INTO "+s.Table+" (rowid, body) VALUES ($1, $2)", key, words(folded))
	}
	return err
}

// Rebuild fills the full-text table from the base table's folded texts.
func (s Search) Rebuild(ctx context.Context, tx *Tx) error {
	if _, err := tx.Exec(ctx, "DELETE FROM "+s.Table); err != nil {
		return err
	}
	body := s.Text
	if tx.db.engine == Postgres {
		body = "to_tsvector('simple', " + s.Text + ")"
	}
	_, err := tx.Exec(ctx, "INSERT INTO "+s.Table+" (rowid, body) SELECT "+s.Key+", "+body+" FROM "+s.Base)
	return err
}

// From is the FROM clause that starts at the words and reaches the record
// under alias; use it when a search narrows the list, and sort by "s.rowid DESC".
func (s Search) From(alias string) string {
	return s.Table + " s JOIN " + s.Base + " " + alias + " ON " + alias + "." + s.Key + " = s.rowid"
}

// Match adds the condition for a folded question; it reports false when the
// question holds no word to look for.
func (s Search) Match(w *Where, e Engine, folded string) bool {
	terms := strings.Fields(words(folded))
	if len(terms) == 0 {
		return false
	}
	if len(terms) > 24 {
		terms = terms[:24]
	}
	// The last word may still be being typed; a single letter or digit is meant
	// as it stands, or "số 3" would find every code that begins with a 3.
	like, beginning := "", ""
	if utf8.RuneCountInString(terms[len(terms)-1]) > 1 {
		like, beginning = "*", ":*"
	}
	if e == Postgres {
		w.And("s.body @@ to_tsquery('simple', ?)", strings.Join(terms, " & ")+beginning)
		return true
	}
	w.And("s."+s.Table+" MATCH ?", `"`+strings.Join(terms, `" "`)+`"`+like)
	return true
}

// SearchText is the folded text as it should be stored in Base.Text: letters
// and digits only, so that both engines cut it into the same words.
func SearchText(folded string) string { return words(folded) }

func words(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
