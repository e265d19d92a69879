package storage

import (
	"database/sql/driver"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"dondoc/internal/fault"
)

// retryable reports whether the engine asks to run the transaction again.
func retryable(err error) bool {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code()&0xff == sqlite3.SQLITE_BUSY || lite.Code()&0xff == sqlite3.SQLITE_LOCKED
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	return errors.Is(err, driver.ErrBadConn)
}

// isIOError reports that the disk refused a write.
func isIOError(err error) bool {
	var lite *sqlite.Error
	return errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_IOERR
}

// IsUnique reports a row that exists already.
func IsUnique(err error) bool {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505"
}

// translate gives engine errors the kind that they mean to everybody else.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if IsUnique(err) {
		return fault.Because(fault.Conflict, "", err)
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fault.Because(fault.Full, "", err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fault.Because(fault.Busy, "", err)
		}
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case "53100":
			return fault.Because(fault.Full, "", err)
		case "53300", "57P03", "40001", "40P01":
			return fault.Because(fault.Busy, "", err)
		}
	}
	return err
}
