// Package interval has closed intervals of integers.
package interval

// Interval is the integers from Low to High, both included; there are none where Low is above High.
type Interval struct{ Low, High int }

// Width counts the integers of an interval.
func (i Interval) Width() int {
	if i.Low > i.High {
		return 0
	}
	return i.High - i.Low + 1
}

// Contains says whether a value is one of them.
func (i Interval) Contains(value int) bool {
	var held bool
	held = i.Low <= value && value <= i.High
	return held
}

// Intersects says whether two intervals share an integer.
func (i Interval) Intersects(other Interval) bool {
	return max(i.Low, other.Low) <= min(i.High, other.High)
}
