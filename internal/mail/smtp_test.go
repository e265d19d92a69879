package mail_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"mime"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/internal/mail"
)

// sink is a small SMTP server: it keeps what it accepts and refuses whom it is told to.
type sink struct {
	ln     net.Listener
	cert   *tls.Certificate
	refuse map[string]string // recipient → answer
	cut    bool              // hangs up instead of answering to the end of a letter

	mu      sync.Mutex
	letters []string
	secured int
}

func newSink(t *testing.T, s *sink) (host string, port int) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.ln = ln
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	a, ok := ln.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal("no TCP address")
	}
	return "127.0.0.1", a.Port
}

func (s *sink) talk(c net.Conn) {
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	say := func(line string) {
		if _, err := c.Write([]byte(line + "\r\n")); err != nil {
			return // the reading side notices
		}
	}
	say("220 thu.example.vn")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "EHLO":
			if s.cert != nil {
				say("250-thu.example.vn")
				say("250 STARTTLS")
			} else {
				say("250 thu.example.vn")
			}
		case "STARTTLS":
			say("220 go on")
			c = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{*s.cert}})
			r = bufio.NewReader(c)
			s.mu.Lock()
			s.secured++
			s.mu.Unlock()
		case "RCPT":
			to := strings.TrimSuffix(strings.TrimPrefix(line, "RCPT TO:<"), ">")
			if answer := s.refuse[to]; answer != "" {
				say(answer)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				l, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				b.WriteString(l)
			}
			s.mu.Lock()
			s.letters = append(s.letters, b.String())
			s.mu.Unlock()
			if s.cut {
				return
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func letters() []mail.Letter {
	at := time.Date(2023, 6, 12, 9, 0, 0, 0, time.FixedZone("+07", 7*3600))
	return []mail.Letter{
		{ID: "dondoc.1", To: "an@example.vn", Subject: "Nhắc hạn: giải ngân\r\nBcc: evil@example.com", Text: "Đến hạn ngày 15/06/2023.", Link: "https://dondoc.example.vn/lam-viec", At: at},
		{ID: "dondoc.2", To: "binh@example.vn", Subject: "Nhắc hạn", Text: "Đến hạn.", At: at},
		{ID: "dondoc.3", To: "chi@example.vn", Subject: "Nhắc hạn", Text: "Đến hạn.", At: at},
	}
}

func send(ctx context.Context, s mail.Server, list []mail.Letter) ([]error, error) {
	got := make([]error, 0, len(list))
	err := mail.Send(ctx, s, list, func(_ int, err error) bool { got = append(got, err); return true })
	return got, err
}

// A server that refuses one recipient of several takes the others, each once,
// and the refusal is told from a "later".
func TestOneRefusedRecipient(t *testing.T) {
	t.Parallel()
	s := &sink{refuse: map[string]string{"binh@example.vn": "550 5.1.1 no such user", "chi@example.vn": "451 4.7.1 greylisted"}}
	host, port := newSink(t, s)
	got, err := send(t.Context(), mail.Server{Host: host, Port: port, Security: mail.Plain, Sender: "dondoc@example.vn", Name: "Ban Chỉ đạo"}, letters())
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	var no *mail.RefusedError
	if got[0] != nil || !errors.As(got[1], &no) || !strings.Contains(no.Reason, "5.1.1") || got[2] == nil || errors.As(got[2], &no) {
		t.Errorf("%v", got)
	}
	if len(s.letters) != 1 {
		t.Fatalf("%d letters", len(s.letters))
	}
	l := s.letters[0]
	head, _, _ := strings.Cut(l, "\r\n\r\n")
	if !strings.Contains(head, "Message-ID: <dondoc.1@example.vn>") || !strings.Contains(head, "Auto-Submitted: auto-generated") || strings.Contains(head, "\r\nBcc:") {
		t.Errorf("%s", head)
	}
	var subject string
	for line := range strings.SplitSeq(strings.ReplaceAll(head, "\r\n ", " "), "\r\n") {
		if v, ok := strings.CutPrefix(line, "Subject: "); ok {
			if subject, err = new(mime.WordDecoder).DecodeHeader(v); err != nil {
				t.Error(err)
			}
		}
	}
	if subject != "Nhắc hạn: giải ngân Bcc: evil@example.com" {
		t.Errorf("the subject is %q", subject)
	}
}

// STARTTLS is used, and a server without it or with a certificate that nobody
// vouches for gets nothing.
func TestNothingGoesUnprotected(t *testing.T) {
	t.Parallel()
	web := httptest.NewUnstartedServer(nil)
	web.StartTLS()
	t.Cleanup(web.Close)
	cert := web.TLS.Certificates[0]
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	for _, x := range []struct {
		name  string
		cert  *tls.Certificate
		roots *x509.CertPool
		want  int
	}{{"good", &cert, roots, 3}, {"no STARTTLS", nil, roots, 0}, {"unknown certificate", &cert, x509.NewCertPool(), 0}} {
		s := &sink{cert: x.cert}
		host, port := newSink(t, s)
		_, err := send(t.Context(), mail.Server{Host: host, Port: port, Security: mail.StartTLS, Sender: "dondoc@example.vn", Roots: x.roots}, letters())
		var gone *mail.UnreachableError
		if errors.As(err, &gone) != (x.want == 0) || len(s.letters) != x.want {
			t.Errorf("%s: %d letters, %v", x.name, len(s.letters), err)
		}
	}
}

// A server that hangs up stops the session; the letters not tried stay untold.
func TestAServerThatHangsUp(t *testing.T) {
	t.Parallel()
	s := &sink{cut: true}
	host, port := newSink(t, s)
	got, err := send(t.Context(), mail.Server{Host: host, Port: port, Security: mail.Plain, Sender: "dondoc@example.vn"}, letters())
	var perhaps *mail.UncertainError
	if err != nil || len(got) != 1 || !errors.As(got[0], &perhaps) {
		t.Errorf("%v %v", got, err)
	}
	if _, err := send(t.Context(), mail.Server{Host: host, Port: 1, Security: mail.Plain, Sender: "dondoc@example.vn"}, letters()); err == nil {
		t.Error("a server that is not there was reached")
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for s, ok := range map[string]bool{"a@b.vn": true, "a.b+c@x.gov.vn": true, "a@b": false, "a@b.vn\r\nRCPT TO:<c@d.vn>": false, "A <a@b.vn>": false, "a@b.vn, c@d.vn": false, "a@b.vn;c": false, "": false, "@b.vn": false, "<a@b.vn>": false} {
		if mail.CheckAddress(s) != ok {
			t.Errorf("%q: %v", s, !ok)
		}
	}
}
