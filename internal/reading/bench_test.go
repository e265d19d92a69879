package reading_test

import (
	"os"
	"path/filepath"
	"testing"

	"dondoc/internal/reading"
)

func BenchmarkRead(b *testing.B) {
	names, err := filepath.Glob("score/testdata/gold/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	size := int64(0)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		texts, size = append(texts, string(text)), size+int64(len(text))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			reading.Read(text, reading.Options{})
		}
	}
}
