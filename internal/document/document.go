package document

import (
	"embed"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/reading"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema {
	return storage.Schema{Name: "document", FS: schemaFS, Searches: map[int64]storage.Search{2026120702: search()}}
}

func search() storage.Search {
	return storage.Search{Table: "document_search", Base: "document", Key: "search_key", Text: "search_text"}
}

// Kind is the kind of a reference to a document.
const Kind = "document"

// KindFinding is the kind of a reference to a finding.
const KindFinding = "document_finding"

// KindIntake is the kind of a reference to an intake.
const KindIntake = "document_intake"

// ID of a document.
type ID string

// Ref points to the document.
func (id ID) Ref() ref.Ref { return ref.New(Kind, id) }

// State of a document in the register.
type State string

// The states: a document without a duty in it stays registered.
const (
	Registered State = "registered" // đã vào sổ
	Reading    State = "reading"    // đang đọc thành nhiệm vụ
	Done       State = "done"       // đã đọc xong
)

// Label is the state's Vietnamese word.
func (s State) Label() string {
	switch s {
	case Registered:
		return "Đã vào sổ"
	case Reading:
		return "Đang đọc"
	case Done:
		return "Đã đọc xong"
	}
	return string(s)
}

// Source is how a document came in.
type Source string

// The sources.
const (
	Upload Source = "upload"
	Paste  Source = "paste"
	API    Source = "api"
)

// Facts are what the register says of a document, as typed or as read from its
// header; what is not known is empty.
type Facts struct {
	Number      string     `json:"number"` // số, ký hiệu, verbatim
	Type        string     `json:"type"`
	Issuer      string     `json:"issuer"`
	Signer      string     `json:"signer"`
	Subject     string     `json:"subject"` // trích yếu
	MetOn       civil.Date `json:"met_on"`
	SignedOn    civil.Date `json:"signed_on"`
	PublishedAt time.Time  `json:"published_at,omitzero"`
}

// Document is one document of the register.
type Document struct {
	ID ID `json:"id"`
	Facts
	NumberKey       string    `json:"-"`
	FileID          string    `json:"file_id,omitempty"`
	FileName        string    `json:"file_name,omitempty"`
	FileHash        string    `json:"-"`
	Text            string    `json:"text,omitempty"`
	Encoding        string    `json:"encoding,omitempty"` // "TCVN3" or "VNI" when it was converted
	Source          Source    `json:"source"`
	State           State     `json:"state"`
	DuplicateOf     ID        `json:"duplicate_of,omitempty"`
	DuplicateReason string    `json:"duplicate_reason,omitempty"`
	Open            int       `json:"open_findings"`
	Confirmed       int       `json:"confirmed_findings"`
	Passages        int       `json:"passages"`
	Accounted       int       `json:"passages_accounted"`
	CreatedAt       time.Time `json:"created_at"`
	CreatedBy       string    `json:"-"`
	CreatedName     string    `json:"created_by"`
	Rev             int64     `json:"rev"`

	readingJSON string
}

// Title is how a sentence names the document: type and number, or its subject.
func (d Document) Title() string { return d.Facts.Title() }

// Title is how a sentence names the document: type and number, or its subject.
func (f Facts) Title() string {
	kind := f.Type
	if kind == "" {
		kind = "Văn bản"
	}
	switch {
	case f.Number != "":
		return kind + " số " + f.Number
	case f.Subject != "":
		return kind + " “" + f.Subject + "”"
	}
	return kind + " không số"
}

// Citation is a document cited in the text of another.
type Citation struct {
	Document ID         `json:"-"` // the citing one
	Start    int        `json:"start"`
	End      int        `json:"end"`
	Number   string     `json:"number"`
	Type     string     `json:"type,omitempty"`
	SignedOn civil.Date `json:"date,omitempty"`
	Issuer   string     `json:"issuer,omitempty"`
	Target   ID         `json:"target,omitempty"` // the cited one, when it is in the register
}

// Kept is the part of a reading that is stored with the document: everything
// that the page shows beside the findings.
type Kept struct {
	Pages         []reading.Span         `json:"pages,omitempty"`
	Header        reading.Header         `json:"document"`
	Organisations []reading.Organisation `json:"organisations"`
	Indices       []reading.Index        `json:"indices"`
	Deadlines     []reading.Span         `json:"deadlines"`
	Coverage      []reading.Stretch      `json:"coverage"`
	Warnings      []reading.Warning      `json:"warnings"`
	ReadAt        time.Time              `json:"read_at,omitzero"`
	Version       string                 `json:"version,omitempty"` // of the reader
}
