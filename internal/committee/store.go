package committee

import (
	"context"
	"encoding/json"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/storage"
)

const meetingColumns = "m.id, m.state, m.document, m.content_json, m.rev"

func scanMeeting(r storage.Row) (m Meeting, err error) {
	var id, state, doc, content string
	var rev int64
	if err = r.Scan(&id, &state, &doc, &content, &rev); err != nil {
		return m, err
	}
	if err = json.Unmarshal([]byte(content), &m); err != nil {
		return m, err
	}
	m.Rev = rev
	return m, nil
}

func find(ctx context.Context, q storage.Querier, id ID) (Meeting, error) {
	return storage.One(ctx, q, scanMeeting, "SELECT "+meetingColumns+" FROM committee_meeting m WHERE m.id = $1", string(id))
}

func insertMeeting(ctx context.Context, tx *storage.Tx, m Meeting) error {
	content, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "INSERT INTO committee_meeting (id, year, number, state, planned_at, held_at, signed_on, published_at, document, content_json, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
		string(m.ID), m.Year, m.Number, string(m.State), storage.Millis(m.PlannedAt), storage.Millis(m.HeldAt), string(m.SignedOn), storage.Millis(m.PublishedAt), string(m.Document), string(content)); err != nil {
		return err
	}
	return putParties(ctx, tx, m)
}

// saveMeeting writes a meeting that was read with m.Rev; Conflict when
// somebody changed it since.
func saveMeeting(ctx context.Context, tx *storage.Tx, m Meeting) error {
	content, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := tx.ExecOne(ctx, "UPDATE committee_meeting SET year = $1, number = $2, state = $3, planned_at = $4, held_at = $5, signed_on = $6, published_at = $7, document = $8, content_json = $9, rev = rev + 1 WHERE id = $10 AND rev = $11",
		m.Year, m.Number, string(m.State), storage.Millis(m.PlannedAt), storage.Millis(m.HeldAt), string(m.SignedOn), storage.Millis(m.PublishedAt), string(m.Document), string(content), string(m.ID), m.Rev); err != nil {
		return err
	}
	return putParties(ctx, tx, m)
}

func putParties(ctx context.Context, tx *storage.Tx, m Meeting) error {
	if _, err := tx.Exec(ctx, "DELETE FROM committee_party WHERE meeting = $1", string(m.ID)); err != nil {
		return err
	}
	for _, org := range m.orgs() {
		if _, err := tx.Exec(ctx, "INSERT INTO committee_party (meeting, org) VALUES ($1, $2)", string(m.ID), string(org)); err != nil {
			return err
		}
	}
	return nil
}

const memberColumns = "id, name, title, role, org, from_on, to_on, rev"

func scanMember(r storage.Row) (m Member, err error) {
	err = r.Scan(&m.ID, &m.Name, &m.Title, &m.Role, &m.Org, &m.From, &m.To, &m.Rev)
	return m, err
}

const memberOrder = " ORDER BY CASE role WHEN 'head' THEN 1 WHEN 'deputy' THEN 2 WHEN 'standing' THEN 3 ELSE 4 END, from_on, id"

func listMembers(ctx context.Context, q storage.Querier) ([]Member, error) {
	return storage.List(ctx, q, scanMember, "SELECT "+memberColumns+" FROM committee_member"+memberOrder)
}

const conclusionColumns = "id, meeting, place, words, lead_org, coordinate, kind, due, rhythm, reason, assignment, rev"

func scanConclusion(r storage.Row) (c Conclusion, err error) {
	var co string
	err = r.Scan(&c.ID, &c.Meeting, &c.Place, &c.Words, &c.Lead, &co, &c.Kind, &c.Due, &c.Every, &c.Reason, &c.Assignment, &c.Rev)
	for id := range strings.FieldsSeq(co) {
		c.Coordinate = append(c.Coordinate, apparatus.OrgID(id))
	}
	return c, err
}

func listConclusions(ctx context.Context, q storage.Querier, id ID) ([]Conclusion, error) {
	list, err := storage.List(ctx, q, scanConclusion, "SELECT "+conclusionColumns+" FROM committee_conclusion WHERE meeting = $1 ORDER BY place, id", string(id))
	for i := range list {
		list[i].Place = i + 1 // what was dropped leaves no gap
	}
	return list, err
}

func joined(ids []apparatus.OrgID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, " ")
}

func insertConclusion(ctx context.Context, tx *storage.Tx, c Conclusion) error {
	_, err := tx.Exec(ctx, "INSERT INTO committee_conclusion (id, meeting, place, words, lead_org, coordinate, kind, due, rhythm, reason, assignment, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
		string(c.ID), string(c.Meeting), c.Place, c.Words, string(c.Lead), joined(c.Coordinate), string(c.Kind), string(c.Due), string(c.Every), c.Reason, string(c.Assignment))
	return err
}

func saveConclusion(ctx context.Context, tx *storage.Tx, c Conclusion) error {
	return tx.ExecOne(ctx, "UPDATE committee_conclusion SET words = $1, lead_org = $2, coordinate = $3, kind = $4, due = $5, rhythm = $6, reason = $7, assignment = $8, rev = rev + 1 WHERE id = $9 AND rev = $10",
		c.Words, string(c.Lead), joined(c.Coordinate), string(c.Kind), string(c.Due), string(c.Every), c.Reason, string(c.Assignment), string(c.ID), c.Rev)
}

const carryColumns = "meeting, assignment, decision, reason, conclusion, effective_on, decided_by"

func scanCarry(r storage.Row) (c Carry, err error) {
	err = r.Scan(&c.Meeting, &c.Assignment, &c.Decision, &c.Reason, &c.Conclusion, &c.Effective, &c.By)
	return c, err
}

func listCarries(ctx context.Context, q storage.Querier, id ID) ([]Carry, error) {
	return storage.List(ctx, q, scanCarry, "SELECT "+carryColumns+" FROM committee_carry WHERE meeting = $1 ORDER BY assignment", string(id))
}

func putCarry(ctx context.Context, tx *storage.Tx, c Carry) error {
	_, err := tx.Exec(ctx, `INSERT INTO committee_carry (meeting, assignment, decision, reason, conclusion, effective_on, decided_at, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (meeting, assignment) DO UPDATE SET decision = EXCLUDED.decision, reason = EXCLUDED.reason, conclusion = EXCLUDED.conclusion, effective_on = EXCLUDED.effective_on, decided_at = EXCLUDED.decided_at, decided_by = EXCLUDED.decided_by`,
		string(c.Meeting), string(c.Assignment), string(c.Decision), c.Reason, string(c.Conclusion), string(c.Effective), storage.Millis(tx.Now()), c.By)
	return err
}
