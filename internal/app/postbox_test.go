package app_test

import (
	"bufio"
	"maps"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"
)

// postbox is a mail server that counts letters by Message-ID and recipient, and
// what they are about.
type postbox struct {
	port   int
	mu     sync.Mutex
	got    map[string]int // by Message-ID and recipient
	titles map[string]int
}

func openPostbox(t *testing.T) *postbox {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	a, ok := ln.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal("no TCP address")
	}
	b := &postbox{port: a.Port, got: map[string]int{}, titles: map[string]int{}}
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go b.talk(c)
		}
	}()
	return b
}

func (b *postbox) talk(c net.Conn) {
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	answer, to, letter, text := "220 ok", "", "", false
	for {
		if answer != "" {
			if _, err := c.Write([]byte(answer + "\r\n")); err != nil {
				return
			}
		}
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch word := strings.TrimSpace(line); {
		case text && word == ".":
			time.Sleep(letterTakes)
			b.take(letter, to)
			answer, text = "250 taken", false
		case text:
			answer, letter = "", letter+line
		case word == "DATA":
			answer, text, letter = "354 go on", true, ""
		case strings.HasPrefix(word, "RCPT TO:"):
			answer, to = "250 ok", word[len("RCPT TO:"):]
		case word == "QUIT":
			return
		default:
			answer = "250 ok"
		}
	}
}

// counts gives how many letters there are, how many further copies of them, and
// what they are about.
func (b *postbox) counts() (letters, copies int, titles map[string]int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range b.got {
		letters++
		copies += n - 1
	}
	return letters, copies, maps.Clone(b.titles)
}

// take reads a letter that came in whole.
func (b *postbox) take(letter, to string) {
	id, title := "unreadable", "unreadable"
	if m, err := mail.ReadMessage(strings.NewReader(letter)); err == nil {
		id = m.Header.Get("Message-ID")
		if s, err := (&mime.WordDecoder{}).DecodeHeader(m.Header.Get("Subject")); err == nil {
			if _, about, ok := strings.Cut(s, "Trễ 1 ngày làm việc: "); ok {
				title = about
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got[id+" "+to]++
	b.titles[title]++
}
