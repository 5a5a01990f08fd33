//! Without std: memory and output come from the C library, `main` is called by its start file.
#![no_std]
#![no_main]

extern crate alloc;

use alloc::{format, string::String, vec::Vec};
use core::alloc::{GlobalAlloc, Layout};

#[link(name = "c")]
extern "C" {
    fn aligned_alloc(align: usize, size: usize) -> *mut u8;
    fn free(memory: *mut u8);
    fn puts(text: *const u8) -> i32;
    fn abort() -> !;
}

struct CLibrary;

unsafe impl GlobalAlloc for CLibrary {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let align = layout.align().max(16);
        aligned_alloc(align, layout.size().next_multiple_of(align))
    }
    unsafe fn dealloc(&self, memory: *mut u8, _: Layout) {
        free(memory)
    }
}

#[global_allocator]
static ALLOCATOR: CLibrary = CLibrary;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { abort() }
}

/// The host's own alloc was compiled for unwinding, which nobody does here.
#[cfg(not(target_os = "l4re"))]
mod no_unwinding {
    #[no_mangle]
    extern "C" fn rust_eh_personality() {}
    #[no_mangle]
    extern "C" fn _Unwind_Resume() {}
}

fn say(mut text: String) {
    text.push('\0');
    unsafe { puts(text.as_ptr()) };
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let squares: Vec<u32> = (1..=5).map(|n| n * n).collect();
    say(format!("Hello, world without std! {squares:?}"));
    0
}
