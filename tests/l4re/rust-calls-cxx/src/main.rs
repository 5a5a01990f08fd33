extern "C" {
    fn letters(text: *const u8, size: usize) -> usize;
}

fn main() {
    for text in ["Hello, C++!", ""] {
        println!("{text:?} has {}", unsafe { letters(text.as_ptr(), text.len()) });
    }
}
