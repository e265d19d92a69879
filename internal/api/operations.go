package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// Paging is how every list is asked for.
type Paging struct {
	Search string `query:"q" doc:"words to look for, with or without diacritics" maxLength:"200"`
	Cursor string `query:"cursor" doc:"from the Link header of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

func (p Paging) query(filters map[string]string) listing.Query {
	q := listing.Query{Search: p.Search, Cursor: listing.DecodeCursor(p.Cursor), Size: p.Limit, Filters: map[string][]string{}}
	for k, v := range filters {
		if v != "" {
			q.Filters[k] = []string{v}
		}
	}
	return q
}

func nextLink(path string, p Paging, extra map[string]string, next listing.Cursor) string {
	if next == nil {
		return ""
	}
	v := url.Values{"cursor": {next.Encode()}, "limit": {strconv.Itoa(p.Limit)}}
	if p.Search != "" {
		v.Set("q", p.Search)
	}
	for k, x := range extra {
		if x != "" {
			v.Set(k, x)
		}
	}
	return fmt.Sprintf("<%s?%s>; rel=\"next\"", path, v.Encode())
}

// Organisation is a body of the directory.
type Organisation struct {
	apparatus.Org

	Agency string `json:"agency" doc:"the body that answers for its work"`
}

type orgsOut struct {
	Body struct {
		AsOf          string         `json:"as_of"`
		Organisations []Organisation `json:"organisations"`
	}
}

type orgOut struct{ Body Organisation }

func (a *API) organisations(h huma.API) {
	register(a, h, huma.Operation{OperationID: "list-organisations", Method: http.MethodGet, Path: "/api/v1/organisations", Summary: "Cơ quan, tổ chức tại một ngày"}, identity.OrganisationList,
		func(_ context.Context, in *struct {
			On string `query:"on" doc:"day, YYYY-MM-DD, or an instant of RFC 3339; today unless given" maxLength:"40"`
		},
		) (*orgsOut, error) {
			day := civil.Of(a.DB.Now())
			if in.On != "" {
				d, err := dayIn("on", in.On)
				if err != nil {
					return nil, err
				}
				day = d
			}
			out := &orgsOut{}
			out.Body.AsOf, out.Body.Organisations = string(day), []Organisation{}
			for _, o := range a.Directory().On(day) {
				out.Body.Organisations = append(out.Body.Organisations, Organisation{o, string(a.Directory().Agency(o.ID))})
			}
			return out, nil
		})
	register(a, h, huma.Operation{OperationID: "get-organisation", Method: http.MethodGet, Path: "/api/v1/organisations/{id}", Summary: "Một cơ quan"}, identity.OrganisationList,
		func(_ context.Context, in *struct {
			ID string `path:"id"`
		},
		) (*orgOut, error) {
			o, ok := a.Directory().Get(apparatus.OrgID(in.ID))
			if !ok {
				return nil, fault.NotFound
			}
			return &orgOut{Organisation{o, string(a.Directory().Agency(o.ID))}}, nil
		})
}

// Assignment is one thing owed, with what is computed from it.
type Assignment struct {
	assignment.Assignment

	LeadName string `json:"lead_name"`
	LateDays int    `json:"late_days" doc:"working days late; once handed in late, for ever"`
}

func (a *API) show(x assignment.Assignment) Assignment {
	return Assignment{x, a.Directory().Name(x.Lead), x.LateBy(a.Calendar(), civil.Of(a.DB.Now()))}
}

type assignmentsIn struct {
	Paging

	Lead  string `query:"lead" doc:"organisation id"`
	State string `query:"state" enum:"drafted,assigned,acknowledged,disputed,reported,confirmed,returned,cancelled,superseded"`
	View  string `query:"view" enum:"tat-ca,dang-mo,cua-toi,tre,chua-co-han,chua-ro-chu-tri,cho-xac-nhan,co-y-kien,tuan-nay"`
	Sort  string `query:"sort" enum:"han,-han,moi,ten" default:"han"`
}

type assignmentsOut struct {
	Link string `header:"Link"`
	Body struct {
		Assignments []Assignment `json:"assignments"`
	}
}

type assignmentOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"` // of what a POST made
	Body     Assignment
}

// NewAssignment is what a POST brings.
type NewAssignment struct {
	Title      string   `json:"title" minLength:"1" maxLength:"500"`
	Lead       string   `json:"lead" doc:"organisation id"`
	Coordinate []string `json:"coordinate,omitempty"`
	Due        string   `json:"due,omitempty" doc:"YYYY-MM-DD"`
	Every      string   `json:"every,omitempty" enum:"day,week,month,quarter,half,year"`
	Origin     string   `json:"origin,omitempty" doc:"what gave rise to it, in words" maxLength:"200"`
}

// NewReport is what a report brings.
type NewReport struct {
	Body    string `json:"body" minLength:"1" maxLength:"20000"`
	Figure  string `json:"figure,omitempty" maxLength:"200"`
	Percent int    `json:"percent,omitempty" minimum:"0" maximum:"100"`
	Claimed string `json:"claimed_on,omitempty" doc:"YYYY-MM-DD, or an instant of RFC 3339, when it was really done"`
	Draft   bool   `json:"draft,omitempty" doc:"keep as a draft for the head to hand in"`
}

