prelude
import Basis
theorem wrong : T Bool.false := Eq.refl _
