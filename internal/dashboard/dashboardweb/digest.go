package dashboardweb

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"dondoc/internal/assignment"
	"dondoc/internal/dashboard"
	"dondoc/internal/tally"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type digestView struct {
	dashboard.Digest

	Now         time.Time
	LateT, DueT ui.Table
}

// digest is the morning on one page, for the screen and for A4.
func (p *Pages) digest(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Dashboard.Digest(r.Context())
	if err != nil {
		return err
	}
	d := page{Today: x.Day, Now: p.Now(), Dir: p.Directory(), Cal: p.Calendar()}
	v := digestView{Digest: x, Now: d.Now}
	v.LateT = p.table(d, "tre", "Đang trễ, lâu nhất trước", x.Late, "Không có nhiệm vụ nào đang trễ.")
	due := append(append([]assignment.Assignment{}, x.Today...), x.Week...)
	v.DueT = p.table(d, "den-han", "Đến hạn hôm nay và tuần này", due[:min(len(due), 12)], "Không có việc nào đến hạn tuần này.")
	return web.Page(w, r, web.View{Title: "Bản tin sáng", Section: "dieu-hanh", Print: true, Body: digestPage(v)})
}

// digestText is the same in plain words, as a message carries it.
func (p *Pages) digestText(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Dashboard.Digest(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if _, err := io.WriteString(w, p.Dashboard.Text(x)); err != nil {
		return nil //nolint:nilerr // the browser went away
	}
	return nil
}

func (p *Pages) stats(r *http.Request) (tally.Stats, error) {
	s, _, _, err := p.service(r)
	if err != nil {
		return tally.Stats{}, err
	}
	return s.Stats(r.Context())
}

func (p *Pages) csv(w http.ResponseWriter, r *http.Request) error {
	st, err := p.stats(r)
	if err != nil {
		return err
	}
	head := []string{"Cơ quan", "Đang mở", "Đang trễ", "Đến hạn tuần này", "Chờ xác nhận", "Chưa có hạn", "Có ý kiến khác", "Đã xác nhận trong 12 tháng", "Trong đó đúng hạn gốc", "Trong đó đúng hạn đã thống nhất", "Khoảng 95% đúng hạn gốc, từ", "đến", "Khi trễ, trung vị ngày làm việc"}
	rows := func(yield func([]string, error) bool) {
		for _, t := range st.ByOrg {
			row := []string{p.Directory().Name(t.Org)}
			for _, n := range []int{t.Open, t.Late, t.ThisWeek, t.Waiting, t.Undated, t.Disputed, t.Done, t.DoneInDay, t.DoneAgreed} {
				row = append(row, strconv.Itoa(n))
			}
			low, high := ui.Wilson(t.DoneInDay, t.Done)
			if row = append(row, percent(low), percent(high), number(t.LateMedian)); !yield(row, nil) {
				return
			}
		}
	}
	return web.CSV(w, "theo-co-quan-"+string(st.On)+".csv", head, rows)
}

func (p *Pages) json(w http.ResponseWriter, r *http.Request) error {
	st, err := p.stats(r)
	if err != nil {
		return err
	}
	return web.JSON(w, st)
}
