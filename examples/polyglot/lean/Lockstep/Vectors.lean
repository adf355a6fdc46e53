prelude
import Lockstep.Lock

/-! The vectors that every language of the library shares, each a theorem: the kernel computes it.

Made from ../vectors by scripts/lean_vectors.py; not edited by hand. -/

set_option autoImplicit false
set_option genCtorIdx false

namespace Lockstep.Vectors

noncomputable section

/-- 0.0.0-0 comes before 0.0.0 -/
theorem ascending_0 : Eq
    (and (Version.lt (Version.mk (Core.mk 0 0 0) (List.cons (Identifier.number 0) List.nil)) (Version.mk (Core.mk 0 0 0) List.nil)) (not (Version.le (Version.mk (Core.mk 0 0 0) List.nil) (Version.mk (Core.mk 0 0 0) (List.cons (Identifier.number 0) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 0.0.0 comes before 0.0.1 -/
theorem ascending_1 : Eq
    (and (Version.lt (Version.mk (Core.mk 0 0 0) List.nil) (Version.mk (Core.mk 0 0 1) List.nil)) (not (Version.le (Version.mk (Core.mk 0 0 1) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))))
    Bool.true :=
  Eq.refl _

/-- 0.0.1 comes before 0.1.0 -/
theorem ascending_2 : Eq
    (and (Version.lt (Version.mk (Core.mk 0 0 1) List.nil) (Version.mk (Core.mk 0 1 0) List.nil)) (not (Version.le (Version.mk (Core.mk 0 1 0) List.nil) (Version.mk (Core.mk 0 0 1) List.nil))))
    Bool.true :=
  Eq.refl _

/-- 0.1.0 comes before 0.9.9 -/
theorem ascending_3 : Eq
    (and (Version.lt (Version.mk (Core.mk 0 1 0) List.nil) (Version.mk (Core.mk 0 9 9) List.nil)) (not (Version.le (Version.mk (Core.mk 0 9 9) List.nil) (Version.mk (Core.mk 0 1 0) List.nil))))
    Bool.true :=
  Eq.refl _

/-- 0.9.9 comes before 0.10.0 -/
theorem ascending_4 : Eq
    (and (Version.lt (Version.mk (Core.mk 0 9 9) List.nil) (Version.mk (Core.mk 0 10 0) List.nil)) (not (Version.le (Version.mk (Core.mk 0 10 0) List.nil) (Version.mk (Core.mk 0 9 9) List.nil))))
    Bool.true :=
  Eq.refl _

/-- 0.10.0 comes before 1.0.0-0 -/
theorem ascending_5 : Eq
    (and (Version.lt (Version.mk (Core.mk 0 10 0) List.nil) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 0) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 0) List.nil)) (Version.mk (Core.mk 0 10 0) List.nil))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-0 comes before 1.0.0-2 -/
theorem ascending_6 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 0) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 2) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 2) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 0) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-2 comes before 1.0.0-11 -/
theorem ascending_7 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 2) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 11) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 11) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 2) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-11 comes before 1.0.0-- -/
theorem ascending_8 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 11) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 45 List.nil)) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 45 List.nil)) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.number 11) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-- comes before 1.0.0-0a -/
theorem ascending_9 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 45 List.nil)) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 48 (List.cons 97 List.nil))) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 48 (List.cons 97 List.nil))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 45 List.nil)) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-0a comes before 1.0.0-Beta -/
theorem ascending_10 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 48 (List.cons 97 List.nil))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 66 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 66 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 48 (List.cons 97 List.nil))) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-Beta comes before 1.0.0-alpha -/
theorem ascending_11 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 66 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 66 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-alpha comes before 1.0.0-alpha.1 -/
theorem ascending_12 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) List.nil)))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-alpha.1 comes before 1.0.0-alpha.1.0 -/
theorem ascending_13 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) (List.cons (Identifier.number 0) List.nil))))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) (List.cons (Identifier.number 0) List.nil)))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) List.nil))))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-alpha.1.0 comes before 1.0.0-alpha.beta -/
theorem ascending_14 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) (List.cons (Identifier.number 0) List.nil)))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 1) (List.cons (Identifier.number 0) List.nil)))))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-alpha.beta comes before 1.0.0-beta -/
theorem ascending_15 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil))))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-beta comes before 1.0.0-beta.2 -/
theorem ascending_16 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil)))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-beta.2 comes before 1.0.0-beta.11 -/
theorem ascending_17 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 11) List.nil)))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 11) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-beta.11 comes before 1.0.0-rc.1 -/
theorem ascending_18 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 11) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil)))) (not (Version.le (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil))) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 11) List.nil))))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-rc.1 comes before 1.0.0 -/
theorem ascending_19 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil))) (Version.mk (Core.mk 1 0 0) List.nil)) (not (Version.le (Version.mk (Core.mk 1 0 0) List.nil) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil))))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0 comes before 1.0.1-0 -/
theorem ascending_20 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 0) List.nil) (Version.mk (Core.mk 1 0 1) (List.cons (Identifier.number 0) List.nil))) (not (Version.le (Version.mk (Core.mk 1 0 1) (List.cons (Identifier.number 0) List.nil)) (Version.mk (Core.mk 1 0 0) List.nil))))
    Bool.true :=
  Eq.refl _

