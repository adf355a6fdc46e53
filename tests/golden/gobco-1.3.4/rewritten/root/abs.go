package m

// Abs is x without its sign.
func Abs(x int) int {
	if GobcoCover(0, x < 0) {
		return -x
	}
	return x
}
