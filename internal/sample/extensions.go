package sample

import (
	"context"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/storage"
)

// wish is one request for a later day, and what became of it.
type wish struct {
	lead     apparatus.OrgID
	due      civil.Date // of the assignment that it is about, as first given out
	asked    time.Time
	until    civil.Date
	cause    assignment.Cause
	reason   string
	proposed *extension.Verdict
	answered time.Time // zero while it waits
	by       apparatus.OrgID
	answer   extension.Verdict // none: the lead took it back
}

// wishes are in the order of time; the duties are of the second meeting.
func wishes() []wish {
	on := func(d civil.Date, hour int) time.Time { return d.At(hour, 20) }
	return []wish{
		{
			lead: "stttt", due: "2023-06-30", asked: on("2023-05-29", 9), until: "2023-07-14", cause: assignment.Procedures,
			reason:   "Đã tích hợp 61 dịch vụ, còn 12 dịch vụ chờ bộ chuyên ngành mở kết nối (dữ liệu minh họa).",
			answered: on("2023-05-31", 10), by: "ubnd", answer: extension.Verdict{Choice: extension.Grant, Until: "2023-07-10", Reason: "Đủ thời gian kết nối, hoàn thành trước kỳ họp (dữ liệu minh họa)."},
		},
		{
			lead: "sldtbxh", due: "2023-06-30", asked: on("2023-06-01", 14), until: "2023-07-14", cause: assignment.Coordination,
			reason:   "Ba huyện chưa gửi danh sách đối tượng; đã rà soát xong 8 trên 11 huyện (dữ liệu minh họa).",
			answered: on("2023-06-02", 15), by: "thuong-truc", answer: extension.Verdict{Choice: extension.Grant},
		},
		{
			lead: "bqlkkt", due: "2023-06-19", asked: on("2023-06-05", 8), until: "2023-07-31", cause: assignment.Staff,
			reason:   "Phòng chuyên môn thiếu hai biên chế (dữ liệu minh họa).",
			answered: on("2023-06-07", 9), by: "thuong-truc", answer: extension.Verdict{Choice: extension.Refuse, Reason: "Quy trình đã có dự thảo, thiếu biên chế không phải lý do lùi sáu tuần (dữ liệu minh họa)."},
		},
		{
			lead: "cat", due: "2023-06-22", asked: on("2023-06-06", 10), until: "2023-06-30", cause: assignment.HigherLevel,
			reason:   "Chờ hướng dẫn của cấp trên về mẫu hồ sơ mới (dữ liệu minh họa).",
			answered: on("2023-06-08", 16),
		},
		{
			lead: "sldtbxh", due: "2023-06-30", asked: on("2023-06-08", 9), until: "2023-08-31", cause: assignment.Coordination,
			reason:   "Còn một huyện chưa gửi danh sách, cần đối chiếu lại với dữ liệu dân cư (dữ liệu minh họa).",
			proposed: &extension.Verdict{Choice: extension.Grant, Until: "2023-07-28", Reason: "Lùi hai tuần là đủ cho một huyện còn lại; đã gia hạn một lần (dữ liệu minh họa)."},
		},
		{
			lead: "skhdt", due: "2023-06-15", asked: on("2023-06-09", 15), until: "2023-06-26", cause: assignment.Coordination,
			reason: "Chờ số liệu thành phần của hai sở; đã phân tích xong 7 trên 10 chỉ số (dữ liệu minh họa).",
		},
	}
}

// extensions are the requests that an assignment sees.
func (p *player) extensions(a assignment.Assignment) (out []step) {
	for _, x := range wishes() {
		if x.lead != a.Lead || x.due != a.Due || a.Period != "" {
			continue
		}
		var id extension.ID
		then := func(at time.Time, as apparatus.OrgID, do func(ctx context.Context) error) {
			out = append(out, step{at: at, do: func(ctx context.Context) error { return do(p.as(ctx, as)) }})
		}
		then(x.asked, x.lead, func(ctx context.Context) error {
			r, err := p.a.Extensions.Ask(ctx, a.ID, extension.Wish{Nonce: storage.NewID(p.clock.Now()), Until: x.until, Cause: x.cause, Reason: x.reason, Evidence: "Biên bản làm việc và công văn kèm theo (dữ liệu minh họa)."}, nil)
			id = r.ID
			return err
		})
		if x.proposed != nil {
			then(x.asked.Add(26*time.Hour), "thuong-truc", func(ctx context.Context) error {
				_, err := p.a.Extensions.Propose(ctx, id, 0, *x.proposed)
				return err
			})
		}
		switch {
		case x.answered.IsZero():
		case x.answer.Choice == "":
			then(x.answered, x.lead, func(ctx context.Context) error {
				_, err := p.a.Extensions.Withdraw(ctx, id, 0)
				return err
			})
		default:
			then(x.answered, x.by, func(ctx context.Context) error {
				_, err := p.a.Extensions.Decide(ctx, id, 0, x.answer)
				return err
			})
		}
	}
	return out
}
