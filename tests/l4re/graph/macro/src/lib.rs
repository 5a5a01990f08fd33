use proc_macro::TokenStream;

#[proc_macro]
pub fn three(_: TokenStream) -> TokenStream {
    format!("{}i32", shared::two() + 1).parse().unwrap()
}
