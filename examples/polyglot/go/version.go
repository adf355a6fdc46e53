// Package lockstep reads versions and ranges of versions, and judges locks and the upgrades between them.
package lockstep

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// LargestNumber is the largest number that every implementation can hold exactly, IEEE doubles included.
const LargestNumber = 1<<53 - 1

const (
	number     = `(?:0|[1-9][0-9]*)`
	identifier = `(?:` + number + `|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`
)

var version = regexp.MustCompile(`^(` + number + `)\.(` + number + `)\.(` + number + `)` +
	`(?:-(` + identifier + `(?:\.` + identifier + `)*))?` +
	`(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$`)

// A MalformedError says that a text is not a version, or not a range of versions.
type MalformedError string

func (e MalformedError) Error() string { return string(e) }

// An Identifier of a prerelease is a number, or a word where Word is not empty.
type Identifier struct {
	Number int
	Word   string
}

// String writes an identifier as it stands in a version.
func (i Identifier) String() string {
	if i.Word != "" {
		return i.Word
	}
	return strconv.Itoa(i.Number)
}

// Compare orders numbers below words (SemVer 2.0.0, section 11).
func (i Identifier) Compare(other Identifier) int {
	return cmp.Or(cmp.Compare(i.Word, other.Word), cmp.Compare(i.Number, other.Number))
}

// A Core is major, minor and patch: which release a version is, or is a prerelease of.
type Core [3]int

// A Version is a point in the order of precedence of SemVer 2.0.0. Build metadata is kept and not ordered.
type Version struct {
	Core       Core
	Prerelease []Identifier
	Build      []string
}

// ParseVersion reads major.minor.patch[-prerelease][+build], and nothing looser.
func ParseVersion(text string) (Version, error) {
	match := version.FindStringSubmatch(text)
	if match == nil {
		return Version{}, MalformedError(fmt.Sprintf("not a version: %q", text))
	}
	var read Version
	for place := range read.Core {
		part, err := readNumber(match[1+place])
		if err != nil {
			return Version{}, err
		}
		read.Core[place] = part
	}
	for _, word := range parts(match[4]) {
		one, err := readIdentifier(word)
		if err != nil {
			return Version{}, err
		}
		read.Prerelease = append(read.Prerelease, one)
	}
	read.Build = parts(match[5])
	return read, nil
}

// String writes a version as ParseVersion reads it.
func (v Version) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d.%d.%d", v.Core[0], v.Core[1], v.Core[2])
	for place, one := range v.Prerelease {
		text.WriteString(separator("-", place) + one.String())
	}
	for place, one := range v.Build {
		text.WriteString(separator("+", place) + one)
	}
	return text.String()
}

// Compare is below, at or above 0 as v comes before, with or after the other; a release is above its prereleases.
func (v Version) Compare(other Version) int {
	return cmp.Or(
		slices.Compare(v.Core[:], other.Core[:]),
		cmp.Compare(released(v), released(other)),
		slices.CompareFunc(v.Prerelease, other.Prerelease, Identifier.Compare),
	)
}

// FirstPrerelease is the lowest version that has the same core.
func (v Version) FirstPrerelease() Version {
	return Version{Core: v.Core, Prerelease: []Identifier{{}}}
}

// Successor is the next version up: none lies between the two. The lowest identifier is 0, so 1.0.0-rc is followed by
// 1.0.0-rc.0, and 1.0.0 by 1.0.1-0.
func (v Version) Successor() Version {
	if len(v.Prerelease) > 0 {
		return Version{Core: v.Core, Prerelease: append(slices.Clone(v.Prerelease), Identifier{})}
	}
	v.Core[2]++
	return v.FirstPrerelease()
}

func released(v Version) int {
	return -min(len(v.Prerelease), 1)
}

func separator(first string, place int) string {
	if place == 0 {
		return first
	}
	return "."
}

func parts(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ".")
}

func readIdentifier(word string) (Identifier, error) {
	if strings.Trim(word, "0123456789") != "" {
		return Identifier{Word: word}, nil
	}
	read, err := readNumber(word)
	return Identifier{Number: read}, err
}

func readNumber(digits string) (int, error) {
	read, err := strconv.ParseInt(digits, 10, 54)
	if err != nil {
		return 0, MalformedError(fmt.Sprintf("number above %d: %s", LargestNumber, digits))
	}
	return int(read), nil
}
