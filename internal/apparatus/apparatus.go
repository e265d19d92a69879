package apparatus

import (
	"embed"

	"dondoc/internal/civil"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "apparatus", FS: schemaFS} }

// OrgID names an organisation.
type OrgID string

// Ref points to the organisation.
func (id OrgID) Ref() ref.Ref { return ref.New("organisation", id) }

// Kind is the sort of organisation.
type Kind string

// The kinds.
const (
	Province   Kind = "province"   // UBND tỉnh
	Committee  Kind = "committee"  // Ban Chỉ đạo
	Department Kind = "department" // sở, ban, ngành
	District   Kind = "district"   // UBND cấp huyện
	Commune    Kind = "commune"    // UBND cấp xã
	Center     Kind = "center"     // đơn vị sự nghiệp công lập
	Division   Kind = "division"   // phòng, ban chuyên môn bên trong
	Other      Kind = "other"
)

// Kinds lists the kinds with their Vietnamese names, in the order of forms.
func Kinds() []struct {
	Kind Kind
	Name string
} {
	return []struct {
		Kind Kind
		Name string
	}{
		{Province, "UBND tỉnh, thành phố"},
		{Committee, "Ban Chỉ đạo"},
		{Department, "Sở, ban, ngành"},
		{District, "UBND cấp huyện"},
		{Commune, "UBND cấp xã"},
		{Center, "Đơn vị sự nghiệp công lập"},
		{Division, "Phòng, đơn vị bên trong"},
		{Other, "Tổ chức khác"},
	}
}

// Name says a kind in Vietnamese.
func (k Kind) Name() string {
	for _, x := range Kinds() {
		if x.Kind == k {
			return x.Name
		}
	}
	return string(k)
}

// Org is one organisation during its time.
type Org struct {
	ID         OrgID      `json:"id"`
	Name       string     `json:"name"`
	Short      string     `json:"short,omitempty"`
	Abbr       string     `json:"abbr,omitempty"` // as in document symbols: SKHĐT
	Aliases    []string   `json:"aliases,omitempty"`
	Kind       Kind       `json:"kind"`
	Parent     OrgID      `json:"parent,omitempty"`
	From       civil.Date `json:"from,omitempty"`
	To         civil.Date `json:"to,omitempty"` // the last day; "" while it lasts
	FocalPoint bool       `json:"focal_point,omitempty"`
	Standing   OrgID      `json:"standing,omitempty"` // a committee's standing member
	Unit       string     `json:"unit,omitempty"`     // territory unit
	Note       string     `json:"note,omitempty"`
	Rev        int64      `json:"rev"`
}

// On reports whether the organisation exists on a day; "" asks for any time.
func (o Org) On(d civil.Date) bool {
	return d == "" || (o.From == "" || o.From <= d) && (o.To == "" || d <= o.To)
}

// Succession joins a body to the one that took over.
type Succession struct {
	Predecessor OrgID      `json:"predecessor"`
	Successor   OrgID      `json:"successor"`
	On          civil.Date `json:"on"`
	Basis       string     `json:"basis"`
}

// Group is a phrase by which documents mean many bodies: "các sở, ban, ngành".
// Members are those of the kinds, and those named one by one.
type Group struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Phrases []string `json:"phrases"`
	Kinds   []Kind   `json:"kinds,omitempty"`
	Members []OrgID  `json:"members,omitempty"`
	Rev     int64    `json:"rev"`
}

// Match is an organisation that a phrase may mean.
type Match struct {
	Org   OrgID
	Score float64 // 1 exact … 0
	Why   string
}
