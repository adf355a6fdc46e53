package interval

import "testing"

func TestWidthCountsBothEnds(t *testing.T) {
	for _, vector := range []struct {
		interval Interval
		width    int
	}{{Interval{1, 3}, 3}, {Interval{2, 2}, 1}, {Interval{3, 1}, 0}} {
		if got := vector.interval.Width(); got != vector.width {
			t.Errorf("the width of %v is %d, not %d", vector.interval, vector.width, got)
		}
	}
}

func TestAnIntervalContainsItsEndsAndNothingOutside(t *testing.T) {
	for value, want := range []bool{false, true, true, true, false} {
		if got := (Interval{1, 3}).Contains(value); got != want {
			t.Errorf("whether 1 to 3 contains %d is said to be %t", value, got)
		}
	}
}

func TestIntervalsIntersectWhereTheyShareAnInteger(t *testing.T) {
	if !(Interval{1, 5}).Intersects(Interval{4, 9}) || (Interval{1, 3}).Intersects(Interval{5, 9}) {
		t.Error("1 to 5 and 4 to 9 share an integer, 1 to 3 and 5 to 9 none")
	}
}

func TestIntervalsTouchWhereOneBeginsRightBehindTheOther(t *testing.T) {
	if !(Interval{1, 3}).Touches(Interval{4, 5}) || (Interval{1, 3}).Touches(Interval{5, 6}) {
		t.Error("1 to 3 touches 4 to 5, and not 5 to 6")
	}
}
