prelude

/-! Logic, truth values, numbers and lists: what Lean's own library would bring.

Every file here begins with `prelude`, so that nothing is trusted but Lean's kernel, and proofs are terms. The numbers
carry the names under which the kernel computes them natively. -/

set_option autoImplicit false
set_option genCtorIdx false

universe u v

/-- The code generator asks for a type of this name. -/
inductive lcErased : Type

/-- The code generator asks for a type of this name. -/
inductive lcAny : Type

noncomputable section

inductive Eq {α : Sort u} : α → α → Prop where
  | refl (a : α) : Eq a a

inductive False : Prop

inductive And (a b : Prop) : Prop where
  | intro (left : a) (right : b) : And a b

inductive Or (a b : Prop) : Prop where
  | inl (left : a) : Or a b
  | inr (right : b) : Or a b

inductive Exists {α : Type u} (p : α → Prop) : Prop where
  | intro (witness : α) (holds : p witness) : Exists p

inductive Bool : Type where
  | false : Bool
  | true : Bool

inductive Nat : Type where
  | zero : Nat
  | succ (n : Nat) : Nat

class OfNat (α : Type u) (n : Nat) where
  ofNat : α

instance instOfNatNat (n : Nat) : OfNat Nat n := OfNat.mk n

inductive Option (α : Type u) : Type u where
  | none : Option α
  | some (value : α) : Option α

inductive List (α : Type u) : Type u where
  | nil : List α
  | cons (head : α) (tail : List α) : List α

/-! ## Equality -/

/-- What holds of one of two equals holds of the other. -/
theorem subst {α : Sort u} (motive : α → Prop) {a b : α} (h : Eq a b) (holds : motive a) : motive b :=
  Eq.rec (motive := fun x _ => motive x) holds h

theorem symm {α : Sort u} {a b : α} (h : Eq a b) : Eq b a :=
  subst (fun x => Eq x a) h (Eq.refl a)

theorem trans {α : Sort u} {a b c : α} (h : Eq a b) (k : Eq b c) : Eq a c :=
  subst (fun x => Eq a x) k h

theorem congr {α : Sort u} {β : Sort v} (f : α → β) {a b : α} (h : Eq a b) : Eq (f a) (f b) :=
  subst (fun x => Eq (f a) (f x)) h (Eq.refl (f a))

/-! ## Truth values -/

/-- A truth value that is true. -/
abbrev T (b : Bool) : Prop := Eq b Bool.true

def not (b : Bool) : Bool := Bool.rec Bool.true Bool.false b
def and (a b : Bool) : Bool := Bool.rec Bool.false b a
def or (a b : Bool) : Bool := Bool.rec b Bool.true a
def cond {α : Type u} (b : Bool) (yes no : α) : α := Bool.rec no yes b

/-- From a contradiction anything follows. -/
theorem absurd {P : Prop} (h : T Bool.false) : P :=
  subst (fun b => Bool.rec (motive := fun _ => Prop) ((Q : Prop) → Q → Q) P b) h (fun _ q => q)

/-- A truth value is true or false. -/
theorem cases (b : Bool) : Or (T b) (T (not b)) :=
  Bool.rec (motive := fun b => Or (T b) (T (not b))) (Or.inr (Eq.refl _)) (Or.inl (Eq.refl _)) b

theorem contradiction {b : Bool} {P : Prop} : T b → T (not b) → P :=
  Bool.rec (motive := fun b => T b → T (not b) → P) (fun h _ => absurd h) (fun _ h => absurd h) b

theorem and_intro {a b : Bool} (h : T a) (k : T b) : T (and a b) :=
  subst (fun x => T (and x b)) (symm h) k

theorem and_left {a b : Bool} : T (and a b) → T a :=
  Bool.rec (motive := fun a => T (and a b) → T a) (fun h => h) (fun _ => Eq.refl _) a

theorem and_right {a b : Bool} : T (and a b) → T b :=
  Bool.rec (motive := fun a => T (and a b) → T b) (fun h => absurd h) (fun h => h) a

theorem or_left {a b : Bool} (h : T a) : T (or a b) :=
  subst (fun x => T (or x b)) (symm h) (Eq.refl _)

theorem or_right {a b : Bool} (h : T b) : T (or a b) :=
  Bool.rec (motive := fun a => T (or a b)) h (Eq.refl _) a

theorem or_elim {a b : Bool} : T (or a b) → Or (T a) (T b) :=
  Bool.rec (motive := fun a => T (or a b) → Or (T a) (T b)) (fun h => Or.inr h) (fun _ => Or.inl (Eq.refl _)) a

