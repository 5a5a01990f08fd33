pub fn v() -> &'static str { "0.1.0" }
