package c

var gobcoOpts = gobcoOptions{
	immediately: false,
	listAll:     false,
}

var gobcoCounts = gobcoStats{
	conds: []gobcoCond{
		{"c.go:6:5", "y", 0, 0},
	},
}
