//! Shapes.
//!
//! ```
//! assert_eq!(shapes::area(2.0), 4.0);
//! assert_eq!(std::env::var("FROM_CONFIG").unwrap(), "yes");
//! assert_eq!(shapes::NAMES, env!("SHAPES_NAMES"));
//! ```
include!(concat!(env!("OUT_DIR"), "/made.rs"));
pub const NAMES: &str = env!("SHAPES_NAMES");

/// The area of a square.
///
/// ```should_panic
/// shapes::fails();
/// ```
///
/// ```ignore
/// not rust
/// ```
#[cfg(from_script)]
pub fn area(side: f64) -> f64 {
    patched::multiply(side, side)
}

/// ```
/// assert_eq!(shapes::area(1.0), 1.0);
/// ```
#[cfg(for_docs)]
pub fn documented() {}

pub fn fails() {
    panic!("on purpose");
}

#[derive(derive::Named)]
pub struct Circle;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas() {
        assert_eq!(area(3.0), 9.0);
        assert_eq!(Circle::NAME, "Circle");
        assert_eq!(helper::double_area(1.0), 2.0);
    }

    #[test]
    fn place() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(here, std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
        assert_eq!(std::env::var("CARGO_PKG_NAME").unwrap(), "shapes");
        assert_eq!(std::env::var("SHAPES_NAMES").unwrap(), NAMES);
        assert_eq!(std::env::var("FROM_CONFIG").unwrap(), "yes");
        assert!(file!().ends_with("crates/shapes/src/lib.rs"));
        assert_eq!(EXTRA, std::env::var("SHAPES_EXTRA").unwrap_or_default());
    }

    #[test]
    #[ignore]
    fn left_out() {}

    #[test]
    #[should_panic]
    fn panics() {
        fails();
    }
}
