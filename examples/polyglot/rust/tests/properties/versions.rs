//! The laws of the order of versions.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use lockstep::Version;
use proptest::prelude::*;

use crate::strategies::{near_versions, versions};

fn hashed(version: &Version) -> u64 {
    let mut hasher = DefaultHasher::new();
    version.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #[test]
    fn print_and_read_is_the_identity(version in versions()) {
        let read: Version = version.to_string().parse().unwrap();
        prop_assert_eq!(&read, &version);
        prop_assert_eq!(hashed(&read), hashed(&version));
        prop_assert_eq!(read.build, version.build);
    }

    #[test]
    fn the_order_is_total(a in versions(), b in versions()) {
        prop_assert_eq!([a < b, a == b, a > b].iter().filter(|holds| **holds).count(), 1);
    }

    #[test]
    fn the_order_is_antisymmetric(a in near_versions(), b in near_versions()) {
        prop_assert_eq!(a <= b && b <= a, a == b);
        prop_assert_eq!(a == b, a.to_string() == b.to_string());
    }

    #[test]
    fn the_order_is_transitive(a in near_versions(), b in near_versions(), c in near_versions()) {
        let mut ordered = [a, b, c];
        ordered.sort();
        let [low, middle, high] = ordered;
        prop_assert!(low <= middle && middle <= high && low <= high);
    }

    #[test]
    fn bounds_leave_no_gap(a in near_versions(), b in near_versions()) {
        prop_assert!(a < a.successor());
        prop_assert!(b <= a || a.successor() <= b);
        prop_assert_eq!(b < a.first_prerelease(), b.core < a.core);
    }
}
