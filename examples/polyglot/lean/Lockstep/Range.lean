prelude
import Lockstep.Version

/-! Ranges of versions, as npm reads them: alternatives of comparators, each an operator and a version of which only the
first numbers may be given. A prerelease is allowed only by an alternative that names a prerelease of the same core. -/

set_option autoImplicit false
set_option genCtorIdx false

namespace Lockstep

noncomputable section

inductive Operator : Type where
  | same : Operator
  | caret : Operator
  | tilde : Operator
  | atLeast : Operator
  | atMost : Operator
  | above : Operator
  | below : Operator

/-- An operator and its operand: `numbers` are at most three, and only after three of them there is a prerelease. -/
structure Comparator : Type where
  operator : Operator
  numbers : List Nat
  prerelease : List Identifier

/-- A range: one of its alternatives must allow a version, by all of its comparators. -/
abbrev Range : Type := List (List Comparator)

/-- The versions from a floor up to, not including, a ceiling. -/
structure Interval : Type where
  floor : Version
  ceiling : Option Version

/-! ## Equality -/

def Operator.code (o : Operator) : Nat := Operator.rec (motive := fun _ => Nat) 0 1 2 3 4 5 6 o

def Operator.decode (n : Nat) : Operator :=
  let step (o : Operator) (next : Nat → Operator) (n : Nat) : Operator :=
    Nat.rec (motive := fun _ => Operator) o (fun m _ => next m) n
  step .same (step .caret (step .tilde (step .atLeast (step .atMost (step .above (fun _ => .below)))))) n

def Comparator.beq (a b : Comparator) : Bool :=
  and (Nat.beq a.operator.code b.operator.code)
    (and (List.beq Nat.beq a.numbers b.numbers) (List.beq Identifier.beq a.prerelease b.prerelease))

def Range.beq : Range → Range → Bool := List.beq (List.beq Comparator.beq)

theorem Operator.decode_code (o : Operator) : Eq (Operator.decode o.code) o :=
  Operator.rec (motive := fun o => Eq (Operator.decode o.code) o)
    (Eq.refl _) (Eq.refl _) (Eq.refl _) (Eq.refl _) (Eq.refl _) (Eq.refl _) (Eq.refl _) o

theorem Operator.eq_of_code (a b : Operator) (h : T (Nat.beq a.code b.code)) : Eq a b :=
  trans (symm (Operator.decode_code a))
    (trans (congr Operator.decode (Nat.eq_of_beq a.code b.code h)) (Operator.decode_code b))

theorem Comparator.eq_of_beq : Sound Comparator.beq :=
  fun a b h =>
    trans (congr (fun x => Comparator.mk x a.numbers a.prerelease)
        (Operator.eq_of_code a.operator b.operator (and_left h)))
      (trans (congr (fun x => Comparator.mk b.operator x a.prerelease)
          (List.eq_of_beq Nat.eq_of_beq a.numbers b.numbers (and_left (and_right h))))
        (congr (fun x => Comparator.mk b.operator b.numbers x)
          (List.eq_of_beq Identifier.eq_of_beq a.prerelease b.prerelease (and_right (and_right h)))))

theorem Range.eq_of_beq : Sound Range.beq := List.eq_of_beq (List.eq_of_beq Comparator.eq_of_beq)

/-! ## What a comparator allows -/

def lowest : Version := Version.mk (Core.mk 0 0 0) (List.cons (Identifier.number 0) List.nil)

def length (l : List Nat) : Nat := List.rec (motive := fun _ => Nat) 0 (fun _ _ n => Nat.succ n) l

def take (n : Nat) : List Nat → List Nat :=
  Nat.rec (motive := fun _ => List Nat → List Nat) (fun _ => List.nil)
    (fun _ rest l => List.rec (motive := fun _ => List Nat) List.nil (fun a l _ => List.cons a (rest l)) l) n

/-- The first number of a list, 0 where there is none, and what is made of it and the others. -/
def uncons {α : Type} (l : List Nat) (f : Nat → List Nat → α) : α :=
  List.rec (motive := fun _ => α) (f 0 List.nil) (fun a l _ => f a l) l

/-- The release that begins with these numbers; the missing ones are 0. -/
def release (l : List Nat) : Version :=
  uncons l (fun a l => uncons l (fun b l => uncons l (fun c _ => Version.mk (Core.mk a b c) List.nil)))

/-- The same numbers, the last one greater by one. -/
def bumped (l : List Nat) : List Nat :=
  List.rec (motive := fun _ => List Nat) List.nil
    (fun a l rest => List.rec (motive := fun _ => List Nat) (List.cons (Nat.add a 1) List.nil) (fun _ _ _ => List.cons a rest) l)
    l

