package setting

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/internal/fault"
	"dondoc/internal/outward"
)

// The names of the settings of telling people (package notify).
const (
	SiteAddress   = "site.address"
	SMTPHost      = "smtp.host"
	SMTPPort      = "smtp.port"
	SMTPSecurity  = "smtp.security"
	SMTPUser      = "smtp.user"
	SMTPSecret    = "smtp.secret"
	SMTPSender    = "smtp.sender"
	GatewayURL    = "gateway.url"
	GatewayBody   = "gateway.body"
	GatewaySecret = "gateway.authorization"
	QuietFrom     = "notify.quiet_from"
	QuietTo       = "notify.quiet_to"
	QuietUrgent   = "notify.quiet_urgent"
	DigestAt      = "notify.digest_at"
	OutwardHosts  = "outward.hosts"
)

func notifyKeys() []Key {
	return []Key{
		{Name: SiteAddress, Label: "Địa chỉ của hệ thống", Help: "Đứng trước đường dẫn trong thư, webhook, lịch và bản tin, ví dụ https://dondoc.tinh.gov.vn. Để trống thì thư không có đường dẫn.", Check: siteAddress},
		{Name: SMTPHost, Label: "Máy chủ thư (SMTP)", Help: "Tên máy chủ gửi thư điện tử. Để trống thì không gửi thư.", Check: host},
		{Name: SMTPPort, Label: "Cổng máy chủ thư", Help: "Thường là 587 (STARTTLS) hoặc 465 (TLS).", Default: "587", Check: number(1, 65535)},
		{Name: SMTPSecurity, Label: "Bảo vệ kết nối thư", Help: "starttls, tls, hoặc none khi máy chủ thư ở ngay trên máy này.", Default: "starttls", Check: among("starttls", "tls", "none")},
		{Name: SMTPUser, Label: "Tên đăng nhập máy chủ thư", Help: "Để trống nếu máy chủ không hỏi.", Check: length(0, 200)},
		{Name: SMTPSecret, Label: "Mật khẩu máy chủ thư", Help: "Không hiện lại. Để trống thì giữ nguyên; ghi dấu - thì xóa.", Secret: true, Check: oneLine(500)},
		{Name: SMTPSender, Label: "Địa chỉ người gửi", Help: "Ví dụ dondoc@tinh.gov.vn. Tên người gửi là tên Ban Chỉ đạo.", Check: sender},
		{Name: GatewayURL, Label: "Cổng tin nhắn", Help: "Địa chỉ https của cổng SMS hoặc trò chuyện. Để trống thì không gửi. Chỗ {phone}, {text}, {id} được thay khi gửi.", Check: oneLine(1000)},
		{Name: GatewayBody, Label: "Nội dung gửi cổng tin nhắn", Help: `Ví dụ {"to":"{phone}","text":"{text}","ref":"{id}"} (JSON) hoặc to={phone}&text={text}.`, Default: `{"to":"{phone}","text":"{text}","ref":"{id}"}`, Check: gatewayBody},
		{Name: GatewaySecret, Label: "Tiêu đề Authorization của cổng tin nhắn", Help: "Ví dụ Bearer … Không hiện lại. Để trống thì giữ nguyên; ghi dấu - thì xóa.", Secret: true, Check: oneLine(1000)},
		{Name: OutwardHosts, Label: "Máy chủ được gửi ra ngoài", Help: "Webhook và cổng tin nhắn chỉ tới được các máy chủ này, ví dụ api.tinh.gov.vn, *.vnpt.vn, may-chu.vn:8443. Để trống thì không gửi đi đâu.", Check: outwardHosts},
		{Name: QuietFrom, Label: "Giờ yên lặng từ", Help: "Từ giờ này không gửi thư, tin nhắn cho người nào. Mỗi người đặt được giờ riêng.", Default: "20:00", Check: timeOfDay},
		{Name: QuietTo, Label: "Giờ yên lặng đến", Help: "Bằng giờ bắt đầu thì không có giờ yên lặng.", Default: "06:30", Check: timeOfDay},
		{Name: QuietUrgent, Label: "Việc gấp cũng chờ hết giờ yên lặng", Help: "có hoặc không.", Default: "có", Check: among("có", "không")},
		{Name: DigestAt, Label: "Giờ gửi thư buổi sáng", Help: "Một thư gom việc không gấp cho mỗi người, vào ngày làm việc.", Default: "07:30", Check: timeOfDay},
	}
}

func outwardHosts(v string) error {
	if err := outward.CheckHosts(v); err != nil {
		return errors.New(fault.Sentence(err))
	}
	return length(0, 4000)(v)
}

// gatewayBody is a template that names whom and what; one that looks like JSON
// must be JSON.
func gatewayBody(v string) error {
	switch {
	case v == "":
		return nil
	case !strings.Contains(v, "{phone}") || !strings.Contains(v, "{text}"):
		return errors.New("Nội dung phải có chỗ {phone} và {text}.") //nolint:revive,staticcheck // a sentence for the person
	case strings.ContainsAny(v[:1], "{[") && !json.Valid([]byte(strings.NewReplacer("{phone}", "0", "{text}", "x", "{id}", "x").Replace(v))):
		return errors.New("Nội dung bắt đầu bằng { hoặc [ phải là JSON hợp lệ, các chỗ thay để trong dấu nháy kép.") //nolint:revive,staticcheck // a sentence for the person
	}
	if strings.ContainsAny(v, "\r\n") {
		return oneLine(2000)(v)
	}
	return length(1, 2000)(v)
}

func among(values ...string) func(string) error {
	return func(v string) error {
		if slices.Contains(values, v) {
			return nil
		}
		return fmt.Errorf("Phải là một trong: %s.", strings.Join(values, ", ")) //nolint:revive,staticcheck // a sentence for the person
	}
}

func oneLine(most int) func(string) error {
	return func(v string) error {
		if strings.ContainsAny(v, "\r\n") {
			return errors.New("Chỉ ghi trên một dòng.") //nolint:revive,staticcheck // a sentence for the person
		}
		return length(0, most)(v)
	}
}

var hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.:-]{0,250}[A-Za-z0-9])?$`)

func host(v string) error {
	if v != "" && !hostForm.MatchString(v) {
		return errors.New("Ghi tên máy chủ, ví dụ thu.tinh.gov.vn.") //nolint:revive,staticcheck // a sentence for the person
	}
	return nil
}

var senderForm = regexp.MustCompile(`^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

func sender(v string) error {
	if v != "" && !senderForm.MatchString(v) {
		return errors.New("Ghi một địa chỉ thư, ví dụ dondoc@tinh.gov.vn.") //nolint:revive,staticcheck // a sentence for the person
	}
	return nil
}

func siteAddress(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return errors.New("Ghi địa chỉ đầy đủ, ví dụ https://dondoc.tinh.gov.vn.") //nolint:revive,staticcheck // a sentence for the person
	}
	return nil
}

var timeForm = regexp.MustCompile(`^([01]?[0-9]|2[0-3]):[0-5][0-9]$`)

func timeOfDay(v string) error {
	if !timeForm.MatchString(v) {
		return errors.New("Ghi giờ và phút, ví dụ " + strconv.Quote("07:30") + ".")
	}
	return nil
}
