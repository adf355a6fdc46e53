package interval

import (
	"testing"
	"testing/quick"
)

func near(a, b int8) Interval {
	return Interval{int(a) % 8, int(b) % 8}
}

func TestIntervalsIntersectExactlyIfTheyShareAnInteger(t *testing.T) {
	law := func(a, b, c, d int8) bool {
		x, y := near(a, b), near(c, d)
		shared := false
		for value := -8; value <= 8; value++ {
			shared = shared || (x.Contains(value) && y.Contains(value))
		}
		return x.Intersects(y) == shared
	}
	if err := quick.Check(law, nil); err != nil {
		t.Error(err)
	}
}
