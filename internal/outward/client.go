package outward

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"dondoc/internal/fault"
)

// The bounds of one exchange.
const (
	Timeout   = 10 * time.Second
	MaxAnswer = 64 << 10
)

// Rules say where this program may go.
type Rules struct {
	// Hosts is the allow-list, asked for each time; empty means nowhere.
	Hosts func() []string
	// Inside are networks that the operator of the machine opened in spite of
	// being private, such as that of a gateway in the same building.
	Inside []netip.Prefix
	// Lookup resolves a name; nil is the machine's resolver.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Roots are the certificates to trust; nil is the machine's.
	Roots *x509.CertPool
}

// Client speaks to servers of others, by the rules.
type Client struct {
	rules Rules
	http  *http.Client
}

// Request is what is sent; always a POST.
type Request struct {
	URL    string
	Type   string // of the body, "application/json"
	Header map[string]string
	Body   []byte
}

// Answer is what came back; Body holds at most MaxAnswer bytes.
type Answer struct {
	Status     int
	RetryAfter string
	Body       []byte
}

// New makes a client.
func New(r Rules) *Client {
	if r.Lookup == nil {
		r.Lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	c := &Client{rules: r}
	c.http = &http.Client{
		Timeout:       Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would resolve the name again
			DialContext:            c.dial,
			DisableKeepAlives:      true, // each exchange is checked anew
			TLSHandshakeTimeout:    Timeout,
			ResponseHeaderTimeout:  Timeout,
			MaxResponseHeaderBytes: MaxAnswer,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: r.Roots},
		},
	}
	return c
}

// Check reads an address as typed against the allow-list; see the function Check.
func (c *Client) Check(raw string) error {
	_, err := Check(raw, c.rules.Hosts())
	return err
}

// Post sends one request. An answer of any status is an answer; an error is
// that there was none, or that the rules forbid asking. Nothing is read past
// MaxAnswer, and a redirect is an answer like any other.
func (c *Client) Post(ctx context.Context, r Request) (a Answer, err error) {
	u, err := Check(r.URL, c.rules.Hosts())
	if err != nil {
		return a, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(r.Body))
	if err != nil {
		return a, err
	}
	req.Header.Set("Content-Type", r.Type)
	req.Header.Set("User-Agent", "DonDoc")
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return a, said(err)
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	body, err := io.ReadAll(io.LimitReader(res.Body, MaxAnswer))
	return Answer{Status: res.StatusCode, RetryAfter: res.Header.Get("Retry-After"), Body: body}, err
}

// said puts the usual reasons for no answer into words that an administrator
// reads in the log of what was sent; the cause stays inside.
func said(err error) error {
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var no net.Error
	switch {
	case errors.Is(err, fault.Invalid):
		return err
	case errors.As(err, &dns):
		return fault.Because(fault.Busy, "Không tìm thấy tên máy chủ.", err)
	case errors.As(err, &cert):
		return fault.Because(fault.Busy, "Chứng thư của máy chủ không được tin cậy.", err)
	case errors.As(err, &no) && no.Timeout():
		return fault.Because(fault.Busy, "Máy chủ không trả lời trong 10 giây.", err)
	}
	return err
}

// dial resolves the name once, refuses if any of its addresses is not public,
// and connects to the addresses that it has looked at.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs := []netip.Addr{}
	if a, err := netip.ParseAddr(host); err == nil {
		addrs = append(addrs, a)
	} else if addrs, err = c.rules.Lookup(ctx, host); err != nil {
		return nil, err
	}
	for _, a := range addrs {
		if !c.open(a) {
			return nil, fmt.Errorf("%s is at %s: %w", host, a, errPrivate())
		}
	}
	d := net.Dialer{Timeout: Timeout, ControlContext: c.control}
	err = fmt.Errorf("%s has no address", host)
	for _, a := range addrs {
		conn, derr := d.DialContext(ctx, network, net.JoinHostPort(a.Unmap().String(), port))
		if derr == nil {
			return conn, nil
		}
		err = derr
	}
	return nil, err
}

// control looks once more, at the address that the socket is about to connect to.
func (c *Client) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !c.open(ap.Addr()) {
		return errPrivate()
	}
	return nil
}

func (c *Client) open(a netip.Addr) bool {
	if !Private(a) {
		return true
	}
	for _, p := range c.rules.Inside {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
