package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dondoc/internal/fault"
)

func TestKindsAreFoundThroughWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("extend assignment: %w", fault.Say(fault.Conflict, "Nhiệm vụ đã hoàn thành."))
	if !errors.Is(err, fault.Conflict) || errors.Is(err, fault.NotFound) {
		t.Fatalf("kind of %v is wrong", err)
	}
	if got := fault.KindOf(fmt.Errorf("x: %w", fault.NotFound)); got != fault.NotFound {
		t.Fatalf("bare kind: %v", got)
	}
	if got := fault.KindOf(errors.New("disk")); got != fault.Internal {
		t.Fatalf("foreign error: %v", got)
	}
}

func TestSentenceNeverShowsTheCause(t *testing.T) {
	t.Parallel()
	secret := errors.New("SQL logic error near \"FROM\"")
	for _, err := range []error{
		secret, fault.Because(fault.Internal, "SELECT", secret), fault.Because(fault.Busy, "", secret), fmt.Errorf("q: %w", secret),
	} {
		if s := fault.Sentence(err); strings.Contains(s, "SQL") || strings.Contains(s, "SELECT") || s == "" {
			t.Errorf("Sentence(%v) = %q", err, s)
		}
	}
}

func TestFieldsKeepTheFirstSentence(t *testing.T) {
	t.Parallel()
	f := fault.Fields{}
	if f.Err() != nil {
		t.Fatal("empty fields are no error")
	}
	f.Add("due", "Hạn mới phải sau hạn cũ.")
	f.Add("due", "khác")
	if got := fault.FieldsOf(fmt.Errorf("w: %w", f.Err()))["due"]; got != "Hạn mới phải sau hạn cũ." {
		t.Fatalf("field sentence %q", got)
	}
}
