//! Calls of one word between two tasks.
use std::ffi::{c_char, CString};
use std::io::{Error, ErrorKind, Result};

extern "C" {
    fn ipc_serve(name: *const c_char) -> i64;
    fn ipc_connect(name: *const c_char) -> i64;
    fn ipc_call(channel: i64, word: u64, answer: *mut u64) -> i32;
    fn ipc_wait(channel: i64, word: *mut u64) -> i32;
    fn ipc_reply(channel: i64, answer: u64) -> i32;
}

fn open(name: &str, how: unsafe extern "C" fn(*const c_char) -> i64) -> Result<i64> {
    let name = CString::new(name)?;
    match unsafe { how(name.as_ptr()) } {
        -1 => Err(Error::new(ErrorKind::NotFound, "there is no such channel")),
        channel => Ok(channel),
    }
}

fn done(status: i32) -> Result<()> {
    match status {
        0 => Ok(()),
        _ => Err(Error::new(ErrorKind::BrokenPipe, "the message did not come through")),
    }
}

/// A way to a server: a capability to its gate.
pub struct Client(i64);

impl Client {
    pub fn new(name: &str) -> Result<Client> {
        Ok(Client(open(name, ipc_connect)?))
    }

    pub fn call(&self, word: u64) -> Result<u64> {
        let mut answer = 0;
        done(unsafe { ipc_call(self.0, word, &mut answer) })?;
        Ok(answer)
    }
}

/// Answers calls in this thread until `answer` has none.
pub fn serve(name: &str, mut answer: impl FnMut(u64) -> Option<u64>) -> Result<()> {
    let channel = open(name, ipc_serve)?;
    loop {
        let mut word = 0;
        done(unsafe { ipc_wait(channel, &mut word) })?;
        let Some(reply) = answer(word) else {
            return done(unsafe { ipc_reply(channel, 0) });
        };
        done(unsafe { ipc_reply(channel, reply) })?;
    }
}
