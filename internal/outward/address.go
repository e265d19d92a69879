package outward

import (
	"net/netip"
	"net/url"
	"strings"

	"dondoc/internal/fault"
)

// closed are the networks that are no place on the internet, beside those that
// netip knows as private, loopback, link-local, multicast and unspecified.
func closed() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// Private reports whether an address is not one of the public internet: inside
// a network, on this machine, reserved, or a wrapper of an IPv4 address that
// could be any of these.
func Private(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() {
		return true
	}
	for _, p := range closed() {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Check reads an address as a person typed it, against the allow-list, before
// any name is resolved. The fault is Invalid with a sentence for the person.
func Check(raw string, hosts []string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil || u.Host == "" || strings.ContainsAny(raw, "\r\n\t \\"):
		return nil, fault.Say(fault.Invalid, "Địa chỉ không đọc được. Ghi đầy đủ, ví dụ https://may-chu.gov.vn/nhan.")
	case u.Scheme != "https":
		return nil, fault.Say(fault.Invalid, "Địa chỉ phải bắt đầu bằng https://.")
	case u.User != nil:
		return nil, fault.Say(fault.Invalid, "Địa chỉ không được chứa tên đăng nhập hay mật khẩu.")
	case u.Fragment != "":
		return nil, fault.Say(fault.Invalid, "Địa chỉ không được có phần sau dấu #.")
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil && Private(a) && !listed(u, hosts) {
		return nil, errPrivate()
	}
	if !name(u.Hostname()) {
		return nil, fault.Say(fault.Invalid, "Tên máy chủ trong địa chỉ không hợp lệ.")
	}
	if !listed(u, hosts) {
		return nil, fault.Say(fault.Invalid, "Máy chủ “"+u.Host+"” chưa có trong danh sách nơi được gửi ra ngoài. Thêm vào mục “Máy chủ được gửi ra ngoài” của trang Cài đặt.")
	}
	return u, nil
}

func errPrivate() error {
	return fault.Say(fault.Invalid, "Địa chỉ trỏ vào mạng nội bộ hoặc chính máy này, hệ thống không gửi tới đó.")
}

// name tells a host name or a full IP address from a number in disguise, such
// as 2130706433 or 0x7f.1, which some resolvers take for 127.0.0.1.
func name(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "" || len(host) > 253 {
		return false
	}
	labels := strings.Split(host, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	last := labels[len(labels)-1]
	return last[0] < '0' || last[0] > '9'
}

// listed reports whether the allow-list names the host: "may-chu.gov.vn" for
// port 443, "may-chu.gov.vn:8443" for that port, "*.gov.vn" for all below it.
func listed(u *url.URL, hosts []string) bool {
	host, port := strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), u.Port()
	if port == "" {
		port = "443"
	}
	for _, h := range hosts {
		want, wantPort := split(strings.ToLower(strings.TrimSpace(h)))
		if wantPort != port || want == "" {
			continue
		}
		if below, ok := strings.CutPrefix(want, "*."); ok && below != "" && strings.HasSuffix(host, "."+below) || want == host {
			return true
		}
	}
	return false
}

// split takes "host", "host:port" or "[v6]:port" apart; the port is 443 unless named.
func split(s string) (host, port string) {
	if _, err := netip.ParseAddr(s); err == nil {
		return s, "443"
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		return strings.Trim(s[:i], "[]"), s[i+1:]
	}
	return s, "443"
}

// Hosts reads the allow-list as a person typed it: separated by commas, spaces or lines.
func Hosts(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' || r == '\r' || r == '\t' })
}

// CheckHosts finds what in a typed allow-list is no host name; nil when all are.
func CheckHosts(list string) error {
	for _, h := range Hosts(list) {
		host, port := split(h)
		if !name(strings.TrimPrefix(host, "*.")) || port == "" || len(port) > 5 || strings.Trim(port, "0123456789") != "" {
			return fault.Say(fault.Invalid, "“"+h+"” không phải tên máy chủ. Ghi ví dụ: may-chu.gov.vn, *.gov.vn, may-chu.gov.vn:8443.")
		}
	}
	return nil
}
