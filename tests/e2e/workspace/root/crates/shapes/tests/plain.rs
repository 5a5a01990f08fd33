fn main() {
    println!("plain: cfg(test) {} args {:?}", cfg!(test), std::env::args().skip(1).collect::<Vec<_>>());
    assert_eq!(shapes::area(1.0), 1.0);
}
