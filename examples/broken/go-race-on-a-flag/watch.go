package interval

// Watch is told of each interval that is widened.
type Watch struct{ Told bool }

// Widen returns an interval with one integer more at each end, and tells the watch of it.
func (w *Watch) Widen(i Interval) Interval {
	told := make(chan struct{})
	go func() {
		w.Told = true
		close(told)
	}()
	w.Told = true
	<-told
	return Interval{i.Low - 1, i.High + 1}
}
