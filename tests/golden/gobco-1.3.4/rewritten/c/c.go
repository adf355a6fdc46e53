package c

type yes bool

func C(y yes) string {
	if yes(GobcoCover(0, bool(y))) {
		return "c"
	}
	return ""
}
