pub const NUMBER: &str = env!("NUMBER");
