package lockstep

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The test vectors that every language of the library reads.

func vectors[T any](t *testing.T, name string) T {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "vectors", name))
	if err != nil {
		t.Fatal(err)
	}
	var read T
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

type versions struct {
	Valid []struct {
		Text       string
		Core       Core
		Prerelease []any
		Build      []string
	}
	Invalid    []string
	Ascending  []string
	Equal      [][2]string
	Successors [][2]string
}

type ranges struct {
	Valid []struct {
		Range           string
		Allows, Forbids []string
	}
	Invalid []string
}

type locked struct {
	Name, Version string
	Requires      map[string]string
}

type upgrade struct {
	Title         string
	Before, After []locked
	UnmetBefore   []string `json:"unmet_before"`
	UnmetAfter    []string `json:"unmet_after"`
	Objections    []string
}

func mustVersion(t testing.TB, text string) Version {
	t.Helper()
	read, err := ParseVersion(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func mustRange(t testing.TB, text string) Range {
	t.Helper()
	read, err := ParseRange(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func lockOf(t *testing.T, packages []locked) Lock {
	t.Helper()
	var lock Lock
	for _, one := range packages {
		made := Package{Name: one.Name, Version: mustVersion(t, one.Version)}
		for name, text := range one.Requires {
			made.Requirements = append(made.Requirements, Requirement{name, mustRange(t, text)})
		}
		lock = append(lock, made)
	}
	return lock
}

func printed(demands []Demand) []string {
	texts := []string{}
	for _, demand := range demands {
		texts = append(texts, demand.String())
	}
	return texts
}

func TestAVersionIsReadIntoItsParts(t *testing.T) {
	for _, vector := range vectors[versions](t, "versions.json").Valid {
		read := mustVersion(t, vector.Text)
		if read.String() != vector.Text || read.Core != vector.Core || !slices.Equal(read.Build, vector.Build) {
			t.Errorf("%s is read as %s", vector.Text, read)
		}
		if len(read.Prerelease) != len(vector.Prerelease) {
			t.Fatalf("%s has %d identifiers", vector.Text, len(read.Prerelease))
		}
		for place, part := range vector.Prerelease {
			want := Identifier{}
			switch one := part.(type) {
			case string:
				want.Word = one
			case float64:
				want.Number = int(one)
			}
			if read.Prerelease[place] != want {
				t.Errorf("identifier %d of %s is %v", place, vector.Text, read.Prerelease[place])
			}
		}
	}
}

func TestWhatIsNotAVersionIsRefused(t *testing.T) {
	for _, text := range vectors[versions](t, "versions.json").Invalid {
		var malformed MalformedError
		if _, err := ParseVersion(text); !errors.As(err, &malformed) {
			t.Errorf("%q is read as a version: %v", text, err)
		}
	}
}

func TestARefusalQuotesTheText(t *testing.T) {
	for text, want := range map[string]string{
		"1.2":                    `not a version: "1.2"`,
		"9999999999999999.0.0":   "number above 9007199254740991: 9999999999999999",
		"1.0.0-9999999999999999": "number above 9007199254740991: 9999999999999999",
	} {
		if _, err := ParseVersion(text); err == nil || err.Error() != want {
			t.Errorf("%s is refused with %v", text, err)
		}
	}
}

func TestVersionsStandInTheOrderOfPrecedence(t *testing.T) {
	ascending := vectors[versions](t, "versions.json").Ascending
	for place, low := range ascending {
		for _, high := range ascending[place+1:] {
			a, b := mustVersion(t, low), mustVersion(t, high)
			if a.Compare(b) >= 0 || b.Compare(a) <= 0 {
				t.Errorf("%s does not come before %s", low, high)
			}
		}
	}
}

func TestBuildMetadataDoesNotCount(t *testing.T) {
	for _, pair := range vectors[versions](t, "versions.json").Equal {
		if mustVersion(t, pair[0]).Compare(mustVersion(t, pair[1])) != 0 {
			t.Errorf("%s and %s differ", pair[0], pair[1])
		}
	}
}

func TestEveryVersionHasANextOne(t *testing.T) {
	for _, pair := range vectors[versions](t, "versions.json").Successors {
		if got := mustVersion(t, pair[0]).Successor().String(); got != pair[1] {
			t.Errorf("%s is followed by %s, not %s", pair[0], pair[1], got)
		}
	}
}

func TestARangeAllowsAndForbids(t *testing.T) {
	for _, vector := range vectors[ranges](t, "ranges.json").Valid {
		read := mustRange(t, vector.Range)
		for _, text := range vector.Allows {
			if !read.Contains(mustVersion(t, text)) {
				t.Errorf("%s should allow %s", vector.Range, text)
			}
		}
		for _, text := range vector.Forbids {
			if read.Contains(mustVersion(t, text)) {
				t.Errorf("%s should forbid %s", vector.Range, text)
			}
		}
	}
}

func TestWhatIsNotARangeIsRefused(t *testing.T) {
	invalid := append(vectors[ranges](t, "ranges.json").Invalid, "9999999999999999.x", "1 - =2", "=2 - 3")
	for _, text := range invalid {
		if _, err := ParseRange(text); err == nil {
			t.Errorf("%q is read as a range", text)
		}
	}
}

func TestARangeIsPrintedAsWritten(t *testing.T) {
	if text := ">= 1.2 <2 || 3.x"; mustRange(t, text).String() != text {
		t.Errorf("%s is printed otherwise", text)
	}
}

func TestAnUpgradeIsJudgedByWhatItTouches(t *testing.T) {
	for _, vector := range vectors[[]upgrade](t, "upgrades.json") {
		t.Run(strings.ReplaceAll(vector.Title, " ", "_"), func(t *testing.T) {
			before, after := lockOf(t, vector.Before), lockOf(t, vector.After)
			for _, told := range []struct {
				what      string
				got, want []string
			}{
				{"unmet before", printed(before.Unmet()), vector.UnmetBefore},
				{"unmet after", printed(after.Unmet()), vector.UnmetAfter},
				{"objections", printed(Objections(before, after)), vector.Objections},
			} {
				if !slices.Equal(told.got, told.want) {
					t.Errorf("%s: %q, not %q", told.what, told.got, told.want)
				}
			}
			if before.IsCompatible() != (len(vector.UnmetBefore) == 0) {
				t.Error("compatible is what has no unmet demand")
			}
			if IsUpgrade(before, after) != (len(vector.Objections) == 0) {
				t.Error("an upgrade is what has no objection")
			}
		})
	}
}
