fn main() {
    println!("{}", greet::greeting("world"));
}
