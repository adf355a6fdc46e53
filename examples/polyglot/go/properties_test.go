package lockstep

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Values are drawn from small pools: what is drawn twice should collide often.

var (
	words       = []Identifier{{}, {Number: 1}, {Number: 11}, {Word: "-"}, {Word: "0a"}, {Word: "Rc"}, {Word: "rc"}}
	identifier3 = rapid.SliceOfN(rapid.SampledFrom(words), 0, 3)
	cores       = rapid.Custom(func(t *rapid.T) Core {
		part := rapid.IntRange(0, 2)
		return Core{part.Draw(t, "major"), part.Draw(t, "minor"), part.Draw(t, "patch")}
	})
	releases = rapid.Custom(func(t *rapid.T) Version { return Version{Core: cores.Draw(t, "core")} })
	nearby   = rapid.Custom(func(t *rapid.T) Version {
		return Version{Core: cores.Draw(t, "core"), Prerelease: identifier3.Draw(t, "prerelease")}
	})
	operands    = rapid.OneOf(rapid.Map(nearby, Version.String), rapid.SampledFrom([]string{"*", "0", "1", "1.2", "0.x"}))
	comparators = rapid.Custom(func(t *rapid.T) string {
		operator := rapid.SampledFrom([]string{"", "=", "^", "~", ">=", "<=", ">", "<"}).Draw(t, "operator")
		return operator + operands.Draw(t, "operand")
	})
	alternatives = rapid.OneOf(comparators, rapid.Custom(func(t *rapid.T) string {
		return comparators.Draw(t, "left") + " " + comparators.Draw(t, "right")
	}), rapid.Custom(func(t *rapid.T) string {
		return operands.Draw(t, "low") + " - " + operands.Draw(t, "high")
	}))
)

func allows(t *rapid.T, text string, v Version) bool {
	read, err := ParseRange(text)
	if err != nil {
		t.Fatalf("%s is no range: %v", text, err)
	}
	return read.Contains(v)
}

func TestPrintAndReadIsTheIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := Version{Prerelease: identifier3.Draw(t, "prerelease")}
		for place := range one.Core {
			one.Core[place] = rapid.IntRange(0, LargestNumber).Draw(t, "number")
		}
		read, err := ParseVersion(one.String())
		if err != nil || read.Compare(one) != 0 || read.String() != one.String() {
			t.Fatalf("%s is read as %s: %v", one, read, err)
		}
	})
}

func TestTheOrderIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := nearby.Draw(t, "a"), nearby.Draw(t, "b")
		if a.Compare(b) != -b.Compare(a) || (a.Compare(b) == 0) != (a.String() == b.String()) {
			t.Fatalf("%s and %s are ordered both ways, or neither", a, b)
		}
	})
}

func TestTheOrderIsTransitive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		three := []Version{nearby.Draw(t, "a"), nearby.Draw(t, "b"), nearby.Draw(t, "c")}
		slices.SortFunc(three, Version.Compare)
		if three[0].Compare(three[2]) > 0 {
			t.Fatalf("%v go round", three)
		}
	})
}

func TestBoundsLeaveNoGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := nearby.Draw(t, "a"), nearby.Draw(t, "b")
		if a.Compare(a.Successor()) >= 0 || (b.Compare(a) > 0 && a.Successor().Compare(b) > 0) {
			t.Fatalf("%s lies between %s and what follows it", b, a)
		}
		if (b.Compare(a.FirstPrerelease()) < 0) != (slices.Compare(b.Core[:], a.Core[:]) < 0) {
			t.Fatalf("%s is on the wrong side of the first prerelease of %s", b, a)
		}
	})
}

func TestBarsUnite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left, right, v := alternatives.Draw(t, "left"), alternatives.Draw(t, "right"), nearby.Draw(t, "version")
		if allows(t, left+" || "+right, v) != (allows(t, left, v) || allows(t, right, v)) {
			t.Fatalf("%s || %s says something else of %s than both", left, right, v)
		}
	})
}

func TestASpaceIntersects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low, high, v := nearby.Draw(t, "low"), nearby.Draw(t, "high"), releases.Draw(t, "version")
		both := allows(t, fmt.Sprintf(">=%s", low), v) && allows(t, fmt.Sprintf("<%s", high), v)
		if allows(t, fmt.Sprintf(">=%s <%s", low, high), v) != both {
			t.Fatalf(">=%s <%s says something else of %s than both", low, high, v)
		}
	})
}

