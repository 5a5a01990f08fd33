pub fn loaded() -> &'static str {
    "loaded"
}
