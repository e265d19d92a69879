package assignment

import (
	"context"
	"errors"
	"math/big"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/likeness"
	"dondoc/internal/storage"
)

func orgID(s string) apparatus.OrgID { return apparatus.OrgID(s) }

// Objection is why a lead says that a thing should not be theirs as it stands.
type Objection string

// The objections.
const (
	NotOurs     Objection = "not_ours"
	Overlapping Objection = "overlapping"
	Impossible  Objection = "impossible"
)

// Objections lists them in the order of the form.
func Objections() []Objection { return []Objection{NotOurs, Overlapping, Impossible} }

// Word is the objection as the interface says it; "" for an unknown one.
func (o Objection) Word() string {
	switch o {
	case NotOurs:
		return "Không thuộc thẩm quyền"
	case Overlapping:
		return "Trùng với việc khác"
	case Impossible:
		return "Không khả thi"
	}
	return ""
}

// Cause is why a thing is late: a code, so that causes can be counted.
type Cause string

// The causes.
const (
	Land         Cause = "land"
	Procedures   Cause = "procedure"
	Capital      Cause = "capital"
	Staff        Cause = "people"
	Coordination Cause = "coordination"
	HigherLevel  Cause = "higher_level"
	OtherCause   Cause = "other"
)

// Causes lists them in the order of the form.
func Causes() []Cause {
	return []Cause{Land, Procedures, Capital, Staff, Coordination, HigherLevel, OtherCause}
}

// Word is the cause as the interface says it; "" for an unknown one.
func (c Cause) Word() string {
	switch c {
	case Land:
		return "Đất đai, giải phóng mặt bằng"
	case Procedures:
		return "Thủ tục"
	case Capital:
		return "Vốn, kinh phí"
	case Staff:
		return "Nhân lực"
	case Coordination:
		return "Phối hợp giữa các cơ quan"
	case HigherLevel:
		return "Chờ cấp trên"
	case OtherCause:
		return "Nguyên nhân khác"
	}
	return ""
}

// ReportKind is what a report claims.
type ReportKind string

// The kinds of report.
const (
	ReportResult   ReportKind = "result"   // the thing is done; somebody else confirms it
	ReportProgress ReportKind = "progress" // how far it has come
)

var errNumber = errors.New("Ghi một số, ví dụ 1.234,5.") //nolint:revive,staticcheck // a sentence for the person

// number reads a figure as officials write it: 1.234,5.
func number(s string) (*big.Rat, error) {
	s = strings.TrimSpace(s)
	if strings.Contains(s, ",") || strings.Count(s, ".") > 1 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	}
	if len(s) > 24 || strings.ContainsAny(s, "eEpPxX/_ ") {
		return nil, errNumber
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, errNumber
	}
	return r, nil
}

// alike is the likeness in percent from which two reports are said to be the
// same text.
const alike = 85

// resemble looks whether an earlier report on the same duty said nearly the
// same: of the assignment, or of the periods before it.
func resemble(ctx context.Context, tx *storage.Tx, r *Report) error {
	type earlier struct{ id, body string }
	before, err := storage.List(ctx, tx, func(row storage.Row) (e earlier, err error) {
		err = row.Scan(&e.id, &e.body)
		return e, err
	}, `SELECT x.id, x.body FROM assignment_report x JOIN assignment o ON o.id = x.assignment
		WHERE x.id <> $1 AND x.state <> 'draft' AND (o.id = $2 OR o.parent <> '' AND o.parent = (SELECT parent FROM assignment WHERE id = $3)) ORDER BY x.id DESC LIMIT 12`, r.ID, string(r.Assignment), string(r.Assignment))
	if err != nil {
		return err
	}
	r.Repeats, r.Likeness = "", 0
	own := likeness.Of(r.Body)
	for _, e := range before {
		if n := own.With(likeness.Of(e.body)); n >= alike && n > r.Likeness {
			r.Repeats, r.Likeness = e.id, n
		}
	}
	return nil
}
