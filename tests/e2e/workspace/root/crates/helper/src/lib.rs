//! Used by tests of shapes, and uses shapes.
pub fn double_area(side: f64) -> f64 {
    2.0 * shapes::area(side)
}
