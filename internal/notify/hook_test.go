package notify_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/notify"
	"dondoc/internal/outward"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// The vector that the libraries of Standard Webhooks (and of Svix before them)
// are tested with.
func TestSignatureOfThePublishedVector(t *testing.T) {
	t.Parallel()
	got := notify.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Error(got)
	}
}

// verified is what a receiver does: it trusts nothing but the secret.
func verified(secret string, r outward.Request) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join([]string{r.Header["webhook-id"], r.Header["webhook-timestamp"], string(r.Body)}, ".")))
	sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.Header["webhook-signature"], "v1,"))
	return err == nil && hmac.Equal(sum, mac.Sum(nil))
}

// A webhook gets one signed CloudEvent a key, not one a recipient, without a
// person's name; what failed comes again with the same id and body, and so
// does a replay.
func TestWebhook(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a, b := o.person("an"), o.person("binh")
		id, secret, err := o.tell.AddHook(o.admin, notify.Hook{Name: "Trục liên thông", URL: "https://nhan.example.vn/su-kien", Kinds: []notify.Kind{notify.Ladder}})
		o.must(err)
		fails := 2
		o.post.answer = func(outward.Request) (outward.Answer, error) {
			if fails > 0 {
				fails--
				return outward.Answer{Status: 503, RetryAfter: "120"}, nil
			}
			return outward.Answer{Status: 204}, nil
		}
		other := message("k2", a)
		other.Kind = notify.Extension
		o.say(message("k1", a, b), other)
		for _, after := range []time.Duration{0, time.Minute, time.Minute, 5 * time.Minute, time.Hour} {
			c.Set(c.Now().Add(after))
			o.round()
		}
		if len(o.post.requests) != 3 {
			t.Fatalf("%d requests", len(o.post.requests))
		}
		for _, r := range o.post.requests {
			if !verified(secret, r) || r.Header["webhook-id"] != o.post.requests[0].Header["webhook-id"] || string(r.Body) != string(o.post.requests[0].Body) || r.Type != "application/cloudevents+json; charset=utf-8" {
				t.Errorf("%+v", r)
			}
		}
		var e map[string]any
		o.must(json.Unmarshal(o.post.requests[0].Body, &e))
		if e["specversion"] != "1.0" || e["type"] != "vn.dondoc.assignment.reminded.v1" || e["source"] != "https://dondoc.example.vn" || e["subject"] != "assignment:nv1" || e["time"] != "2023-06-12T09:00:00+07:00" {
			t.Errorf("%v", e)
		}
		if body := string(o.post.requests[0].Body); strings.Contains(body, "an@") || strings.Contains(body, "Người") || strings.Contains(body, "giải ngân") {
			t.Errorf("the event says too much: %s", body)
		}
		list, err := o.tell.Deliveries(o.admin, notify.LogQuery{Hook: id})
		if err != nil || len(list) != 1 || list[0].State != notify.Sent || list[0].Attempt != 3 {
			t.Fatalf("%+v %v", list, err)
		}
		o.must(o.tell.Replay(o.admin, list[0].ID))
		o.round()
		if n := len(o.post.requests); n != 4 || o.post.requests[3].Header["webhook-id"] != list[0].ID || !verified(secret, o.post.requests[3]) {
			t.Errorf("after the replay %d requests", n)
		}
		again, err := o.tell.NewSecret(o.admin, id)
		o.must(err)
		tid, err := o.tell.TryHook(o.admin, id)
		o.must(err)
		o.round()
		if r := o.post.requests[4]; verified(secret, r) || !verified(again, r) || r.Header["webhook-id"] != tid {
			t.Errorf("%+v", r)
		}
	})
}

// What nobody else may do, and what must not be taken in.
func TestWebhooksAreTheAdministrators(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		good := notify.Hook{Name: "Nơi nhận", URL: "https://nhan.example.vn/"}
		if _, _, err := o.tell.AddHook(o.as(a), good); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		if _, err := o.tell.Deliveries(o.as(a), notify.LogQuery{}); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		if err := o.tell.Put(o.as(a), notify.Preference{Account: "quantri", Mail: "evil@example.vn"}); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		for _, url := range []string{"http://nhan.example.vn/", "https://la.example.vn/", "https://127.0.0.1/", "https://169.254.169.254/latest"} {
			if _, _, err := o.tell.AddHook(o.admin, notify.Hook{Name: "x", URL: url}); fault.FieldsOf(err)["url"] == "" {
				t.Errorf("%s: %v", url, err)
			}
		}
		id, secret, err := o.tell.AddHook(o.admin, good)
		o.must(err)
		o.post.answer = func(outward.Request) (outward.Answer, error) { return outward.Answer{Status: 302}, nil }
		o.say(message("k1", a))
		o.round()
		if o.states()[notify.Failed] != 1 {
			t.Errorf("a redirect: %v", o.states())
		}
		h, err := o.tell.Hook(o.admin, id)
		o.must(err)
		h.Active = false
		o.must(o.tell.EditHook(o.admin, h))
		o.say(message("k2", a))
		o.round()
		if n := len(o.post.requests); n != 1 {
			t.Errorf("%d requests, one of them to a webhook out of use", n)
		}
		acts, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act WHERE after_json LIKE $1 OR before_json LIKE $1", "%"+secret[6:20]+"%")
		if err != nil || acts != 0 {
			t.Errorf("the secret stands on the record of acts %d times, %v", acts, err)
		}
	})
}

