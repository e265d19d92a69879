package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the SQLite driver, pure Go

	"dondoc/internal/clock"
	"dondoc/internal/fault"
)

// Engine is the database product behind a DB.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Querier is anything that can be asked: the Reader or a transaction.
type Querier interface {
	Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// DB is an open database.
type DB struct {
	engine Engine
	url    string
	write  *sql.DB
	read   *sql.DB
	clock  clock.Clock
	sink   Sink
	reader *Reader
	wstmts stmtCache
	faulty latch
}

// Open opens "sqlite:PATH" or "postgres://…". The file's folder must exist.
// It fails with Invalid and a sentence when the address is not understood.
func Open(ctx context.Context, address string, c clock.Clock) (*DB, error) {
	db := &DB{url: address, clock: c}
	var err error
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		db.engine = SQLite
		err = db.openSQLite(strings.TrimPrefix(strings.TrimPrefix(address, "sqlite://"), "sqlite:"))
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		db.engine = Postgres
		err = db.openPostgres(address)
	default:
		return nil, fault.Say(fault.Invalid, "Địa chỉ cơ sở dữ liệu phải có dạng sqlite:ĐƯỜNG_DẪN hoặc postgres://….")
	}
	if err != nil {
		return nil, err
	}
	db.reader = &Reader{db: db.read, engine: db.engine}
	ping, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := db.write.PingContext(ping); err != nil {
		return nil, fault.Because(fault.Busy, "Không mở được cơ sở dữ liệu. Kiểm tra địa chỉ, quyền ghi thư mục và dịch vụ cơ sở dữ liệu.", errors.Join(fmt.Errorf("ping: %w", err), db.Close()))
	}
	return db, nil
}

func (db *DB) openSQLite(path string) error {
	if path == "" {
		return fault.Say(fault.Invalid, "Địa chỉ sqlite: thiếu đường dẫn tệp.")
	}
	if dir := filepath.Dir(path); dir != "." {
		if st, err := os.Stat(dir); err != nil || !st.IsDir() {
			return fault.Say(fault.Invalid, "Không có thư mục "+dir+" để đặt cơ sở dữ liệu.")
		}
	}
	q := url.Values{}
	// FULL, because NORMAL is documented to lose commits on power loss.
	for _, p := range []string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(2)", fmt.Sprintf("cache_size(-%d)", Usual)} {
		q.Add("_pragma", p)
	}
	readQ := url.Values{"_pragma": append(append([]string{}, q["_pragma"]...), "query_only(1)", "mmap_size(2147418112)")}
	q.Set("_txlock", "immediate")
	file := "file:" + (&url.URL{Path: path}).EscapedPath() + "?"
	var err error
	if db.write, err = sql.Open("sqlite", file+q.Encode()); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1) // one writer: SQLite has one lock, a queue in Go is fairer than busy waiting
	db.write.SetConnMaxIdleTime(0)
	if db.read, err = sql.Open("sqlite", file+readQ.Encode()); err != nil {
		return err
	}
	n := 2 * runtime.GOMAXPROCS(0)
	db.read.SetMaxOpenConns(n)
	db.read.SetMaxIdleConns(n)
	return nil
}

func (db *DB) openPostgres(address string) error {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return fault.Because(fault.Invalid, "Địa chỉ PostgreSQL không đúng dạng.", err)
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxLifetime(30 * time.Minute)
	db.write, db.read = pool, pool
	return nil
}

// Engine tells which product this is.
func (db *DB) Engine() Engine { return db.engine }

// Address is the database address without its password, for `dondoc check`.
func (db *DB) Address() string {
	u, err := url.Parse(db.url)
	if err != nil || db.engine == SQLite {
		return db.url
	}
	return u.Redacted()
}

// Now is the instant by the clock the database was opened with.
func (db *DB) Now() time.Time { return db.clock.Now() }

// Reader is the handle for everything that only looks.
func (db *DB) Reader() *Reader { return db.reader }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Close closes both pools.
func (db *DB) Close() error {
	db.wstmts.close()
	if db.reader != nil {
		db.reader.stmts.close()
	}
	err := db.write.Close()
	if db.read != db.write {
		if rerr := db.read.Close(); err == nil {
			err = rerr
		}
	}
	return err
}

// Reader asks questions outside any writing transaction.
type Reader struct {
	db     *sql.DB
	engine Engine
	stmts  stmtCache
}

// Rows runs a query. On SQLite the statement is prepared once and kept; pgx
// keeps its own cache.
func (r *Reader) Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if r.engine == Postgres {
		return r.db.QueryContext(ctx, query, args...)
	}
	st, err := r.stmts.get(ctx, r.db, query) //nolint:sqlclosecheck // kept in the cache
	if err != nil {
		return nil, err
	}
	if st == nil {
		return r.db.QueryContext(ctx, query, args...)
	}
	return st.QueryContext(ctx, args...)
}

// maxStmts bounds the cache: list pages build many filter combinations.
const maxStmts = 400

type stmtCache struct {
	mu sync.RWMutex
	m  map[string]*sql.Stmt
}

// get returns the prepared statement, or nil when the cache is full.
func (c *stmtCache) get(ctx context.Context, db *sql.DB, query string) (*sql.Stmt, error) {
	c.mu.RLock()
	st, ok := c.m[query]
	full := len(c.m) >= maxStmts
	c.mu.RUnlock()
	if ok || full {
		return st, nil
	}
	st, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, ok := c.m[query]; ok {
		return other, st.Close() //nolint:sqlclosecheck // another was quicker
	}
	if c.m == nil {
		c.m = map[string]*sql.Stmt{}
	}
	c.m[query] = st
	return st, nil
}

func (c *stmtCache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, st := range c.m {
		_ = st.Close()
	}
	c.m = nil
}