/-- The first release whose leading numbers exceed these; none if there is no number. -/
def after (l : List Nat) : Option Version :=
  List.rec (motive := fun _ => Option Version) Option.none (fun _ _ _ => Option.some (release (bumped l))) l

def leadingZeros (l : List Nat) : Nat :=
  List.rec (motive := fun _ => Nat) 0 (fun a _ n => cond (Nat.beq a 0) (Nat.succ n) 0) l

def optionMap {α β : Type} (f : α → β) (o : Option α) : Option β :=
  Option.rec (motive := fun _ => Option β) Option.none (fun a => Option.some (f a)) o

namespace Comparator

def isFull (c : Comparator) : Bool := Nat.beq (length c.numbers) 3

def floor (c : Comparator) : Version :=
  List.rec (motive := fun _ => Version) lowest
    (fun _ _ _ => Version.mk (release c.numbers).core (cond c.isFull c.prerelease List.nil)) c.numbers

/-- All from the floor on that has the same first numbers, so many of them. -/
def keeping (c : Comparator) (count : Nat) : Interval :=
  Interval.mk c.floor (optionMap Version.firstPrerelease (after (take count c.numbers)))

def same (c : Comparator) : Interval :=
  cond c.isFull (Interval.mk c.floor (Option.some c.floor.successor)) (c.keeping (length c.numbers))

def above (c : Comparator) : Interval :=
  Option.rec (motive := fun _ => Interval) (Interval.mk lowest (Option.some lowest)) (fun v => Interval.mk v Option.none)
    (cond c.isFull (Option.some c.floor.successor) (after c.numbers))

def interval (c : Comparator) : Interval :=
  Operator.rec (motive := fun _ => Interval)
    c.same
    (c.keeping (Nat.succ (leadingZeros c.numbers)))
    (c.keeping 2)
    (Interval.mk c.floor Option.none)
    (Interval.mk lowest c.same.ceiling)
    c.above
    (Interval.mk lowest (Option.some (cond c.isFull c.floor c.floor.firstPrerelease)))
    c.operator

/-- Whether a comparator names a prerelease of a version's core. -/
def opens (c : Comparator) (v : Version) : Bool :=
  and (and c.isFull (not c.floor.isRelease)) (Core.beq c.floor.core v.core)

end Comparator

def Interval.holds (i : Interval) (v : Version) : Bool :=
  and (i.floor.le v) (Option.rec (motive := fun _ => Bool) Bool.true (fun ceiling => v.lt ceiling) i.ceiling)

/-- Whether an alternative allows a version. -/
def alternative (v : Version) (l : List Comparator) : Bool :=
  and (all (fun c => c.interval.holds v) l) (or v.isRelease (any (fun c => c.opens v) l))

def allows (r : Range) (v : Version) : Bool := any (alternative v) r

/-! ## The laws of ranges -/

/-- Bars unite. -/
theorem allows_append (r s : Range) (v : Version) : Eq (allows (append r s) v) (or (allows r v) (allows s v)) :=
  any_append (alternative v) r s

/-- What an alternative allows lies between the bounds of each of its comparators. -/
theorem bounded {v : Version} {l : List Comparator} {c : Comparator} (h : T (alternative v l)) (m : Mem c l) :
    T (c.interval.holds v) :=
  all_mem (p := fun c : Comparator => c.interval.holds v) m (and_left h)

/-- A prerelease is allowed only if one of its core is named. -/
theorem prerelease_named {v : Version} {r : Range} (h : T (allows r v)) (pre : T (not v.isRelease)) :
    Exists (fun l => And (Mem l r) (Exists (fun c : Comparator => And (Mem c l) (T (c.opens v))))) :=
  Exists.rec (fun l found => And.rec (fun m k => Exists.intro l (And.intro m
    (Or.rec (fun rel => contradiction rel pre) (fun named => mem_any l named) (or_elim (and_right k))))) found)
    (mem_any r h)

/-- What is allowed is never below the floor of some comparator of the alternative that allows it. -/
theorem above_floor {v : Version} {l : List Comparator} {c : Comparator} (h : T (alternative v l)) (m : Mem c l) :
    T (c.interval.floor.le v) :=
  and_left (bounded h m)

/-- Comparators split the versions: one that is below a bound is not at least it, and one that is not is. -/
theorem split (bound v : Version) :
    Or (And (T (v.lt bound)) (T (not (bound.le v)))) (And (T (not (v.lt bound))) (T (bound.le v))) :=
  Or.rec (fun h => Or.inr (And.intro (subst (fun b => T (not (not b))) (symm h) (Eq.refl _)) h))
    (fun h => Or.inl (And.intro h h)) (cases (bound.le v))

end

end Lockstep
