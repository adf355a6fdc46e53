prelude
import Lockstep.Logic

/-! Versions in the order of precedence of SemVer 2.0.0 (semver.org, sections 9 to 11).

Build metadata is neither ordered nor compared, so it is left out. A version's key is a list of numbers, and the order
of versions is the lexicographic order of their keys. -/

set_option autoImplicit false
set_option genCtorIdx false

namespace Lockstep

noncomputable section

/-- One identifier of a prerelease. A word is the list of its characters' codes. -/
inductive Identifier : Type where
  | number (n : Nat) : Identifier
  | word (codes : List Nat) : Identifier

structure Core : Type where
  major : Nat
  minor : Nat
  patch : Nat

structure Version : Type where
  core : Core
  prerelease : List Identifier

/-! ## Equality -/

def Identifier.beq (a b : Identifier) : Bool :=
  Identifier.rec (motive := fun _ => Bool)
    (fun n => Identifier.rec (motive := fun _ => Bool) (fun m => Nat.beq n m) (fun _ => Bool.false) b)
    (fun l => Identifier.rec (motive := fun _ => Bool) (fun _ => Bool.false) (fun m => List.beq Nat.beq l m) b) a

def Core.beq (a b : Core) : Bool :=
  and (Nat.beq a.major b.major) (and (Nat.beq a.minor b.minor) (Nat.beq a.patch b.patch))

def Version.beq (a b : Version) : Bool :=
  and (Core.beq a.core b.core) (List.beq Identifier.beq a.prerelease b.prerelease)

theorem Identifier.eq_of_beq : Sound Identifier.beq :=
  fun a => Identifier.rec (motive := fun a => (b : Identifier) → T (Identifier.beq a b) → Eq a b)
    (fun n b => Identifier.rec (motive := fun b => T (Identifier.beq (Identifier.number n) b) → Eq (Identifier.number n) b)
      (fun m h => congr Identifier.number (Nat.eq_of_beq n m h)) (fun _ h => absurd h) b)
    (fun l b => Identifier.rec (motive := fun b => T (Identifier.beq (Identifier.word l) b) → Eq (Identifier.word l) b)
      (fun _ h => absurd h) (fun m h => congr Identifier.word (List.eq_of_beq Nat.eq_of_beq l m h)) b) a

theorem Core.eq_of_beq : Sound Core.beq :=
  fun a b h =>
    trans (congr (fun x => Core.mk x a.minor a.patch) (Nat.eq_of_beq a.major b.major (and_left h)))
      (trans (congr (fun x => Core.mk b.major x a.patch) (Nat.eq_of_beq a.minor b.minor (and_left (and_right h))))
        (congr (fun x => Core.mk b.major b.minor x) (Nat.eq_of_beq a.patch b.patch (and_right (and_right h)))))

theorem Version.eq_of_beq : Sound Version.beq :=
  fun a b h =>
    trans (congr (fun x => Version.mk x a.prerelease) (Core.eq_of_beq a.core b.core (and_left h)))
      (congr (fun x => Version.mk b.core x)
        (List.eq_of_beq Identifier.eq_of_beq a.prerelease b.prerelease (and_right h)))

/-! ## The order -/

/-- Whether a list of numbers comes before another one, or is the same: a list comes before its continuations. -/
def before (l m : List Nat) : Bool :=
  List.rec (motive := fun _ => List Nat → Bool) (fun _ => Bool.true)
    (fun a _ rest m => List.rec (motive := fun _ => Bool) Bool.false
      (fun b m _ => and (Nat.ble a b) (or (not (Nat.ble b a)) (rest m))) m) l m

/-- A number comes before a word. A word ends with 0, which is no character, so that it comes before a longer one. -/
def Identifier.key (i : Identifier) : List Nat :=
  Identifier.rec (motive := fun _ => List Nat)
    (fun n => List.cons 1 (List.cons n List.nil))
    (fun codes => List.cons 2 (append codes (List.cons 0 List.nil))) i

/-- What a prerelease is ordered by: 3, which comes last, for a release. -/
def prereleaseKey (l : List Identifier) : List Nat :=
  List.rec (motive := fun _ => List Nat) (List.cons 3 List.nil)
    (fun i l _ => append i.key (List.rec List.nil (fun j _ rest => append j.key rest) l)) l

def Version.key (v : Version) : List Nat :=
  List.cons v.core.major (List.cons v.core.minor (List.cons v.core.patch (prereleaseKey v.prerelease)))

def Version.le (a b : Version) : Bool := before a.key b.key

def Version.lt (a b : Version) : Bool := not (Version.le b a)

