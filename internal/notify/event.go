package notify

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/outward"
	"dondoc/internal/setting"
)

// Event is what a webhook gets: CloudEvents 1.0 in structured JSON.
type Event struct {
	SpecVersion string    `json:"specversion"`
	ID          string    `json:"id"` // the same over all tries and replays
	Source      string    `json:"source"`
	Type        string    `json:"type"` // "vn.dondoc.assignment.reminded.v1"
	Subject     string    `json:"subject,omitempty"`
	Time        string    `json:"time"` // RFC 3339, +07:00
	ContentType string    `json:"datacontenttype"`
	Data        EventData `json:"data"`
}

// EventData is the event's content; it names no person.
type EventData struct {
	Key    string `json:"key"`
	Kind   Kind   `json:"kind"`
	Text   string `json:"text"`
	URL    string `json:"url,omitempty"`
	Urgent bool   `json:"urgent"`
}

// EventType is the type of the events of a kind.
func EventType(k Kind) string {
	switch k {
	case Ladder:
		return "vn.dondoc.assignment.reminded.v1"
	case Assigned:
		return "vn.dondoc.assignment.changed.v1"
	case Extension:
		return "vn.dondoc.assignment.extension.v1"
	case Dispute:
		return "vn.dondoc.assignment.disputed.v1"
	case Calendar:
		return "vn.dondoc.calendar.changed.v1"
	case Decision:
		return "vn.dondoc.decision.needed.v1"
	case Operations:
		return "vn.dondoc.system.reported.v1"
	case trial:
		return "vn.dondoc.webhook.tried.v1"
	}
	return "vn.dondoc." + string(k) + ".told.v1"
}

// trial is the kind of what an administrator sends to see whether it arrives.
const trial Kind = "trial"

// hookRequest is the request for one event. Its body does not depend on the
// try, so that a receiver may compare.
func (s *Service) hookRequest(h Hook, d Delivery, c content) (outward.Request, error) {
	e := Event{
		SpecVersion: "1.0", ID: d.ID, Source: "/dondoc", Type: EventType(d.Kind), Subject: c.On.String(), Time: civil.ISO(d.At), ContentType: "application/json",
		Data: EventData{Key: c.Key, Kind: d.Kind, Text: c.short, URL: s.link(c.Path), Urgent: c.Urgent},
	}
	if site := s.deps.Settings.Get(setting.SiteAddress); site != "" {
		e.Source = site
	}
	if d.Message == "" {
		e.Data.Text = d.body
	} else {
		e.Time = civil.ISO(c.At)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return outward.Request{}, err
	}
	now := s.now()
	return outward.Request{URL: h.URL, Type: "application/cloudevents+json; charset=utf-8", Body: body, Header: map[string]string{
		"webhook-id": d.ID, "webhook-timestamp": strconv.FormatInt(now.Unix(), 10), "webhook-signature": Sign(h.secret, d.ID, now, body),
	}}, nil
}

// secretMark begins a secret, as Standard Webhooks writes it.
const secretMark = "whsec_"

// newSecret makes a secret of 32 random bytes.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return secretMark + base64.StdEncoding.EncodeToString(b)
}

// Sign is the webhook-signature header of Standard Webhooks 1.0: "v1," and the
// HMAC-SHA256 of id.timestamp.body under the secret's bytes, in base64.
func Sign(secret, id string, at time.Time, body []byte) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretMark))
	if err != nil {
		key = []byte(secret) // newSecret wrote it, so it never comes to this
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
