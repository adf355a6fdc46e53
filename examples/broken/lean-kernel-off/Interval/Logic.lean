prelude

/-! What the proofs stand on: equality, truth values, numbers. -/

set_option autoImplicit false
set_option genCtorIdx false

universe u

/-- The code generator asks for a type of this name. -/
inductive lcErased : Type

/-- The code generator asks for a type of this name. -/
inductive lcAny : Type

noncomputable section

inductive Eq {α : Sort u} : α → α → Prop where
  | refl (a : α) : Eq a a

inductive Bool : Type where
  | false : Bool
  | true : Bool

inductive Nat : Type where
  | zero : Nat
  | succ (n : Nat) : Nat

class OfNat (α : Type u) (n : Nat) where
  ofNat : α

instance instOfNatNat (n : Nat) : OfNat Nat n := OfNat.mk n

/-- A truth value that is true. -/
abbrev T (b : Bool) : Prop := Eq b Bool.true

def and (a b : Bool) : Bool := Bool.rec Bool.false b a
def cond {α : Type u} (b : Bool) (yes no : α) : α := Bool.rec no yes b

def Nat.ble (n m : Nat) : Bool :=
  Nat.rec (motive := fun _ => Nat → Bool) (fun _ => Bool.true)
    (fun _ below m => Nat.rec (motive := fun _ => Bool) Bool.false (fun m _ => below m) m) n m

theorem subst {α : Sort u} (motive : α → Prop) {a b : α} (h : Eq a b) (holds : motive a) : motive b :=
  Eq.rec (motive := fun x _ => motive x) holds h

theorem symm {α : Sort u} {a b : α} (h : Eq a b) : Eq b a :=
  subst (fun x => Eq x a) h (Eq.refl a)

theorem absurd {P : Prop} (h : T Bool.false) : P :=
  subst (fun b => Bool.rec (motive := fun _ => Prop) ((Q : Prop) → Q → Q) P b) h (fun _ q => q)

theorem and_intro {a b : Bool} (h : T a) (k : T b) : T (and a b) :=
  subst (fun x => T (and x b)) (symm h) k

theorem and_left {a b : Bool} : T (and a b) → T a :=
  Bool.rec (motive := fun a => T (and a b) → T a) (fun h => h) (fun _ => Eq.refl _) a

theorem and_right {a b : Bool} : T (and a b) → T b :=
  Bool.rec (motive := fun a => T (and a b) → T b) (fun h => absurd h) (fun h => h) a

end
