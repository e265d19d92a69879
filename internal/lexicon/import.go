package lexicon

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// maxRows bounds one list: what people can still approve one by one.
const maxRows = 1000

// Columns heads a list of names, as it goes out and comes in. What follows the
// fifth column is for readers and ignored on the way in.
func Columns() []string {
	return []string{"Tên gọi", "Mã cơ quan", "Từ ngày", "Đến ngày", "Ghi chú", "Cơ quan", "Trạng thái", "Ngày đề xuất", "Ngày duyệt"}
}

// Cells is an entry as a row of such a list. Who proposed and approved it is
// left out: the list leaves the house.
func (e Entry) Cells(dir *apparatus.Directory) []string {
	to := e.To
	if e.LastDay != "" {
		to = e.LastDay
	}
	decided := ""
	if !e.Decided.At.IsZero() {
		decided = civil.Of(e.Decided.At).Format()
	}
	return []string{e.Phrase, string(e.Org), e.From.Format(), to.Format(), e.Note, dir.Name(e.Org), e.State.Label(), civil.Of(e.Proposed.At).Format(), decided}
}

// Import proposes every name of a CSV list, all or none, in one act; another
// person approves them. The file is UTF-8, with the columns of Columns, by comma or
// semicolon; a body is given by its id or its name. Names that the lexicon has
// already are passed over and counted; a line that will not do is named.
func (s *Service) Import(ctx context.Context, file []byte) (added, known int, err error) {
	who := actor.From(ctx)
	if err := requirePropose(who); err != nil {
		return 0, 0, err
	}
	list, err := s.parse(file)
	if err != nil {
		return 0, 0, err
	}
	act := storage.Act{Verb: VerbImport, On: ref.New(Kind, "list")}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		added, known = 0, 0
		for _, p := range list {
			others, err := sameName(ctx, tx, p.Phrase)
			if err != nil {
				return err
			}
			e := Entry{ID: ID(tx.NewID()), Proposal: p, State: Proposed, Proposed: deed(tx, who), Rev: 1}
			if e.against(s.base(), others) != nil {
				known++
				continue
			}
			if err := insert(ctx, tx, e); err != nil {
				return err
			}
			added++
		}
		tx.Act.After = map[string]int{"added": added, "known": known}
		return nil
	})
	return added, known, err
}

func (s *Service) parse(file []byte) ([]Proposal, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord = -1
	if first, _, _ := bytes.Cut(file, []byte("\n")); bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	}
	dir, today := s.base(), civil.Of(s.db.Now())
	var out []Proposal
	for n := 1; ; n++ {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			if len(out) == 0 {
				return nil, fault.Field("file", "Tệp không có tên gọi nào. Dòng đầu là tên cột, các dòng sau mỗi dòng một tên gọi.")
			}
			return out, nil
		case err != nil:
			return nil, fault.Field("file", fmt.Sprintf("Dòng %d không đọc được. Lưu lại tệp theo dạng CSV UTF-8.", n))
		case n == 1:
			if viet.Fold(row[0]) != viet.Fold(Columns()[0]) {
				return nil, fault.Field("file", "Dòng đầu phải là tên cột, bắt đầu bằng “Tên gọi; Mã cơ quan”.")
			}
			continue
		case strings.TrimSpace(strings.Join(row, "")) == "":
			continue
		case len(out) == maxRows:
			return nil, fault.Field("file", fmt.Sprintf("Tệp có quá %d tên gọi. Chia thành nhiều tệp.", maxRows))
		}
		p, err := rowOf(row, dir)
		if err == nil {
			err = p.check(dir, today)
		}
		if err != nil {
			fields := fault.FieldsOf(err)
			first := slices.Sorted(maps.Keys(fields))[0]
			return nil, fault.Field("file", fmt.Sprintf("Dòng %d, “%s”: %s", n, p.Phrase, fields[first]))
		}
		out = append(out, p)
	}
}

func rowOf(row []string, dir *apparatus.Directory) (Proposal, error) {
	row = append(slices.Clone(row), "", "", "", "", "")
	p := Proposal{Phrase: strings.TrimPrefix(row[0], "'"), Org: apparatus.OrgID(strings.TrimSpace(row[1])), Note: row[4]}.cleaned()
	if _, ok := dir.Get(p.Org); !ok {
		if found := dir.Find(string(p.Org), ""); len(found) == 1 && found[0].Score == 1 {
			p.Org = found[0].Org
		}
	}
	bad := fault.Fields{}
	day := func(field, s string) civil.Date {
		if s = strings.TrimSpace(s); s == "" {
			return ""
		}
		d, err := civil.ParseVN(s)
		if err != nil {
			bad.Add(field, err.Error())
		}
		return d
	}
	p.From, p.To = day("from", row[2]), day("to", row[3])
	return p, bad.Err()
}