/-- 1.0.1-0 comes before 2.0.0 -/
theorem ascending_21 : Eq
    (and (Version.lt (Version.mk (Core.mk 1 0 1) (List.cons (Identifier.number 0) List.nil)) (Version.mk (Core.mk 2 0 0) List.nil)) (not (Version.le (Version.mk (Core.mk 2 0 0) List.nil) (Version.mk (Core.mk 1 0 1) (List.cons (Identifier.number 0) List.nil)))))
    Bool.true :=
  Eq.refl _

/-- 1.0.0 is not told from 1.0.0+build -/
theorem equal_0 : Eq
    (Version.mk (Core.mk 1 0 0) List.nil)
    (Version.mk (Core.mk 1 0 0) List.nil) :=
  Eq.refl _

/-- 1.0.0+a is not told from 1.0.0+b -/
theorem equal_1 : Eq
    (Version.mk (Core.mk 1 0 0) List.nil)
    (Version.mk (Core.mk 1 0 0) List.nil) :=
  Eq.refl _

/-- 1.0.0-rc.1+a is not told from 1.0.0-rc.1 -/
theorem equal_2 : Eq
    (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil)))
    (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil))) :=
  Eq.refl _

/-- 1.2.3 is followed by 1.2.4-0 -/
theorem successor_0 : Eq
    (Version.successor (Version.mk (Core.mk 1 2 3) List.nil))
    (Version.mk (Core.mk 1 2 4) (List.cons (Identifier.number 0) List.nil)) :=
  Eq.refl _

/-- 1.2.3+build is followed by 1.2.4-0 -/
theorem successor_1 : Eq
    (Version.successor (Version.mk (Core.mk 1 2 3) List.nil))
    (Version.mk (Core.mk 1 2 4) (List.cons (Identifier.number 0) List.nil)) :=
  Eq.refl _

/-- 1.2.3-rc is followed by 1.2.3-rc.0 -/
theorem successor_2 : Eq
    (Version.successor (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 0) List.nil))) :=
  Eq.refl _

/-- 1.2.3-rc.0 is followed by 1.2.3-rc.0.0 -/
theorem successor_3 : Eq
    (Version.successor (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 0) List.nil))))
    (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 0) (List.cons (Identifier.number 0) List.nil)))) :=
  Eq.refl _

/-- 1.2.3 allows 1.2.3 -/
theorem range_0_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.3 allows 1.2.3+build -/
theorem range_0_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.3 forbids 1.2.2 -/
theorem range_0_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 2) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2.3 forbids 1.2.4 -/
theorem range_0_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 4) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2.3 forbids 1.2.3-rc -/
theorem range_0_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- =1.2.3-rc allows 1.2.3-rc -/
theorem range_1_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.true :=
  Eq.refl _

/-- =1.2.3-rc forbids 1.2.3 -/
theorem range_1_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.false :=
  Eq.refl _

/-- =1.2.3-rc forbids 1.2.3-rc.0 -/
theorem range_1_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 0) List.nil))))
    Bool.false :=
  Eq.refl _

/-- =1.2.3-rc forbids 1.2.3-rb -/
theorem range_1_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 114 (List.cons 98 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- ^1.2.3 allows 1.2.3 -/
theorem range_2_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^1.2.3 allows 1.9.0 -/
theorem range_2_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 9 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^1.2.3 forbids 1.2.2 -/
theorem range_2_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 2) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^1.2.3 forbids 2.0.0 -/
theorem range_2_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^1.2.3 forbids 2.0.0-0 -/
theorem range_2_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- ^1.2.3 forbids 1.3.0-beta -/
theorem range_2_forbids_3 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- ^0.2.3 allows 0.2.3 -/
theorem range_3_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.2.3 allows 0.2.99 -/
theorem range_3_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 2 99) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.2.3 forbids 0.2.2 -/
theorem range_3_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 2 2) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.2.3 forbids 0.3.0 -/
theorem range_3_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 3 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.2.3 forbids 1.0.0 -/
theorem range_3_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.1.0 allows 0.1.0 -/
theorem range_4_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 1 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.1.0 allows 0.1.7 -/
theorem range_4_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 1 7) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.1.0 forbids 0.0.9 -/
theorem range_4_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.1.0 forbids 0.2.0 -/
theorem range_4_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 2 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.0.3 allows 0.0.3 -/
theorem range_5_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.0.3 forbids 0.0.2 -/
theorem range_5_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 2) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.0.3 forbids 0.0.4 -/
theorem range_5_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 4) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.0.3 forbids 0.1.0 -/
theorem range_5_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 1 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.0.0 allows 0.0.0 -/
theorem range_6_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.0.0 forbids 0.0.1 -/
theorem range_6_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 1) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.0.3-beta allows 0.0.3-beta -/
theorem range_7_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 0 0 3) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.true :=
  Eq.refl _

/-- ^0.0.3-beta allows 0.0.3-rc.1 -/
theorem range_7_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 0 0 3) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil))))
    Bool.true :=
  Eq.refl _

/-- ^0.0.3-beta allows 0.0.3 -/
theorem range_7_allows_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 0 0 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.0.3-beta forbids 0.0.3-alpha -/
theorem range_7_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 0 0 3) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- ^0.0.3-beta forbids 0.0.4 -/
theorem range_7_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 0 0 4) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^1.2.3-beta.2 allows 1.2.3-beta.2 -/
theorem range_8_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))))
    Bool.true :=
  Eq.refl _

/-- ^1.2.3-beta.2 allows 1.2.3-beta.11 -/
theorem range_8_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 11) List.nil))))
    Bool.true :=
  Eq.refl _

