package app_test

import (
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/web/webtest"
)

// Rows of the list of bad inputs that need the whole house: what comes in over
// the interface, what is kept on disk, what an old page may still do.

// D20, D21: a system may send an instant where a day is asked for. It is the day
// on which it falls in Viet Nam, and the answer says which; a leap second is
// refused.
func TestInstantsOverTheInterface(t *testing.T) {
	t.Parallel()
	_, as := clients(t)
	sec := as("thuongtruc")
	for sent, want := range map[string]string{
		"2023-06-29":                          "2023-06-29",
		"2023-06-29T23:30:00":                 "2023-06-29", // without a zone: Viet Nam's clock
		"2023-06-29T17:30:00Z":                "2023-06-30",
		"2023-06-30T01:30:00+09:00":           "2023-06-29",
		"2023-06-29t17:30:00.123456789z":      "2023-06-30",
		"2023-06-29T23:59:60Z":                "",
		"2023-06-29T24:00:00Z":                "",
		"2023-02-30T10:00:00Z":                "",
		"9999-12-31T10:00:00Z":                "",
		"2023-06-29T17:30:00.1234567890123Z":  "",
		"2023-06-29T17:30:00 Asia/Ho_Chi_Min": "",
	} {
		got := sec.do("POST", "/api/v1/assignments", `{"title":"Rà soát thủ tục về đầu tư","lead":"skhdt","due":"`+sent+`"}`)
		if want == "" {
			if got.code != http.StatusUnprocessableEntity && got.code != http.StatusBadRequest || !strings.Contains(got.raw, "due") || strings.Contains(got.raw, "parsing time") {
				t.Errorf("%s: %d %s", sent, got.code, got.raw)
			}
			continue
		}
		if got.code != http.StatusCreated || text(got.body["due"]) != want {
			t.Errorf("%s: %d, due %v, want %s", sent, got.code, got.body["due"], want)
		}
	}
}

