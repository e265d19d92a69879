package identity

import (
	"context"
	"embed"
	"errors"
	"regexp"
	"slices"
	"sync"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "identity", FS: schemaFS} }

// Account is one person's account. Its password is never part of it.
type Account struct {
	ID     string        `json:"id"`
	User   string        `json:"user"`
	Name   string        `json:"name"`
	Title  string        `json:"title,omitempty"`
	Org    string        `json:"org"`
	Active bool          `json:"active"`
	Grants []actor.Grant `json:"grants"`
	Rev    int64         `json:"rev"`
}

// Ref points to the account.
func (a Account) Ref() ref.Ref { return ref.New("account", a.ID) }

// Limits are the settings that sessions obey; they are asked for each time, so
// that a change holds at once.
type Limits struct {
	Idle       func() time.Duration // officers
	Privileged func() time.Duration // chairman, administrator
	Absolute   func() time.Duration
}

// Service is the office of accounts and sessions.
type Service struct {
	db     *storage.DB
	limits Limits
	tries  [64]sync.Mutex // see hold
}

// New makes the service.
func New(db *storage.DB, l Limits) *Service { return &Service{db: db, limits: l} }

var userForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$`)

func check(a Account) fault.Fields {
	f := fault.Fields{}
	if !userForm.MatchString(a.User) {
		f.Add("user", "Tên đăng nhập có từ 2 đến 40 ký tự: chữ, số, dấu chấm, gạch nối.")
	}
	if n := len([]rune(a.Name)); n == 0 || n > 120 {
		f.Add("name", "Ghi họ tên, không quá 120 ký tự.")
	}
	if len([]rune(a.Title)) > 120 {
		f.Add("title", "Chức vụ dài quá 120 ký tự.")
	}
	if len(viet.MixedScripts(a.Name)) > 0 {
		f.Add("name", "Họ tên có chữ cái lẫn bảng chữ khác. Gõ lại bằng chữ Việt.")
	}
	for _, g := range a.Grants {
		if !slices.Contains(actor.Roles(), g.Role) {
			f.Add("role", "Vai trò không hợp lệ.")
		}
	}
	return f
}

// CreateAccount adds a person with a first password. Invalid names the fields;
// a taken user name is Invalid too.
func (s *Service) CreateAccount(ctx context.Context, a Account, password string) (Account, error) {
	a.User, a.Name, a.Title = viet.Line(a.User), viet.Line(a.Name), viet.Line(a.Title)
	f := check(a)
	if err := weak(password, a.User); err != nil {
		f.Add("password", err.Error())
	}
	if err := f.Err(); err != nil {
		return a, err
	}
	if a.ID == "" {
		a.ID = storage.NewID(s.db.Now())
	}
	a.Active, a.Rev = true, 1
	hash := hashPassword(password)
	err := s.db.Write(ctx, storage.Act{Verb: "account.create", On: a.Ref(), After: a}, func(tx *storage.Tx) error {
		return s.insert(ctx, tx, a, hash)
	})
	if errors.Is(err, fault.Conflict) {
		return a, fault.Field("user", "Tên đăng nhập này đã có người dùng.")
	}
	return a, err
}

func (s *Service) insert(ctx context.Context, tx *storage.Tx, a Account, hash string) error {
	if _, err := tx.Exec(ctx, `INSERT INTO identity_account (id, user_name, user_fold, name, title, org, active, password, name_key, created_at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`,
		a.ID, a.User, viet.Fold(a.User), a.Name, a.Title, a.Org, a.Active, hash, viet.Key(a.Name), storage.Millis(tx.Now())); err != nil {
		return err
	}
	return grants(ctx, tx, a)
}

func grants(ctx context.Context, tx *storage.Tx, a Account) error {
	if _, err := tx.Exec(ctx, "DELETE FROM identity_grant WHERE account = $1", a.ID); err != nil {
		return err
	}
	for _, g := range a.Grants {
		if _, err := tx.Exec(ctx, "INSERT INTO identity_grant (account, role, org) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", a.ID, string(g.Role), g.Org); err != nil {
			return err
		}
	}
	return nil
}

const accountColumns = "id, user_name, name, title, org, active, rev"

func scanAccount(r storage.Row) (a Account, err error) {
	err = r.Scan(&a.ID, &a.User, &a.Name, &a.Title, &a.Org, &a.Active, &a.Rev)
	return a, err
}

func scanGrant(r storage.Row) (g actor.Grant, err error) {
	err = r.Scan(&g.Role, &g.Org)
	return g, err
}

// Find gives one account with its roles.
func (s *Service) Find(ctx context.Context, id string) (Account, error) {
	a, err := storage.One(ctx, s.db.Reader(), scanAccount, "SELECT "+accountColumns+" FROM identity_account WHERE id = $1", id)
	if err != nil {
		return a, err
	}
	a.Grants, err = storage.List(ctx, s.db.Reader(), scanGrant, "SELECT role, org FROM identity_grant WHERE account = $1 ORDER BY role, org", id)
	return a, err
}

// List lists all accounts in Vietnamese order of names.
func (s *Service) List(ctx context.Context) ([]Account, error) {
	list, err := storage.List(ctx, s.db.Reader(), scanAccount, "SELECT "+accountColumns+" FROM identity_account ORDER BY name_key, id")
	if err != nil {
		return nil, err
	}
	type row struct {
		account string
		g       actor.Grant
	}
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.account, &x.g.Role, &x.g.Org)
		return x, err
	}, "SELECT account, role, org FROM identity_grant ORDER BY account, role, org")
	if err != nil {
		return nil, err
	}
	by := map[string][]actor.Grant{}
	for _, x := range rows {
		by[x.account] = append(by[x.account], x.g)
	}
	for i := range list {
		list[i].Grants = by[list[i].ID]
	}
	return list, nil
}

// People lists the active accounts that work for one of the organisations, to
// be handed work.
func (s *Service) People(ctx context.Context, orgs []string) ([]Account, error) {
	w := storage.NewWhere(0).And("active = ?", true).In("org", orgs)
	return storage.List(ctx, s.db.Reader(), scanAccount, "SELECT "+accountColumns+" FROM identity_account"+w.SQL()+" ORDER BY name_key, id", w.Args()...)
}

// Any reports whether there is any account yet.
func (s *Service) Any(ctx context.Context) (bool, error) {
	n, err := storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM identity_account")
	return n > 0, err
}

var errLastAdmin = fault.Say(fault.Conflict, "Đây là quản trị hệ thống cuối cùng còn hoạt động. Giao quyền quản trị cho người khác trước.")

// Edit changes a person's facts, activity and roles as of rev; an account that
// is disabled or whose roles change loses its sessions at once.
func (s *Service) Edit(ctx context.Context, a Account) error {
	a.User, a.Name, a.Title = viet.Line(a.User), viet.Line(a.Name), viet.Line(a.Title)
	if err := check(a).Err(); err != nil {
		return err
	}
	before, err := s.Find(ctx, a.ID)
	if err != nil {
		return err
	}
	err = s.db.Write(ctx, storage.Act{Verb: "account.edit", On: a.Ref(), Before: before, After: a}, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, `UPDATE identity_account SET user_name = $1, user_fold = $2, name = $3, title = $4, org = $5, active = $6, name_key = $7, rev = rev + 1 WHERE id = $8 AND rev = $9`,
			a.User, viet.Fold(a.User), a.Name, a.Title, a.Org, a.Active, viet.Key(a.Name), a.ID, a.Rev); err != nil {
			return err
		}
		if err := grants(ctx, tx, a); err != nil {
			return err
		}
		n, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM identity_grant g JOIN identity_account a ON a.id = g.account WHERE g.role = 'admin' AND a.active = $1", true)
		if err != nil {
			return err
		}
		if n == 0 {
			return errLastAdmin
		}
		if a.Active && slices.Equal(before.Grants, a.Grants) {
			return nil
		}
		_, err = tx.Exec(ctx, "DELETE FROM identity_session WHERE account = $1", a.ID)
		return err
	})
	if storage.IsUnique(err) {
		return fault.Field("user", "Tên đăng nhập này đã có người dùng.")
	}
	return err
}

// SetPassword gives an account a new password and ends its sessions and API tokens.
func (s *Service) SetPassword(ctx context.Context, id, password string) error {
	a, err := s.Find(ctx, id)
	if err != nil {
		return err
	}
	if err := weak(password, a.User); err != nil {
		return fault.Field("password", err.Error())
	}
	hash := hashPassword(password)
	return s.db.Write(ctx, storage.Act{Verb: "account.password", On: a.Ref()}, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "UPDATE identity_account SET password = $1, rev = rev + 1 WHERE id = $2", hash, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE identity_token SET revoked = $1 WHERE account = $2", true, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "DELETE FROM identity_session WHERE account = $1", id)
		return err
	})
}

// ChangeOwnPassword is SetPassword by its owner, who must know the old one.
func (s *Service) ChangeOwnPassword(ctx context.Context, old, password string) error {
	id := actor.From(ctx).ID
	stored, err := storage.One(ctx, s.db.Reader(), storage.Scalar[string], "SELECT password FROM identity_account WHERE id = $1", id)
	if err != nil {
		return err
	}
	if !checkPassword(stored, old) {
		return fault.Field("old", "Mật khẩu hiện tại không đúng.")
	}
	return s.SetPassword(ctx, id, password)
}

// First makes the first administrator of an empty database, and whatever
// within makes beside it, in one act. Conflict when somebody was quicker.
func (s *Service) First(ctx context.Context, a Account, password string) (Account, error) {
	if used, err := s.Any(ctx); err != nil || used {
		if err == nil {
			err = fault.Say(fault.Conflict, "Hệ thống đã được thiết lập. Đăng nhập bằng tài khoản quản trị.")
		}
		return a, err
	}
	a.ID = "quantri-dau-tien" // a fixed key: of two first administrators only one can be written
	return s.CreateAccount(ctx, a, password)
}

// IDOf finds an account by its user name.
func (s *Service) IDOf(ctx context.Context, user string) (string, error) {
	id, err := storage.One(ctx, s.db.Reader(), storage.Scalar[string], "SELECT id FROM identity_account WHERE user_fold = $1", viet.Fold(user))
	if errors.Is(err, fault.NotFound) {
		return "", fault.Say(fault.NotFound, "Không có tài khoản “"+user+"”.")
	}
	return id, err
}
