// Package mail sends letters by SMTP (RFC 5321). Each letter goes to one
// recipient in a transaction of its own, so that a server which refuses one
// recipient neither stops nor repeats another; what became of each is told the
// moment the server has said so.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	smtp "github.com/wneessen/go-mail"
)

// Security is how the connection to the server is protected.
type Security string

// The ways of protecting the connection.
const (
	StartTLS Security = "starttls" // refused if the server cannot
	TLS      Security = "tls"      // from the first byte, port 465
	Plain    Security = "none"     // only for a server on the same machine
)

// Server is the mail server of the province and who sends.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string // "" sends without signing in
	Secret   string
	Sender   string // address
	Name     string // as recipients see it
	// Roots are the certificates to trust; nil is the machine's.
	Roots *x509.CertPool
}

// Letter is one letter to one person.
type Letter struct {
	// ID is the part of the Message-ID before the @: the same letter sent again
	// after a crash carries the same one, so that a mailbox can tell.
	ID      string
	To      string
	Subject string
	Text    string
	Link    string // address that the letter is about, "" = none
	At      time.Time
}

// RefusedError is a server's final no to one letter; sending it again is useless.
type RefusedError struct{ Reason string }

// Error is the server's reason.
func (e *RefusedError) Error() string { return "refused: " + e.Reason }

// UnreachableError means that the server could not be spoken to: it concerns every
// letter, not this one.
type UnreachableError struct{ Cause error }

// Error says why.
func (e *UnreachableError) Error() string { return "mail server unreachable: " + e.Cause.Error() }

// Unwrap gives the cause.
func (e *UnreachableError) Unwrap() error { return e.Cause }

// UncertainError means that the connection was lost while the server was about
// to say whether it took the letter; sending again may make a second copy.
type UncertainError struct{ Cause error }

// Error says why.
func (e *UncertainError) Error() string {
	return "mail server hung up before its answer: " + e.Cause.Error()
}

// Unwrap gives the cause.
func (e *UncertainError) Unwrap() error { return e.Cause }

// timeout bounds the connection and each letter on it.
const timeout = 20 * time.Second

// CheckAddress reports whether s is one bare address, such as a@b.gov.vn.
func CheckAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	_, domain, _ := strings.Cut(s, "@")
	return err == nil && strings.Contains(domain, ".") && a.Address == s && a.Name == "" && !strings.ContainsAny(s, "\r\n \t,;<>\"") && len(s) <= 254
}

// Send opens one connection and sends the letters one after another. done is
// called for each before the next begins; if it says false, or the server is
// gone, the rest is not tried. The error is an UnreachableError when not even the
// first could be begun.
func Send(ctx context.Context, s Server, letters []Letter, done func(i int, err error) (goOn bool)) error {
	c, err := client(s)
	if err != nil {
		return &UnreachableError{err}
	}
	if err := c.DialWithContext(ctx); err != nil {
		return &UnreachableError{err}
	}
	defer c.Close()
	for i, l := range letters {
		m, err := compose(s, l)
		if err == nil {
			if err = outcome(c.Send(m)); m.IsDelivered() {
				err = nil // accepted; only the tidying up afterwards may have failed
			}
		} else {
			err = &RefusedError{err.Error()}
		}
		var gone *UnreachableError
		var perhaps *UncertainError
		if !done(i, err) || errors.As(err, &gone) || errors.As(err, &perhaps) {
			return nil
		}
	}
	return nil
}

func client(s Server) (*smtp.Client, error) {
	opts := []smtp.Option{smtp.WithPort(s.Port), smtp.WithTimeout(timeout), smtp.WithTLSConfig(&tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.Host, RootCAs: s.Roots})}
	switch s.Security {
	case TLS:
		opts = append(opts, smtp.WithSSL())
	case Plain:
		opts = append(opts, smtp.WithTLSPolicy(smtp.NoTLS))
	case StartTLS:
		opts = append(opts, smtp.WithTLSPolicy(smtp.TLSMandatory))
	default:
		return nil, fmt.Errorf("unknown security %q", s.Security)
	}
	if _, domain, ok := strings.Cut(s.Sender, "@"); ok {
		opts = append(opts, smtp.WithHELO(domain))
	}
	if s.User != "" {
		opts = append(opts, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover), smtp.WithUsername(s.User), smtp.WithPassword(s.Secret))
	}
	return smtp.NewClient(s.Host, opts...)
}

func compose(s Server, l Letter) (*smtp.Msg, error) {
	m := smtp.NewMsg()
	if err := m.FromFormat(line(s.Name), s.Sender); err != nil {
		return nil, err
	}
	if !CheckAddress(l.To) {
		return nil, errors.New("not an address")
	}
	if err := m.To(l.To); err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(s.Sender, "@")
	m.SetMessageIDWithValue(l.ID + "@" + domain)
	m.SetDateWithValue(l.At)
	m.Subject(line(l.Subject))
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers
	text := l.Text
	if l.Link != "" {
		text += "\n\n" + l.Link
	}
	m.SetBodyString(smtp.TypeTextPlain, text)
	return m, nil
}

// line keeps a header on one line, whatever was put into it.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// outcome sorts what the library says: sent, refused for good, server gone, or later.
func outcome(err error) error {
	if err == nil {
		return nil
	}
	var se *smtp.SendError
	if !errors.As(err, &se) {
		return &UnreachableError{err}
	}
	switch {
	case se.Reason == smtp.ErrSMTPDataClose && se.ErrorCode() == 0:
		return &UncertainError{err}
	case se.Reason == smtp.ErrConnCheck, se.Reason == smtp.ErrSMTPMailFrom, se.ErrorCode() == 421, se.ErrorCode() == 0:
		return &UnreachableError{err} // who sends, or the connection, not who receives
	case se.ErrorCode() >= 500 && se.ErrorCode() < 600:
		return &RefusedError{err.Error()}
	}
	return err
}