// A receiver that fails for a day is given up and holds up no other.
func TestOneBrokenReceiverHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		_, _, err := o.tell.AddHook(o.admin, notify.Hook{Name: "Hỏng", URL: "https://nhan.example.vn/hong"})
		o.must(err)
		_, _, err = o.tell.AddHook(o.admin, notify.Hook{Name: "Tốt", URL: "https://nhan.example.vn/tot"})
		o.must(err)
		tries := map[string]int{}
		o.post.answer = func(r outward.Request) (outward.Answer, error) {
			tries[r.URL]++
			if strings.HasSuffix(r.URL, "/hong") {
				return outward.Answer{}, errors.New("context deadline exceeded")
			}
			return outward.Answer{Status: 200}, nil
		}
		o.say(message("k1", a))
		for range 30 {
			o.round()
			c.Set(c.Now().Add(time.Hour))
		}
		if tries["https://nhan.example.vn/tot"] != 1 || tries["https://nhan.example.vn/hong"] != 12 {
			t.Errorf("%v", tries)
		}
		if s := o.states(); s[notify.Failed] != 1 || s[notify.Sent] < 1 {
			t.Errorf("%v", s)
		}
	})
}

// The gateway gets the short text and nothing else, and no text can break out
// of its place; while it is down nothing is lost.
func TestGateway(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		o.put(setting.SMTPHost, "")
		a := o.person("an")
		p, err := o.tell.Preference(o.as(a))
		o.must(err)
		p.Phone = "0912 345 678"
		o.must(o.tell.Put(o.as(a), p))
		o.say(urgent("k0", a))
		o.round()
		if len(o.post.requests) != 0 {
			t.Fatal("sent before the gateway was configured")
		}
		o.put(setting.GatewayURL, "https://nhan.example.vn/sms?ref={id}")
		o.put(setting.GatewaySecret, "Bearer bi-mat")
		down := true
		o.post.answer = func(outward.Request) (outward.Answer, error) {
			if down {
				return outward.Answer{}, errDown
			}
			return outward.Answer{Status: 202}, nil
		}
		evil := urgent("k1", a)
		evil.Short = "Nhiệm vụ \"NV-1\"\r\nX-Evil: 1&to=0999,\"to\":\"0999\" {phone}"
		o.say(evil)
		plain := message("k2", a)
		o.say(plain)
		for range 6 {
			o.round()
			c.Set(c.Now().Add(time.Hour))
		}
		down = false
		o.post.requests = nil
		o.round()
		if len(o.post.requests) != 1 {
			t.Fatalf("%d requests", len(o.post.requests))
		}
		r := o.post.requests[0]
		var body map[string]string
		o.must(json.Unmarshal(r.Body, &body))
		if len(body) != 3 || body["to"] != "0912345678" || !strings.Contains(body["text"], `"to":"0999" {phone}`) || strings.Contains(string(r.Body), "giải ngân") || r.Header["Authorization"] != "Bearer bi-mat" || strings.ContainsAny(r.URL, " \r\n{") {
			t.Errorf("%+v %v", r, body)
		}
		o.put(setting.GatewayBody, "to={phone}&text={text}")
		evil.Key = "k3"
		o.say(evil)
		o.round()
		if got := string(o.post.requests[1].Body); strings.Count(got, "&") != 1 || strings.Count(got, "=") != 2 || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%s", got)
		}
	})
}

// A receiver that hangs is asked once a round, not once for each that waits.
func TestAHangingReceiverIsAskedOnceARound(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db, c)
		a := o.person("an")
		_, _, err := o.tell.AddHook(o.admin, notify.Hook{Name: "Treo", URL: "https://nhan.example.vn/treo"})
		o.must(err)
		o.post.answer = func(outward.Request) (outward.Answer, error) { return outward.Answer{}, errDown }
		for k := range 40 {
			o.say(message(fmt.Sprintf("k%02d", k), a))
		}
		o.round()
		o.round()
		if n := len(o.post.requests); n != 1 {
			t.Errorf("%d requests while it rests", n)
		}
		o.post.answer = nil
		c.Set(c.Now().Add(time.Hour))
		o.round()
		if s := o.states(); s[notify.Sent] != 40 || len(o.post.requests) != 41 {
			t.Errorf("%v after %d requests", s, len(o.post.requests))
		}
	})
}
