package reading_test

import (
	"testing"

	"dondoc/internal/pattern"
)

// Patterns are compiled when a text first asks for them; a wrong one must not
// wait for that text.
func TestEveryPatternCompiles(t *testing.T) {
	t.Parallel()
	all := pattern.Made()
	if len(all) < 100 {
		t.Fatalf("only %d patterns", len(all))
	}
	for _, p := range all {
		if err := p.Compile(); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
}