/-- ^1.2.3-beta.2 allows 1.9.9 -/
theorem range_8_allows_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) List.nil) List.nil) (Version.mk (Core.mk 1 9 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^1.2.3-beta.2 forbids 1.2.3-beta.1 -/
theorem range_8_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 1) List.nil))))
    Bool.false :=
  Eq.refl _

/-- ^1.2.3-beta.2 forbids 1.2.4-beta.2 -/
theorem range_8_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) List.nil) List.nil) (Version.mk (Core.mk 1 2 4) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))))
    Bool.false :=
  Eq.refl _

/-- ^1.2.3-beta.2 forbids 2.0.0-alpha -/
theorem range_8_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) (List.cons (Identifier.number 2) List.nil))) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- ^1.2 allows 1.2.0 -/
theorem range_9_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^1.2 allows 1.3.0 -/
theorem range_9_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^1.2 forbids 1.1.9 -/
theorem range_9_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 1 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^1.2 forbids 2.0.0 -/
theorem range_9_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0.0 allows 0.0.0 -/
theorem range_10_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.0 allows 0.0.9 -/
theorem range_10_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0.0 forbids 0.1.0 -/
theorem range_10_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 0 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 1 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^0 allows 0.0.1 -/
theorem range_11_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 1) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0 allows 0.9.0 -/
theorem range_11_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 9 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^0 forbids 1.0.0 -/
theorem range_11_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^* allows 0.0.0 -/
theorem range_12_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^* allows 9.9.9 -/
theorem range_12_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 9 9 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^* forbids 1.0.0-rc -/
theorem range_12_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- ~1.2.3 allows 1.2.3 -/
theorem range_13_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~1.2.3 allows 1.2.9 -/
theorem range_13_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~1.2.3 forbids 1.2.2 -/
theorem range_13_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 2) List.nil))
    Bool.false :=
  Eq.refl _

/-- ~1.2.3 forbids 1.3.0 -/
theorem range_13_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ~1.2.3 forbids 1.3.0-0 -/
theorem range_13_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- ~1.2 allows 1.2.0 -/
theorem range_14_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~1.2 allows 1.2.9 -/
theorem range_14_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~1.2 forbids 1.1.9 -/
theorem range_14_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 1 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- ~1.2 forbids 1.3.0 -/
theorem range_14_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ~1 allows 1.0.0 -/
theorem range_15_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~1 allows 1.9.9 -/
theorem range_15_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 9 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~1 forbids 0.9.9 -/
theorem range_15_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 9 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- ~1 forbids 2.0.0 -/
theorem range_15_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ~0.0.3 allows 0.0.3 -/
theorem range_16_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~0.0.3 allows 0.0.9 -/
theorem range_16_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- ~0.0.3 forbids 0.1.0 -/
theorem range_16_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.tilde (List.cons 0 (List.cons 0 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 1 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- * allows 0.0.0 -/
theorem range_17_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- * allows 9007199254740991.0.0 -/
theorem range_17_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 9007199254740991 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- * forbids 1.0.0-rc -/
theorem range_17_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- 1.x.x allows 1.0.0 -/
theorem range_18_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.x.x allows 1.9.9 -/
theorem range_18_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 9 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.x.x forbids 0.9.9 -/
theorem range_18_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 9 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.x.x forbids 2.0.0 -/
theorem range_18_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.x.x forbids 2.0.0-0 -/
theorem range_18_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 List.nil) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- 1.2.X allows 1.2.0 -/
theorem range_19_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.X allows 1.2.9 -/
theorem range_19_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.X forbids 1.3.0 -/
theorem range_19_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >=1.2 allows 1.2.0 -/
theorem range_20_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- >=1.2 allows 3.0.0 -/
theorem range_20_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 3 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- >=1.2 forbids 1.1.9 -/
theorem range_20_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 1 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- >=1.2 forbids 1.2.0-rc -/
theorem range_20_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >=1.2 forbids 2.0.0-rc -/
theorem range_20_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >1.2 allows 1.3.0 -/
theorem range_21_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- >1.2 forbids 1.2.9 -/
theorem range_21_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- >1.2 forbids 1.3.0-0 -/
theorem range_21_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >1.2.3 allows 1.2.4 -/
theorem range_22_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 4) List.nil))
    Bool.true :=
  Eq.refl _

/-- >1.2.3 allows 2.0.0 -/
theorem range_22_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- >1.2.3 forbids 1.2.3 -/
theorem range_22_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.false :=
  Eq.refl _

/-- >1.2.3 forbids 1.2.4-0 -/
theorem range_22_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 4) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >1.2.3-alpha allows 1.2.3-alpha.0 -/
theorem range_23_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) (List.cons (Identifier.number 0) List.nil))))
    Bool.true :=
  Eq.refl _

/-- >1.2.3-alpha allows 1.2.3-beta -/
theorem range_23_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.true :=
  Eq.refl _

/-- >1.2.3-alpha allows 1.2.3 -/
theorem range_23_allows_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- >1.2.3-alpha forbids 1.2.3-alpha -/
theorem range_23_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >1.2.3-alpha forbids 1.2.4-beta -/
theorem range_23_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 4) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >* forbids 0.0.0 -/
theorem range_24_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >* forbids 9.9.9 -/
theorem range_24_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 9 9 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- <* forbids 0.0.0-0 -/
theorem range_25_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- <* forbids 0.0.0 -/
theorem range_25_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below List.nil List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- <=1.2 allows 0.0.0 -/
theorem range_26_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- <=1.2 allows 1.2.9 -/
theorem range_26_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- <=1.2 forbids 1.3.0 -/
theorem range_26_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- <=1.2 forbids 1.3.0-0 -/
theorem range_26_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 3 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- <=1.2 forbids 1.2.0-rc -/
theorem range_26_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- <=1.2.3 allows 1.2.3 -/
theorem range_27_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- <=1.2.3 forbids 1.2.4 -/
theorem range_27_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 4) List.nil))
    Bool.false :=
  Eq.refl _

