use proc_macro::TokenStream;

#[proc_macro_derive(Name)]
pub fn name(input: TokenStream) -> TokenStream {
    let name = input.into_iter().nth(1).unwrap().to_string();
    format!("impl {name} {{ fn name() -> &'static str {{ {name:?} }} }}").parse().unwrap()
}