func TestComparatorsSplitTheReleases(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bound, v := nearby.Draw(t, "bound").String(), releases.Draw(t, "version")
		below, same, above := allows(t, "<"+bound, v), allows(t, "="+bound, v), allows(t, ">"+bound, v)
		if (below && same) || (same && above) || (below && above) || !(below || same || above) {
			t.Fatalf("%s is not on one side of %s", v, bound)
		}
		if allows(t, "<="+bound, v) != (below || same) || allows(t, ">="+bound, v) != (same || above) {
			t.Fatalf("%s is at %s and is not", v, bound)
		}
	})
}

func keeps(count int, base, v Version) bool {
	isOpen := len(v.Prerelease) == 0 || (len(base.Prerelease) > 0 && v.Core == base.Core)
	return isOpen && slices.Equal(v.Core[:count], base.Core[:count]) && v.Compare(base) >= 0
}

func TestACaretKeepsTheLeftmostNumberThatIsNotZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, v := nearby.Draw(t, "base"), nearby.Draw(t, "version")
		leftmost := slices.IndexFunc(base.Core[:2], func(one int) bool { return one > 0 })
		if leftmost < 0 {
			leftmost = 2
		}
		if !allows(t, "^"+base.String(), base) || allows(t, "^"+base.String(), v) != keeps(leftmost+1, base, v) {
			t.Fatalf("^%s is wrong about %s", base, v)
		}
	})
}

func TestATildeKeepsMajorAndMinor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, v := nearby.Draw(t, "base"), nearby.Draw(t, "version")
		if allows(t, "~"+base.String(), v) != keeps(2, base, v) {
			t.Fatalf("~%s is wrong about %s", base, v)
		}
	})
}

func TestAPrereleaseIsAllowedOnlyIfOneOfItsCoreIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, v := alternatives.Draw(t, "range"), nearby.Draw(t, "version")
		named := fmt.Sprintf("%d.%d.%d-", v.Core[0], v.Core[1], v.Core[2])
		if len(v.Prerelease) > 0 && !strings.Contains(text, named) && allows(t, text, v) {
			t.Fatalf("%s allows %s", text, v)
		}
	})
}

// A lock whose requirements were written for packages of it, or of the others.
func drawLock(t *rapid.T, others Lock) Lock {
	var lock Lock
	for range rapid.IntRange(0, 6).Draw(t, "packages") {
		one := Package{Name: rapid.SampledFrom([]string{"app", "lib", "log"}).Draw(t, "name")}
		text := rapid.SampledFrom([]string{"0.0.3", "0.1.0", "0.1.7", "0.2.0", "1.0.0", "1.4.0", "2.0.0-rc.1"})
		one.Version = mustVersionOf(t, text.Draw(t, "version"))
		isThere := func(other Package) bool {
			return other.Name == one.Name && other.Version.Compare(one.Version) == 0
		}
		if !slices.ContainsFunc(lock, isThere) {
			lock = append(lock, one)
		}
	}
	targets := slices.Concat(lock, others)
	for place := range lock {
		for range rapid.IntRange(0, 2).Draw(t, "requirements") {
			target := rapid.SampledFrom(targets).Draw(t, "target")
			spelling := rapid.SampledFrom([]string{"", "^", "~", ">=", "<="}).Draw(t, "spelling")
			read, err := ParseRange(spelling + target.Version.String())
			if err != nil {
				t.Fatal(err)
			}
			lock[place].Requirements = append(lock[place].Requirements, Requirement{target.Name, read})
		}
	}
	return lock
}

func mustVersionOf(t *rapid.T, text string) Version {
	read, err := ParseVersion(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// A compatible lock, and what became of it: some packages left and others arrived.
func drawChange(t *rapid.T) (before, after Lock) {
	before = drawLock(t, nil)
	stayed := slices.DeleteFunc(slices.Clone(before), func(Package) bool { return rapid.Bool().Draw(t, "leaves") })
	return before, append(drawLock(t, before), stayed...)
}

func TestAnUpgradeOfACompatibleLockIsCompatible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawChange(t)
		for found := Objections(before, after); len(found) > 0; found = Objections(before, after) {
			after = slices.DeleteFunc(after, func(one Package) bool {
				return slices.ContainsFunc(found, func(demand Demand) bool { return demand.Owner.equal(one) })
			})
		}
		if !before.IsCompatible() || !IsUpgrade(before, after) || !after.IsCompatible() {
			t.Fatalf("from %v, compatible, an upgrade leads to %v, which is not", before, after)
		}
	})
}

func TestAnUpgradeIsObjectedToForWhatItBreaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawChange(t)
		if got, want := printed(Objections(before, after)), printed(after.Unmet()); !slices.Equal(got, want) {
			t.Fatalf("%q are objected to, %q broken", got, want)
		}
	})
}