/-- <=1.2.3 forbids 1.2.4-0 -/
theorem range_27_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 4) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- <1.2 allows 1.1.9 -/
theorem range_28_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 1 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- <1.2 forbids 1.2.0 -/
theorem range_28_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- <1.2 forbids 1.2.0-0 -/
theorem range_28_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil) List.nil) (Version.mk (Core.mk 1 2 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- <1.2.3-beta allows 1.2.3-alpha -/
theorem range_29_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))
    Bool.true :=
  Eq.refl _

/-- <1.2.3-beta allows 1.2.2 -/
theorem range_29_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 2) List.nil))
    Bool.true :=
  Eq.refl _

/-- <1.2.3-beta forbids 1.2.3-beta -/
theorem range_29_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- <1.2.3-beta forbids 1.2.2-alpha -/
theorem range_29_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil) List.nil) (Version.mk (Core.mk 1 2 2) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >=1.2.0 <2 allows 1.2.0 -/
theorem range_30_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 2 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- >=1.2.0 <2 allows 1.9.9 -/
theorem range_30_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 2 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 9 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- >=1.2.0 <2 forbids 1.1.9 -/
theorem range_30_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 2 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 1 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- >=1.2.0 <2 forbids 2.0.0 -/
theorem range_30_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 2 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >= 1.2.0   < 2 allows 1.2.0 -/
theorem range_31_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 2 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- >= 1.2.0   < 2 forbids 2.0.0 -/
theorem range_31_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 2 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >=1.2.0-alpha <1.2 forbids 1.2.0-alpha -/
theorem range_32_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 2 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >=1.2.0-alpha <1.2 forbids 1.2.0 -/
theorem range_32_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >=1.2.0-alpha <1.2 forbids 1.1.9 -/
theorem range_32_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)) (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 2 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 1 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- * ~0.0.0-0 allows 0.0.0-a -/
theorem range_33_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) (List.cons (Comparator.mk Operator.tilde (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.number 0) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 0 0 0) (List.cons (Identifier.word (List.cons 97 List.nil)) List.nil)))
    Bool.true :=
  Eq.refl _

/-- * ~0.0.0-0 allows 0.0.0 -/
theorem range_33_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) (List.cons (Comparator.mk Operator.tilde (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.number 0) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- * ~0.0.0-0 forbids 0.1.0 -/
theorem range_33_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) (List.cons (Comparator.mk Operator.tilde (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.number 0) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 0 1 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >=0.0.0 || 0.2.1-b allows 0.0.0 -/
theorem range_34_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.same (List.cons 0 (List.cons 2 (List.cons 1 List.nil))) (List.cons (Identifier.word (List.cons 98 List.nil)) List.nil)) List.nil) List.nil)) (Version.mk (Core.mk 0 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- >=0.0.0 || 0.2.1-b allows 0.2.1-b -/
theorem range_34_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.same (List.cons 0 (List.cons 2 (List.cons 1 List.nil))) (List.cons (Identifier.word (List.cons 98 List.nil)) List.nil)) List.nil) List.nil)) (Version.mk (Core.mk 0 2 1) (List.cons (Identifier.word (List.cons 98 List.nil)) List.nil)))
    Bool.true :=
  Eq.refl _

/-- >=0.0.0 || 0.2.1-b forbids 0.0.0-a -/
theorem range_34_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 0 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.same (List.cons 0 (List.cons 2 (List.cons 1 List.nil))) (List.cons (Identifier.word (List.cons 98 List.nil)) List.nil)) List.nil) List.nil)) (Version.mk (Core.mk 0 0 0) (List.cons (Identifier.word (List.cons 97 List.nil)) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >2 <1 forbids 0.9.0 -/
theorem range_35_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 2 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 1 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 0 9 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >2 <1 forbids 1.0.0 -/
theorem range_35_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 2 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 1 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >2 <1 forbids 1.5.0 -/
theorem range_35_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 2 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 1 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 5 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >2 <1 forbids 3.0.0 -/
theorem range_35_forbids_3 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 2 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 1 List.nil) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 3 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- >1.2 <1.3.0-beta forbids 1.3.0-alpha -/
theorem range_36_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 List.nil)) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 3 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 1 3 0) (List.cons (Identifier.word (List.cons 97 (List.cons 108 (List.cons 112 (List.cons 104 (List.cons 97 List.nil)))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- >1.2 <1.3.0-beta forbids 1.2.9 -/
theorem range_36_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.above (List.cons 1 (List.cons 2 List.nil)) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 3 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 1 2 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2.3 - 2.3.4 allows 1.2.3 -/
theorem range_37_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 (List.cons 4 List.nil))) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.3 - 2.3.4 allows 2.3.4 -/
theorem range_37_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 (List.cons 4 List.nil))) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 2 3 4) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.3 - 2.3.4 forbids 1.2.2 -/
theorem range_37_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 (List.cons 4 List.nil))) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 2 2) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2.3 - 2.3.4 forbids 2.3.5 -/
theorem range_37_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 (List.cons 4 List.nil))) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 2 3 5) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2 - 2.3 allows 1.2.0 -/
theorem range_38_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2 - 2.3 allows 2.3.9 -/
theorem range_38_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 2 3 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2 - 2.3 forbids 1.1.9 -/
theorem range_38_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 1 1 9) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2 - 2.3 forbids 2.4.0 -/
theorem range_38_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 2 4 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2 - 2.3 forbids 2.4.0-0 -/
theorem range_38_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 2 List.nil)) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 2 (List.cons 3 List.nil)) List.nil) List.nil)) List.nil) (Version.mk (Core.mk 2 4 0) (List.cons (Identifier.number 0) List.nil)))
    Bool.false :=
  Eq.refl _

