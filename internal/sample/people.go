package sample

import (
	"context"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/identity"
)

// Account is one account of the demonstration, as its output names it.
type Account struct {
	User     string `json:"user"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Password string `json:"password"`
	Token    string `json:"token"`
}

// the accounts that the demonstration names; everybody is invented.
func named() []struct {
	user, name, title, org string
	role                   actor.Role
} {
	return []struct {
		user, name, title, org string
		role                   actor.Role
	}{
		{"chutich", "Nguyễn Hữu Thành (minh họa)", "Chủ tịch Ủy ban nhân dân tỉnh, Trưởng ban", "ubnd", actor.Chairman},
		{"phochutich", "Trần Thanh Bình (minh họa)", "Phó Chủ tịch Ủy ban nhân dân tỉnh", "ubnd", actor.Deputy},
		{"thuongtruc", "Lê Thị Hà (minh họa)", "Chuyên viên thường trực Ban Chỉ đạo", "snv", actor.Secretariat},
		{"ttxtdt", "Phan Văn Lộc (minh họa)", "Giám đốc Trung tâm", "ttxtdt", actor.FocalPoint},
		{"skhdt", "Vũ Thị Mai (minh họa)", "Giám đốc Sở", "skhdt", actor.AgencyHead},
		{"snv", "Hoàng Anh Dũng (minh họa)", "Giám đốc Sở, Ủy viên trực", "snv", actor.AgencyHead},
		{"huyen", "Đỗ Minh Tâm (minh họa)", "Chuyên viên Văn phòng huyện", "ubnd-550", actor.Officer},
		{"giamsat", "Trần Quốc Việt (minh họa)", "Cán bộ giám sát", "ubnd", actor.Auditor},
		{"quantri", "Bùi Thanh Sang (minh họa)", "Quản trị hệ thống", "ubnd", actor.Admin},
	}
}

// surnames and given names that heads of other agencies are made of.
var (
	surnames = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"}                                                      //nolint:gochecknoglobals // constant
	givens   = []string{"Văn Bình", "Thị Lan", "Quốc Huy", "Minh Đức", "Thanh Tùng", "Thu Hương", "Hữu Nghĩa", "Ngọc Ánh", "Đình Khôi", "Thị Hạnh", "Công Danh", "Thế Vinh"} //nolint:gochecknoglobals // constant
)

// granted is what an account may do: a role at its own body, or for the deputy
// the sight of the bodies of the remit.
func granted(role actor.Role, org string) []actor.Grant {
	if role != actor.Deputy {
		return []actor.Grant{{Role: role, Org: org}}
	}
	out := make([]actor.Grant, 0, 3)
	for _, body := range []string{"skhdt", "stc", "sct"} {
		out = append(out, actor.Grant{Role: role, Org: body})
	}
	return out
}

// people makes the accounts: the named ones and a head for every other
// agency of the day, so that history has somebody to act.
func people(ctx context.Context, a *app.App, password string) ([]Account, map[apparatus.OrgID]actor.Actor, error) {
	var out []Account
	heads := map[apparatus.OrgID]actor.Actor{}
	add := func(user, name, title, org string, role actor.Role) error {
		acc, err := a.Identity.CreateAccount(ctx, identity.Account{User: user, Name: name, Title: title, Org: org, Grants: granted(role, org)}, password)
		if err != nil {
			return err
		}
		if role == actor.AgencyHead || role == actor.FocalPoint || role == actor.Secretariat || role == actor.Chairman {
			key := apparatus.OrgID(org)
			if role == actor.Secretariat {
				key = "thuong-truc"
			}
			heads[key] = actor.Actor{Kind: actor.Person, ID: acc.ID, Name: acc.Name, Org: org, Grants: acc.Grants}
		}
		return nil
	}
	for _, x := range named() {
		if err := add(x.user, x.name, x.title, x.org, x.role); err != nil {
			return nil, nil, err
		}
		out = append(out, Account{User: x.user, Name: x.name, Role: string(x.role), Password: password})
	}
	for i, o := range a.Apparatus.Directory().On("2023-06-12") {
		if _, ok := heads[o.ID]; ok || o.Kind == apparatus.Committee || o.Kind == apparatus.Province || o.Kind == apparatus.Division {
			continue
		}
		name := surnames[i%len(surnames)] + " " + givens[(i*5)%len(givens)] + " (minh họa)"
		title := "Giám đốc, thủ trưởng cơ quan"
		if o.Kind == apparatus.District {
			title = "Chủ tịch UBND cấp huyện"
		}
		if err := add("dau."+string(o.ID), name, title, string(o.ID), actor.AgencyHead); err != nil {
			return nil, nil, err
		}
	}
	return out, heads, nil
}
