use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

fn main() {
    println!("Hello, world with std!");
    let mut count = HashMap::new();
    for word in "to be or not to be".split(' ') {
        *count.entry(word).or_insert(0) += 1;
    }
    println!("`be` occurs {} times", count["be"]);
    let sum = thread::spawn(|| (1..=10).sum::<u32>()).join().expect("it does not panic");
    println!("a thread says {sum}");
    let begun = Instant::now();
    thread::sleep(Duration::from_millis(20));
    println!("slept long enough: {}", begun.elapsed() >= Duration::from_millis(20));
}
