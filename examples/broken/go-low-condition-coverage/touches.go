package interval

// Touches says whether one interval begins right behind the other.
func (i Interval) Touches(other Interval) bool {
	return i.High+1 == other.Low || other.High+1 == i.Low
}
