package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// Channel is a way out.
type Channel string

// The channels.
const (
	ByMail   Channel = "mail"
	ByDigest Channel = "digest" // a letter too
	ByShort  Channel = "short"  // the gateway
	ByHook   Channel = "hook"
)

// State is where a delivery stands; see the package's comment.
type State string

// The states of a delivery.
const (
	Waiting State = "waiting"
	Sending State = "sending"
	Sent    State = "sent"
	Failed  State = "failed"
	Dropped State = "dropped"
)

// Delivery is one way out to one address.
type Delivery struct {
	ID       string
	Channel  Channel
	Account  string
	Hook     string
	Address  string
	Message  string
	Kind     Kind
	Subject  string
	Messages int64
	State    State
	Attempt  int64
	Next     time.Time
	Error    string
	At       time.Time
	Ended    time.Time

	body  string
	lease time.Time
}

const deliveryColumns = "id, channel, account, hook, address, message, kind, subject, messages, state, attempt, next_at, last_error, created_at, ended_at, body, lease_until"

func scanDelivery(r storage.Row) (d Delivery, err error) {
	var next, at, ended, lease int64
	err = r.Scan(&d.ID, &d.Channel, &d.Account, &d.Hook, &d.Address, &d.Message, &d.Kind, &d.Subject, &d.Messages, &d.State, &d.Attempt, &next, &d.Error, &at, &ended, &d.body, &lease)
	d.Next, d.At, d.Ended, d.lease = storage.Instant(next), storage.Instant(at), storage.Instant(ended), storage.Instant(lease)
	return d, err
}

// claimRows is how many deliveries are claimed together.
const claimRows = 10

// margin is the last part of a lease, in which nothing is begun any more: it is
// longer than any one exchange.
func (s *Service) margin() time.Duration { return s.deps.Lease / 3 }

// line is what rests together when its server cannot be reached.
type line struct {
	name string
	cond string // further condition on notify_delivery
	args []any
	send func(ctx context.Context, list []Delivery, done func(i int, err error) bool) error
}

// lines are the ways out that are configured.
func (s *Service) lines(ctx context.Context) ([]line, error) {
	var out []line
	if s.mailOn() {
		out = append(out, line{name: "mail", cond: "channel IN ('mail', 'digest')", send: s.sendMail})
	}
	if s.gatewayOn() {
		out = append(out, line{name: "short", cond: "channel = 'short'", send: s.sendShort})
	}
	hooks, err := s.activeHooks(ctx)
	for _, h := range hooks {
		out = append(out, line{name: "hook/" + h.ID, cond: "channel = 'hook' AND hook = ?", args: []any{h.ID}, send: func(ctx context.Context, list []Delivery, done func(int, error) bool) error {
			return s.sendHook(ctx, h, list, done)
		}})
	}
	return out, err
}

