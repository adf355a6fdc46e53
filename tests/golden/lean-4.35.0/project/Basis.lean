prelude
set_option genCtorIdx false
universe u
inductive lcErased : Type
inductive lcAny : Type
noncomputable section
inductive Eq {A : Sort u} : A → A → Prop where
  | refl (a : A) : Eq a a
inductive Bool : Type where | false : Bool | true : Bool
inductive Nat : Type where | zero : Nat | succ (n : Nat) : Nat
class OfNat (A : Type u) (n : Nat) where
  ofNat : A
instance instOfNatNat (n : Nat) : OfNat Nat n := OfNat.mk n
inductive List (A : Type u) : Type u where
  | nil : List A
  | cons (head : A) (tail : List A) : List A
inductive Char : Type where | ofNat (code : Nat) : Char
inductive String : Type where | ofList (characters : List Char) : String
inductive Lean.Name : Type where
  | anonymous : Lean.Name
  | str (before : Lean.Name) (last : String) : Lean.Name
  | num (before : Lean.Name) (last : Nat) : Lean.Name
def Nat.add (n m : Nat) : Nat := Nat.rec n (fun _ sum => Nat.succ sum) m
def Nat.ble (n m : Nat) : Bool :=
  Nat.rec (motive := fun _ => Nat → Bool) (fun _ => Bool.true)
    (fun _ below m => Nat.rec (motive := fun _ => Bool) Bool.false (fun m _ => below m) m) n m
abbrev T (b : Bool) : Prop := Eq b Bool.true
