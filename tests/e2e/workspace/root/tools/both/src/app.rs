fn main() {
    println!("the other app");
}
