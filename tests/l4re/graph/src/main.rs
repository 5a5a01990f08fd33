#![no_std]
#![no_main]

extern "C" {
    fn printf(format: *const u8, ...) -> i32;
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    unsafe { printf(c"the answer is %d\n".as_ptr().cast(), app_part::app_answer()) };
    0
}
