pub fn v() -> &'static str { "0.2.0" }
