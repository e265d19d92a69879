package notify

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/fault"
	"dondoc/internal/mail"
	"dondoc/internal/outward"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
)

func sortDeliveries(list []Delivery) {
	slices.SortFunc(list, func(a, b Delivery) int { return cmp.Compare(a.ID, b.ID) })
}

// mailOn and gatewayOn report whether the province has configured the channel.
func (s *Service) mailOn() bool {
	return s.deps.Settings.Get(setting.SMTPHost) != "" && s.deps.Settings.Get(setting.SMTPSender) != ""
}

func (s *Service) gatewayOn() bool {
	return s.deps.Settings.Get(setting.GatewayURL) != "" && s.deps.Settings.Get(setting.GatewayBody) != ""
}

func (s *Service) server() mail.Server {
	get := s.deps.Settings.Get
	return mail.Server{
		Host: get(setting.SMTPHost), Port: s.deps.Settings.Int(setting.SMTPPort), Security: mail.Security(get(setting.SMTPSecurity)),
		User: get(setting.SMTPUser), Secret: get(setting.SMTPSecret), Sender: get(setting.SMTPSender), Name: cmp.Or(get(setting.CommitteeName), "Đôn Đốc"),
	}
}

// content is a message as it is sent.
type content struct {
	Item
	short string
}

// contents gives the messages of deliveries by their ids.
func (s *Service) contents(ctx context.Context, list []Delivery) (map[string]content, error) {
	var ids []string
	for _, d := range list {
		if d.Message != "" {
			ids = append(ids, d.Message)
		}
	}
	w := storage.NewWhere(0).In("id", ids)
	found, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (c content, err error) {
		var at int64
		err = r.Scan(&c.ID, &c.Key, &c.Kind, &c.Subject, &c.Body, &c.Path, &c.On.Kind, &c.On.ID, &c.Urgent, &c.Ask, &c.Next, &at, &c.short)
		c.At = storage.Instant(at)
		return c, err
	}, "SELECT id, once_key, kind, subject, body, path, on_kind, on_id, urgent, ask, next_step, created_at, short FROM notify_message"+w.SQL(), w.Args()...)
	out := map[string]content{}
	for _, c := range found {
		out[c.ID] = c
	}
	return out, err
}

func (s *Service) sendMail(ctx context.Context, list []Delivery, done func(int, error) bool) error {
	texts, err := s.contents(ctx, list)
	if err != nil {
		return err
	}
	letters := make([]mail.Letter, len(list))
	for i, d := range list {
		letters[i] = s.letter(d, texts[d.Message])
	}
	err = s.deps.Mail(ctx, s.server(), letters, func(i int, err error) bool { return done(i, mailFault(err)) })
	return mailFault(err)
}

func (s *Service) letter(d Delivery, c content) mail.Letter {
	l := mail.Letter{ID: "dondoc." + d.ID, To: d.Address, Subject: d.Subject, Text: d.body, At: d.At}
	if d.Message == "" {
		return l
	}
	l.Subject, l.Text, l.Link = c.Subject, cmp.Or(c.Body, c.Subject), s.link(c.Path)
	if c.Next != "" {
		l.Text += "\n\nTiếp theo: " + c.Next
	}
	if c.Ask {
		l.Text += "\n\nĐề nghị đồng chí mở thông báo và bấm “Đã nhận, đang xử lý”."
	}
	return l
}

func mailFault(err error) error {
	var gone *mail.UnreachableError
	var no *mail.RefusedError
	var perhaps *mail.UncertainError
	switch {
	case errors.As(err, &gone):
		return &unreachable{err}
	case errors.As(err, &no):
		return &refusal{no.Reason}
	case errors.As(err, &perhaps):
		return &stalled{&later{err, time.Hour}}
	}
	return err
}

// filled puts values into the template of the gateway, escaped for where they
// stand, so that no text can add a field, a header or a second command.
func filled(template string, escape func(string) string, d Delivery, text string) string {
	return strings.NewReplacer("{phone}", escape(d.Address), "{text}", escape(text), "{id}", escape(d.ID)).Replace(template)
}

func jsonInside(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return "" // a string always can
	}
	return string(b[1 : len(b)-1])
}

// gatewayRequest is the request that hands one short text to the gateway.
func gatewayRequest(address, template, authorization string, d Delivery, text string) (outward.Request, error) {
	r := outward.Request{URL: filled(address, url.QueryEscape, d, text), Header: map[string]string{}}
	if t := strings.TrimSpace(template); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		r.Type, r.Body = "application/json", []byte(filled(template, jsonInside, d, text))
		if !json.Valid(r.Body) {
			return r, fault.Say(fault.Invalid, "Mẫu nội dung gửi cổng tin nhắn không phải JSON hợp lệ.")
		}
	} else {
		r.Type, r.Body = "application/x-www-form-urlencoded", []byte(filled(template, url.QueryEscape, d, text))
	}
	if authorization != "" {
		r.Header["Authorization"] = authorization
	}
	return r, nil
}

func (s *Service) sendShort(ctx context.Context, list []Delivery, done func(int, error) bool) error {
	texts, err := s.contents(ctx, list)
	if err != nil {
		return err
	}
	get := s.deps.Settings.Get
	for i, d := range list {
		r, err := gatewayRequest(get(setting.GatewayURL), get(setting.GatewayBody), get(setting.GatewaySecret), d, cmp.Or(texts[d.Message].short, d.body))
		if err != nil {
			return &unreachable{err} // the template concerns every text
		}
		a, err := s.deps.Post.Post(ctx, r)
		switch {
		case err != nil:
			err = &unreachable{err}
		case a.Status == 401 || a.Status == 403 || a.Status >= 500:
			err = &unreachable{fmt.Errorf("cổng tin nhắn trả lời %d", a.Status)}
		default:
			err = answered(a)
		}
		if !done(i, err) {
			return nil
		}
	}
	return nil
}

// answered judges an answer: 2xx took it, 429 and 5xx and what is no answer at
// all may do later, 410 and a redirect never will.
func answered(a outward.Answer) error {
	switch {
	case a.Status >= 200 && a.Status < 300:
		return nil
	case a.Status == 429 || a.Status >= 500 || a.Status == 408:
		wait, err := strconv.Atoi(a.RetryAfter)
		if err != nil {
			wait = 0 // a date, or nothing
		}
		return &later{fmt.Errorf("máy chủ trả lời %d", a.Status), time.Duration(max(wait, 0)) * time.Second}
	case a.Status == 410, a.Status >= 300 && a.Status < 400:
		return &refusal{fmt.Sprintf("máy chủ trả lời %d", a.Status)}
	}
	return fmt.Errorf("máy chủ trả lời %d", a.Status)
}

func (s *Service) sendHook(ctx context.Context, h Hook, list []Delivery, done func(int, error) bool) error {
	texts, err := s.contents(ctx, list)
	if err != nil {
		return err
	}
	for i, d := range list {
		r, err := s.hookRequest(h, d, texts[d.Message])
		if err != nil {
			return err
		}
		a, err := s.deps.Post.Post(ctx, r)
		switch {
		case errors.Is(err, fault.Invalid):
			err = &refusal{fault.Sentence(err)} // the rules of going out forbid it
		case err != nil:
			err = &stalled{err}
		case a.Status >= 500 || a.Status == 429:
			err = &stalled{answered(a)}
		default:
			err = answered(a)
		}
		if !done(i, err) {
			return nil
		}
	}
	return nil
}
