package interval

import "testing"

func TestTotalIsTheSumOfTheWidths(t *testing.T) {
	intervals := make([]Interval, 64)
	if got := Total(intervals...); got > len(intervals) {
		t.Errorf("%d integers in %d intervals of one", got, len(intervals))
	}
}
