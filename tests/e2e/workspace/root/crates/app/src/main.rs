fn main() {
    println!("{} v{}", app::text(), env!("CARGO_PKG_VERSION"));
    std::process::exit(if std::env::args().any(|a| a == "fail") { 3 } else { 0 });
}

#[test]
fn in_main() {
    assert_eq!(env!("CARGO_CRATE_NAME"), "app");
}
