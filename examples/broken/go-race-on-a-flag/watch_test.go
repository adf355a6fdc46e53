package interval

import "testing"

func TestAWatchIsToldOfEachIntervalThatIsWidened(t *testing.T) {
	watch := &Watch{}
	if got := watch.Widen(Interval{2, 3}); got != (Interval{1, 4}) || !watch.Told {
		t.Errorf("2 to 3 becomes %v", got)
	}
}
