#![no_std]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

#[no_mangle]
pub extern "C" fn app_answer() -> i32 {
    native::answer() + r#macro::three!()
}
