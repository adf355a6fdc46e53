package interval

import "sync"

// Total counts the integers of some intervals, each in a goroutine of its own.
func Total(intervals ...Interval) int {
	total, all := 0, sync.WaitGroup{}
	for _, one := range intervals {
		one := one
		all.Add(1)
		go func() {
			defer all.Done()
			total += one.Width()
		}()
	}
	all.Wait()
	return total
}
