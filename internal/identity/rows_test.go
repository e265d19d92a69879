package identity_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/internal/audit"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/storage/storagetest"
)

// U19: people are called as they are called. U04, U13: but by letters of one
// alphabet.
func TestNamesOfPeople(t *testing.T) {
	t.Parallel()
	db := storagetest.SQLite(t, schemas(), clock.At(storagetest.Start()))
	audit.New(db)
	s := identity.New(db, limits())
	for i, name := range []string{"Nhi", "H’Hen Niê", "Ka Să K’Đêu", strings.Repeat("Hơ Mrưng ", 6) + "Êban K'"} {
		a, err := s.CreateAccount(t.Context(), identity.Account{User: "nguoi" + string(rune('a'+i)), Name: name, Org: "snv"}, good)
		if err != nil || a.Name != name {
			t.Errorf("%q: %q %v", name, a.Name, err)
		}
	}
	for _, name := range []string{"Ðặng Văn Thử", "Nguуễn Văn Thử"} { // U+00D0; a Cyrillic у
		if _, err := s.CreateAccount(t.Context(), identity.Account{User: "gia", Name: name, Org: "snv"}, good); fault.FieldsOf(err)["name"] == "" {
			t.Errorf("%q passes: %v", name, err)
		}
	}
}

// U20: letters that some language folds in its own way open no other's account.
func TestFoldedUserNamesDoNotMeet(t *testing.T) {
	t.Parallel()
	db := storagetest.SQLite(t, schemas(), clock.At(storagetest.Start()))
	audit.New(db)
	s := identity.New(db, limits())
	for _, user := range []string{"straße", "strasse", "ılgın", "ilgin", "ſam", "sam"} {
		add(t, s, user)
	}
	for _, user := range []string{"STRASSE", "Straße", "ILGIN", "İLGİN", "SAM"} {
		if _, err := s.CreateAccount(t.Context(), identity.Account{User: user, Name: "Người khác", Org: "snv"}, good); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s is a second account of one name: %v", user, err)
		}
	}
	if _, err := signIn(t.Context(), s, "STRASSE", good); err != nil {
		t.Errorf("capitals: %v", err)
	}
}
