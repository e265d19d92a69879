package outward_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"dondoc/internal/fault"
	"dondoc/internal/outward"
)

// What is no address of the public internet is known as such, however it is written.
func TestPrivateAddresses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "::127.0.0.1", "64:ff9b::a00:5", "2002:7f00:1::", "2001:db8::1", "2001::1",
	} {
		if !outward.Private(netip.MustParseAddr(s)) {
			t.Errorf("%s is taken for a public address", s)
		}
	}
	for _, s := range []string{"8.8.8.8", "203.162.4.191", "172.32.0.1", "2001:ee0::1", "2606:4700::1111"} {
		if outward.Private(netip.MustParseAddr(s)) {
			t.Errorf("%s is taken for a private address", s)
		}
	}
}

// What a person may type as an address (rows K01, K04 of the bad inputs).
func TestCheckBeforeAnyNameIsResolved(t *testing.T) {
	t.Parallel()
	hosts := []string{"nhan.tinh.gov.vn", "*.vnpt.vn", "cong.vn:8443", "127.0.0.1:5432"}
	for _, s := range []string{"https://nhan.tinh.gov.vn/a?b=c", "https://NHAN.tinh.gov.vn./", "https://sms.vnpt.vn/gui", "https://cong.vn:8443/", "https://nhan.tinh.gov.vn:443/"} {
		if _, err := outward.Check(s, hosts); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
	for _, s := range []string{
		"http://nhan.tinh.gov.vn/", "file:///etc/passwd", "gopher://nhan.tinh.gov.vn/", "ftp://nhan.tinh.gov.vn/", "unix:/run/x", "https://user:pw@nhan.tinh.gov.vn/", "https://nhan.tinh.gov.vn:22/", "https://nhan.tinh.gov.vn#x",
		"https://vnpt.vn/", "https://evilvnpt.vn/", "https://vnpt.vn.evil.com/", "https://la.vn/", "https://cong.vn/", "",
		"http://127.0.0.1:5432", "https://[::1]/", "https://169.254.169.254/", "https://0.0.0.0/", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://localhost/", "https://nhan.tinh.gov.vn\r\nX: y/", "https://nhan.tinh.gov.vn\\@127.0.0.1/",
	} {
		if u, err := outward.Check(s, hosts); !errors.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
			t.Errorf("%q was let through as %v: %v", s, u, err)
		}
	}
	for list, ok := range map[string]bool{"a.vn, *.b.vn\nc.vn:8443": true, "": true, "https://a.vn": false, "a.vn:x": false, "*": false, "2130706433": false} {
		if err := outward.CheckHosts(list); (err == nil) != ok {
			t.Errorf("%q: %v", list, err)
		}
	}
}

func loopback() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

// server is an HTTPS server on the loopback and a client that may reach it,
// under the name given, only if the operator opened the network.
func server(t *testing.T, h http.HandlerFunc, inside []netip.Prefix, at ...string) (*outward.Client, string, *atomic.Int64) {
	t.Helper()
	var hits atomic.Int64
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1); h(w, r) }))
	t.Cleanup(srv.Close)
	u, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(u.Host)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	rules := outward.Rules{Roots: roots, Inside: inside, Hosts: func() []string { return []string{"example.com:" + port} }, Lookup: func(context.Context, string) ([]netip.Addr, error) {
		var out []netip.Addr
		for _, s := range at {
			out = append(out, netip.MustParseAddr(s))
		}
		return out, nil
	}}
	return outward.New(rules), "https://example.com:" + port, &hits // the test certificate names example.com
}

// A name that leads into the network is refused at the connection, also when
// only one of its addresses does.
func TestANameThatLeadsInside(t *testing.T) {
	t.Parallel()
	ok := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	for _, at := range [][]string{{"127.0.0.1"}, {"169.254.169.254"}, {"fc00::1"}, {"10.0.0.5"}, {"::ffff:127.0.0.1"}, {"203.162.4.191", "127.0.0.1"}} {
		c, base, hits := server(t, ok, nil, at...)
		if _, err := c.Post(t.Context(), outward.Request{URL: base, Type: "application/json"}); !errors.Is(err, fault.Invalid) || hits.Load() != 0 {
			t.Errorf("%v: %v, %d hits", at, err, hits.Load())
		}
	}
	c, base, hits := server(t, ok, loopback(), "127.0.0.1")
	if a, err := c.Post(t.Context(), outward.Request{URL: base, Type: "application/json", Body: []byte("{}")}); err != nil || a.Status != http.StatusNoContent || hits.Load() != 1 {
		t.Errorf("the operator's exception: %+v %v", a, err)
	}
}

// The name is resolved once a connection and the answer is what is connected
// to: a second, different answer is never asked for (row K02).
func TestRebinding(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	c := outward.New(outward.Rules{Hosts: func() []string { return []string{"example.com"} }, Lookup: func(context.Context, string) ([]netip.Addr, error) {
		if asked.Add(1) == 1 {
			stop() // before anything leaves this machine
			return []netip.Addr{netip.MustParseAddr("203.162.4.191")}, nil
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}})
	if _, err := c.Post(ctx, outward.Request{URL: "https://example.com/"}); err == nil || errors.Is(err, fault.Invalid) {
		t.Errorf("the first answer is public: %v", err)
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times", asked.Load())
	}
	if _, err := c.Post(t.Context(), outward.Request{URL: "https://example.com/"}); !errors.Is(err, fault.Invalid) {
		t.Errorf("the second answer is private: %v", err)
	}
}

// A redirect is not followed, a flood is cut, a header cannot be smuggled in.
func TestAnswers(t *testing.T) {
	t.Parallel()
	c, base, hits := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/chuyen":
			http.Redirect(w, r, "/lu", http.StatusTemporaryRedirect)
		case "/lu":
			for range 100 {
				if _, err := w.Write([]byte(strings.Repeat("x", 64<<10))); err != nil {
					return
				}
			}
		}
	}, loopback(), "127.0.0.1")
	if a, err := c.Post(t.Context(), outward.Request{URL: base + "/chuyen"}); err != nil || a.Status != http.StatusTemporaryRedirect || hits.Load() != 1 {
		t.Errorf("redirect: %d %v, %d hits", a.Status, err, hits.Load())
	}
	if a, err := c.Post(t.Context(), outward.Request{URL: base + "/lu"}); err != nil || len(a.Body) != outward.MaxAnswer {
		t.Errorf("flood: %d bytes, %v", len(a.Body), err)
	}
	before := hits.Load()
	if _, err := c.Post(t.Context(), outward.Request{URL: base, Header: map[string]string{"Authorization": "Bearer x\r\nX-Evil: 1"}}); err == nil || hits.Load() != before {
		t.Errorf("a smuggled header went out: %v", err)
	}
}
