package interval

// Relation names the one of Allen's thirteen relations (1983) that holds between two intervals of a line.
func Relation(a, b Interval) string {
	if a.Low == b.Low && a.High == b.High {
		return "equals"
	}
	if a.High < b.Low {
		return "before"
	}
	if b.High < a.Low {
		return "after"
	}
	if a.High == b.Low {
		return "meets"
	}
	if b.High == a.Low {
		return "met by"
	}
	if a.Low == b.Low {
		if a.High < b.High {
			return "starts"
		}
		return "started by"
	}
	if a.High == b.High {
		if a.Low > b.Low {
			return "finishes"
		}
		return "finished by"
	}
	if a.Low > b.Low && a.High < b.High {
		return "during"
	}
	if a.Low < b.Low && a.High > b.High {
		return "contains"
	}
	if a.Low > b.Low {
		return "overlapped by"
	}
	return "overlaps"
}
