package calendar_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// due is a table as rooms keep deadlines: the day as text, the instant as
// milliseconds.
func due() storage.Schema {
	return storage.Schema{Name: "due", FS: fstest.MapFS{"schema/2026120199_due.sql": {Data: []byte("CREATE TABLE due (id TEXT PRIMARY KEY, day TEXT NOT NULL, at BIGINT NOT NULL);\n")}}}
}

// instants are those that a zone or an engine might bend: closes of office of the
// vectors, ends of days, midnight in Viet Nam, days on which New York changes
// its clock, days before 1970 and before Saigon's clock was UTC+7, both bounds.
func instants(t *testing.T) []time.Time {
	t.Helper()
	c := workday.Default()
	var out []time.Time
	for from, n := range map[civil.Date]int{"2023-01-18": 5, "2023-04-28": 1, "2024-04-26": 5, "2025-04-25": 3, "2025-01-24": 1, "2026-01-01": 5, "2026-08-21": 3, "2026-02-13": 10} {
		d := c.Add(from, n)
		out = append(out, c.Closing(d), c.AddHours(from.At(9, 0), time.Duration(n)*time.Hour))
		for _, b := range []workday.Bound{workday.Before, workday.By, workday.EndOf} {
			_, at := c.Due(b, d)
			out = append(out, at)
		}
	}
	for _, s := range []string{"2023-06-05T17:30:00Z", "2023-03-12T02:30:00", "2023-11-05T01:30:00-04:00", "2023-11-05T01:30:00-05:00", "1960-07-01T00:00", "1945-09-02T00:00", "1969-12-31T23:59:59.999", "2100-12-31T23:59:59.999", "2023-06-06T00:30:00.123"} {
		at, err := civil.ParseInstant(s)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, at)
	}
	return out
}

// TestStoredInstantsComeBack on both engines, with the day that they are in Viet Nam.
func TestStoredInstantsComeBack(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, []storage.Schema{due()}, func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		want := map[string]time.Time{}
		err := db.Load(t.Context(), func(tx *storage.Tx) error {
			for _, at := range instants(t) {
				id := tx.NewID()
				want[id] = at
				if _, err := tx.Exec(t.Context(), "INSERT INTO due (id, day, at) VALUES ($1, $2, $3)", id, string(civil.Of(at)), storage.Millis(at)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = storage.Each(t.Context(), db.Reader(), func(r storage.Row) error {
			var id string
			var day civil.Date
			var ms int64
			if err := r.Scan(&id, &day, &ms); err != nil {
				return err
			}
			n++
			got := storage.Instant(ms)
			if !got.Equal(want[id]) || civil.Of(got) != day || civil.ISO(got) != civil.ISO(want[id]) || civil.Instant(got) != civil.Instant(want[id]) {
				t.Errorf("%s on %s came back as %s", civil.ISO(want[id]), day, civil.ISO(got))
			}
			return nil
		}, "SELECT id, day, at FROM due")
		if err != nil || n != len(want) || n < 40 {
			t.Errorf("%d of %d, %v", n, len(want), err)
		}
		// 17:30Z on the 5th counts as the 6th, also in the database (bad-inputs D14)
		days, err := storage.List(t.Context(), db.Reader(), func(r storage.Row) (n int, err error) {
			err = r.Scan(&n)
			return n, err
		}, "SELECT COUNT(*) FROM due WHERE day = $1 GROUP BY day", "2023-06-06")
		if err != nil || len(days) != 1 || days[0] != 2 {
			t.Errorf("the 6th has %v, %v", days, err)
		}
	})
}

const inZone = "DONDOC_TEST_IN_ZONE"

// TestStoredInstantsInEveryHostZone runs the test above on hosts with other clocks (bad-inputs D15).
func TestStoredInstantsInEveryHostZone(t *testing.T) {
	t.Parallel()
	if os.Getenv(inZone) != "" {
		t.Skip("runs inside")
	}
	for _, zone := range []string{"America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestStoredInstantsComeBack$", "-test.count=1", "-test.v")
			cmd.Env = append(os.Environ(), "TZ="+zone, inZone+"="+zone)
			if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestStoredInstantsComeBack/sqlite") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