theorem before_total (l : List Nat) : (m : List Nat) → Or (T (before l m)) (T (before m l)) :=
  List.rec (motive := fun l => (m : List Nat) → Or (T (before l m)) (T (before m l)))
    (fun _ => Or.inl (Eq.refl _))
    (fun a l rest m => List.rec (motive := fun m => Or (T (before (List.cons a l) m)) (T (before m (List.cons a l))))
      (Or.inr (Eq.refl _))
      (fun b m _ => Or.rec
        (fun ab => Or.rec
          (fun ba => Or.rec
            (fun h => Or.inl (and_intro ab (or_right h)))
            (fun h => Or.inr (and_intro ba (or_right h))) (rest m))
          (fun ba => Or.inl (and_intro ab (or_left ba))) (cases (Nat.ble b a)))
        (fun ab => Or.rec
          (fun h => contradiction h ab)
          (fun ba => Or.inr (and_intro ba (or_left ab))) (Nat.ble_total a b))
        (cases (Nat.ble a b))) m) l

/-- Of three numbers in order, the first is below the third if one step is strict. -/
theorem strict_left {a b c : Nat} (ba : T (not (Nat.ble b a))) (bc : T (Nat.ble b c)) : T (not (Nat.ble c a)) :=
  Or.rec (fun ca => contradiction (Nat.ble_trans b c a bc ca) ba) (fun h => h) (cases (Nat.ble c a))

theorem strict_right {a b c : Nat} (ab : T (Nat.ble a b)) (cb : T (not (Nat.ble c b))) : T (not (Nat.ble c a)) :=
  Or.rec (fun ca => contradiction (Nat.ble_trans c a b ca ab) cb) (fun h => h) (cases (Nat.ble c a))

theorem before_trans (l : List Nat) : (m k : List Nat) → T (before l m) → T (before m k) → T (before l k) :=
  List.rec (motive := fun l => (m k : List Nat) → T (before l m) → T (before m k) → T (before l k))
    (fun _ _ _ _ => Eq.refl _)
    (fun a l rest m k => List.rec
      (motive := fun m => T (before (List.cons a l) m) → T (before m k) → T (before (List.cons a l) k))
      (fun h => absurd h)
      (fun b m _ h => List.rec
        (motive := fun k => T (before (List.cons b m) k) → T (before (List.cons a l) k))
        (fun i => absurd i)
        (fun c k _ i => and_intro (Nat.ble_trans a b c (and_left h) (and_left i))
          (Or.rec (fun ba => or_left (strict_left ba (and_left i)))
            (fun lm => Or.rec (fun cb => or_left (strict_right (and_left h) cb))
              (fun mk => or_right (rest m k lm mk)) (or_elim (and_right i)))
            (or_elim (and_right h)))) k) m) l

theorem before_antisymm (l : List Nat) : (m : List Nat) → T (before l m) → T (before m l) → Eq l m :=
  List.rec (motive := fun l => (m : List Nat) → T (before l m) → T (before m l) → Eq l m)
    (fun m => List.rec (motive := fun m => T (before List.nil m) → T (before m List.nil) → Eq List.nil m)
      (fun _ _ => Eq.refl _) (fun _ _ _ _ h => absurd h) m)
    (fun a l rest m => List.rec
      (motive := fun m => T (before (List.cons a l) m) → T (before m (List.cons a l)) → Eq (List.cons a l) m)
      (fun h => absurd h)
      (fun b m _ h k => trans
        (congr (fun x => List.cons x l) (Nat.eq_of_beq a b (Nat.ble_antisymm a b (and_left h) (and_left k))))
        (congr (List.cons b) (rest m
          (Or.rec (fun ba => contradiction (and_left k) ba) (fun i => i) (or_elim (and_right h)))
          (Or.rec (fun ab => contradiction (and_left h) ab) (fun i => i) (or_elim (and_right k)))))) m) l

/-- Of two versions, one comes before the other. -/
theorem Version.le_total (a b : Version) : Or (T (a.le b)) (T (b.le a)) := before_total a.key b.key

theorem Version.le_trans (a b c : Version) : T (a.le b) → T (b.le c) → T (a.le c) := before_trans a.key b.key c.key

/-- Versions that come before one another are ordered alike: they have one key. -/
theorem Version.le_antisymm (a b : Version) : T (a.le b) → T (b.le a) → Eq a.key b.key := before_antisymm a.key b.key

theorem Version.le_refl (a : Version) : T (a.le a) := Or.rec (fun h => h) (fun h => h) (Version.le_total a a)

/-- A version that comes strictly before another one comes before it, and not the other way round. -/
theorem Version.le_of_lt {a b : Version} (h : T (a.lt b)) : T (a.le b) :=
  Or.rec (fun k => k) (fun k => contradiction k h) (Version.le_total a b)

/-! ## Bounds -/

/-- Whether a version is no prerelease. -/
def Version.isRelease (v : Version) : Bool :=
  List.rec (motive := fun _ => Bool) Bool.true (fun _ _ _ => Bool.false) v.prerelease

/-- The lowest version that has the same core. -/
def Version.firstPrerelease (v : Version) : Version :=
  Version.mk v.core (List.cons (Identifier.number 0) List.nil)

/-- The next version up: none lies between the two. -/
def Version.successor (v : Version) : Version :=
  cond v.isRelease
    (Version.firstPrerelease (Version.mk (Core.mk v.core.major v.core.minor (Nat.add v.core.patch 1)) List.nil))
    (Version.mk v.core (append v.prerelease (List.cons (Identifier.number 0) List.nil)))

end

end Lockstep
