package interval

import "testing"

func TestEachRelationIsNamed(t *testing.T) {
	for _, vector := range []struct {
		a, b Interval
		name string
	}{
		{Interval{1, 3}, Interval{1, 3}, "equals"},
		{Interval{1, 2}, Interval{4, 5}, "before"},
		{Interval{4, 5}, Interval{1, 2}, "after"},
		{Interval{1, 3}, Interval{3, 5}, "meets"},
		{Interval{3, 5}, Interval{1, 3}, "met by"},
		{Interval{1, 3}, Interval{1, 5}, "starts"},
		{Interval{1, 5}, Interval{1, 3}, "started by"},
		{Interval{3, 5}, Interval{1, 5}, "finishes"},
		{Interval{1, 5}, Interval{3, 5}, "finished by"},
		{Interval{2, 3}, Interval{1, 5}, "during"},
		{Interval{1, 5}, Interval{2, 3}, "contains"},
		{Interval{3, 7}, Interval{1, 5}, "overlapped by"},
		{Interval{1, 5}, Interval{3, 7}, "overlaps"},
	} {
		if got := Relation(vector.a, vector.b); got != vector.name {
			t.Errorf("%v %s %v, which is called %q", vector.a, vector.name, vector.b, got)
		}
	}
}
