package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
)

type extensionsIn struct {
	Paging

	State string `query:"state" enum:"asked,granted,refused,withdrawn"`
	Lead  string `query:"lead" doc:"organisation id"`
}

type extensionsOut struct {
	Link string `header:"Link"`
	Body struct {
		Extensions []extension.Case `json:"extensions"`
	}
}

type extensionOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"` // of what a POST made
	Body     extension.Case
}

// NewExtension is what asks for a later day.
type NewExtension struct {
	Until    string `json:"until" doc:"YYYY-MM-DD, later than the present due day"`
	Cause    string `json:"cause" enum:"land,procedure,capital,people,coordination,higher_level,other"`
	Reason   string `json:"reason" minLength:"1" maxLength:"5000"`
	Evidence string `json:"evidence" minLength:"1" maxLength:"5000" doc:"numbers of documents, minutes; files are attached on the page"`
}

// ExtensionVerdict decides a request.
type ExtensionVerdict struct {
	Choice string `json:"choice" enum:"grant,refuse"`
	Until  string `json:"until,omitempty" doc:"YYYY-MM-DD, for a grant; the day asked for unless given"`
	Reason string `json:"reason,omitempty" maxLength:"5000" doc:"needed to refuse"`
}

func (a *API) extensionOut(ctx context.Context, id extension.ID, err error) (*extensionOut, error) {
	if stale, ok := errors.AsType[*extension.StaleError](err); ok {
		return nil, &Problem{Type: "about:blank", Status: http.StatusPreconditionFailed, Title: "Đề nghị gia hạn đã được người khác thay đổi. Đọc lại rồi gửi với ETag mới.", Detail: etag(stale.Now.Rev)}
	}
	if err != nil {
		return nil, err
	}
	c, err := a.Extensions.Find(ctx, id)
	return &extensionOut{ETag: etag(c.Rev), Body: c}, err
}

// dayIn reads a day that may be left out. A system that keeps instants may send
// one: it is the day on which it falls in Viet Nam, and the answer carries that
// day (civil.ParseInstant has the rules).
func dayIn(name, s string) (civil.Date, error) {
	if s == "" {
		return "", nil
	}
	if len(s) > len("2006-01-02") && strings.ContainsAny(s[10:11], "Tt ") {
		at, err := civil.ParseInstant(s)
		if err != nil {
			return "", fault.Field(name, err.Error())
		}
		return civil.Of(at), nil
	}
	d, err := civil.Parse(s)
	if err != nil {
		return "", fault.Field(name, err.Error())
	}
	return d, nil
}

func (a *API) extensions(h huma.API) {
	register(a, h, huma.Operation{OperationID: "list-extensions", Method: http.MethodGet, Path: "/api/v1/extensions", Summary: "Đề nghị gia hạn, mới nhất trước"}, identity.AssignmentList,
		func(ctx context.Context, in *extensionsIn) (*extensionsOut, error) {
			page, err := a.Extensions.List(ctx, in.query(map[string]string{extension.FilterState: in.State, extension.FilterLead: in.Lead}))
			if err != nil {
				return nil, err
			}
			out := &extensionsOut{Link: nextLink("/api/v1/extensions", in.Paging, map[string]string{"state": in.State, "lead": in.Lead}, page.Next)}
			out.Body.Extensions = append([]extension.Case{}, page.Rows...)
			return out, nil
		})
	register(a, h, huma.Operation{OperationID: "get-extension", Method: http.MethodGet, Path: "/api/v1/extensions/{id}", Summary: "Một đề nghị gia hạn"}, identity.AssignmentView,
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		},
		) (*extensionOut, error) {
			return a.extensionOut(ctx, extension.ID(in.ID), nil)
		})
	register(a, h, huma.Operation{OperationID: "ask-extension", Method: http.MethodPost, Path: "/api/v1/assignments/{id}/extensions", Summary: "Đề nghị gia hạn một nhiệm vụ", DefaultStatus: http.StatusCreated}, identity.AssignmentWork,
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Key  string `header:"Idempotency-Key" maxLength:"100"`
			Body NewExtension
		},
		) (*extensionOut, error) {
			id, err := a.once(ctx, in.Key, in.Body, func() (string, error) {
				until, err := dayIn("until", in.Body.Until)
				if err != nil {
					return "", err
				}
				r, err := a.Extensions.Ask(ctx, assignment.ID(in.ID), extension.Wish{Nonce: storage.NewID(a.DB.Now()), Until: until, Cause: assignment.Cause(in.Body.Cause), Reason: in.Body.Reason, Evidence: in.Body.Evidence}, nil)
				return string(r.ID), err
			})
			out, err := a.extensionOut(ctx, extension.ID(id), err)
			if err == nil {
				out.Location = prefix + "extensions/" + id
			}
			return out, err
		})
	register(a, h, huma.Operation{OperationID: "decide-extension", Method: http.MethodPost, Path: "/api/v1/extensions/{id}/decision", Summary: "Quyết định về một đề nghị gia hạn"}, identity.AssignmentDirect,
		func(ctx context.Context, in *struct {
			ID    string `path:"id"`
			Match string `header:"If-Match"`
			Body  ExtensionVerdict
		},
		) (*extensionOut, error) {
			rev, err := match(in.Match)
			if err != nil {
				return nil, err
			}
			until, err := dayIn("until", in.Body.Until)
			if err != nil {
				return nil, err
			}
			r, err := a.Extensions.Decide(ctx, extension.ID(in.ID), rev, extension.Verdict{Choice: extension.Choice(in.Body.Choice), Until: until, Reason: in.Body.Reason})
			return a.extensionOut(ctx, r.ID, err)
		})
}
