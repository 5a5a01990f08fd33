#[test]
fn outside() {
    assert_eq!(outside::shout("a"), "A");
}
