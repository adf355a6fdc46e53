package m

var gobcoOpts = gobcoOptions{
	immediately: false,
	listAll:     false,
}

var gobcoCounts = gobcoStats{
	conds: []gobcoCond{
		{"abs.go:5:5", "x < 0", 0, 0},
	},
}
