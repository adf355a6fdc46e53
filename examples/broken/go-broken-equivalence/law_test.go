package interval

import (
	"testing"
	"testing/quick"
)

func TestTheWidthIsTheNumberOfIntegers(t *testing.T) {
	counted := func(a, b int8) int {
		count := 0
		for value := -128; value <= 127; value++ {
			if (Interval{int(a), int(b)}).Contains(value) {
				count++
			}
		}
		return count
	}
	width := func(a, b int8) int { return (Interval{int(a), int(b)}).Width() }
	if err := quick.CheckEqual(counted, width, nil); err != nil {
		t.Error(err)
	}
}