theorem or_assoc (a b c : Bool) : Eq (or (or a b) c) (or a (or b c)) :=
  Bool.rec (motive := fun a => Eq (or (or a b) c) (or a (or b c))) (Eq.refl _) (Eq.refl _) a

/-! ## Numbers -/

def Nat.add (n m : Nat) : Nat := Nat.rec n (fun _ sum => Nat.succ sum) m

def Nat.beq (n m : Nat) : Bool :=
  Nat.rec (motive := fun _ => Nat → Bool)
    (fun m => Nat.rec (motive := fun _ => Bool) Bool.true (fun _ _ => Bool.false) m)
    (fun _ same m => Nat.rec (motive := fun _ => Bool) Bool.false (fun m _ => same m) m) n m

def Nat.ble (n m : Nat) : Bool :=
  Nat.rec (motive := fun _ => Nat → Bool) (fun _ => Bool.true)
    (fun _ below m => Nat.rec (motive := fun _ => Bool) Bool.false (fun m _ => below m) m) n m

theorem Nat.beq_refl (n : Nat) : T (Nat.beq n n) :=
  Nat.rec (motive := fun n => T (Nat.beq n n)) (Eq.refl _) (fun _ h => h) n

theorem Nat.eq_of_beq (n : Nat) : (m : Nat) → T (Nat.beq n m) → Eq n m :=
  Nat.rec (motive := fun n => (m : Nat) → T (Nat.beq n m) → Eq n m)
    (fun m => Nat.rec (motive := fun m => T (Nat.beq Nat.zero m) → Eq Nat.zero m)
      (fun _ => Eq.refl _) (fun _ _ h => absurd h) m)
    (fun n h m => Nat.rec (motive := fun m => T (Nat.beq (Nat.succ n) m) → Eq (Nat.succ n) m)
      (fun k => absurd k) (fun m _ k => congr Nat.succ (h m k)) m) n

theorem Nat.ble_total (n : Nat) : (m : Nat) → Or (T (Nat.ble n m)) (T (Nat.ble m n)) :=
  Nat.rec (motive := fun n => (m : Nat) → Or (T (Nat.ble n m)) (T (Nat.ble m n)))
    (fun _ => Or.inl (Eq.refl _))
    (fun n h m => Nat.rec (motive := fun m => Or (T (Nat.ble (Nat.succ n) m)) (T (Nat.ble m (Nat.succ n))))
      (Or.inr (Eq.refl _)) (fun m _ => h m) m) n

theorem Nat.ble_trans (n : Nat) : (m k : Nat) → T (Nat.ble n m) → T (Nat.ble m k) → T (Nat.ble n k) :=
  Nat.rec (motive := fun n => (m k : Nat) → T (Nat.ble n m) → T (Nat.ble m k) → T (Nat.ble n k))
    (fun _ _ _ _ => Eq.refl _)
    (fun n h m k => Nat.rec
      (motive := fun m => T (Nat.ble (Nat.succ n) m) → T (Nat.ble m k) → T (Nat.ble (Nat.succ n) k))
      (fun a _ => absurd a)
      (fun m _ a => Nat.rec
        (motive := fun k => T (Nat.ble (Nat.succ m) k) → T (Nat.ble (Nat.succ n) k))
        (fun b => absurd b) (fun k _ b => h m k a b) k) m) n

theorem Nat.ble_antisymm (n : Nat) : (m : Nat) → T (Nat.ble n m) → T (Nat.ble m n) → T (Nat.beq n m) :=
  Nat.rec (motive := fun n => (m : Nat) → T (Nat.ble n m) → T (Nat.ble m n) → T (Nat.beq n m))
    (fun m => Nat.rec
      (motive := fun m => T (Nat.ble Nat.zero m) → T (Nat.ble m Nat.zero) → T (Nat.beq Nat.zero m))
      (fun _ _ => Eq.refl _) (fun _ _ _ h => absurd h) m)
    (fun n h m => Nat.rec
      (motive := fun m => T (Nat.ble (Nat.succ n) m) → T (Nat.ble m (Nat.succ n)) → T (Nat.beq (Nat.succ n) m))
      (fun k _ => absurd k) (fun m _ => h m) m) n

/-! ## Lists -/

/-- To be in a list. -/
inductive Mem {α : Type u} (a : α) : List α → Prop where
  | head (tail : List α) : Mem a (List.cons a tail)
  | tail (other : α) (tail : List α) (there : Mem a tail) : Mem a (List.cons other tail)

