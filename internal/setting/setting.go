// Package setting keeps what a province decides for itself (names, idle times,
// the weekday of the weekly report …) as opposed to config, which holds what
// the operator of the machine decides. Each key has a default that works for a
// small office, a check, and a sentence of help; changing one is an act.
package setting

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "setting", FS: schemaFS} }

// Key describes one setting.
type Key struct {
	Name    string
	Label   string // as the settings page names it
	Help    string // what it decides, and its legal basis if any
	Default string
	Check   func(value string) error // a Vietnamese sentence when the value will not do; nil accepts all
	Secret  bool                     // never shown again, not even on the record of acts
}

// The names of the settings.
const (
	ProvinceName  = "province.name"
	CommitteeName = "committee.name"
	IdleMinutes   = "session.idle_minutes"
	IdlePrivilege = "session.idle_minutes_privileged"
	SessionHours  = "session.hours"
	WeeklyReport  = "report.weekday"
	SilentDays    = "silence.days"
	ExtensionMost = "extension.most"
	LadderHour    = "ladder.hour"
	// What stands in the head and at the foot of drafted letters.
	LetterSuperior  = "letter.superior"
	LetterSymbol    = "letter.symbol"
	LetterPlace     = "letter.place"
	LetterAuthority = "letter.authority"
	LetterSigner    = "letter.signer"
	DemoNotice      = "demo.notice"
	CommitteeAbbr   = "committee.abbr"
	SuperiorParty   = "committee.superior_party"
)

// Keys lists every setting in the order of the settings page.
func Keys() []Key {
	return append([]Key{
		{Name: ProvinceName, Label: "Tên tỉnh, thành phố", Help: "Hiện ở đầu trang và trong báo cáo.", Default: "", Check: length(0, 120)},
		{Name: CommitteeName, Label: "Tên Ban Chỉ đạo", Help: "Ban Chỉ đạo mà hệ thống theo dõi kết luận.", Default: "", Check: length(0, 300)},
		{Name: CommitteeAbbr, Label: "Chữ viết tắt của Ban Chỉ đạo", Help: "Dùng trong số, ký hiệu văn bản: …/TB-BCĐ (mẫu Nhà nước), …-TB/BCĐ (mẫu của Đảng).", Default: "BCĐ", Check: length(1, 20)},
		{Name: SuperiorParty, Label: "Cơ quan cấp trên, mẫu văn bản của Đảng", Help: "Dòng trên tên Ban Chỉ đạo trong văn bản theo Hướng dẫn 36-HD/VPTW, ví dụ: Tỉnh ủy.", Default: "", Check: length(0, 120)},
		{Name: IdleMinutes, Label: "Phút không thao tác thì hết phiên", Help: "Áp dụng cho cán bộ, công chức. Trước khi hết phiên 60 giây có hộp thoại đếm lùi.", Default: "30", Check: number(2, 480)},
		{Name: IdlePrivilege, Label: "Phút không thao tác thì hết phiên, lãnh đạo và quản trị", Help: "Áp dụng cho Chủ tịch và quản trị hệ thống.", Default: "15", Check: number(2, 480)},
		{Name: SessionHours, Label: "Số giờ dài nhất của một phiên", Help: "Hết số giờ này phải đăng nhập lại.", Default: "12", Check: number(1, 72)},
		{Name: WeeklyReport, Label: "Ngày nộp báo cáo tuần", Help: "Hạn của nhiệm vụ định kỳ hằng tuần: 1 là thứ Hai, 5 là thứ Sáu.", Default: "5", Check: number(1, 7)},
		{Name: SilentDays, Label: "Số ngày làm việc không báo cáo thì coi là im lặng", Help: "Nhiệm vụ mà cơ quan chủ trì không mở xem, không báo cáo trong chừng này ngày làm việc vào danh sách “Im lặng”.", Default: "10", Check: number(1, 250)},
		{Name: ExtensionMost, Label: "Số lần gia hạn không cần Chủ tịch quyết định", Help: "Quá số lần này chỉ Chủ tịch mới gia hạn. Ví dụ quy định “gia hạn không quá một lần”: Quyết định 790/QĐ-UBND-HC năm 2021 của UBND tỉnh Đồng Tháp.", Default: "1", Check: number(0, 10)},
		{Name: LadderHour, Label: "Giờ đôn đốc hằng ngày", Help: "Mỗi ngày một lần, trước khi gửi bản tin sáng, hệ thống xét các bậc đôn đốc.", Default: "5", Check: number(0, 23)},
		{Name: LetterSuperior, Label: "Cơ quan chủ quản trên công văn, thông báo", Help: "Dòng trên tên cơ quan ban hành, ví dụ: Ủy ban nhân dân tỉnh.", Default: "", Check: length(0, 200)},
		{Name: LetterSymbol, Label: "Ký hiệu công văn của Ban Chỉ đạo", Help: "Đứng sau số, ví dụ: CV-BCĐ.", Default: "CV-BCĐ", Check: length(1, 40)},
		{Name: LetterPlace, Label: "Địa danh trên công văn, thông báo", Help: "Đứng trước ngày tháng.", Default: "", Check: length(0, 60)},
		{Name: LetterAuthority, Label: "Quyền hạn, chức vụ người ký", Help: "Mỗi dòng cách nhau bằng dấu chấm phẩy, ví dụ: TL. TRƯỞNG BAN; ỦY VIÊN TRỰC.", Default: "TL. TRƯỞNG BAN; ỦY VIÊN TRỰC", Check: length(0, 200)},
		{Name: LetterSigner, Label: "Họ tên người ký công văn", Help: "Chỉ họ tên, không ghi học hàm, học vị.", Default: "", Check: length(0, 80)},
		{Name: DemoNotice, Label: "Dòng chữ ở đầu mọi trang", Help: "Để trống khi dùng thật.", Default: "", Check: length(0, 200)},
	}, notifyKeys()...)
}

