package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dondoc/internal/web/webtest"
)

// What people type into a field for a day, by the rows of the list of bad
// inputs: the answer is 422 with a sentence at the field, and what was typed
// stays (a field that can be corrected is 422 throughout this house).
func TestDaysThatPeopleType(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	const page = "/lam-viec/lich-lam-viec/quyet-dinh"
	const bounds = "Ngày phải từ 02/09/1945 đến 31/12/2100."
	for _, x := range []struct {
		id, typed, want string
		code            int
	}{
		{"D02", "29/02/2028", "Thứ Ba, 29 tháng 2 năm 2028", http.StatusOK},
		{"D02", "29/02/2027", "Ngày này không có trong lịch", http.StatusUnprocessableEntity},
		{"D05", "03/04/2027", "Thứ Bảy, 03 tháng 4 năm 2027", http.StatusOK},
		{"D06", "08/5/23", "Có phải 08/05/2023?", http.StatusUnprocessableEntity},
		{"D06", "15 tháng Giêng năm Bính Ngọ", "thứ Ba, 03/03/2026. Ghi 03/03/2026 để xác nhận.", http.StatusUnprocessableEntity},
		{"D08", "30 tháng Giêng năm Bính Ngọ", "29", http.StatusUnprocessableEntity},
		{"D12", "31/12/9999", bounds, http.StatusUnprocessableEntity},
		{"D12", "01/01/0001", bounds, http.StatusUnprocessableEntity},
		{"D12", "31/12/1899", bounds, http.StatusUnprocessableEntity},
		{"D12", "1e308", "Ngày phải ghi dạng ngày/tháng/năm", http.StatusUnprocessableEntity},
		{"D12", "-1", "Ngày phải ghi dạng ngày/tháng/năm", http.StatusUnprocessableEntity},
	} {
		t.Run(x.id+" "+x.typed, func(t *testing.T) {
			t.Parallel()
			form := url.Values{"basis": {"Công văn 1 (kiểm thử)"}, "name": {"Nghỉ (kiểm thử)"}, "from-0": {x.typed}, "kind-0": {"holiday"}, "viec": {"xem-truoc"}}
			code, body, _ := v.Post(page, page, form)
			if x.code == http.StatusOK { // the day is echoed in words when the form comes back
				if code != http.StatusOK || !strings.Contains(body, "Xem trước") {
					t.Errorf("the preview answers %d", code)
				}
				form.Set("viec", "sua-lai")
				code, body, _ = v.Post(page, page, form)
			}
			if code != x.code || !strings.Contains(body, x.want) || !strings.Contains(body, `value="`+x.typed+`"`) {
				t.Errorf("%d, the sentence stands: %v, what was typed stands: %v", code, strings.Contains(body, x.want), strings.Contains(body, `value="`+x.typed+`"`))
			}
		})
	}
	// the same in other rooms: filters and forms of lists
	for _, path := range []string{"/lam-viec/don-doc?ngay=08/5/23", "/lam-viec/co-quan?ngay=08/5/23", "/lam-viec/so-ghi-viec?den=08/5/23"} {
		if code, body := v.Get(path); code >= http.StatusInternalServerError || !strings.Contains(body, "Có phải 08/05/2023?") {
			t.Errorf("%s: %d, the question stands: %v", path, code, strings.Contains(body, "Có phải 08/05/2023?"))
		}
	}
}

// A decision that was made from an old page is refused with both versions; the
// file that goes out comes in unchanged (bad-inputs D23 and the missing year).
func TestDecisionsAndFilesOverHTTP(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	const page = "/lam-viec/lich-lam-viec/quyet-dinh"
	confirm := func(day, rev string) (int, string) {
		code, body, head := v.Post(page, page, url.Values{"basis": {"Công văn 1 (kiểm thử)"}, "name": {"Nghỉ (kiểm thử)"}, "from-0": {day}, "kind-0": {"holiday"}, "viec": {"xac-nhan"}, "rev": {rev}})
		return code, body + head.Get("Location")
	}
	if code, to := confirm("14/06/2023", "0"); code != http.StatusSeeOther || !strings.Contains(to, page+"/") {
		t.Fatalf("%d %.300s", code, to)
	}
	code, body := confirm("15/06/2023", "0")
	if code != http.StatusConflict || !strings.Contains(body, "đã được người khác thay đổi") || !strings.Contains(body, "Nghỉ (kiểm thử), Công văn 1") || !strings.Contains(body, `name="rev" value="1"`) || !strings.Contains(body, `value="15/06/2023"`) {
		t.Errorf("a stale decision: %d", code)
	}
	if code, _ := confirm("15/06/2023", "1"); code != http.StatusSeeOther {
		t.Errorf("confirmed again: %d", code)
	}
	_, csv := v.Get("/lam-viec/lich-lam-viec.csv?nam=2024")
	code, body, _ = v.Post("/lam-viec/lich-lam-viec/tep", "/lam-viec/lich-lam-viec/tep", url.Values{"text": {csv}, "name": {"x"}, "basis": {"y"}})
	if code != http.StatusOK || !strings.Contains(body, "Tệp khớp với lịch đang dùng") {
		t.Errorf("what went out does not come in unchanged: %d", code)
	}
	code, body, _ = v.Post("/lam-viec/lich-lam-viec/tep", "/lam-viec/lich-lam-viec/tep", url.Values{"text": {"date,kind,name\n2028-01-26,holiday,Tết\n2030-02-30,holiday,x\n2030-02-04,holiday,Tết\n"}, "name": {"x"}, "basis": {"y"}})
	if code != http.StatusUnprocessableEntity || !strings.Contains(body, "Không nhận: ") || !strings.Contains(body, "không có ngày nào của năm 2029") {
		t.Errorf("a file with a wrong line and without a year: %d", code)
	}
	if code, body := v.Get("/lam-viec/lich-lam-viec.json?nam=2023"); code != http.StatusOK || !strings.Contains(body, `"working_days":247`) {
		t.Errorf("%d %.200s", code, body)
	}
}
