//! The laws of locks; first of all the invariant that upgrades are made for.

use std::collections::BTreeSet;

use lockstep::{is_compatible, is_upgrade, objections, unmet};
use proptest::prelude::*;

use crate::strategies::{changes, histories, upgrades};

proptest! {
    #[test]
    fn an_upgrade_of_a_compatible_lock_is_compatible((before, after) in upgrades()) {
        prop_assert!(is_compatible(&before));
        prop_assert!(is_upgrade(&before, &after));
        prop_assert!(is_compatible(&after));
    }

    #[test]
    fn an_upgrade_is_objected_to_for_what_it_breaks((before, after) in changes()) {
        prop_assert_eq!(objections(&before, &after), unmet(&after));
    }

    #[test]
    fn what_breaks_is_objected_to_whatever_was_broken_before((_, before, after) in histories()) {
        let known: BTreeSet<_> = unmet(&before).into_iter().chain(objections(&before, &after)).collect();
        prop_assert!(unmet(&after).iter().all(|demand| known.contains(demand)));
    }

    #[test]
    fn upgrades_compose((first, second, third) in histories()) {
        let on_the_way: BTreeSet<_> =
            objections(&first, &second).into_iter().chain(objections(&second, &third)).collect();
        prop_assert!(is_upgrade(&second, &second));
        prop_assert!(objections(&first, &third).iter().all(|demand| on_the_way.contains(demand)));
    }

    #[test]
    fn a_demand_is_met_by_name_and_version((_, lock) in changes()) {
        let mut missing: Vec<String> = Vec::new();
        for package in &lock {
            for asks in &package.requirements {
                if !lock.iter().any(|other| other.name == asks.name && asks.range.allows(&other.version)) {
                    missing.push(format!("{} {} requires {} {}", package.name, package.version, asks.name, asks.range));
                }
            }
        }
        missing.sort();
        let printed: Vec<String> = unmet(&lock).iter().map(ToString::to_string).collect();
        prop_assert_eq!(is_compatible(&lock), missing.is_empty());
        prop_assert_eq!(printed, missing);
    }
}