// Masked stands for a secret that is set.
const Masked = "••••••"

// Shown is a setting's value as it may be shown: a secret only whether it is set.
func (s *Service) Shown(name string) string { return s.keys[name].shown(s.Get(name)) }

func (k Key) shown(value string) string {
	if k.Secret && value != "" {
		return Masked
	}
	return value
}

func length(lo, hi int) func(string) error {
	return func(v string) error {
		if n := len([]rune(v)); n < lo || n > hi {
			return fmt.Errorf("Độ dài phải từ %d đến %d ký tự.", lo, hi) //nolint:revive,staticcheck // a sentence for the person
		}
		return nil
	}
}

func number(lo, hi int) func(string) error {
	return func(v string) error {
		if n, err := strconv.Atoi(v); err != nil || n < lo || n > hi {
			return fmt.Errorf("Phải là một số từ %d đến %d.", lo, hi) //nolint:revive,staticcheck // a sentence for the person
		}
		return nil
	}
}

// Value is a stored value with its revision; 0 means the default holds.
type Value struct {
	Value string `json:"value"`
	Rev   int64  `json:"rev"`
}

// Service reads and changes settings.
type Service struct {
	db   *storage.DB
	keys map[string]Key
	snap atomic.Pointer[map[string]Value]
}

// New makes the service; Load must be called before values are asked for.
func New(db *storage.DB) *Service {
	s := &Service{db: db, keys: map[string]Key{}}
	for _, k := range Keys() {
		s.keys[k.Name] = k
	}
	s.snap.Store(&map[string]Value{})
	return s
}

// Load reads the stored values into memory.
func (s *Service) Load(ctx context.Context) error {
	type row struct {
		name string
		v    Value
	}
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.name, &x.v.Value, &x.v.Rev)
		return x, err
	}, "SELECT name, value, rev FROM setting_value")
	if err != nil {
		return err
	}
	m := make(map[string]Value, len(rows))
	for _, x := range rows {
		m[x.name] = x.v
	}
	s.snap.Store(&m)
	return nil
}

// Get is a setting's value, or its default.
func (s *Service) Get(name string) string {
	if v, ok := (*s.snap.Load())[name]; ok {
		return v.Value
	}
	return s.keys[name].Default
}

// Current is the value with its revision, for an edit form.
func (s *Service) Current(name string) Value {
	if v, ok := (*s.snap.Load())[name]; ok {
		return v
	}
	return Value{Value: s.keys[name].Default}
}

// Int is a numeric setting; Put has checked it.
func (s *Service) Int(name string) int {
	n, err := strconv.Atoi(s.Get(name))
	if err != nil {
		n, err = strconv.Atoi(s.keys[name].Default)
		if err != nil {
			return 0
		}
	}
	return n
}

// Minutes is a numeric setting as a length of time.
func (s *Service) Minutes(name string) time.Duration {
	return time.Duration(s.Int(name)) * time.Minute
}

// Put changes a setting. Invalid names the field; Conflict means that somebody
// changed it since rev was read. A secret that comes back empty stays as it is;
// "-" takes it away.
func (s *Service) Put(ctx context.Context, name, value string, rev int64) error {
	k, ok := s.keys[name]
	if !ok {
		return fault.NotFound
	}
	value = strings.TrimSpace(value)
	if k.Secret && (value == "" || value == Masked) {
		return nil // a form that shows no secret brings none back
	}
	if k.Secret && value == "-" {
		value = ""
	}
	if k.Check != nil {
		if err := k.Check(value); err != nil {
			return fault.Field(name, err.Error())
		}
	}
	before := s.Current(name)
	act := storage.Act{Verb: "setting.put", On: ref.New("setting", name), Before: k.shown(before.Value), After: k.shown(value)}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if rev == 0 {
			_, err := tx.Exec(ctx, "INSERT INTO setting_value (name, value, rev) VALUES ($1, $2, 1)", name, value)
			return err
		}
		return tx.ExecOne(ctx, "UPDATE setting_value SET value = $1, rev = rev + 1 WHERE name = $2 AND rev = $3", value, name, rev)
	})
	if lerr := s.Load(ctx); lerr != nil {
		err = errors.Join(err, lerr)
	}
	return err
}

// Names lists the names of all settings, for `dondoc check`.
func (s *Service) Names() []string {
	out := make([]string, 0, len(s.keys))
	for _, k := range Keys() {
		out = append(out, k.Name)
	}
	return slices.Clip(out)
}
