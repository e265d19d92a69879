package pattern

// Unlisted is New for patterns without number: those of package variables are
// listed for good, so that a test can compile them all.
func Unlisted(source string) *Pattern { return &Pattern{source: source} }
