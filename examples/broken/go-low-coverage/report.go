package interval

import "fmt"

// Describe says what an interval is, in words.
func Describe(i Interval) string {
	first := fmt.Sprintf("It begins at %d", i.Low)
	last := fmt.Sprintf("ends at %d", i.High)
	count := fmt.Sprintf("holds %d integers", i.Width())
	return first + ", " + last + ", " + count
}
