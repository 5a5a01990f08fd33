pub const CONFIGURED: Option<&str> = option_env!("FROM_CONFIG");

pub fn text() -> String {
    format!("{} {}", shapes::NAMES, plugin::twice(21))
}

#[test]
fn text_is_there() {
    assert!(text().ends_with("42"));
}
