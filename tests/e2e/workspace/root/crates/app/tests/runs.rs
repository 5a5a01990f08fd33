use std::process::Command;

#[test]
fn app() {
    let out = Command::new(env!("CARGO_BIN_EXE_app")).output().unwrap();
    assert!(String::from_utf8_lossy(&out.stdout).contains("42 v0.3.1"));
    assert_eq!(Command::new(env!("CARGO_BIN_EXE_app")).arg("fail").status().unwrap().code(), Some(3));
}

#[test]
fn extra() {
    let out = Command::new(env!("CARGO_BIN_EXE_app-extra")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&out.stdout), "extra app-extra\n");
}

#[test]
fn tmpdir() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("left");
    std::fs::write(&file, "here").unwrap();
    assert_eq!(std::fs::read_to_string(file).unwrap(), outside::shout("here").to_lowercase());
}
