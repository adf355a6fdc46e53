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
fn sixteen_widths_are_summed_and_fewer_are_not() {
    let all = [Interval::new(1, 5); 16];
    assert_eq!(Interval::sixteen(&all), Some(80));
    for few in 0..16 {
        assert_eq!(Interval::sixteen(&all[..few]), None);
    }
}
