//! JSON by serde: its derive macro runs on the build machine, the rest on the target.
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Task {
    name: String,
    priority: u8,
    capabilities: Vec<String>,
}

fn main() {
    let text = r#"{ "name": "moe", "priority": 255, "capabilities": ["sigma0", "factory"] }"#;
    let mut task: Task = serde_json::from_str(text).expect("it is JSON");
    task.capabilities.push("log".into());
    println!("{}", serde_json::to_string(&task).expect("it has only text and numbers"));
    match serde_json::from_str::<Task>("{ \"name\": 7 }") {
        Ok(_) => println!("a number was taken for a name"),
        Err(e) => println!("refused: {e}"),
    }
}
