extern "C" {
    fn length(text: *const u8, size: usize) -> usize;
}

pub fn greeting(whom: &str) -> String {
    let text = format!("Hello, {whom}!");
    let letters = unsafe { length(text.as_ptr(), text.len()) };
    format!("{text} ({letters} letters)")
}
