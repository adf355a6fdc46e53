prelude
import «A»
#print axioms «left»
#print axioms «hidden»
#print axioms «uses»
#print axioms «unused»
