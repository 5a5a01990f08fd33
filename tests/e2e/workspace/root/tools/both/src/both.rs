fn main() {
    println!("both {}", loaded::loaded());
}
