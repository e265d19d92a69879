package app

import (
	"context"
	"strconv"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/identity/identityweb"
	"dondoc/internal/setting"
	"dondoc/internal/viet"
)

// setUp makes an empty database a province's: the first administrator, then
// the three bodies that everything hangs on. The account comes first, because
// only one can be the first; the rest can be done again by hand.
func (a *App) setUp(ctx context.Context, s identityweb.Setup) error {
	f := fault.Fields{}
	for name, x := range map[string]struct {
		value string
		most  int
	}{"province": {s.Province, 120}, "committee": {s.Committee, 200}, "standing": {s.Standing, 200}} {
		if n := len([]rune(viet.Line(x.value))); n == 0 || n > x.most {
			f.Add(name, "Ghi mục này, không quá "+strconv.Itoa(x.most)+" ký tự.")
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	root, standing, committee := apparatus.OrgID("ubnd"), apparatus.OrgID("thuong-truc"), apparatus.OrgID("ban-chi-dao")
	acc := identity.Account{User: s.User, Name: s.Name, Title: "Quản trị hệ thống", Org: string(root), Grants: []actor.Grant{{Role: actor.Admin, Org: string(root)}}}
	acc, err := a.Identity.First(ctx, acc, s.Password)
	if err != nil {
		return err
	}
	ctx = actor.With(ctx, actor.Actor{Kind: actor.Person, ID: acc.ID, Name: acc.Name, Org: acc.Org, Grants: acc.Grants})
	err = a.Apparatus.Import(ctx, "thiết lập lần đầu", []apparatus.Org{
		{ID: root, Name: "Ủy ban nhân dân " + viet.Line(s.Province), Short: "UBND", Aliases: []string{"Ủy ban nhân dân tỉnh", "UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh"}, Kind: apparatus.Province},
		{ID: standing, Name: viet.Line(s.Standing), Kind: apparatus.Department, Parent: root},
		{ID: committee, Name: viet.Line(s.Committee), Aliases: []string{"Ban Chỉ đạo"}, Kind: apparatus.Committee, Parent: root, Standing: standing},
	}, apparatus.DefaultGroups(), nil)
	if err != nil {
		return err
	}
	if err := a.Settings.Put(ctx, setting.ProvinceName, s.Province, 0); err != nil {
		return err
	}
	if err := a.Settings.Put(ctx, setting.CommitteeName, s.Committee, 0); err != nil {
		return err
	}
	if err := a.Calendar.Seed(ctx); err != nil {
		return err
	}
	return a.Reload(ctx)
}

// settingsOffice shows the settings to the administrator's page.
type settingsOffice struct{ s *setting.Service }

// Lines lists the settings with their values.
func (o settingsOffice) Lines() []identityweb.SettingLine {
	var out []identityweb.SettingLine
	for _, k := range setting.Keys() {
		v := o.s.Current(k.Name)
		out = append(out, identityweb.SettingLine{Name: k.Name, Label: k.Label, Help: k.Help, Value: o.s.Shown(k.Name), Rev: v.Rev})
	}
	return out
}

// Put changes one setting.
func (o settingsOffice) Put(ctx context.Context, name, value string, rev int64) error {
	return o.s.Put(ctx, name, value, rev)
}
