use interval::Interval;
use proptest::prelude::*;

fn intervals() -> impl Strategy<Value = Interval> {
    (-9..9_i32, -9..9_i32).prop_map(|(a, b)| Interval::new(a, b))
}

proptest! {
    #[test]
    fn an_interval_is_what_it_shares_with_itself(interval in intervals()) {
        prop_assert_eq!(interval.intersection(&interval), Some(interval));
    }

    #[test]
    fn a_clamped_number_is_a_member(interval in intervals(), value in any::<i32>()) {
        prop_assert!(interval.contains(interval.clamp(value)));
    }
}
