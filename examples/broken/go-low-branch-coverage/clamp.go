package interval

// Clamp returns the member nearest to a value.
func (i Interval) Clamp(value int) int {
	if value < i.Low {
		value = i.Low
	}
	return value
}
