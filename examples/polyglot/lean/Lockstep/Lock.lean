prelude
import Lockstep.Range

/-! Locks, what makes one compatible, and the upgrades that keep it so.

The invariant, for every two locks: `isUpgrade p q` and `isCompatible p` imply `isCompatible q`. -/

set_option autoImplicit false
set_option genCtorIdx false

namespace Lockstep

noncomputable section

/-- A package that must be there, in one of the versions allowed. Names are lists of characters' codes. -/
structure Requirement : Type where
  name : List Nat
  range : Range

/-- One version of a package, with what it requires. -/
structure Package : Type where
  name : List Nat
  version : Version
  requirements : List Requirement

abbrev Lock : Type := List Package

/-- A requirement together with the package that makes it. -/
structure Demand : Type where
  owner : Package
  requirement : Requirement

/-! ## Equality -/

def Requirement.beq (a b : Requirement) : Bool := and (List.beq Nat.beq a.name b.name) (Range.beq a.range b.range)

def Package.beq (a b : Package) : Bool :=
  and (List.beq Nat.beq a.name b.name)
    (and (Version.beq a.version b.version) (List.beq Requirement.beq a.requirements b.requirements))

theorem Requirement.eq_of_beq : Sound Requirement.beq :=
  fun a b h =>
    trans (congr (fun x => Requirement.mk x a.range) (List.eq_of_beq Nat.eq_of_beq a.name b.name (and_left h)))
      (congr (fun x => Requirement.mk b.name x) (Range.eq_of_beq a.range b.range (and_right h)))

theorem Package.eq_of_beq : Sound Package.beq :=
  fun a b h =>
    trans (congr (fun x => Package.mk x a.version a.requirements)
        (List.eq_of_beq Nat.eq_of_beq a.name b.name (and_left h)))
      (trans (congr (fun x => Package.mk b.name x a.requirements)
          (Version.eq_of_beq a.version b.version (and_left (and_right h))))
        (congr (fun x => Package.mk b.name b.version x)
          (List.eq_of_beq Requirement.eq_of_beq a.requirements b.requirements (and_right (and_right h)))))

/-! ## Compatible locks -/

/-- Whether a package meets a requirement: by its name and by its version. -/
def meets (r : Requirement) (p : Package) : Bool :=
  and (List.beq Nat.beq p.name r.name) (allows r.range p.version)

def isMet (l : Lock) (r : Requirement) : Bool := any (meets r) l

/-- Whether each requirement of each package is met by a package of the lock. -/
def isCompatible (l : Lock) : Bool := all (fun p => all (isMet l) p.requirements) l

/-- The same as a proposition: it is about being in the lock, and not about what a program computes. -/
def Compatible (l : Lock) : Prop :=
  (p : Package) → Mem p l → (r : Requirement) → Mem r p.requirements →
    Exists (fun other : Package => And (Mem other l) (And (Eq other.name r.name) (T (allows r.range other.version))))

/-! ## Upgrades -/

def isIn (l : Lock) (p : Package) : Bool := any (fun other => Package.beq other p) l

/-- Whether a package of this name is in `before` and not in `after`. -/
def left (before after : Lock) (name : List Nat) : Bool :=
  any (fun p => and (not (isIn after p)) (List.beq Nat.beq p.name name)) before

/-- A demand is touched by a change if its owner came with it, or if a package of the name it asks for went with it. -/
def touched (before after : Lock) (owner : Package) (r : Requirement) : Bool :=
  or (not (isIn before owner)) (left before after r.name)

/-- Whether every demand that the change touches is met after it. -/
def isUpgrade (before after : Lock) : Bool :=
  all (fun p => all (fun r => or (not (touched before after p r)) (isMet after r)) p.requirements) after

def demands (l : Lock) : List Demand :=
  List.rec List.nil (fun p _ rest => append (map (Demand.mk p) p.requirements) rest) l

/-- The demands that no package of the lock meets. -/
def unmet (l : Lock) : List Demand := filter (fun d => not (isMet l d.requirement)) (demands l)

/-- The demands that are touched by the change and not met after it. -/
def objections (before after : Lock) : List Demand :=
  filter (fun d => and (touched before after d.owner d.requirement) (not (isMet after d.requirement))) (demands after)

/-! ## The laws of locks -/

/-- A demand is met by name and version: what the program computes is what the proposition says. -/
theorem compatible_of_isCompatible (l : Lock) (h : T (isCompatible l)) : Compatible l :=
  fun _ inside r asked => Exists.rec
    (fun other found => And.rec
      (fun there k => Exists.intro other (And.intro there (And.intro
        (List.eq_of_beq Nat.eq_of_beq other.name r.name (and_left k)) (and_right k)))) found)
    (mem_any l (all_mem (p := isMet l) asked
      (all_mem (p := fun p : Package => all (isMet l) p.requirements) inside h)))

theorem List.beq_refl (l : List Nat) : T (List.beq Nat.beq l l) :=
  List.rec (motive := fun l => T (List.beq Nat.beq l l)) (Eq.refl _) (fun a _ rest => and_intro (Nat.beq_refl a) rest) l

