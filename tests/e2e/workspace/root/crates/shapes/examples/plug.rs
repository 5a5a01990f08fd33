#[no_mangle]
pub extern "C" fn plug_area(side: f64) -> f64 {
    shapes::area(side)
}