def all {α : Type u} (p : α → Bool) (l : List α) : Bool :=
  List.rec Bool.true (fun a _ rest => and (p a) rest) l

def any {α : Type u} (p : α → Bool) (l : List α) : Bool :=
  List.rec Bool.false (fun a _ rest => or (p a) rest) l

def append {α : Type u} (l m : List α) : List α :=
  List.rec m (fun a _ rest => List.cons a rest) l

def map {α : Type u} {β : Type v} (f : α → β) (l : List α) : List β :=
  List.rec List.nil (fun a _ rest => List.cons (f a) rest) l

def filter {α : Type u} (p : α → Bool) (l : List α) : List α :=
  List.rec List.nil (fun a _ rest => cond (p a) (List.cons a rest) rest) l

/-- Whether two lists agree member by member. -/
def List.beq {α : Type u} (same : α → α → Bool) (l m : List α) : Bool :=
  List.rec (motive := fun _ => List α → Bool)
    (fun m => List.rec (motive := fun _ => Bool) Bool.true (fun _ _ _ => Bool.false) m)
    (fun a _ rest m => List.rec (motive := fun _ => Bool) Bool.false (fun b m _ => and (same a b) (rest m)) m) l m

/-- A test of equality that never calls two things equal that are not. -/
abbrev Sound {α : Type u} (same : α → α → Bool) : Prop := (a b : α) → T (same a b) → Eq a b

theorem List.eq_of_beq {α : Type u} {same : α → α → Bool} (sound : Sound same) : Sound (List.beq same) :=
  fun l => List.rec (motive := fun l => (m : List α) → T (List.beq same l m) → Eq l m)
    (fun m => List.rec (motive := fun m => T (List.beq same List.nil m) → Eq List.nil m)
      (fun _ => Eq.refl _) (fun _ _ _ h => absurd h) m)
    (fun a l rest m => List.rec
      (motive := fun m => T (List.beq same (List.cons a l) m) → Eq (List.cons a l) m)
      (fun h => absurd h)
      (fun b m _ h => trans (congr (fun x => List.cons x l) (sound a b (and_left h)))
        (congr (List.cons b) (rest m (and_right h)))) m) l

theorem mem_nil {α : Type u} {a : α} {P : Prop} (h : Mem a List.nil) : P :=
  (Mem.rec (motive := fun l _ => T (List.rec (motive := fun _ => Bool) Bool.true (fun _ _ _ => Bool.false) l) → P)
    (fun _ k => absurd k) (fun _ _ _ _ k => absurd k) h) (Eq.refl _)

theorem all_mem {α : Type u} {p : α → Bool} {a : α} {l : List α} (h : Mem a l) : T (all p l) → T (p a) :=
  Mem.rec (motive := fun l _ => T (all p l) → T (p a))
    (fun _ k => and_left k) (fun _ _ _ rest k => rest (and_right k)) h

theorem any_mem {α : Type u} {p : α → Bool} {a : α} {l : List α} (h : Mem a l) (k : T (p a)) : T (any p l) :=
  Mem.rec (motive := fun l _ => T (any p l)) (fun _ => or_left k) (fun _ _ _ rest => or_right rest) h

theorem mem_all {α : Type u} {p : α → Bool} (l : List α) : ((a : α) → Mem a l → T (p a)) → T (all p l) :=
  List.rec (motive := fun l => ((a : α) → Mem a l → T (p a)) → T (all p l)) (fun _ => Eq.refl _)
    (fun a l rest h => and_intro (h a (Mem.head l)) (rest (fun b there => h b (Mem.tail a l there)))) l

theorem mem_any {α : Type u} {p : α → Bool} (l : List α) :
    T (any p l) → Exists (fun a => And (Mem a l) (T (p a))) :=
  List.rec (motive := fun l => T (any p l) → Exists (fun a => And (Mem a l) (T (p a)))) (fun h => absurd h)
    (fun a l rest h => Or.rec
      (fun k => Exists.intro a (And.intro (Mem.head l) k))
      (fun k => Exists.rec (fun b found => And.rec
        (fun there holds => Exists.intro b (And.intro (Mem.tail a l there) holds)) found) (rest k))
      (or_elim h)) l

theorem any_append {α : Type u} (p : α → Bool) (l m : List α) : Eq (any p (append l m)) (or (any p l) (any p m)) :=
  List.rec (motive := fun l => Eq (any p (append l m)) (or (any p l) (any p m))) (Eq.refl _)
    (fun a l rest => trans (congr (or (p a)) rest) (symm (or_assoc (p a) (any p l) (any p m)))) l
