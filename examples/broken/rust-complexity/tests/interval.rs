use interval::Interval;

#[test]
fn it_holds_both_its_ends() {
    let interval = Interval::new(4, 2);
    assert_eq!(
        [1, 2, 3, 4, 5].map(|value| interval.contains(value)),
        [false, true, true, true, false]
    );
    assert_eq!(interval.width(), 3);
}

#[test]
fn an_intersection_is_what_both_hold() {
    let interval = Interval::new(1, 5);
    assert_eq!(
        interval.intersection(&Interval::new(3, 9)),
        Some(Interval::new(3, 5))
    );
    assert_eq!(interval.intersection(&Interval::new(7, 9)), None);
}

#[test]
fn a_number_is_clamped_into_it() {
    let interval = Interval::new(1, 5);
    assert_eq!([0, 3, 9].map(|value| interval.clamp(value)), [1, 3, 5]);
}

#[test]
fn every_comparison_is_told() {
    let ends = [
        Interval::new(0, 0),
        Interval::new(0, 5),
        Interval::new(5, 9),
        Interval::new(1, 2),
    ];
    let mut found: Vec<u8> = ends
        .iter()
        .flat_map(|a| ends.iter().flat_map(|b| Interval::comparisons(a, b)))
        .collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, (0..19).collect::<Vec<u8>>());
}