// D24: "done on 20/6", told on 5/7 of a thing due 30/6. It needs evidence; when
// it was told is the record's, beside what they claim; and it is late.
func TestDoneInTimeAndToldLate(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	x, err := p.Assignments.Assign(actor.With(t.Context(), actor.System("kiểm thử")), assignment.New{Title: "Rà soát thủ tục về đầu tư", Lead: "skhdt", AssignedOn: "2023-06-12", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-30"}})
	if err != nil {
		t.Fatal(err)
	}
	p.clock.Set(civil.Date("2023-07-05").At(10, 0))
	head := p.by(t, "skhdt")
	file := func(f assignment.Filing, i string) (assignment.Assignment, error) {
		f.Nonce, f.Body, f.Percent, f.Submit, f.Cause = "01h0000000000000000000d24"+i, "Đã rà soát xong.", 100, true, assignment.OtherCause
		return p.Assignments.Report(head, x.ID, f)
	}
	if _, err := file(assignment.Filing{ClaimedOn: "2023-06-20"}, "a"); !strings.Contains(fault.FieldsOf(err)["files"], "đính kèm tài liệu chứng minh") {
		t.Errorf("without evidence: %v", err)
	}
	proof, err := p.Blobs.Put(head, "bien-ban.txt", strings.NewReader("Biên bản nghiệm thu ngày 20/6/2023."))
	if err != nil {
		t.Fatal(err)
	}
	f := assignment.Filing{ClaimedOn: "2023-06-20"}
	f.Files = append(f.Files, proof)
	got, err := file(f, "c")
	if err != nil || got.State != assignment.Reported || got.ReportedOn != "2023-07-05" || got.LateDays != 3 {
		t.Fatalf("%s, reported %s, late %d: %v", got.State, got.ReportedOn, got.LateDays, err)
	}
	acts, err := p.Acts.Timeline(t.Context(), x.ID.Ref())
	if err != nil || civil.Of(acts[0].Claimed) != "2023-06-20" || civil.Of(acts[0].At) != "2023-07-05" {
		t.Errorf("the act: claimed %s, at %s, %v", acts[0].Claimed, acts[0].At, err)
	}
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	if _, body := v.Get("/lam-viec/nhiem-vu/" + string(x.ID)); !strings.Contains(body, "Ghi hoàn thành ngày 20/06/2023, báo cáo muộn 3 ngày làm việc.") {
		t.Error("the page does not say that it was told late")
	}
	if _, err := p.Assignments.Confirm(head, x.ID, 0); !errors.Is(err, fault.Forbidden) {
		t.Errorf("its own head confirms it: %v", err)
	}
}

// O10: a conclusion that is in the register as a page of the portal comes again
// as a PDF. It is the same document: offered, and no second set of assignments.
func TestTheSameConclusionAsPDF(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	ctx := p.by(t, "thuongtruc")
	paras := []string{
		"ỦY BAN NHÂN DÂN TỈNH", "Số: 99/TB-UBND", "Bình Định, ngày 09 tháng 6 năm 2023", "THÔNG BÁO", "Kết luận phiên họp về cải cách hành chính",
		"Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ báo cáo kết quả giải ngân trước ngày 30/6/2023.", "Giao Sở Nội vụ rà soát vị trí việc làm, hoàn thành trước ngày 15/7/2023.",
	}
	receive := func(name, content string) document.Intake {
		t.Helper()
		in, err := p.Documents.Receive(ctx, document.Arrival{Source: document.Upload, FileName: name, File: strings.NewReader(content)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Jobs.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		if in, err = p.Documents.Intake(ctx, in.ID); err != nil || in.State != document.Ready {
			t.Fatalf("%s: %s %q, %v", name, in.State, in.Failure, err)
		}
		return in
	}
	html := receive("99.html", "<!doctype html><meta charset=utf-8><body><p>"+strings.Join(paras, "</p>\n<p>")+"</p></body>")
	first, err := p.Documents.Register(ctx, document.Registration{Intake: html.ID, Facts: html.Facts})
	if err != nil {
		t.Fatal(err)
	}
	pdf := receive("ban-quet.pdf", string(printed(t, paras, 1)))
	var dup *document.DuplicateError
	if _, err := p.Documents.Register(ctx, document.Registration{Intake: pdf.ID, Facts: pdf.Facts}); !errors.As(err, &dup) || len(dup.Found) != 1 || dup.Found[0].Document.ID != first.ID {
		t.Fatalf("%v", err)
	}
	if n, err := storage.One(ctx, p.DB.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM document WHERE number = '99/TB-UBND'"); err != nil || n != 1 {
		t.Errorf("%d documents, %v", n, err)
	}
}

// O17: what is marked as a State secret is refused, at once or when its pages
// have been read, and nothing of it stays: no content, no name, only the act.
func TestASecretDocumentLeavesNothing(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	ctx := p.by(t, "thuongtruc")
	paras := []string{"ỦY BAN NHÂN DÂN TỈNH", "TỐI MẬT", "Số: 1/TB-UBND", "Giao Sở Nội vụ thực hiện phương án Hải Âu trước ngày 30/6/2023."}
	content := func() (out []string) {
		if err := filepath.WalkDir(p.Blobs.Root(), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				out = append(out, path)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	before := len(content())
	if _, err := p.Documents.Receive(ctx, document.Arrival{Source: document.Paste, Text: strings.Join(paras, "\n")}); !strings.Contains(fault.FieldsOf(err)["text"], "Văn bản mang dấu mật") {
		t.Errorf("pasted: %v", err)
	}
	if _, err := p.Documents.Receive(ctx, document.Arrival{Source: document.Upload, FileName: "phuong-an-hai-au.txt", File: strings.NewReader(strings.Join(paras, "\n"))}); !strings.Contains(fault.FieldsOf(err)["file"], "không lưu lại gì") {
		t.Errorf("uploaded: %v", err)
	}
	in, err := p.Documents.Receive(ctx, document.Arrival{Source: document.Upload, FileName: "phuong-an-hai-au.pdf", File: strings.NewReader(string(printed(t, paras, 1)))})
	if err != nil || len(content()) != before+1 {
		t.Fatalf("%d contents, %v", len(content()), err)
	}
	if _, err := p.Jobs.Drain(ctx); err != nil {
		t.Fatal(err)
	}
	got, err := p.Documents.Intake(ctx, in.ID)
	if err != nil || got.State != document.Failed || !strings.Contains(got.Failure, "Văn bản mang dấu mật") || got.FileID != "" || got.FileName != "" || got.Text != "" {
		t.Errorf("read later: %+v, %v", got, err)
	}
	if n := len(content()); n != before {
		t.Errorf("%d contents on disk, there were %d", n, before)
	}
	for table, column := range map[string]string{"blob_file": "name", "document_intake": "file_name || text", "document_page": "words"} {
		n, err := storage.One(ctx, p.DB.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM "+table+" WHERE "+column+" LIKE '%hai-au%' OR "+column+" LIKE '%Hải Âu%'")
		if err != nil || n != 0 {
			t.Errorf("%d rows of %s speak of it, %v", n, table, err)
		}
	}
	acts, err := p.Acts.Timeline(ctx, ref.New(document.KindIntake, in.ID))
	if err != nil || acts[0].Verb != document.VerbRefuse {
		t.Errorf("the act: %+v, %v", acts, err)
	}
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	if code, body := v.Get("/lam-viec/van-ban/moi?phieu=" + in.ID); code != http.StatusOK || !strings.Contains(body, "Văn bản mang dấu mật") {
		t.Errorf("the page: %d", code)
	}
}