// deliver sends what is due, all lines beside one another: one that cannot be
// reached, or whose other side is slow, rests and holds up no other.
func (s *Service) deliver(ctx context.Context) error {
	lines, err := s.lines(ctx)
	if err != nil {
		return err
	}
	errs := make([]error, len(lines))
	var wg sync.WaitGroup
	for i, l := range lines {
		wg.Go(func() {
			if err := s.alone(l.name, func() error { return s.empty(ctx, l) }); err != nil {
				errs[i] = fmt.Errorf("line %s: %w", l.name, err)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// empty sends on a line until nothing is due or it rests.
func (s *Service) empty(ctx context.Context, l line) error {
	for ctx.Err() == nil && !s.resting(l.name) {
		if n, err := s.deliverSome(ctx, l); err != nil || n == 0 {
			return err
		}
	}
	return nil
}

// alone lets one round at a time send on a line, so that a process that is
// killed has one letter at most under way and leaves one copy at most. A round
// that finds the line taken goes its way; the one that has it looks once more.
func (s *Service) alone(name string, do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.busy[name]; taken {
		s.busy[name] = true
		return nil
	}
	defer delete(s.busy, name)
	for {
		s.busy[name] = false
		err := s.unlocked(do)
		if err != nil || !s.busy[name] {
			return err
		}
	}
}

// unlocked does something without the lock that the caller has.
func (s *Service) unlocked(do func() error) error {
	s.mu.Unlock()
	defer s.mu.Lock()
	return do()
}

// maxRest is the longest that a line rests before it is tried again.
const maxRest = 15 * time.Minute

func (s *Service) resting(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := s.paused[name].until.Sub(s.now())
	return left > 0 && left <= maxRest // more is a clock that jumped back
}

// rest lets a line rest, longer each time; reached lets it go on.
func (s *Service) rest(name string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.paused[name]
	p.times++
	p.until = s.now().Add(min(time.Minute<<min(p.times-1, 6), maxRest))
	s.paused[name] = p
	return p.until
}

func (s *Service) reached(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.paused, name)
}

// deliverSome claims a few deliveries of a line and sends them; it says how
// many it claimed.
func (s *Service) deliverSome(ctx context.Context, l line) (int, error) {
	list, err := s.claim(ctx, l)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	var send []Delivery
	for _, d := range list {
		may, err := s.mayLeave(ctx, d)
		if err == nil && !may {
			err = s.end(ctx, d, Dropped, "Tài khoản đã khóa.")
		}
		if err != nil {
			return 0, err // the leases run out, and the rest is sent then
		}
		if may {
			send = append(send, d)
		}
	}
	if len(send) == 0 {
		return len(list), nil
	}
	return len(list), s.sendAll(ctx, l, send)
}

// sendAll sends what was claimed and writes down what became of each before the
// next begins; what was not tried is put back.
func (s *Service) sendAll(ctx context.Context, l line, send []Delivery) error {
	next, kept := 0, error(nil) // the first that was not tried
	err := l.send(ctx, send, func(i int, serr error) bool {
		if gone, ok := errors.AsType[*unreachable](serr); ok {
			kept, next = errors.Join(kept, s.away(ctx, l, send[i:], gone)), len(send)
			return false
		}
		next = i + 1
		stall, stalls := errors.AsType[*stalled](serr)
		if stalls {
			s.rest(l.name)
			serr = stall.cause
		} else {
			s.reached(l.name)
		}
		kept = errors.Join(kept, s.settle(ctx, send[i], serr))
		return kept == nil && !stalls && s.now().Add(s.margin()).Before(send[i].lease)
	})
	if gone, ok := errors.AsType[*unreachable](err); ok {
		return errors.Join(kept, s.away(ctx, l, send[next:], gone))
	}
	return errors.Join(kept, err, s.release(ctx, send[next:], s.now(), ""))
}

// stalled means that the other side gave this delivery no answer, or had a
// fault of its own: a try was spent, and the line rests all the same.
type stalled struct{ cause error }

func (e *stalled) Error() string { return e.cause.Error() }
func (e *stalled) Unwrap() error { return e.cause }

// unreachable means that the line's server could not be spoken to: no try of
// the delivery's own is spent.
type unreachable struct{ cause error }

func (e *unreachable) Error() string { return e.cause.Error() }
func (e *unreachable) Unwrap() error { return e.cause }

// refusal is a final no to one delivery.
type refusal struct{ reason string }

func (e *refusal) Error() string { return e.reason }

// later asks for a try not before a while.
type later struct {
	cause error
	after time.Duration
}

func (e *later) Error() string { return e.cause.Error() }
func (e *later) Unwrap() error { return e.cause }

// away puts back what could not be sent because nobody answered, and lets the
// line rest. What has waited for days is given up, so that it is seen.
func (s *Service) away(ctx context.Context, l line, list []Delivery, cause *unreachable) error {
	until := s.rest(l.name)
	s.deps.Log.WarnContext(ctx, "line rests", slog.String("line", l.name), slog.Time("until", until), slog.Any("error", cause))
	var back []Delivery
	for _, d := range list {
		if s.now().Sub(d.At) < maxWait {
			back = append(back, d)
			continue
		}
		if err := s.end(ctx, d, Failed, inWords(cause).Error()); err != nil {
			return err
		}
	}
	return s.release(ctx, back, until, inWords(cause).Error())
}

// inWords gives an error the sentence that its fault has, for the log.
func inWords(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Say != "" {
		return &worded{f.Say, err}
	}
	return err
}

type worded struct {
	say   string
	cause error
}

func (e *worded) Error() string { return e.say }
func (e *worded) Unwrap() error { return e.cause }

// settle writes down what became of one delivery.
func (s *Service) settle(ctx context.Context, d Delivery, err error) error {
	err = inWords(err)
	var no *refusal
	var wait *later
	switch {
	case err == nil:
		return s.end(ctx, d, Sent, "")
	case errors.As(err, &no), d.Attempt >= maxTries:
		return s.end(ctx, d, Failed, err.Error())
	case errors.As(err, &wait):
		return s.again(ctx, d, s.now().Add(max(backoff(d.Attempt), min(wait.after, 6*time.Hour))), err.Error())
	}
	return s.again(ctx, d, s.now().Add(backoff(d.Attempt)), err.Error())
}
