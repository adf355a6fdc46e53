//! The laws of ranges.

use lockstep::{Range, Version};
use proptest::prelude::*;

use crate::strategies::{alternatives, near_versions, range_texts, releases};

fn allows(text: &str, version: &Version) -> bool {
    text.parse::<Range>().unwrap().allows(version)
}

fn keeps(count: usize, base: &Version, version: &Version) -> bool {
    let names_one = !base.prerelease.is_empty() && version.core == base.core;
    let is_open = version.prerelease.is_empty() || names_one;
    is_open && version.core[..count] == base.core[..count] && version >= base
}

proptest! {
    #[test]
    fn bars_unite(left in range_texts(), right in range_texts(), version in near_versions()) {
        let either = allows(&left, &version) || allows(&right, &version);
        prop_assert_eq!(allows(&format!("{left} || {right}"), &version), either);
    }

    #[test]
    fn a_space_intersects(low in near_versions(), high in near_versions(), version in releases()) {
        let both = allows(&format!(">={low}"), &version) && allows(&format!("<{high}"), &version);
        prop_assert_eq!(allows(&format!(">={low} <{high}"), &version), both);
    }

    #[test]
    fn comparators_split_the_releases(bound in near_versions(), version in releases()) {
        let [below, same, above] = ["<", "=", ">"].map(|operator| allows(&format!("{operator}{bound}"), &version));
        prop_assert_eq!([below, same, above].iter().filter(|side| **side).count(), 1);
        prop_assert_eq!(allows(&format!("<={bound}"), &version), below || same);
        prop_assert_eq!(allows(&format!(">={bound}"), &version), same || above);
    }

    #[test]
    fn a_caret_keeps_the_leftmost_number_that_is_not_zero(base in near_versions(), version in near_versions()) {
        let leftmost = base.core.iter().position(|number| *number > 0).unwrap_or(2);
        let caret = format!("^{base}");
        prop_assert!(allows(&caret, &base));
        prop_assert_eq!(allows(&caret, &version), keeps(leftmost + 1, &base, &version));
    }

    #[test]
    fn a_tilde_keeps_major_and_minor(base in near_versions(), version in near_versions()) {
        let tilde = format!("~{base}");
        prop_assert!(allows(&tilde, &base));
        prop_assert_eq!(allows(&tilde, &version), keeps(2, &base, &version));
    }

    #[test]
    fn a_hyphen_is_short_for_two_comparators(
        low in near_versions(), high in near_versions(), version in near_versions(),
    ) {
        let spelled_out = allows(&format!(">={low} <={high}"), &version);
        prop_assert_eq!(allows(&format!("{low} - {high}"), &version), spelled_out);
    }

    #[test]
    fn a_prerelease_is_allowed_only_if_one_of_its_core_is_named(
        text in alternatives(), version in near_versions(),
    ) {
        let [major, minor, patch] = version.core;
        if !version.prerelease.is_empty() && !text.contains(&format!("{major}.{minor}.{patch}-")) {
            prop_assert!(!allows(&text, &version));
        }
    }
}
