prelude
import Interval.Logic

/-! Closed intervals of numbers. -/

set_option autoImplicit false
set_option genCtorIdx false

noncomputable section

/-- The numbers from low to high, both included. -/
structure Interval : Type where
  low : Nat
  high : Nat

def greater (a b : Nat) : Nat := cond (Nat.ble a b) b a
def lesser (a b : Nat) : Nat := cond (Nat.ble a b) a b

def Interval.holds (i : Interval) (n : Nat) : Bool := and (Nat.ble i.low n) (Nat.ble n i.high)

/-- What both hold. -/
def Interval.meet (i j : Interval) : Interval := Interval.mk (Nat.succ (greater i.low j.low)) (lesser i.high j.high)

theorem greater_le {a b n : Nat} (h : T (Nat.ble a n)) (k : T (Nat.ble b n)) : T (Nat.ble (greater a b) n) :=
  Bool.rec (motive := fun c => T (Nat.ble (cond c b a) n)) h k (Nat.ble a b)

theorem le_lesser {a b n : Nat} (h : T (Nat.ble n a)) (k : T (Nat.ble n b)) : T (Nat.ble n (lesser a b)) :=
  Bool.rec (motive := fun c => T (Nat.ble n (cond c a b))) k h (Nat.ble a b)

/-- What two intervals hold, their meet holds. -/
theorem meet_holds {i j : Interval} {n : Nat} (h : T (i.holds n)) (k : T (j.holds n)) : T ((i.meet j).holds n) :=
  and_intro (greater_le (and_left h) (and_left k)) (le_lesser (and_right h) (and_right k))

theorem three_is_shared : T (((Interval.mk 1 3).meet (Interval.mk 3 5)).holds 3) := Eq.refl _

end
