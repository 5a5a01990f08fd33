use macros::Name;

#[derive(Name)]
struct Sample;

const WORDS: &[&str] = include!(concat!(env!("OUT_DIR"), "/words.rs"));

fn main() {
    println!("{} {:?} {} {}", Sample::name(), WORDS, cfg!(from_script), env!("FROM_SCRIPT"));
    println!("{}", util::greet("app"));
    println!("{:?} {:?}", env!("CARGO_PKG_DESCRIPTION"), env!("CARGO_PKG_AUTHORS"));
    println!("{} {} {:?}", env!("CARGO_BIN_NAME"), file!(), option_env!("SAMPLE_OPTION"));
}