func etag(rev int64) string { return fmt.Sprintf("%q", strconv.FormatInt(rev, 10)) }

func (a *API) assignmentOut(x assignment.Assignment, err error) (*assignmentOut, error) {
	if err != nil {
		return nil, err
	}
	return &assignmentOut{ETag: etag(x.Rev), Body: a.show(x)}, nil
}

func (a *API) assignments(h huma.API) { //nolint:gocognit // a list of operations, read from top to bottom
	register(a, h, huma.Operation{OperationID: "list-assignments", Method: http.MethodGet, Path: "/api/v1/assignments", Summary: "Danh sách nhiệm vụ"}, identity.AssignmentList,
		func(ctx context.Context, in *assignmentsIn) (*assignmentsOut, error) {
			q := in.query(map[string]string{assignment.FilterLead: in.Lead, assignment.FilterState: in.State, assignment.FilterView: in.View})
			q.Sort = in.Sort
			page, err := a.Assignments.List(ctx, q)
			if err != nil {
				return nil, err
			}
			out := &assignmentsOut{Link: nextLink("/api/v1/assignments", in.Paging, map[string]string{"lead": in.Lead, "state": in.State, "view": in.View, "sort": in.Sort}, page.Next)}
			out.Body.Assignments = []Assignment{}
			for _, x := range page.Rows {
				out.Body.Assignments = append(out.Body.Assignments, a.show(x))
			}
			return out, nil
		})
	register(a, h, huma.Operation{OperationID: "get-assignment", Method: http.MethodGet, Path: "/api/v1/assignments/{id}", Summary: "Một nhiệm vụ"}, identity.AssignmentView,
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		},
		) (*assignmentOut, error) {
			return a.assignmentOut(a.Assignments.Find(ctx, assignment.ID(in.ID)))
		})
	register(a, h, huma.Operation{OperationID: "create-assignment", Method: http.MethodPost, Path: "/api/v1/assignments", Summary: "Giao một nhiệm vụ", DefaultStatus: http.StatusCreated}, identity.AssignmentDirect,
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"100"`
			Body NewAssignment
		},
		) (*assignmentOut, error) {
			var made assignment.Assignment
			id, err := a.once(ctx, in.Key, in.Body, func() (string, error) {
				n := assignment.New{Title: in.Body.Title, Lead: apparatus.OrgID(in.Body.Lead), OriginLabel: in.Body.Origin, Deadline: assignment.Deadline{Kind: assignment.NoDate}}
				for _, c := range in.Body.Coordinate {
					n.Coordinate = append(n.Coordinate, apparatus.OrgID(c))
				}
				if in.Body.Due != "" {
					d, err := dayIn("due", in.Body.Due)
					if err != nil {
						return "", err
					}
					n.Deadline = assignment.Deadline{Kind: assignment.OnDate, Date: d, Bound: workday.By}
				} else if in.Body.Every != "" {
					n.Deadline = assignment.Deadline{Kind: assignment.Recurring, Every: workday.Every(in.Body.Every)}
				}
				var err error
				made, err = a.Assignments.Assign(ctx, n)
				return string(made.ID), err
			})
			if err != nil {
				return nil, err
			}
			if made.ID == "" { // the key was used before
				made, err = a.Assignments.Find(ctx, assignment.ID(id))
			}
			out, err := a.assignmentOut(made, err)
			if err == nil {
				out.Location = prefix + "assignments/" + id
			}
			return out, err
		})
	register(a, h, huma.Operation{OperationID: "set-assignment-due", Method: http.MethodPatch, Path: "/api/v1/assignments/{id}", Summary: "Đặt hạn cho một nhiệm vụ"}, identity.AssignmentDirect,
		func(ctx context.Context, in *struct {
			ID    string `path:"id"`
			Match string `header:"If-Match"`
			Body  struct {
				Due    string `json:"due" doc:"YYYY-MM-DD, or an instant of RFC 3339; empty records that no day is set"`
				Reason string `json:"reason" minLength:"1"`
			}
		},
		) (*assignmentOut, error) {
			rev, err := match(in.Match)
			if err != nil {
				return nil, err
			}
			day, err := dayIn("due", in.Body.Due)
			if err != nil {
				return nil, err
			}
			x, err := a.Assignments.SetDue(ctx, assignment.ID(in.ID), rev, day, in.Body.Reason)
			if stale, ok := errors.AsType[*assignment.StaleError](err); ok {
				return nil, &Problem{Type: "about:blank", Status: http.StatusPreconditionFailed, Title: "Nhiệm vụ đã được người khác thay đổi. Đọc lại rồi gửi với ETag mới.", Detail: etag(stale.Now.Rev)}
			}
			return a.assignmentOut(x, err)
		})
	register(a, h, huma.Operation{OperationID: "report-assignment", Method: http.MethodPost, Path: "/api/v1/assignments/{id}/reports", Summary: "Báo cáo về một nhiệm vụ", DefaultStatus: http.StatusCreated}, identity.AssignmentWork,
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Key  string `header:"Idempotency-Key" maxLength:"100"`
			Body NewReport
		},
		) (*assignmentOut, error) {
			_, err := a.once(ctx, in.Key, in.Body, func() (string, error) {
				f := assignment.Filing{Nonce: storage.NewID(a.DB.Now()), Body: in.Body.Body, Figure: in.Body.Figure, Percent: in.Body.Percent, Submit: !in.Body.Draft}
				var err error
				if f.ClaimedOn, err = dayIn("claimed_on", in.Body.Claimed); err != nil {
					return "", err
				}
				x, err := a.Assignments.Report(ctx, assignment.ID(in.ID), f)
				return string(x.ID), err
			})
			if err != nil {
				return nil, err
			}
			return a.assignmentOut(a.Assignments.Find(ctx, assignment.ID(in.ID)))
		})
}

type reportsOut struct {
	Body struct {
		Reports []assignment.Report `json:"reports"`
	}
}

func (a *API) reports(h huma.API) {
	register(a, h, huma.Operation{OperationID: "list-reports", Method: http.MethodGet, Path: "/api/v1/assignments/{id}/reports", Summary: "Báo cáo của một nhiệm vụ, mới nhất trước"}, identity.AssignmentView,
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		},
		) (*reportsOut, error) {
			list, err := a.Assignments.Reports(ctx, assignment.ID(in.ID))
			out := &reportsOut{}
			out.Body.Reports = append([]assignment.Report{}, list...)
			return out, err
		})
}

// match reads If-Match; an edit without it is refused with 428.
func match(s string) (int64, error) {
	if s == "" {
		return 0, &Problem{Type: "about:blank", Status: http.StatusPreconditionRequired, Title: "Thiếu If-Match. Đọc nhiệm vụ, lấy ETag rồi gửi lại kèm If-Match."}
	}
	n, err := strconv.ParseInt(strings.Trim(s, `"W/`), 10, 64)
	if err != nil || n < 1 {
		return 0, &Problem{Type: "about:blank", Status: http.StatusPreconditionFailed, Title: "If-Match không khớp. Đọc lại nhiệm vụ rồi gửi với ETag mới."}
	}
	return n, nil
}

