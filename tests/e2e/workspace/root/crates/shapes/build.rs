fn main() {
    println!("cargo:rerun-if-changed=names.txt");
    println!("cargo:rerun-if-env-changed=SHAPES_EXTRA");
    println!("cargo:rustc-env=SHAPES_NAMES={}", std::fs::read_to_string("names.txt").unwrap().trim());
    println!("cargo:rustc-cfg=from_script");
    let out = std::env::var("OUT_DIR").unwrap();
    let extra = std::env::var("SHAPES_EXTRA").unwrap_or_default();
    std::fs::write(format!("{out}/made.rs"), format!("pub const EXTRA: &str = {extra:?};")).unwrap();
}
