package interval

import "fmt"

// String writes an interval in brackets.
func (i Interval) String() string {
	return fmt.Sprintf("[%d, %d]", i.Low)
}