/-- 1.0.0-rc - 1.2.3-rc allows 1.0.0-rc -/
theorem range_39_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-rc - 1.2.3-rc allows 1.1.0 -/
theorem range_39_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 1 1 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-rc - 1.2.3-rc allows 1.2.3-beta -/
theorem range_39_allows_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 1 2 3) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.true :=
  Eq.refl _

/-- 1.0.0-rc - 1.2.3-rc forbids 1.1.0-rc -/
theorem range_39_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 1 1 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- 1.0.0-rc - 1.2.3-rc forbids 1.2.3 -/
theorem range_39_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) (List.cons (Comparator.mk Operator.atMost (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil)) List.nil) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^1.2.0 || ^3.0.0 allows 1.2.0 -/
theorem range_40_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 3 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 1 2 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^1.2.0 || ^3.0.0 allows 3.9.0 -/
theorem range_40_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 3 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 3 9 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- ^1.2.0 || ^3.0.0 forbids 2.0.0 -/
theorem range_40_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 3 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- ^1.2.0 || ^3.0.0 forbids 4.0.0 -/
theorem range_40_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 3 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 4 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2.3||>=3 <4||5.0.0 - 6 allows 1.2.3 -/
theorem range_41_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 3 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 4 List.nil) List.nil) List.nil)) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 5 (List.cons 0 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 6 List.nil) List.nil) List.nil)) List.nil))) (Version.mk (Core.mk 1 2 3) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.3||>=3 <4||5.0.0 - 6 allows 3.1.0 -/
theorem range_41_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 3 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 4 List.nil) List.nil) List.nil)) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 5 (List.cons 0 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 6 List.nil) List.nil) List.nil)) List.nil))) (Version.mk (Core.mk 3 1 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.3||>=3 <4||5.0.0 - 6 allows 6.9.9 -/
theorem range_41_allows_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 3 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 4 List.nil) List.nil) List.nil)) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 5 (List.cons 0 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 6 List.nil) List.nil) List.nil)) List.nil))) (Version.mk (Core.mk 6 9 9) List.nil))
    Bool.true :=
  Eq.refl _

/-- 1.2.3||>=3 <4||5.0.0 - 6 forbids 1.2.4 -/
theorem range_41_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 3 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 4 List.nil) List.nil) List.nil)) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 5 (List.cons 0 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 6 List.nil) List.nil) List.nil)) List.nil))) (Version.mk (Core.mk 1 2 4) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2.3||>=3 <4||5.0.0 - 6 forbids 4.0.0 -/
theorem range_41_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 3 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 4 List.nil) List.nil) List.nil)) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 5 (List.cons 0 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 6 List.nil) List.nil) List.nil)) List.nil))) (Version.mk (Core.mk 4 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- 1.2.3||>=3 <4||5.0.0 - 6 forbids 7.0.0 -/
theorem range_41_forbids_2 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 2 (List.cons 3 List.nil))) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 3 List.nil) List.nil) (List.cons (Comparator.mk Operator.below (List.cons 4 List.nil) List.nil) List.nil)) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 5 (List.cons 0 (List.cons 0 List.nil))) List.nil) (List.cons (Comparator.mk Operator.atMost (List.cons 6 List.nil) List.nil) List.nil)) List.nil))) (Version.mk (Core.mk 7 0 0) List.nil))
    Bool.false :=
  Eq.refl _

/-- <1.0.0-rc || >=2 allows 1.0.0-beta -/
theorem range_42_allows_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 1 0 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.true :=
  Eq.refl _

/-- <1.0.0-rc || >=2 allows 2.0.0 -/
theorem range_42_allows_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 2 0 0) List.nil))
    Bool.true :=
  Eq.refl _

/-- <1.0.0-rc || >=2 forbids 2.1.0-beta -/
theorem range_42_forbids_0 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 2 1 0) (List.cons (Identifier.word (List.cons 98 (List.cons 101 (List.cons 116 (List.cons 97 List.nil))))) List.nil)))
    Bool.false :=
  Eq.refl _

/-- <1.0.0-rc || >=2 forbids 1.0.0 -/
theorem range_42_forbids_1 : Eq
    (allows (List.cons (List.cons (Comparator.mk Operator.below (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) List.nil)) List.nil) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (Version.mk (Core.mk 1 0 0) List.nil))
    Bool.false :=
  Eq.refl _

def upgrade_0_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 2 0) List.nil) List.nil) List.nil))

def upgrade_0_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 2 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 9 3) List.nil) List.nil) List.nil))

/-- a dependency moves within its range: unmet before -/
theorem upgrade_0_unmet_before : Eq
    (unmet upgrade_0_before)
    List.nil :=
  Eq.refl _

/-- a dependency moves within its range: compatible before -/
theorem upgrade_0_compatible_before : Eq
    (isCompatible upgrade_0_before)
    Bool.true :=
  Eq.refl _

