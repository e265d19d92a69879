package app

import (
	"context"
	"strconv"

	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/dashboard"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/ladder"
)

// mostItems bounds how many items of one kind are laid before the Chairman.
const mostItems = 100

// furtherExtensions lays the requests beyond the first before the Chairman.
func (a *App) furtherExtensions() *dashboard.Source {
	return &dashboard.Source{
		Kind: identity.DecideExtension,
		Items: func(ctx context.Context) ([]dashboard.Item, error) {
			list, err := a.Extensions.Further(ctx, mostItems)
			var out []dashboard.Item
			for _, c := range list {
				x := dashboard.Item{
					Kind: identity.DecideExtension, ID: string(c.ID), On: c.ID.Ref(), Rev: c.Rev, What: c.Title, Org: c.LeadNow, Since: civil.Of(c.Asked.At), Link: "/lam-viec/gia-han/" + string(c.ID), Quote: c.Reason,
					Why:     a.Apparatus.Directory().Name(c.LeadNow) + " đề nghị gia hạn lần thứ " + ordinal(c.Nth) + ", từ " + c.Due.Format() + " đến " + c.AskedUntil.Format() + ". Hạn gốc " + c.Original.Format() + ". " + c.Cause.Word() + ".",
					Options: []dashboard.Option{{Action: dashboard.Approve, Label: "Gia hạn đến " + c.AskedUntil.Format()}, {Action: dashboard.Refuse, Label: "Không gia hạn", Needs: dashboard.AReason}},
				}
				if p := c.Proposal; p.Choice != "" {
					x.Proposal = &dashboard.Proposal{Action: dashboard.Approve, Why: p.Note, By: p.Deed.Name, At: p.Deed.At}
					if p.Choice == extension.Refuse {
						x.Proposal.Action = dashboard.Refuse
					}
				}
				out = append(out, x)
			}
			return out, err
		},
		Decide: func(ctx context.Context, c dashboard.Choice) error {
			v := extension.Verdict{Choice: extension.Grant, Reason: c.Why}
			if c.Action == dashboard.Refuse {
				v.Choice = extension.Refuse
			}
			_, err := a.Extensions.Decide(ctx, extension.ID(c.ID), c.Rev, v)
			return err
		},
		Verbs: []string{extension.VerbDecide},
		Undo: func(ctx context.Context, e audit.Entry) error {
			c, err := a.Extensions.Find(ctx, extension.ID(e.On.ID))
			if err != nil {
				return err
			}
			_, err = a.Extensions.Undo(ctx, c.ID, c.Rev)
			return err
		},
	}
}

// ordinal says which time it is, as officials write it.
func ordinal(n int) string {
	words := []string{2: "hai", 3: "ba", 4: "tư", 5: "năm"}
	if n < len(words) && n > 1 {
		return words[n]
	}
	return strconv.Itoa(n)
}

// raised lays what the ladder has brought onto the Chairman's list before the
// Chairman: press the head once more, or instruct.
func (a *App) raised() *dashboard.Source {
	return &dashboard.Source{
		Kind: identity.DecideEscalated,
		Items: func(ctx context.Context) ([]dashboard.Item, error) {
			list, err := a.Ladder.OnTheList(ctx, mostItems)
			if err != nil {
				return nil, err
			}
			var out []dashboard.Item
			for _, x := range list {
				title := x.Title
				if x.Period != "" {
					title += ", " + x.Period
				}
				out = append(out, dashboard.Item{
					Kind: identity.DecideEscalated, ID: string(x.ID), On: x.ID.Ref(), Rev: x.Version, What: title, Org: x.Lead, Since: civil.Of(x.Since), Link: "/lam-viec/nhiem-vu/" + string(x.ID),
					Why:     "Thang đôn đốc đã qua mọi bậc. Hạn " + x.Due.Format() + ", trễ " + strconv.Itoa(a.Calendar.Calendar().Between(x.Last, civil.Of(a.Clock.Now()))) + " ngày làm việc, " + a.Apparatus.Directory().Name(x.Lead) + " giữ.",
					Options: []dashboard.Option{{Action: dashboard.Approve, Label: "Đôn đốc thủ trưởng"}},
				})
			}
			return out, nil
		},
		Decide: func(ctx context.Context, c dashboard.Choice) error {
			if c.Action != dashboard.Approve {
				return fault.Say(fault.Invalid, "Việc này chỉ có thể đôn đốc hoặc chỉ đạo.")
			}
			return a.Ladder.Press(ctx, assignment.ID(c.ID), c.Rev, c.Why)
		},
		Verbs: []string{ladder.VerbPress},
	}
}
