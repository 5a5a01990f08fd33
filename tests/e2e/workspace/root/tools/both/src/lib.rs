//! A library with the name of a program.
#[test]
fn loads() {
    assert_eq!(loaded::loaded(), "loaded");
}
