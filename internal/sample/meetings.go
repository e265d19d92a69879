package sample

import (
	"context"
	"fmt"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/office"
)

// sitting is one meeting of the committee in the sample. The third is real (met
// 06/4/2023, notice of 08/5/2023, published 10/5/2023); who attended and what
// was said there, and everything about the others, is invented and says so.
type sitting struct {
	number int
	on     civil.Date
	report string
	notice string     // number of its notice in the register
	joined civil.Date // when the notice was joined to it; "" while it is to come
	repeat int        // how many of the longest late duties it repeats
}

func sittings() []sitting {
	return []sitting{
		{1, "2023-01-10", "Báo cáo kết quả cải cách hành chính năm 2022 (dữ liệu minh họa)", "02-TB/BCĐ", "2023-01-18", 0},
		{2, "2023-03-01", "Báo cáo kết quả thực hiện Thông báo số 02-TB/BCĐ (dữ liệu minh họa)", "04-TB/BCĐ", "2023-03-09", 1},
		{3, "2023-04-06", "Báo cáo kết quả thực hiện nhiệm vụ năm 2022 và phương hướng, nhiệm vụ trọng tâm đến cuối năm 2023", "06-TB/BCĐ", "2023-05-11", 2},
		{4, "2023-06-20", "Báo cáo kết quả thực hiện các kết luận đến tháng 6 năm 2023 (dữ liệu minh họa)", "", "", 2},
	}
}

// membership makes the members of the committee.
func (p *player) membership(ctx context.Context) error {
	ctx = p.as(ctx, "thuong-truc")
	for _, m := range []struct {
		org   apparatus.OrgID
		title string
		role  committee.Role
	}{
		{"ubnd", "Chủ tịch Ủy ban nhân dân tỉnh", committee.Head},
		{"snv", "Giám đốc Sở Nội vụ", committee.Standing},
		{"vpubnd", "Chánh Văn phòng Ủy ban nhân dân tỉnh", committee.Ordinary},
		{"skhdt", "Giám đốc Sở Kế hoạch và Đầu tư", committee.Ordinary},
		{"stc", "Giám đốc Sở Tài chính", committee.Ordinary},
		{"stnmt", "Giám đốc Sở Tài nguyên và Môi trường", committee.Ordinary},
		{"sxd", "Giám đốc Sở Xây dựng", committee.Ordinary},
		{"stttt", "Giám đốc Sở Thông tin và Truyền thông", committee.Ordinary},
	} {
		if _, err := p.a.Committee.PutMember(ctx, committee.Member{Name: p.heads[m.org].Name, Title: m.title, Role: m.role, Org: m.org, From: "2023-01-03"}); err != nil {
			return err
		}
	}
	return nil
}

// sit plays the meetings: planned a week before, held, and joined to the notice
// once that has been read; the last one is prepared only.
func (p *player) sit() {
	p.push(step{at: civil.Date("2023-01-03").At(8, 5), do: p.membership})
	for _, x := range sittings() {
		var id committee.ID
		planned := max(x.on.AddDays(-11), "2023-01-03")
		p.push(step{at: planned.At(9, 0), do: func(ctx context.Context) error {
			m, err := p.plan(p.as(ctx, "thuong-truc"), x)
			id = m.ID
			return err
		}})
		if x.joined == "" {
			continue
		}
		p.push(step{at: x.on.At(8, 0), do: func(ctx context.Context) error { return p.hold(p.as(ctx, "thuong-truc"), id) }},
			step{at: x.joined.At(10, 40), do: func(ctx context.Context) error { return p.join(p.as(ctx, "thuong-truc"), id, x) }})
	}
}

func (p *player) plan(ctx context.Context, x sitting) (committee.Meeting, error) {
	m, err := p.a.Committee.Add(ctx, committee.Plan{
		Year: x.on.Year(), Number: x.number, PlannedAt: x.on.At(8, 0), Place: "Trụ sở Ủy ban nhân dân tỉnh", Template: office.Party,
		Recipients: []string{"Ban Thường vụ Tỉnh ủy (báo cáo)", "Các thành viên Ban Chỉ đạo", "Các cơ quan được giao nhiệm vụ", "Lưu: Văn thư"},
	})
	if err != nil {
		return m, err
	}
	if m, err = p.a.Committee.AddItem(ctx, m.ID, committee.Item{Title: x.report, Org: "snv"}, nil); err != nil {
		return m, err
	}
	return m, p.carryOver(ctx, m, x)
}

// carryOver prepares what the meeting says about the duties that are late the
// longest.
func (p *player) carryOver(ctx context.Context, m committee.Meeting, x sitting) error {
	list, err := p.a.Committee.Priors(ctx, m)
	if err != nil {
		return err
	}
	for i, d := range list {
		r := committee.Ruling{Assignment: d.A.ID, Decision: committee.Repeat, Reason: "Chưa có kết quả (dữ liệu minh họa)"}
		if i >= x.repeat {
			if x.joined != "" || d.A.Group || d.LateDays == 0 {
				continue // the coming meeting is to close one that a single body leads
			}
			r.Decision, r.Reason = committee.Close, "Đã có kết quả tại cuộc họp chuyên đề (dữ liệu minh họa)"
		}
		if err := p.a.Committee.Carry(ctx, m.ID, r); err != nil {
			return err
		}
		if r.Decision == committee.Close {
			break
		}
	}
	return nil
}

func (p *player) hold(ctx context.Context, id committee.ID) error {
	m, err := p.a.Committee.Hold(ctx, id, 0, p.clock.Now())
	if err != nil {
		return err
	}
	said := map[committee.MemberID]committee.Attendant{}
	for i, a := range m.Attendance {
		said[a.Member] = committee.Attendant{Presence: committee.Present}
		if i == len(m.Attendance)-1 {
			said[a.Member] = committee.Attendant{Presence: committee.Sent, Note: "Phó Giám đốc Sở dự thay (dữ liệu minh họa)"}
		}
	}
	if _, err := p.a.Committee.Attend(ctx, id, said); err != nil {
		return err
	}
	if _, err := p.a.Committee.Hear(ctx, id, m.Agenda[0].ID); err != nil {
		return err
	}
	_, err = p.a.Committee.AddOpinion(ctx, id, committee.Opinion{Who: "Giám đốc Sở Kế hoạch và Đầu tư", Gist: "Đề nghị nêu rõ cơ quan chủ trì và thời hạn của từng việc (dữ liệu minh họa)."})
	return err
}

// join gives a meeting the notice that was read from the register.
func (p *player) join(ctx context.Context, id committee.ID, x sitting) error {
	page, err := p.a.Documents.List(ctx, listing.Query{Size: listing.MaxPageSize})
	if err != nil {
		return err
	}
	for _, d := range page.Rows {
		if d.Number == x.notice {
			_, err := p.a.Committee.Attach(ctx, id, 0, d.ID)
			return err
		}
	}
	return fmt.Errorf("notice %s: %w", x.notice, fault.NotFound)
}
