package notify_test

import (
	"errors"
	"testing"

	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// However often a message is asked for, each recipient has it once.
func TestOncePerKeyAndRecipient(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a, b := o.person("an"), o.person("binh")
		if n := o.say(message("k1", a, a, b, ""), message("k1", b)); n != 2 {
			t.Errorf("%d new", n)
		}
		if n := o.say(message("k1", a, b), message("k2", a)); n != 1 {
			t.Errorf("%d new the second time", n)
		}
		boom := errors.New("rolled back")
		if err := db.Write(t.Context(), storage.Act{Verb: "assignment.remind", On: ref.New("assignment", "nv1")}, func(tx *storage.Tx) error {
			return errors.Join(o.tell.TellTx(t.Context(), tx, message("k3", a)), boom)
		}); !errors.Is(err, boom) {
			t.Fatal(err)
		}
		list, err := o.tell.Inbox(o.as(a), notify.InboxQuery{})
		if err != nil || len(list) != 2 || list[0].Key != "k2" {
			t.Errorf("%+v %v", list, err)
		}
		if n, err := o.tell.Unread(o.as(b)); err != nil || n != 1 {
			t.Errorf("%d unread, %v", n, err)
		}
	})
}

// An acknowledgement is the recipient's own, stands in the receipts and is done once.
func TestAcknowledgement(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a, b := o.person("an"), o.person("binh")
		o.say(message("ladder/nv1/1/r1", a, b), message("ladder/nv1/1/r2", b), message("ladder/nv10/1/r1", b))
		list, err := o.tell.Inbox(o.as(a), notify.InboxQuery{Ask: true})
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		if err := o.tell.Acknowledge(o.as(b), list[0].ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("somebody else's: %v", err)
		}
		for range 2 {
			if err := o.tell.Acknowledge(o.as(a), list[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		acts, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act a JOIN audit_about b ON b.act_id = a.id WHERE a.verb = 'notify.acknowledge' AND b.on_id = 'nv1'")
		if err != nil || acts != 1 {
			t.Errorf("%d acts on the assignment, %v", acts, err)
		}
		got, err := o.tell.Acknowledged(t.Context(), "ladder/nv1/")
		if err != nil || len(got) != 3 {
			t.Fatalf("%+v %v", got, err)
		}
		for _, r := range got {
			if acked := !r.Acked.IsZero(); acked != (r.Account == a) || acked != !r.Read.IsZero() {
				t.Errorf("%+v", r)
			}
		}
		if n, err := o.tell.Unread(o.as(a)); err != nil || n != 0 {
			t.Errorf("%d unread, %v", n, err)
		}
	})
}

// What asks for an acknowledgement is not swept away by "all read".
func TestAllReadKeepsWhatAsks(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		plain := message("k1", a)
		plain.Ask = false
		o.say(plain, message("k2", a))
		list, err := o.tell.Inbox(o.as(a), notify.InboxQuery{})
		o.must(err)
		plain.Key = "k3"
		o.say(plain) // while the page stands open
		o.must(o.tell.ReadAll(o.as(a), list[0].ID))
		left, err := o.tell.Inbox(o.as(a), notify.InboxQuery{Unread: true})
		if err != nil || len(left) != 2 || left[0].Key != "k3" || left[1].Key != "k2" {
			t.Errorf("%+v %v", left, err)
		}
	})
}

// A secret is neither shown again nor on the record of acts; a form that brings
// nothing back leaves it as it is.
func TestSecretsStaySecret(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		for _, x := range []struct{ put, kept, shown string }{{"mat-khau-thu", "mat-khau-thu", setting.Masked}, {"", "mat-khau-thu", setting.Masked}, {setting.Masked, "mat-khau-thu", setting.Masked}, {"mat-khau-hai", "mat-khau-hai", setting.Masked}, {"-", "", ""}} {
			o.put(setting.SMTPSecret, x.put)
			if got := o.set.Get(setting.SMTPSecret); got != x.kept || o.set.Shown(setting.SMTPSecret) != x.shown {
				t.Errorf("after %q: %q, shown as %q", x.put, got, o.set.Shown(setting.SMTPSecret))
			}
		}
		n, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act WHERE before_json LIKE '%mat-khau%' OR after_json LIKE '%mat-khau%'")
		if err != nil || n != 0 {
			t.Errorf("%d acts hold a secret, %v", n, err)
		}
		for name, value := range map[string]string{setting.GatewayBody: `{"to":{phone},"text":{text}}`, setting.OutwardHosts: "https://x", setting.QuietFrom: "24:00", setting.SMTPSecurity: "ssl", setting.SMTPSender: "a@b.vn\r\nX: y", setting.SiteAddress: "javascript:alert(1)"} {
			if err := o.set.Put(t.Context(), name, value, o.set.Current(name).Rev); fault.FieldsOf(err)[name] == "" {
				t.Errorf("%s took %q: %v", name, value, err)
			}
		}
	})
}
