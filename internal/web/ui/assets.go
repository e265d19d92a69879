package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"maps"
	"path"
	"strings"
	"sync"
)

// AssetRoot is where web serves the assets.
const AssetRoot = "/tinh/"

// Asset is one file as it goes over the wire. Its path carries a hash of its
// content, so that browsers may keep it for ever.
type Asset struct {
	Path        string // "/tinh/app.1f2e3d4c5b.css"
	ContentType string
	Body        []byte
	Gzip        []byte // nil when it does not help
}

//go:embed assets
var assetFiles embed.FS

type assetTable struct {
	byName map[string]string // app.css → /tinh/app.<hash>.css
	byPath map[string]Asset
}

var assets = sync.OnceValue(readAssets) //nolint:gochecknoglobals // computed once from embedded files, never changed

// Assets lists every file by the path it is served under.
func Assets() map[string]Asset { return maps.Clone(assets().byPath) }

// FindAsset is the file served under a path.
func FindAsset(p string) (Asset, bool) {
	a, ok := assets().byPath[p]
	return a, ok
}

// AssetPath is the address of an asset by its plain name: "app.css". It
// panics for a name that does not exist: that is a slip of the programmer.
func AssetPath(name string) string {
	p, ok := assets().byName[name]
	if !ok {
		panic("ui: no asset " + name)
	}
	return p
}

func readAssets() assetTable {
	t := assetTable{byName: map[string]string{}, byPath: map[string]Asset{}}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic("ui: embedded assets: " + err.Error())
	}
	for _, e := range entries {
		if !e.IsDir() {
			t.add(e.Name(), mustRead("assets/"+e.Name()))
		}
	}
	// The style sheet last: it names the fonts by their hashed paths.
	sheets, err := assetFiles.ReadDir("assets/style")
	if err != nil {
		panic("ui: embedded style: " + err.Error())
	}
	var css []byte
	for _, e := range sheets {
		css = append(css, mustRead("assets/style/"+e.Name())...)
	}
	t.add("app.css", css)
	return t
}

func mustRead(name string) []byte {
	body, err := assetFiles.ReadFile(name)
	if err != nil {
		panic("ui: embedded assets: " + err.Error())
	}
	return body
}

func (t assetTable) add(name string, body []byte) {
	ext := path.Ext(name)
	if ext == ".css" {
		body = squeezeCSS(body)
		for known, p := range t.byName {
			body = bytes.ReplaceAll(body, []byte("url("+known+")"), []byte("url("+p+")"))
		}
	}
	sum := sha256.Sum256(body)
	a := Asset{
		Path:        AssetRoot + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext,
		ContentType: contentType(ext),
		Body:        body,
	}
	if ext != ".woff2" {
		a.Gzip = squeeze(body)
	}
	t.byName[name] = a.Path
	t.byPath[a.Path] = a
}

func contentType(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	default:
		return "text/plain; charset=utf-8"
	}
}

func squeeze(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil {
		return nil
	}
	if err := w.Close(); err != nil {
		return nil
	}
	return b.Bytes()
}

// squeezeCSS drops comments and indentation; the sheet is written so that this is safe.
func squeezeCSS(css []byte) []byte {
	var out bytes.Buffer
	for {
		before, rest, found := bytes.Cut(css, []byte("/*"))
		out.Write(before)
		if !found {
			break
		}
		_, css, _ = bytes.Cut(rest, []byte("*/"))
	}
	lines := strings.Split(out.String(), "\n")
	out.Reset()
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			out.WriteString(l)
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}
