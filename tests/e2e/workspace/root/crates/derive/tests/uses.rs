#[derive(derive::Named)]
#[allow(dead_code)]
struct Other;

#[test]
fn uses() {
    assert_eq!(Other::NAME, shapes::NAMES.split(' ').next().map(|_| "Other").unwrap());
}