theorem isCompatible_of_compatible (l : Lock) (h : Compatible l) : T (isCompatible l) :=
  mem_all (p := fun p : Package => all (isMet l) p.requirements) l (fun p inside =>
    mem_all (p := isMet l) p.requirements (fun r asked => Exists.rec
      (fun _ found => And.rec (fun there k => And.rec
        (fun name allowed => any_mem (p := meets r) there (and_intro
          (subst (fun n => T (List.beq Nat.beq n r.name)) (symm name) (List.beq_refl r.name)) allowed)) k) found)
      (h p inside r asked)))

/-- A package that is in a lock by `isIn` is a member of it. -/
theorem mem_of_isIn {l : Lock} {p : Package} (h : T (isIn l p)) : Mem p l :=
  Exists.rec (fun other found => And.rec
    (fun there same => subst (fun x => Mem x l) (Package.eq_of_beq other p same) there) found) (mem_any l h)

/-- A requirement that was met before and that no change touched is met after it. -/
theorem met_after {before after : Lock} {r : Requirement}
    (stayed : T (not (left before after r.name))) (met : T (isMet before r)) : T (isMet after r) :=
  Exists.rec (fun p found => And.rec
    (fun there k => Or.rec
      (fun inside => any_mem (p := meets r) (mem_of_isIn inside) k)
      (fun gone => contradiction
        (any_mem (p := fun p : Package => and (not (isIn after p)) (List.beq Nat.beq p.name r.name)) there
          (and_intro gone (and_left k))) stayed)
      (cases (isIn after p))) found) (mem_any before met)

/-- What is not touched was there before, and nothing that it may have relied on has left. -/
theorem untouched {before after : Lock} {p : Package} {r : Requirement} (h : T (not (touched before after p r))) :
    And (Mem p before) (T (not (left before after r.name))) :=
  Or.rec
    (fun inside => Or.rec
      (fun gone => contradiction (or_right gone) h)
      (fun stayed => And.intro (mem_of_isIn inside) stayed) (cases (left before after r.name)))
    (fun came => contradiction (or_left came) h) (cases (isIn before p))

/-- **The invariant**: an upgrade of a compatible lock is compatible, for every two locks. -/
theorem upgrade_sound (before after : Lock) (upgrade : T (isUpgrade before after)) (compatible : T (isCompatible before)) :
    T (isCompatible after) :=
  mem_all (p := fun p : Package => all (isMet after) p.requirements) after (fun p inside =>
    mem_all (p := isMet after) p.requirements (fun _ asked => Or.rec
      (fun clean => And.rec
        (fun was stayed => met_after stayed (all_mem (p := isMet before) asked
          (all_mem (p := fun p : Package => all (isMet before) p.requirements) was compatible)))
        (untouched clean))
      (fun met => met)
      (or_elim (all_mem (p := fun r : Requirement => or (not (touched before after p r)) (isMet after r)) asked
        (all_mem
          (p := fun p : Package =>
            all (fun r => or (not (touched before after p r)) (isMet after r)) p.requirements) inside upgrade)))))

/-- The invariant about propositions. -/
theorem compatible_upgrade (before after : Lock) (upgrade : T (isUpgrade before after)) (h : Compatible before) :
    Compatible after :=
  compatible_of_isCompatible after (upgrade_sound before after upgrade (isCompatible_of_compatible before h))

/-- What breaks is objected to, whatever was broken before: a requirement of the new lock that is not met was
touched, or its owner stood in the old lock and it was not met there either. -/
theorem broken_before_or_touched {before after : Lock} {p : Package} {r : Requirement}
    (broken : T (not (isMet after r))) :
    Or (T (touched before after p r)) (And (Mem p before) (T (not (isMet before r)))) :=
  Or.rec (fun h => Or.inl h)
    (fun clean => And.rec
      (fun was stayed => Or.rec
        (fun met => contradiction (met_after stayed met) broken)
        (fun h => Or.inr (And.intro was h)) (cases (isMet before r)))
      (untouched clean))
    (cases (touched before after p r))

/-- A compatible lock is an upgrade of anything. -/
theorem isUpgrade_of_isCompatible (before after : Lock) (h : T (isCompatible after)) : T (isUpgrade before after) :=
  mem_all
    (p := fun p : Package => all (fun r => or (not (touched before after p r)) (isMet after r)) p.requirements) after
    (fun p inside => mem_all
      (p := fun r : Requirement => or (not (touched before after p r)) (isMet after r)) p.requirements
      (fun _ asked => or_right (all_mem (p := isMet after) asked
        (all_mem (p := fun p : Package => all (isMet after) p.requirements) inside h))))

/-- Upgrades of a compatible lock compose. -/
theorem upgrades_compose (first second third : Lock) (compatible : T (isCompatible first))
    (one : T (isUpgrade first second)) (two : T (isUpgrade second third)) : T (isUpgrade first third) :=
  isUpgrade_of_isCompatible first third
    (upgrade_sound second third two (upgrade_sound first second one compatible))

end

end Lockstep
