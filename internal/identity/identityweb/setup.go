package identityweb

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"dondoc/internal/fault"
	"dondoc/internal/web"
)

type setUpView struct {
	Token  string
	Values url.Values
	Errors map[string]string
	Error  string
}

func (p *Pages) setUpForm(w http.ResponseWriter, r *http.Request) error {
	if p.SetupCode() == "" {
		return fault.NotFound
	}
	return p.showSetUp(w, r, http.StatusOK, setUpView{Values: url.Values{}})
}

func (p *Pages) showSetUp(w http.ResponseWriter, r *http.Request, status int, v setUpView) error {
	v.Token = web.Token(r)
	return web.Page(w, r, web.View{Title: "Thiết lập lần đầu", Status: status, Public: true, Body: setUpPage(v)})
}

func (p *Pages) setUp(w http.ResponseWriter, r *http.Request) error {
	if p.SetupCode() == "" {
		return fault.NotFound
	}
	s := Setup{Province: r.PostFormValue("province"), Committee: r.PostFormValue("committee"), Standing: r.PostFormValue("standing"), User: r.PostFormValue("user"), Name: r.PostFormValue("name"), Password: r.PostFormValue("password")}
	f := fault.Fields{}
	if subtle.ConstantTimeCompare([]byte(strings.TrimSpace(r.PostFormValue("code"))), []byte(p.SetupCode())) != 1 {
		f.Add("code", "Mã thiết lập không đúng. Mã được in ở cửa sổ chạy chương trình.")
	}
	for name, x := range map[string]string{"province": s.Province, "committee": s.Committee, "standing": s.Standing} {
		if strings.TrimSpace(x) == "" {
			f.Add(name, "Mục này chưa ghi.")
		}
	}
	err := f.Err()
	if err == nil {
		err = p.SetUp(r.Context(), s)
	}
	if errors.Is(err, fault.Invalid) {
		return p.showSetUp(w, r, http.StatusUnprocessableEntity, setUpView{Values: r.PostForm, Errors: fault.FieldsOf(err), Error: fault.Sentence(err)})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã thiết lập. Đăng nhập bằng tài khoản quản trị vừa tạo.")
	return web.SeeOther(w, r, PathSignIn)
}

func (p *Pages) settings(w http.ResponseWriter, r *http.Request) error {
	return web.Page(w, r, web.View{Title: "Cài đặt", Section: "cai-dat", Body: settingsPage(web.Token(r), p.Settings.Lines(), nil)})
}

func (p *Pages) putSetting(w http.ResponseWriter, r *http.Request) error {
	err := p.Settings.Put(r.Context(), r.PostFormValue("setting"), r.PostFormValue("value"), rev(r))
	if errors.Is(err, fault.Invalid) {
		return web.Page(w, r, web.View{Title: "Cài đặt", Section: "cai-dat", Status: http.StatusUnprocessableEntity, Body: settingsPage(web.Token(r), p.Settings.Lines(), fault.FieldsOf(err))})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã lưu cài đặt.")
	return web.SeeOther(w, r, PathSettings)
}
