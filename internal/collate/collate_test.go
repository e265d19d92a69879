package collate_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"dondoc/internal/collate"
)

func sentences(text string) []collate.Span {
	var out []collate.Span
	start := 0
	runes := []rune(text)
	for i, r := range runes {
		if r == '\n' || i == len(runes)-1 {
			out = append(out, collate.Span{Start: start, End: i + 1})
			start = i + 1
		}
	}
	return out
}

// Line ends of a PDF, capitals and the two tone styles make no difference;
// a number, a name or a mark on a vowel does.
func TestWhatCountsAsADifference(t *testing.T) {
	t.Parallel()
	piece := "Giao Sở Nội vụ rà soát, hoàn thiện hóa đơn; báo cáo trước ngày 15/7/2023."
	for _, x := range []struct {
		text string
		same bool
	}{
		{"1. Giao Sở Nội vụ rà soát,\nhoàn thiện hoá đơn; báo cáo\ntrước ngày 15/7/2023.", true},
		{"GIAO SỞ NỘI VỤ RÀ SOÁT, HOÀN THIỆN HÓA ĐƠN; BÁO CÁO TRƯỚC NGÀY 15/7/2023.", true},
		{"Giao Sở Nội vụ rà soát, hoàn thiện hóa đơn; báo cáo trước ngày 16/7/2023.", false},
		{"Giao Sở Nông vụ rà soát, hoàn thiện hóa đơn; báo cáo trước ngày 15/7/2023.", false},
		{"Giao Sở Nội vu rà soát, hoàn thiện hóa đơn; báo cáo trước ngày 15/7/2023.", false},
	} {
		c := collate.Compare([]string{piece}, nil, x.text, nil)
		m := c.Matches[0]
		if !m.Found || m.Same != x.same || (c.Differences() == 0) != x.same {
			t.Errorf("%q: %+v", x.text, m)
		}
		if got := string([]rune(x.text)[m.Start:m.End]); !strings.HasPrefix(strings.ToLower(got), "giao s") || !strings.HasSuffix(got, "2023") {
			t.Errorf("%q stands at %q", x.text, got)
		}
	}
	if c := collate.Compare([]string{piece}, nil, "Một văn bản khác hẳn, không nói gì đến việc này.", nil); c.Matches[0].Found || c.Differences() != 1 {
		t.Errorf("found where it is not: %+v", c.Matches[0])
	}
	if c := collate.Compare([]string{piece}, nil, "", nil); c.Matches[0].Found || c.Differences() != 1 {
		t.Errorf("found in nothing: %+v", c.Matches[0])
	}
}

// The pieces of a difference, without what the text added, are the draft; and
// without what the draft had, the text.
func TestPiecesAddUpToBothTexts(t *testing.T) {
	t.Parallel()
	vocabulary := strings.Fields("giao sở nội vụ tài chính rà soát thủ tục đầu tư đất đai báo cáo trước ngày 15 30 hằng tuần hằng quý kết quả một đầu mối cắt giảm")
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 4))
		var draft, text []string
		for range 12 + r.IntN(20) {
			w := vocabulary[r.IntN(len(vocabulary))]
			draft = append(draft, w)
			switch r.IntN(12) {
			case 0: // left out
			case 1:
				text = append(text, w, vocabulary[r.IntN(len(vocabulary))])
			default:
				text = append(text, w)
			}
		}
		around := strings.Repeat("mở đầu ", 3) + strings.Join(text, " ") + strings.Repeat(" khép lại", 3)
		c := collate.Compare([]string{strings.Join(draft, " ")}, nil, around, nil)
		m := c.Matches[0]
		if !m.Found || m.Same {
			continue
		}
		var ofDraft, ofText []string
		for _, p := range m.Pieces {
			if p.Kind != collate.Copy {
				ofDraft = append(ofDraft, p.Text)
			}
			if p.Kind != collate.Draft {
				ofText = append(ofText, p.Text)
			}
		}
		if strings.Join(ofDraft, " ") != strings.Join(draft, " ") {
			t.Fatalf("seed %d: draft %q, pieces %q", seed, draft, ofDraft)
		}
		if got := string([]rune(around)[m.Start:m.End]); strings.Join(ofText, " ") != got {
			t.Fatalf("seed %d: text %q, pieces %q", seed, got, ofText)
		}
	}
}

// What stands between the pieces and belongs to none is listed; head and
// closing around them are not.
func TestWhatTheTextAdds(t *testing.T) {
	t.Parallel()
	text := "Số: 12/TB-BCĐ, ngày 26 tháng 6\nLời mở đầu của thông báo này\nViệc thứ nhất giao cho sở\nViệc thêm vào lúc ký duyệt\nViệc thứ hai giao cho sở\nNơi nhận: các cơ quan liên quan\n"
	c := collate.Compare([]string{"Việc thứ nhất giao cho sở", "Việc thứ hai giao cho sở"}, []string{"Lời mở đầu của thông báo này"}, text, sentences(text))
	if len(c.Added) != 1 || !strings.Contains(c.Added[0], "thêm vào lúc ký") || c.Differences() != 1 {
		t.Errorf("added %q", c.Added)
	}
	if len(c.Known) != 3 {
		t.Errorf("known %v", c.Known)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Giao Sở Nội vụ rà soát.", "1. Giao Sở Nội vụ rà soát toàn bộ.")
	f.Add("", "\u0301\u0301")
	f.Add("a b c", "a\nb\rc")
	f.Fuzz(func(t *testing.T, piece, text string) {
		if len(piece) > 2000 || len(text) > 4000 {
			t.Skip()
		}
		c := collate.Compare([]string{piece}, []string{piece}, text, nil)
		m := c.Matches[0]
		if m.Start < 0 || m.End < m.Start || m.End > len([]rune(text)) {
			t.Fatalf("%+v in %d characters", m.Span, len([]rune(text)))
		}
	})
}
