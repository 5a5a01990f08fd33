use std::panic::{catch_unwind, resume_unwind, set_hook};

struct Guard(&'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        println!("{} is dropped", self.0);
    }
}

fn down(steps: u32) -> u32 {
    let _guard = Guard("a step");
    if steps == 0 {
        panic!("the bottom");
    }
    down(steps - 1) + 1
}

fn main() {
    set_hook(Box::new(|_| ())); // the messages are not what is tried here
    let caught = catch_unwind(|| down(1)).unwrap_err();
    println!("caught {:?}", caught.downcast_ref::<&str>());
    let thread = std::thread::spawn(|| Vec::<u32>::new()[3]);
    println!("a thread panicked: {}", thread.join().is_err());
    let again = catch_unwind(|| resume_unwind(Box::new(7))).unwrap_err();
    println!("resumed with {:?}", again.downcast_ref::<i32>());
}
