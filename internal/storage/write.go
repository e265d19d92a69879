package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
)

// Act names one write: what was done, to which record, why, and the content
// before and after. It becomes one row of the record of acts.
type Act struct {
	Verb    string    // "assignment.report"
	On      ref.Ref   // the record acted on
	About   []ref.Ref // further records whose timelines show it
	Reason  string    // as the person gave it
	Claimed time.Time // when the person says it happened; zero if not said
	Before  any       // content before, as JSON; nil for a new record
	After   any       // content after, as JSON
}

// Sink keeps acts. It is called once, inside the writing transaction, with all
// of them in their order.
type Sink interface {
	Record(ctx context.Context, tx *Tx, who actor.Actor, acts []Act) error
}

// SetSink names who keeps the acts; without one, Write refuses.
func (db *DB) SetSink(s Sink) { db.sink = s }

// Tx is a writing transaction. Its instant is fixed for all it writes.
type Tx struct {
	tx        *sql.Tx
	db        *DB
	now       time.Time
	technical bool
	also      []Act
	wanted    map[string]*sql.Stmt // texts that are not kept yet; prepared when used again
	// Act is the act being recorded; the closure completes Before and After.
	Act *Act
}

// Now is the transaction's one instant.
func (tx *Tx) Now() time.Time { return tx.now }

// NewID makes a time-ordered key for a new row.
func (tx *Tx) NewID() string { return NewID(tx.now) }

// Engine tells which product this is.
func (tx *Tx) Engine() Engine { return tx.db.engine }

// Also adds a further act to the same transaction.
func (tx *Tx) Also(act Act) { tx.also = append(tx.also, act) }

const maxTries = 6

// Write runs fn in a transaction and records the act with it; either both are
// kept or neither. fn may run more than once (the engine may ask for it), so
// it must have no effect outside the transaction.
func (db *DB) Write(ctx context.Context, act Act, fn func(tx *Tx) error) error {
	if act.Verb == "" || act.On.Kind == "" {
		return errors.New("storage: a write must name its act and its record")
	}
	if db.sink == nil {
		return errors.New("storage: no record of acts is set")
	}
	who := actor.From(ctx)
	return db.retry(ctx, func(tx *Tx) error {
		own := act
		tx.Act = &own
		if err := fn(tx); err != nil {
			return err
		}
		if err := db.sink.Record(ctx, tx, who, append([]Act{own}, tx.also...)); err != nil {
			return fmt.Errorf("record act %s: %w", own.Verb, err)
		}
		return nil
	})
}

// Technical runs fn in a transaction that may only touch the tables of
// TechnicalTables; these hold no facts, so no act is recorded.
func (db *DB) Technical(ctx context.Context, fn func(tx *Tx) error) error {
	return db.retry(ctx, func(tx *Tx) error {
		tx.technical = true
		return fn(tx)
	})
}

func (db *DB) retry(ctx context.Context, fn func(tx *Tx) error) error {
	if db.faulty.set() {
		return fault.Say(fault.Full, "Ổ đĩa đã báo lỗi ghi, hệ thống chỉ còn cho xem. Báo quản trị hệ thống.")
	}
	var err error
	for try := range maxTries {
		if err = db.once(ctx, fn); err == nil || !retryable(err) {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(1<<try) * 5 * time.Millisecond):
		}
	}
	if isIOError(err) {
		db.faulty.trip()
	}
	return translate(err)
}

func (db *DB) once(ctx context.Context, fn func(tx *Tx) error) (err error) {
	sqlTx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			if rb := sqlTx.Rollback(); rb != nil && !errors.Is(rb, sql.ErrTxDone) {
				err = errors.Join(err, rb)
			}
		}
	}()
	tx := &Tx{tx: sqlTx, db: db, now: db.clock.Now()}
	if err = fn(tx); err != nil {
		return err
	}
	if err = sqlTx.Commit(); err == nil {
		db.prepareWanted(ctx, tx.wanted)
	}
	return err
}

// Rows asks inside the transaction; a statement that writes and gives rows back
// is held to the same tables as Exec.
func (tx *Tx) Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := tx.allowed(query); err != nil {
		return nil, err
	}
	st := tx.stmt(ctx, query) //nolint:sqlclosecheck // kept in the cache
	if st == nil {
		return tx.tx.QueryContext(ctx, query, args...)
	}
	return st.QueryContext(ctx, args...)
}

// Exec writes and says how many rows it touched.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := tx.allowed(query); err != nil {
		return 0, err
	}
	st := tx.stmt(ctx, query) //nolint:sqlclosecheck // kept in the cache
	var (
		res sql.Result
		err error
	)
	if st == nil {
		res, err = tx.tx.ExecContext(ctx, query, args...)
	} else {
		res, err = st.ExecContext(ctx, args...)
	}
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// ExecOne writes exactly one row; otherwise the row was changed or taken away
// meanwhile and the fault is Conflict.
func (tx *Tx) ExecOne(ctx context.Context, query string, args ...any) error {
	n, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.Conflict
	}
	return nil
}

// stmt gives the kept statement, or nil. The one writing connection is busy
// with this transaction, so a new text is only noted here and prepared for good
// after the commit (see prepareWanted).
func (tx *Tx) stmt(ctx context.Context, query string) *sql.Stmt {
	if tx.db.engine == Postgres {
		return nil // pgx keeps its own cache
	}
	c := &tx.db.wstmts
	c.mu.RLock()
	st, full := c.m[query], len(c.m) >= maxStmts
	c.mu.RUnlock()
	if st != nil {
		return tx.tx.StmtContext(ctx, st)
	}
	own, seen := tx.wanted[query]
	switch {
	case own != nil:
		return own
	case seen: // used a second time: worth preparing for the rest of the transaction, which closes it
		own, err := tx.tx.PrepareContext(ctx, query)
		if err != nil {
			return nil // the caller runs it as it is and gets the fault
		}
		tx.wanted[query] = own
		return own
	case !full:
		if tx.wanted == nil {
			tx.wanted = map[string]*sql.Stmt{}
		}
		tx.wanted[query] = nil
	}
	return nil
}

// prepareWanted keeps the statements that a transaction used for the first time.
func (db *DB) prepareWanted(ctx context.Context, wanted map[string]*sql.Stmt) {
	for q := range wanted {
		if _, err := db.wstmts.get(ctx, db.write, q); err != nil { //nolint:sqlclosecheck // kept in the cache
			return // it ran once, so this is a cancelled context; the next writer notes it again
		}
	}
}

// latch remembers that the disk refused a write. After a failed fsync nothing
// written later can be trusted, so the database stays read-only.
type latch struct{ v atomic.Bool }

func (l *latch) set() bool { return l.v.Load() }
func (l *latch) trip()     { l.v.Store(true) }
