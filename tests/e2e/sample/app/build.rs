use std::{env, fs, path::Path};

fn main() {
    let out = env::var("OUT_DIR").unwrap();
    let words = fs::read_to_string("words.txt").unwrap();
    let name = env::var("SAMPLE_NAME").unwrap_or_default();
    fs::write(Path::new(&out).join("words.rs"), format!("&[{:?}, {:?}]", words.trim(), name)).unwrap();
    if env::var("SAMPLE_FAIL").is_ok() {
        println!("cargo::warning=about to fail");
        eprintln!("told to fail");
        std::process::exit(3);
    }
    println!("cargo:rerun-if-changed=words.txt");
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-env-changed=SAMPLE_NAME");
    println!("cargo:rerun-if-env-changed=SAMPLE_FAIL");
    println!("cargo::rustc-check-cfg=cfg(from_script)");
    println!("cargo::rustc-cfg=from_script");
    println!("cargo::rustc-env=FROM_SCRIPT=yes, it's");
}
