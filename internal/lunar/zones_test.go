package lunar_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

const inZone = "DONDOC_TEST_IN_ZONE"

// TestEveryHostZone runs the vectors again on hosts that keep other clocks: the
// calendar is Viet Nam's wherever the program runs (bad-inputs D15).
func TestEveryHostZone(t *testing.T) {
	t.Parallel()
	if os.Getenv(inZone) != "" {
		t.Skip("runs inside")
	}
	for _, zone := range []string{"America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.count=1", "-test.v")
			cmd.Env = append(os.Environ(), "TZ="+zone, inZone+"="+zone)
			out, err := cmd.CombinedOutput()
			for _, name := range []string{"TestDaysOnWhichThreeSourcesAgree", "TestEveryMonthOfTwoCenturies", "TestTetAndTheNameOfEveryYear", "TestHungKings"} {
				if err != nil || !strings.Contains(string(out), "--- PASS: "+name) {
					t.Fatalf("%v\n%s", err, out)
				}
			}
		})
	}
}
