// Package webpage finds the document on a saved web page: its title, its lines,
// its lists with their numbers, its tables a row a line. Menus, columns at the
// side, lists of other articles and the foot of a portal are left out. When it
// is not clear what is the document, more is kept rather than less: words that
// somebody has to skip cost less than an order that nobody saw.
//
// Libraries that were tried (readability, of November 2026) find a long article
// well, but give the title away as a property, where a notice has its number
// and date, take lists of other articles in, and keep whole menus around a
// letter of a few lines.
package webpage

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Page is what was taken from a page.
type Page struct {
	Text     string
	Cut      bool // something was left out as not of the document
	Hidden   bool // words that the page does not show were left out
	Pictures int  // in the part that was kept
}

// maxTree is the largest page, without scripts and pictures, that is looked at
// as a tree. A larger one is given line by line, with all it holds.
const maxTree = 8 << 20

// Read takes the document out of a page. It fails with ErrTooLarge.
func Read(src string) (Page, error) {
	slim, all, err := flatten(src)
	if err != nil {
		return Page{}, err
	}
	if len(slim) > maxTree {
		return Page{Text: all}, nil
	}
	doc, err := html.Parse(strings.NewReader(slim))
	if err != nil { // nested deeper than the parser goes
		return Page{Text: all}, nil //nolint:nilerr // the plain reading stands for it
	}
	body := first(doc, atom.Body)
	if body == nil {
		return Page{Text: all}, nil
	}
	return newLayout(body).page(), nil
}

// first finds an element in document order.
func first(n *html.Node, a atom.Atom) *html.Node {
	for x := range n.Descendants() {
		if x.Type == html.ElementNode && x.DataAtom == a {
			return x
		}
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// block reports elements that stand on lines of their own.
func block(a atom.Atom) bool {
	switch a { //nolint:exhaustive // the elements that stand on lines of their own
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Li, atom.Ul, atom.Ol, atom.Tr, atom.Td, atom.Th, atom.Table, atom.Caption, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Header, atom.Footer, atom.Main, atom.Nav, atom.Aside, atom.Body, atom.Pre, atom.Hr, atom.Dl, atom.Dt, atom.Dd, atom.Figure, atom.Figcaption, atom.Form, atom.Fieldset, atom.Address, atom.Center, atom.Dialog, atom.Details, atom.Summary:
		return true
	}
	return false
}
