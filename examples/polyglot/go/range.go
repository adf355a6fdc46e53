package lockstep

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Ranges are npm's (github.com/npm/node-semver, "Ranges"), with these differences: an empty alternative is malformed, and
// so is a version with a leading v; >=0.0.0 is a bound like any other.

const anyNumber = `[xX*]`

var (
	partial = regexp.MustCompile(`^(?:` + anyNumber + `(?:\.` + anyNumber + `){0,2}` +
		`|(` + number + `)(?:\.` + anyNumber + `){0,2}` +
		`|(` + number + `)\.(` + number + `)(?:\.` + anyNumber + `)?)$`)
	spaceAfterOperator = regexp.MustCompile(`([<>=~^])\s+([0-9xX*])`)
	hyphen             = regexp.MustCompile(`^(\S+)\s+-\s+(\S+)$`)
	lowest             = Version{}.FirstPrerelease()
)

// An Interval is the versions from Floor up to, not including, Ceiling (nil: no end). A prerelease belongs only if its
// author named a prerelease of the same core.
type Interval struct {
	Floor   Version
	Ceiling *Version
	Opened  []Core
}

// Contains says whether a version belongs to an interval.
func (i Interval) Contains(v Version) bool {
	if v.Compare(i.Floor) < 0 || (i.Ceiling != nil && v.Compare(*i.Ceiling) >= 0) {
		return false
	}
	return len(v.Prerelease) == 0 || slices.Contains(i.Opened, v.Core)
}

// Intersect returns what both intervals hold.
func (i Interval) Intersect(other Interval) Interval {
	both := Interval{Floor: i.Floor, Ceiling: i.Ceiling, Opened: slices.Concat(i.Opened, other.Opened)}
	if other.Floor.Compare(both.Floor) > 0 {
		both.Floor = other.Floor
	}
	if both.Ceiling == nil || (other.Ceiling != nil && other.Ceiling.Compare(*both.Ceiling) < 0) {
		both.Ceiling = other.Ceiling
	}
	return both
}

// A Range is what a requirement allows, with the text that its author wrote.
type Range struct {
	Text      string
	Intervals []Interval
}

// ParseRange reads alternatives joined by ||.
func ParseRange(text string) (Range, error) {
	read := Range{Text: text}
	for _, alternative := range strings.Split(text, "||") {
		interval, err := readAlternative(alternative)
		if err != nil {
			return Range{}, err
		}
		read.Intervals = append(read.Intervals, interval)
	}
	return read, nil
}

// String returns the text that was read.
func (r Range) String() string { return r.Text }

// Contains says whether a range allows a version.
func (r Range) Contains(v Version) bool {
	return slices.ContainsFunc(r.Intervals, func(one Interval) bool { return one.Contains(v) })
}

// An operand is a version of which only the first numbers may be given, as in 1.2.
type operand struct {
	numbers []int
	floor   Version
}

var operators = map[string]func(operand) Interval{
	"":   operand.same,
	"=":  operand.same,
	"^":  operand.caret,
	"~":  operand.tilde,
	">=": operand.atLeast,
	"<=": operand.atMost,
	">":  operand.above,
	"<":  operand.below,
}

func readAlternative(text string) (Interval, error) {
	if match := hyphen.FindStringSubmatch(strings.TrimSpace(text)); match != nil {
		return readAll(">="+match[1], "<="+match[2])
	}
	comparators := strings.Fields(spaceAfterOperator.ReplaceAllString(text, "$1$2"))
	if len(comparators) == 0 {
		return Interval{}, MalformedError("empty alternative in a range: write * for any version")
	}
	return readAll(comparators...)
}

func readAll(comparators ...string) (Interval, error) {
	all := Interval{Floor: lowest}
	for _, text := range comparators {
		one, err := readComparator(text)
		if err != nil {
			return Interval{}, err
		}
		all = all.Intersect(one)
	}
	return all, nil
}

func readComparator(text string) (Interval, error) {
	rest := strings.TrimLeft(text, "^~<>=")
	operator := strings.TrimSuffix(text, rest)
	interval, known := operators[operator]
	if !known {
		return Interval{}, MalformedError(fmt.Sprintf("not an operator: %q", operator))
	}
	read, err := readOperand(rest)
	if err != nil {
		return Interval{}, err
	}
	return interval(read), nil
}

func readOperand(text string) (operand, error) {
	match := partial.FindStringSubmatch(text)
	if match == nil {
		read, err := ParseVersion(text)
		return operand{read.Core[:], read}, err
	}
	var numbers []int
	for _, digits := range match[1:] {
		if digits == "" {
			continue
		}
		one, err := readNumber(digits)
		if err != nil {
			return operand{}, err
		}
		numbers = append(numbers, one)
	}
	if len(numbers) == 0 {
		return operand{nil, lowest}, nil
	}
	return operand{numbers, release(numbers)}, nil
}

func release(numbers []int) Version {
	var made Version
	copy(made.Core[:], numbers)
	return made
}

// The first release whose leading numbers exceed these; nil if there is never one.
func after(numbers []int) *Version {
	if len(numbers) == 0 {
		return nil
	}
	exceeding := slices.Clone(numbers)
	exceeding[len(exceeding)-1]++
	made := release(exceeding)
	return &made
}

func (o operand) isFull() bool { return len(o.numbers) == len(Core{}) }

func (o operand) opened() []Core {
	if len(o.floor.Prerelease) == 0 || !o.isFull() {
		return nil
	}
	return []Core{o.floor.Core}
}

// What agrees with every number that is given; that version, if all are.
func (o operand) same() Interval {
	if !o.isFull() {
		return o.keeping(len(o.numbers))
	}
	next := o.floor.Successor()
	return Interval{o.floor, &next, o.opened()}
}

// Keep the leftmost number that is not zero: ^0.2.3 is below 0.3.0.
func (o operand) caret() Interval {
	leftmost := slices.IndexFunc(o.numbers, func(one int) bool { return one > 0 })
	if leftmost < 0 {
		leftmost = len(o.numbers)
	}
	return o.keeping(leftmost + 1)
}

func (o operand) tilde() Interval { return o.keeping(2) }

func (o operand) atLeast() Interval { return Interval{o.floor, nil, o.opened()} }

func (o operand) atMost() Interval { return Interval{lowest, o.same().Ceiling, o.opened()} }

func (o operand) above() Interval {
	if o.isFull() {
		return Interval{o.floor.Successor(), nil, o.opened()}
	}
	next := after(o.numbers)
	if next == nil {
		return Interval{Floor: lowest, Ceiling: &lowest}
	}
	return Interval{*next, nil, o.opened()}
}

func (o operand) below() Interval {
	if o.isFull() {
		return Interval{lowest, &o.floor, o.opened()}
	}
	first := o.floor.FirstPrerelease()
	return Interval{lowest, &first, o.opened()}
}

// All from the floor on that has the same first numbers, so many of them.
func (o operand) keeping(count int) Interval {
	end := after(o.numbers[:min(count, len(o.numbers))])
	if end == nil {
		return Interval{o.floor, nil, o.opened()}
	}
	first := end.FirstPrerelease()
	return Interval{o.floor, &first, o.opened()}
}
