fn main() -> std::io::Result<()> {
    let squares = ipc::Client::new("squares")?;
    for word in [3, 12, 111] {
        println!("{word} squared is {}", squares.call(word)?);
    }
    squares.call(0)?;
    Ok(())
}
