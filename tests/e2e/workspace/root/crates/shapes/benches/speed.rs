fn main() {
    println!("speed: {} {:?}", shapes::area(2.0), std::env::args().skip(1).collect::<Vec<_>>());
    println!("debug assertions {}", cfg!(debug_assertions));
}
