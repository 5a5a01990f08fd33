fn main() {
    println!("cargo::rustc-cfg=scripted");
    println!("cargo::rustc-check-cfg=cfg(scripted)");
}
