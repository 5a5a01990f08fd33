fn main() {
    println!("{} {}", shapes::NAMES, env!("CARGO_BIN_NAME"));
}
