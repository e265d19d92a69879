package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
	"dondoc/internal/storage"
)

const columns = "a.id, a.kind, a.target, a.account, a.issued_at, a.revoked_at, COALESCE(f.fetched_at, 0), COALESCE(f.agent, '')"

const tables = "feed_address a LEFT JOIN feed_fetch f ON f.address = a.id"

func scan(r storage.Row) (a Address, err error) {
	var issued, revoked, fetched int64
	err = r.Scan((*string)(&a.ID), (*string)(&a.Kind), &a.Target, &a.Account, &issued, &revoked, &fetched, &a.Agent)
	a.IssuedAt, a.RevokedAt, a.FetchedAt = storage.Instant(issued), storage.Instant(revoked), storage.Instant(fetched)
	return a, err
}

// live lists the live addresses of an account, the calendar first.
func live(ctx context.Context, q storage.Querier, account string) ([]Address, error) {
	return storage.List(ctx, q, scan, "SELECT "+columns+" FROM "+tables+" WHERE a.account = $1 AND a.revoked_at = 0 ORDER BY a.kind DESC, a.id", account)
}

// byHash looks a live address up.
func byHash(ctx context.Context, q storage.Querier, hash string) (Address, error) {
	return storage.One(ctx, q, scan, "SELECT "+columns+" FROM "+tables+" WHERE a.hash = $1 AND a.revoked_at = 0", hash)
}

func insert(ctx context.Context, tx *storage.Tx, a Address, hash string) error {
	_, err := tx.Exec(ctx, "INSERT INTO feed_address (id, hash, account, kind, target, issued_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, 0)", string(a.ID), hash, a.Account, string(a.Kind), a.Target, storage.Millis(tx.Now()))
	return err
}

func revoke(ctx context.Context, tx *storage.Tx, id ID) error {
	return tx.ExecOne(ctx, "UPDATE feed_address SET revoked_at = $1 WHERE id = $2 AND revoked_at = 0", storage.Millis(tx.Now()), string(id))
}

func fetched(ctx context.Context, tx *storage.Tx, id ID, agent string) error {
	_, err := tx.Exec(ctx, "INSERT INTO feed_fetch (address, fetched_at, agent) VALUES ($1, $2, $3) ON CONFLICT (address) DO UPDATE SET fetched_at = EXCLUDED.fetched_at, agent = EXCLUDED.agent", string(id), storage.Millis(tx.Now()), agent)
	return err
}

const actColumns = "id, at, claimed, verb, on_id, actor_org, before_json, after_json"

func scanAct(r storage.Row) (e audit.Entry, err error) {
	var at, claimed int64
	var before, after string
	err = r.Scan(&e.ID, &at, &claimed, &e.Verb, &e.On.ID, &e.Actor.Org, &before, &after)
	e.On.Kind, e.At, e.Claimed = "assignment", storage.Instant(at), storage.Instant(claimed)
	e.Before, e.After = json.RawMessage(before), json.RawMessage(after)
	return e, err
}

// acts is a page of the acts on assignments that which picks, newest first,
// older than the act before ("" for the newest).
func acts(ctx context.Context, q storage.Querier, which *storage.Where, before string, size int) ([]audit.Entry, error) {
	which.And("on_kind = ?", "assignment")
	if before != "" {
		which.And("id < ?", before)
	}
	return storage.List(ctx, q, scanAct, fmt.Sprintf("SELECT %s FROM audit_act%s ORDER BY id DESC LIMIT %d", actColumns, which.SQL(), size), which.Args()...)
}

// ofNotice picks the acts on what came out of a document.
func ofNotice(id string) *storage.Where {
	return storage.NewWhere(0).And("on_id IN (SELECT id FROM assignment WHERE origin_kind = ? AND origin_id = ?)", "document", id)
}

// ofAgency picks the acts on what an agency or a body below it has to do with.
func ofAgency(orgs []apparatus.OrgID) *storage.Where {
	return storage.NewWhere(0).And("on_id IN (SELECT assignment FROM assignment_party WHERE org IN (?"+strings.Repeat(",?", len(orgs)-1)+"))", storage.Args(orgs)...)
}

// seenEvery is how often a fetch is written down.
const seenEvery = 5 * time.Minute
