fn main() {
    println!("extra {}", env!("CARGO_BIN_NAME"));
}
