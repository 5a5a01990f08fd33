mod words;

pub fn greet(who: &str) -> String {
    let text = format!("{} {who} {}", words::HELLO, native_sys::NUMBER);
    if cfg!(feature = "loud") { text.to_uppercase() } else { text }
}
