fn main() {
    println!("{} {}", env!("CARGO_BIN_NAME"), module_path!());
}
