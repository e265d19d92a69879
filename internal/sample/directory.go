package sample

import (
	"bytes"
	"context"
	"embed"
	"encoding/csv"
	"strings"

	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/setting"
)

//go:embed data/*.csv data/*.txt
var data embed.FS

func table(name string) ([]map[string]string, error) {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out, nil
}

// directory brings in units, organisations, settings and the calendar.
func directory(ctx context.Context, a *app.App) error {
	units, changes, err := units()
	if err != nil {
		return err
	}
	if err := a.Territory.Import(ctx, "Danh mục đơn vị hành chính (Tổng cục Thống kê, 15/4/2023; danh mục 2025)", units, changes); err != nil {
		return err
	}
	rows, err := table("orgs.csv")
	if err != nil {
		return err
	}
	var orgs []apparatus.Org
	var lineage []apparatus.Succession
	for _, r := range rows {
		o := apparatus.Org{
			ID: apparatus.OrgID(r["id"]), Name: r["name"], Short: r["short"], Abbr: r["abbr"], Kind: apparatus.Kind(r["kind"]), Parent: apparatus.OrgID(r["parent"]), From: civil.Date(r["from"]), To: civil.Date(r["to"]),
			FocalPoint: r["focal"] != "", Standing: apparatus.OrgID(r["standing"]), Unit: r["unit"], Note: r["note"],
		}
		if r["aliases"] != "" {
			o.Aliases = strings.Split(r["aliases"], ";")
		}
		orgs = append(orgs, o)
		if r["successor"] != "" {
			lineage = append(lineage, apparatus.Succession{Predecessor: o.ID, Successor: apparatus.OrgID(r["successor"]), On: o.To.AddDays(1), Basis: o.Note})
		}
	}
	if err := a.Apparatus.Import(ctx, "Danh mục tổ chức năm 2023 của tỉnh mẫu", orgs, apparatus.DefaultGroups(), lineage); err != nil {
		return err
	}
	if err := a.Calendar.Seed(ctx); err != nil {
		return err
	}
	for name, v := range map[string]string{
		setting.ProvinceName: "Tỉnh Bình Định", setting.CommitteeName: "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU",
		setting.SuperiorParty:  "Tỉnh ủy Bình Định",
		setting.LetterSuperior: "Ủy ban nhân dân tỉnh Bình Định", setting.LetterPlace: "Bình Định", setting.LetterSigner: "Hoàng Anh Dũng (minh họa)",
		setting.DemoNotice: "Bản minh họa, không hỏi yếu tố xác thực thứ hai. Người và số liệu trên trang đều là ví dụ.",
	} {
		if err := a.Settings.Put(ctx, name, v, 0); err != nil {
			return err
		}
	}
	return a.Reload(ctx)
}
