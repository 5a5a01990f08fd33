//! ```
//! #[derive(derive::Named)]
//! struct Thing;
//! assert_eq!(Thing::NAME, "Thing");
//! ```
extern crate proc_macro;
use proc_macro::TokenStream;

#[proc_macro_derive(Named)]
pub fn named(input: TokenStream) -> TokenStream {
    let name = name_of(&input.to_string());
    format!("impl {name} {{ pub const NAME: &'static str = {name:?}; }}").parse().unwrap()
}

fn name_of(text: &str) -> String {
    let rest = text.split("struct").nth(1).unwrap_or("");
    rest.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn names() {
    assert_eq!(name_of("pub struct A ;"), "A");
}
