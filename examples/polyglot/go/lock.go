package lockstep

import (
	"fmt"
	"slices"
	"strings"
)

// A Requirement is a package that must be there, in one of the versions allowed.
type Requirement struct {
	Name  string
	Range Range
}

// A Package is one version of a package, with what it requires.
type Package struct {
	Name         string
	Version      Version
	Requirements []Requirement
}

// A Lock is a set of packages; it may hold several versions of one, as npm's and Cargo's do.
type Lock []Package

// A Demand is a requirement together with the package that makes it.
type Demand struct {
	Owner       Package
	Requirement Requirement
}

// String says who requires what.
func (d Demand) String() string {
	return fmt.Sprintf("%s %s requires %s %s", d.Owner.Name, d.Owner.Version, d.Requirement.Name, d.Requirement.Range)
}

// IsCompatible says whether each requirement of each package is met by a package of the lock.
func (l Lock) IsCompatible() bool { return len(l.Unmet()) == 0 }

// Unmet returns the demands that no package of the lock meets, in the order of print.
func (l Lock) Unmet() []Demand {
	return l.unmet(func(Package, Requirement) bool { return true })
}

// IsUpgrade says whether a compatible lock before guarantees a compatible one after.
func IsUpgrade(before, after Lock) bool { return len(Objections(before, after)) == 0 }

// Objections returns the demands that are touched by the change and not met after it. The check is local. A demand is
// touched if its owner came with the change, or if a package of the name it asks for went with it. Any other one has
// after the change all that it had to choose from before, and is not looked at.
func Objections(before, after Lock) []Demand {
	arrived, left := difference(after, before), map[string]bool{}
	for _, gone := range difference(before, after) {
		left[gone.Name] = true
	}
	return after.unmet(func(owner Package, asks Requirement) bool {
		return left[asks.Name] || slices.ContainsFunc(arrived, owner.equal)
	})
}

func (l Lock) unmet(isTouched func(Package, Requirement) bool) []Demand {
	var found []Demand
	for _, owner := range l {
		for _, asks := range owner.Requirements {
			if isTouched(owner, asks) && !l.meets(asks) {
				found = append(found, Demand{owner, asks})
			}
		}
	}
	slices.SortFunc(found, func(a, b Demand) int { return strings.Compare(a.String(), b.String()) })
	return found
}

func (l Lock) meets(asks Requirement) bool {
	return slices.ContainsFunc(l, func(one Package) bool {
		return one.Name == asks.Name && asks.Range.Contains(one.Version)
	})
}

func difference(of, without Lock) Lock {
	return slices.DeleteFunc(slices.Clone(of), func(one Package) bool {
		return slices.ContainsFunc(without, one.equal)
	})
}

func (p Package) equal(other Package) bool {
	return p.Name == other.Name && p.Version.Compare(other.Version) == 0 &&
		slices.EqualFunc(p.Requirements, other.Requirements, Requirement.equal)
}

func (r Requirement) equal(other Requirement) bool {
	return r.Name == other.Name && r.Range.Text == other.Range.Text
}