// Document is one document of the register.
type Document struct {
	document.Document

	Text string `json:"text,omitempty"`
}

type documentsOut struct {
	Link string `header:"Link"`
	Body struct {
		Documents []Document `json:"documents"`
	}
}

type documentOut struct {
	Location string `header:"Location"` // of what a POST made
	Body     Document
}

// NewDocument is what a POST brings: the text, and facts that the text does
// not say.
type NewDocument struct {
	Text       string `json:"text" minLength:"1" maxLength:"2000000"`
	KeepReason string `json:"keep_reason,omitempty" doc:"why a likely second copy is kept all the same"`
}

func (a *API) documents(h huma.API) {
	register(a, h, huma.Operation{OperationID: "list-documents", Method: http.MethodGet, Path: "/api/v1/documents", Summary: "Sổ văn bản"}, identity.DocumentList,
		func(ctx context.Context, in *struct{ Paging }) (*documentsOut, error) {
			page, err := a.Documents.List(ctx, in.query(nil))
			if err != nil {
				return nil, err
			}
			out := &documentsOut{Link: nextLink("/api/v1/documents", in.Paging, nil, page.Next)}
			out.Body.Documents = []Document{}
			for _, d := range page.Rows {
				out.Body.Documents = append(out.Body.Documents, Document{Document: d})
			}
			return out, nil
		})
	register(a, h, huma.Operation{OperationID: "get-document", Method: http.MethodGet, Path: "/api/v1/documents/{id}", Summary: "Một văn bản"}, identity.DocumentList,
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		},
		) (*documentOut, error) {
			d, err := a.Documents.Find(ctx, document.ID(in.ID))
			if err != nil {
				return nil, err
			}
			return &documentOut{Body: Document{d, d.Text}}, nil
		})
	register(a, h, huma.Operation{OperationID: "create-document", Method: http.MethodPost, Path: "/api/v1/documents", Summary: "Đưa một văn bản vào sổ và đọc", DefaultStatus: http.StatusCreated}, identity.DocumentRegister,
		func(ctx context.Context, in *struct {
			Key  string `header:"Idempotency-Key" maxLength:"100"`
			Body NewDocument
		},
		) (*documentOut, error) {
			id, err := a.once(ctx, in.Key, in.Body, func() (string, error) {
				intake, err := a.Documents.Receive(ctx, document.Arrival{Source: document.API, Text: in.Body.Text})
				if err != nil {
					return "", err
				}
				d, err := a.Documents.Register(ctx, document.Registration{Intake: intake.ID, Facts: intake.Facts, KeepReason: in.Body.KeepReason})
				return string(d.ID), err
			})
			if err != nil {
				return nil, err
			}
			d, err := a.Documents.Find(ctx, document.ID(id))
			return &documentOut{prefix + "documents/" + id, Document{d, d.Text}}, err
		})
}