/-- a dependency moves within its range: unmet after -/
theorem upgrade_0_unmet_after : Eq
    (unmet upgrade_0_after)
    List.nil :=
  Eq.refl _

/-- a dependency moves within its range: compatible after -/
theorem upgrade_0_compatible_after : Eq
    (isCompatible upgrade_0_after)
    Bool.true :=
  Eq.refl _

/-- a dependency moves within its range: objections -/
theorem upgrade_0_objections : Eq
    (objections upgrade_0_before upgrade_0_after)
    List.nil :=
  Eq.refl _

/-- a dependency moves within its range: an upgrade or not -/
theorem upgrade_0 : Eq
    (isUpgrade upgrade_0_before upgrade_0_after)
    Bool.true :=
  Eq.refl _

def upgrade_1_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 0 1 0) List.nil) List.nil) List.nil))

def upgrade_1_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 0 2 0) List.nil) List.nil) List.nil))

/-- before 1.0.0 a minor version breaks, which 'same major' would miss: unmet before -/
theorem upgrade_1_unmet_before : Eq
    (unmet upgrade_1_before)
    List.nil :=
  Eq.refl _

/-- before 1.0.0 a minor version breaks, which 'same major' would miss: compatible before -/
theorem upgrade_1_compatible_before : Eq
    (isCompatible upgrade_1_before)
    Bool.true :=
  Eq.refl _

/-- before 1.0.0 a minor version breaks, which 'same major' would miss: unmet after -/
theorem upgrade_1_unmet_after : Eq
    (unmet upgrade_1_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- before 1.0.0 a minor version breaks, which 'same major' would miss: compatible after -/
theorem upgrade_1_compatible_after : Eq
    (isCompatible upgrade_1_after)
    Bool.false :=
  Eq.refl _

/-- before 1.0.0 a minor version breaks, which 'same major' would miss: objections -/
theorem upgrade_1_objections : Eq
    (objections upgrade_1_before upgrade_1_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 0 (List.cons 1 (List.cons 0 List.nil))) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- before 1.0.0 a minor version breaks, which 'same major' would miss: an upgrade or not -/
theorem upgrade_1 : Eq
    (isUpgrade upgrade_1_before upgrade_1_after)
    Bool.false :=
  Eq.refl _

def upgrade_2_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil))

def upgrade_2_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 2 0 0) (List.cons (Identifier.word (List.cons 114 (List.cons 99 List.nil))) (List.cons (Identifier.number 1) List.nil))) List.nil) List.nil))

/-- a prerelease does not meet a range that names none: unmet before -/
theorem upgrade_2_unmet_before : Eq
    (unmet upgrade_2_before)
    List.nil :=
  Eq.refl _

/-- a prerelease does not meet a range that names none: compatible before -/
theorem upgrade_2_compatible_before : Eq
    (isCompatible upgrade_2_before)
    Bool.true :=
  Eq.refl _

/-- a prerelease does not meet a range that names none: unmet after -/
theorem upgrade_2_unmet_after : Eq
    (unmet upgrade_2_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- a prerelease does not meet a range that names none: compatible after -/
theorem upgrade_2_compatible_after : Eq
    (isCompatible upgrade_2_after)
    Bool.false :=
  Eq.refl _

/-- a prerelease does not meet a range that names none: objections -/
theorem upgrade_2_objections : Eq
    (objections upgrade_2_before upgrade_2_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.atLeast (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- a prerelease does not meet a range that names none: an upgrade or not -/
theorem upgrade_2 : Eq
    (isUpgrade upgrade_2_before upgrade_2_after)
    Bool.false :=
  Eq.refl _

def upgrade_3_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil))

def upgrade_3_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil)) List.nil)) List.nil)

/-- a removal takes away what somebody relied on: unmet before -/
theorem upgrade_3_unmet_before : Eq
    (unmet upgrade_3_before)
    List.nil :=
  Eq.refl _

/-- a removal takes away what somebody relied on: compatible before -/
theorem upgrade_3_compatible_before : Eq
    (isCompatible upgrade_3_before)
    Bool.true :=
  Eq.refl _

