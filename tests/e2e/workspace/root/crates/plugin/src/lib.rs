#[unsafe(no_mangle)]
pub extern "C" fn plugin_twice(n: u32) -> u32 {
    twice(n)
}

/// ```
/// assert_eq!(plugin::twice(2), 4);
/// ```
pub fn twice(n: u32) -> u32 {
    2 * n
}
