use interval::Interval;
use proptest::prelude::*;

fn intervals() -> impl Strategy<Value = Interval> {
    (-9..9_i32, -9..9_i32).prop_map(|(a, b)| Interval::new(a, b))
}

proptest! {
    #[test]
    fn an_intersection_holds_what_both_hold(a in intervals(), b in intervals(), value in -9..9_i32) {
        let both = a.intersection(&b).is_some_and(|shared| shared.contains(value));
        prop_assert_eq!(both, a.contains(value) && b.contains(value));
    }

    #[test]
    fn a_clamped_number_is_a_member(interval in intervals(), value in any::<i32>()) {
        prop_assert!(interval.contains(interval.clamp(value)));
    }
}
