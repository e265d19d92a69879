package documentweb

import (
	"net/url"

	"dondoc/internal/document"
)

const listPath = "/lam-viec/van-ban"

func newPath() string { return listPath + "/moi" }

func intakePath(id string) string { return newPath() + "?" + url.Values{"phieu": {id}}.Encode() }

func registerPath() string { return newPath() + "/vao-so" }

// ShowPath is a document's page.
func ShowPath(id document.ID) string { return listPath + "/" + url.PathEscape(string(id)) }

func editPath(id document.ID) string { return ShowPath(id) + "/sua" }

func filePath(id document.ID) string { return ShowPath(id) + "/tep" }

// ReadPath is the page on which a document is read.
func ReadPath(id document.ID) string { return ShowPath(id) + "/doc" }

func actPath(id document.ID, act string) string { return ReadPath(id) + "/" + act }

func findingActPath(f document.Finding, act string) string {
	return ReadPath(f.Document) + "/" + url.PathEscape(string(f.ID)) + "/" + act
}

func assignmentPath(id string) string { return "/lam-viec/nhiem-vu/" + url.PathEscape(id) }

// view is what the reading page shows, as it stands in the address.
type view struct {
	Finding document.FindingID // f: the card that is open
	Passage string             // d: the passage that is open
	Mode    string             // mo: sua, tach, gop, bo-qua, them
	Filter  string             // xem
	Org     string             // co-quan
	Grouped string             // nhom: "co-quan"
	Page    string             // trang
	Leaf    string             // to: a page of the original
}

func viewOf(v url.Values) view {
	return view{
		Finding: document.FindingID(v.Get("f")), Passage: v.Get("d"), Mode: v.Get("mo"), Filter: v.Get("xem"), Org: v.Get("co-quan"),
		Grouped: v.Get("nhom"), Page: v.Get("trang"), Leaf: v.Get("to"),
	}
}

func (v view) values() url.Values {
	out := url.Values{}
	for k, x := range map[string]string{"f": string(v.Finding), "d": v.Passage, "mo": v.Mode, "xem": v.Filter, "co-quan": v.Org, "nhom": v.Grouped, "trang": v.Page, "to": v.Leaf} {
		if x != "" {
			out.Set(k, x)
		}
	}
	return out
}

// path is the address of the view on a document; anchor "" = none.
func (v view) path(id document.ID, anchor string) string {
	p := ReadPath(id)
	if q := v.values().Encode(); q != "" {
		p += "?" + q
	}
	if anchor != "" {
		p += "#" + anchor
	}
	return p
}

// at is the view with a finding open.
func (v view) at(id document.FindingID, mode string) view {
	v.Finding, v.Passage, v.Mode, v.Leaf = id, "", mode, ""
	return v
}

// on is the view with a passage open.
func (v view) on(passage, mode string) view {
	v.Finding, v.Passage, v.Mode, v.Leaf = "", passage, mode, ""
	return v
}

// list is the view without anything open, on its first page.
func (v view) list() view {
	v.Finding, v.Passage, v.Mode, v.Page, v.Leaf = "", "", "", "", ""
	return v
}