/-- a removal takes away what somebody relied on: unmet after -/
theorem upgrade_3_unmet_after : Eq
    (unmet upgrade_3_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- a removal takes away what somebody relied on: compatible after -/
theorem upgrade_3_compatible_after : Eq
    (isCompatible upgrade_3_after)
    Bool.false :=
  Eq.refl _

/-- a removal takes away what somebody relied on: objections -/
theorem upgrade_3_objections : Eq
    (objections upgrade_3_before upgrade_3_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same List.nil List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- a removal takes away what somebody relied on: an upgrade or not -/
theorem upgrade_3 : Eq
    (isUpgrade upgrade_3_before upgrade_3_after)
    Bool.false :=
  Eq.refl _

def upgrade_4_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil)

def upgrade_4_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 1 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (List.cons (Requirement.mk (List.cons 108 (List.cons 111 (List.cons 103 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil))) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil))

/-- a new package must find what it requires: unmet before -/
theorem upgrade_4_unmet_before : Eq
    (unmet upgrade_4_before)
    List.nil :=
  Eq.refl _

/-- a new package must find what it requires: compatible before -/
theorem upgrade_4_compatible_before : Eq
    (isCompatible upgrade_4_before)
    Bool.true :=
  Eq.refl _

/-- a new package must find what it requires: unmet after -/
theorem upgrade_4_unmet_after : Eq
    (unmet upgrade_4_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 1 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (List.cons (Requirement.mk (List.cons 108 (List.cons 111 (List.cons 103 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil))) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil))) (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 1 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (List.cons (Requirement.mk (List.cons 108 (List.cons 111 (List.cons 103 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil))) (Requirement.mk (List.cons 108 (List.cons 111 (List.cons 103 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil))) List.nil)) :=
  Eq.refl _

/-- a new package must find what it requires: compatible after -/
theorem upgrade_4_compatible_after : Eq
    (isCompatible upgrade_4_after)
    Bool.false :=
  Eq.refl _

/-- a new package must find what it requires: objections -/
theorem upgrade_4_objections : Eq
    (objections upgrade_4_before upgrade_4_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 1 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (List.cons (Requirement.mk (List.cons 108 (List.cons 111 (List.cons 103 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil))) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil))) (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 1 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) (List.cons (Requirement.mk (List.cons 108 (List.cons 111 (List.cons 103 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil))) (Requirement.mk (List.cons 108 (List.cons 111 (List.cons 103 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil))) List.nil)) :=
  Eq.refl _

/-- a new package must find what it requires: an upgrade or not -/
theorem upgrade_4 : Eq
    (isUpgrade upgrade_4_before upgrade_4_after)
    Bool.false :=
  Eq.refl _

def upgrade_5_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil))) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 2 0 0) List.nil) List.nil) List.nil)))

def upgrade_5_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil))) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 2 0 0) List.nil) List.nil) List.nil))

/-- one of two versions leaves, the other still serves: unmet before -/
theorem upgrade_5_unmet_before : Eq
    (unmet upgrade_5_before)
    List.nil :=
  Eq.refl _

/-- one of two versions leaves, the other still serves: compatible before -/
theorem upgrade_5_compatible_before : Eq
    (isCompatible upgrade_5_before)
    Bool.true :=
  Eq.refl _

/-- one of two versions leaves, the other still serves: unmet after -/
theorem upgrade_5_unmet_after : Eq
    (unmet upgrade_5_after)
    List.nil :=
  Eq.refl _

/-- one of two versions leaves, the other still serves: compatible after -/
theorem upgrade_5_compatible_after : Eq
    (isCompatible upgrade_5_after)
    Bool.true :=
  Eq.refl _

/-- one of two versions leaves, the other still serves: objections -/
theorem upgrade_5_objections : Eq
    (objections upgrade_5_before upgrade_5_after)
    List.nil :=
  Eq.refl _

/-- one of two versions leaves, the other still serves: an upgrade or not -/
theorem upgrade_5 : Eq
    (isUpgrade upgrade_5_before upgrade_5_after)
    Bool.true :=
  Eq.refl _

def upgrade_6_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 2 0 0) List.nil) List.nil) List.nil)))

def upgrade_6_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil))

/-- one of two versions leaves, the other is too old: unmet before -/
theorem upgrade_6_unmet_before : Eq
    (unmet upgrade_6_before)
    List.nil :=
  Eq.refl _

/-- one of two versions leaves, the other is too old: compatible before -/
theorem upgrade_6_compatible_before : Eq
    (isCompatible upgrade_6_before)
    Bool.true :=
  Eq.refl _

/-- one of two versions leaves, the other is too old: unmet after -/
theorem upgrade_6_unmet_after : Eq
    (unmet upgrade_6_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- one of two versions leaves, the other is too old: compatible after -/
theorem upgrade_6_compatible_after : Eq
    (isCompatible upgrade_6_after)
    Bool.false :=
  Eq.refl _

/-- one of two versions leaves, the other is too old: objections -/
theorem upgrade_6_objections : Eq
    (objections upgrade_6_before upgrade_6_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 2 List.nil) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- one of two versions leaves, the other is too old: an upgrade or not -/
theorem upgrade_6 : Eq
    (isUpgrade upgrade_6_before upgrade_6_after)
    Bool.false :=
  Eq.refl _

def upgrade_7_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 103 (List.cons 111 (List.cons 110 (List.cons 101 List.nil)))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil))

def upgrade_7_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 103 (List.cons 111 (List.cons 110 (List.cons 101 List.nil)))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 2 0 0) List.nil) List.nil) List.nil))

/-- the check is local: what was broken before and is not touched is not its business: unmet before -/
theorem upgrade_7_unmet_before : Eq
    (unmet upgrade_7_before)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 103 (List.cons 111 (List.cons 110 (List.cons 101 List.nil)))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 103 (List.cons 111 (List.cons 110 (List.cons 101 List.nil)))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- the check is local: what was broken before and is not touched is not its business: compatible before -/
theorem upgrade_7_compatible_before : Eq
    (isCompatible upgrade_7_before)
    Bool.false :=
  Eq.refl _

/-- the check is local: what was broken before and is not touched is not its business: unmet after -/
theorem upgrade_7_unmet_after : Eq
    (unmet upgrade_7_after)
    (List.cons (Demand.mk (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 103 (List.cons 111 (List.cons 110 (List.cons 101 List.nil)))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil)) (Requirement.mk (List.cons 103 (List.cons 111 (List.cons 110 (List.cons 101 List.nil)))) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil))) List.nil) :=
  Eq.refl _

/-- the check is local: what was broken before and is not touched is not its business: compatible after -/
theorem upgrade_7_compatible_after : Eq
    (isCompatible upgrade_7_after)
    Bool.false :=
  Eq.refl _

