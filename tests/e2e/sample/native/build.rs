fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo::metadata=number=42");
    println!("cargo::rustc-env=NUMBER=42");
}
