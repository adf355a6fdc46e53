prelude
import Basis
universe u
axiom sorryAx (A : Sort u) (synthetic : Bool) : A
axiom lazy : T Bool.false
theorem uses : T Bool.false := lazy
private theorem hidden (n : Nat) : Eq n n := Eq.refl _
theorem unused (n : Nat) : T Bool.true := Eq.refl _
theorem left : T Bool.false := sorry
unsafe def wild : Nat := 0
opaque closed : Nat := 0
@[extern "c_function"] def foreign (n : Nat) : Nat := n
def other : Bool := Bool.true
@[implemented_by other] def replaced : Bool := Bool.false