/-- the check is local: what was broken before and is not touched is not its business: objections -/
theorem upgrade_7_objections : Eq
    (objections upgrade_7_before upgrade_7_after)
    List.nil :=
  Eq.refl _

/-- the check is local: what was broken before and is not touched is not its business: an upgrade or not -/
theorem upgrade_7 : Eq
    (isUpgrade upgrade_7_before upgrade_7_after)
    Bool.true :=
  Eq.refl _

def upgrade_8_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil))

def upgrade_8_after : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (List.cons (List.cons (Comparator.mk Operator.same (List.cons 1 (List.cons 0 (List.cons 0 List.nil))) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 108 (List.cons 105 (List.cons 98 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil))

/-- build metadata is not a change: unmet before -/
theorem upgrade_8_unmet_before : Eq
    (unmet upgrade_8_before)
    List.nil :=
  Eq.refl _

/-- build metadata is not a change: compatible before -/
theorem upgrade_8_compatible_before : Eq
    (isCompatible upgrade_8_before)
    Bool.true :=
  Eq.refl _

/-- build metadata is not a change: unmet after -/
theorem upgrade_8_unmet_after : Eq
    (unmet upgrade_8_after)
    List.nil :=
  Eq.refl _

/-- build metadata is not a change: compatible after -/
theorem upgrade_8_compatible_after : Eq
    (isCompatible upgrade_8_after)
    Bool.true :=
  Eq.refl _

/-- build metadata is not a change: objections -/
theorem upgrade_8_objections : Eq
    (objections upgrade_8_before upgrade_8_after)
    List.nil :=
  Eq.refl _

/-- build metadata is not a change: an upgrade or not -/
theorem upgrade_8 : Eq
    (isUpgrade upgrade_8_before upgrade_8_after)
    Bool.true :=
  Eq.refl _

def upgrade_9_before : Lock :=
  (List.cons (Package.mk (List.cons 97 List.nil) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 98 List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 98 List.nil) (Version.mk (Core.mk 1 0 0) List.nil) (List.cons (Requirement.mk (List.cons 97 List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 List.nil) List.nil) List.nil) List.nil)) List.nil)) List.nil))

def upgrade_9_after : Lock :=
  (List.cons (Package.mk (List.cons 97 List.nil) (Version.mk (Core.mk 1 1 0) List.nil) (List.cons (Requirement.mk (List.cons 98 List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 1 List.nil)) List.nil) List.nil) List.nil)) List.nil)) (List.cons (Package.mk (List.cons 98 List.nil) (Version.mk (Core.mk 1 1 0) List.nil) (List.cons (Requirement.mk (List.cons 97 List.nil) (List.cons (List.cons (Comparator.mk Operator.caret (List.cons 1 (List.cons 1 List.nil)) List.nil) List.nil) List.nil)) List.nil)) List.nil))

/-- a cycle is no obstacle: unmet before -/
theorem upgrade_9_unmet_before : Eq
    (unmet upgrade_9_before)
    List.nil :=
  Eq.refl _

/-- a cycle is no obstacle: compatible before -/
theorem upgrade_9_compatible_before : Eq
    (isCompatible upgrade_9_before)
    Bool.true :=
  Eq.refl _

/-- a cycle is no obstacle: unmet after -/
theorem upgrade_9_unmet_after : Eq
    (unmet upgrade_9_after)
    List.nil :=
  Eq.refl _

/-- a cycle is no obstacle: compatible after -/
theorem upgrade_9_compatible_after : Eq
    (isCompatible upgrade_9_after)
    Bool.true :=
  Eq.refl _

/-- a cycle is no obstacle: objections -/
theorem upgrade_9_objections : Eq
    (objections upgrade_9_before upgrade_9_after)
    List.nil :=
  Eq.refl _

/-- a cycle is no obstacle: an upgrade or not -/
theorem upgrade_9 : Eq
    (isUpgrade upgrade_9_before upgrade_9_after)
    Bool.true :=
  Eq.refl _

def upgrade_10_before : Lock :=
  (List.cons (Package.mk (List.cons 97 (List.cons 112 (List.cons 112 List.nil))) (Version.mk (Core.mk 1 0 0) List.nil) List.nil) List.nil)

def upgrade_10_after : Lock :=
  List.nil

/-- an empty lock is compatible, and anything can be removed into it: unmet before -/
theorem upgrade_10_unmet_before : Eq
    (unmet upgrade_10_before)
    List.nil :=
  Eq.refl _

/-- an empty lock is compatible, and anything can be removed into it: compatible before -/
theorem upgrade_10_compatible_before : Eq
    (isCompatible upgrade_10_before)
    Bool.true :=
  Eq.refl _

/-- an empty lock is compatible, and anything can be removed into it: unmet after -/
theorem upgrade_10_unmet_after : Eq
    (unmet upgrade_10_after)
    List.nil :=
  Eq.refl _

/-- an empty lock is compatible, and anything can be removed into it: compatible after -/
theorem upgrade_10_compatible_after : Eq
    (isCompatible upgrade_10_after)
    Bool.true :=
  Eq.refl _

/-- an empty lock is compatible, and anything can be removed into it: objections -/
theorem upgrade_10_objections : Eq
    (objections upgrade_10_before upgrade_10_after)
    List.nil :=
  Eq.refl _

/-- an empty lock is compatible, and anything can be removed into it: an upgrade or not -/
theorem upgrade_10 : Eq
    (isUpgrade upgrade_10_before upgrade_10_after)
    Bool.true :=
  Eq.refl _

end

end Lockstep.Vectors
