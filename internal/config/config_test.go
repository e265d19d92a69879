package config_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/internal/config"
	"dondoc/internal/fault"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	c, err := config.Load(map[string]string{"listen": ":9000"}, []string{"PATH=/bin", "DONDOC_LISTEN=:1", "DONDOC_DATABASE=postgres://u:matkhau@h/db", "DONDOC_DEMO_PASSWORD=x"})
	if err != nil || c.Listen != ":9000" || c.Database != "postgres://u:matkhau@h/db" {
		t.Fatalf("%+v, %v", c, err)
	}
	for _, e := range c.Effective() {
		if strings.Contains(e.Value, "matkhau") {
			t.Errorf("a secret is shown: %+v", e)
		}
	}
	for _, bad := range []string{"DONDOC_LISTN=:1", "DONDOC_LISTEN=8080", "DONDOC_DATABASE=mysql://x", "DONDOC_LOG=xml", "DONDOC_SECURE_COOKIES=yes"} {
		if _, err := config.Load(nil, []string{bad}); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
