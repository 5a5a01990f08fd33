pub fn part() -> f64 {
    shapes::area(1.5)
}

#[test]
fn in_example() {
    assert_eq!(part(), 2.25);
}
