#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `make SANDBOX=1`: build scripts and proc macros that do what they should not, and real ones.
. "$(dirname "$0")/../lib.sh"
needs rustc cargo python3 'a build runs boxed'
if ! command -v bwrap >/dev/null; then
	skip 'a build runs boxed' 'bubblewrap is not installed'
	exit 0
fi
if ! bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev true 2>/dev/null; then
	skip 'a build runs boxed' 'no user namespaces are allowed here'
	exit 0
fi

# A home with something to lose, and a server that counts who comes.
RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
home=$scratch/home
mkdir -p "$home/.ssh" "$home/.cargo"
echo 'the key' >"$home/.ssh/id_ed25519"
export RUSTUP_HOME
python3 -c '
import socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(16)
print(s.getsockname()[1], flush=True)
while True:
	c, _ = s.accept()
	open(sys.argv[1], "a").write("came\n")
	c.close()
' "$scratch/came" >"$scratch/port" &
server=$!
trap 'kill $server; test_end' EXIT
until [ -s "$scratch/port" ]; do sleep 0.05; done
port=$(cat "$scratch/port")

# What both try: one action, by name, which tells how it went.
cat >"$scratch/deed.rs" <<EOF
fn deed(what: &str) -> String {
    use std::{env, fs, net::TcpStream};
    let home = env::var("HOME").unwrap();
    let out = env::var("OUT_DIR").unwrap_or_default();
    let told = |r: std::io::Result<()>| match r { Ok(()) => "done".to_string(), Err(e) => panic!("{what}: {e}") };
    match what {
        "nothing" => "done".into(),
        "source" => told(fs::write(format!("{}/src/more.rs", env::var("CARGO_MANIFEST_DIR").unwrap()), "x")),
        "home" => told(fs::write(format!("{home}/.profile"), "x")),
        "beside" => told(fs::write(format!("{out}/../beside"), "x")),
        "outside" => told(fs::write("$scratch/outside", "x")),
        "other" => told(fs::write("/var/tmp/l4cargo-sandbox-$$", "x")),
        "key" => told(fs::read(format!("{home}/.ssh/id_ed25519")).map(|_| ())),
        "descriptor" => told(fs::OpenOptions::new().write(true).open("/proc/self/fd/9").map(|_| ())),
        "network" => told(TcpStream::connect("127.0.0.1:$port").map(|_| ())),
        "token" => told(env::var("SOME_TOKEN").map(|_| ()).map_err(|_| std::io::ErrorKind::NotFound.into())),
        "fragment" => {
            let folder = env::args().skip_while(|a| a != "--out-dir").nth(1).unwrap();
            fs::write(format!("{folder}/unit.mk"), "\$(shell touch $scratch/ran)\n").unwrap();
            panic!("{what}")
        }
        "link" => {
            let folder = env::args().skip_while(|a| a != "--out-dir").nth(1).unwrap();
            for name in ["libacts-0.3.0.so", ".lock", "log", "app.d"] {
                let _ = std::os::unix::fs::symlink("$home/.ssh/id_ed25519", format!("{folder}/{name}"));
            }
            "done".into()
        }
        "tmp" => told(fs::write(env::temp_dir().join("l4cargo-sandbox-$$"), "x")),
        _ => panic!("no such deed"),
    }
}
EOF
p=$scratch/project
mkdir -p "$p/src" "$p/script/src" "$p/macro/src"
cat >"$p/Cargo.toml" <<'EOF'
[package]
name = "app"
version = "0.1.0"
edition = "2021"
[dependencies]
script = { path = "script" }
macro = { path = "macro" }
[workspace]
EOF
echo '[package]
name = "script"
version = "0.2.0"
edition = "2021"' >"$p/script/Cargo.toml"
echo '[package]
name = "macro"
version = "0.3.0"
edition = "2021"
[lib]
name = "acts"
proc-macro = true' >"$p/macro/Cargo.toml"
echo 'include!(concat!(env!("OUT_DIR"), "/made.rs"));' >"$p/script/src/lib.rs"
{
	cat "$scratch/deed.rs"
	echo 'fn main() {
    println!("cargo:rerun-if-env-changed=DEED");
    let how = deed(&std::env::var("DEED").unwrap_or("nothing".into()));
    std::fs::write(format!("{}/made.rs", std::env::var("OUT_DIR").unwrap()), format!("pub const HOW: &str = {how:?};")).unwrap();
}'
} >"$p/script/build.rs"
{
	cat "$scratch/deed.rs"
	echo '#[proc_macro]
pub fn act(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    format!("{:?}", deed(&std::env::var("MACRO_DEED").unwrap_or("nothing".into()))).parse().unwrap()
}'
} >"$p/macro/src/lib.rs"
echo 'fn main() { println!("{} {}", script::HOW, acts::act!()); }' >"$p/src/main.rs"

cd "$p" || exit 1
cargo generate-lockfile --offline 2>/dev/null
check 'a project is imported' "$L4CARGO" import --offline -o "$p/out"
boxed() { # ARGUMENT...: a build from clean, by somebody who has a home and a token
	make -C "$p/out" -s cleanall &&
		HOME=$home SOME_TOKEN=t0ken XDG_CACHE_HOME=$XDG_CACHE_HOME make -C "$p/out" -j2 "$@"
}
check 'it builds boxed' boxed SANDBOX=1
same 'and runs' 'done done' "$(out/build/bin/app)"
check 'a /tmp of its own may be written' boxed SANDBOX=1 DEED=tmp MACRO_DEED=tmp
same 'which nobody else sees' '' "$(ls /tmp/l4cargo-sandbox-$$ 2>/dev/null)"

exec 9>>"$scratch/held" # who calls make has it open
for deed in source home beside other key network descriptor token; do
	DEED=$deed
	export DEED
	refuses "a script is kept from this: $deed" 2 'failed to run custom build command for `script v0.2.0' boxed SANDBOX=1
	DEED=nothing MACRO_DEED=$deed
	export MACRO_DEED
	refuses "a proc macro is kept from this: $deed" 2 'could not compile `app`' boxed SANDBOX=1
	unset DEED MACRO_DEED
done
check 'what is written in a foreign folder of /tmp is written in its own' boxed SANDBOX=1 DEED=outside MACRO_DEED=outside
exec 9>&-
same 'nothing of it was done' '' "$(cat "$scratch/held")$(ls "$p/script/src/more.rs" "$p/src/more.rs" "$home/.profile" "$scratch/outside" \
	/var/tmp/l4cargo-sandbox-$$ "$scratch/came" 2>/dev/null)"
key=$(stat -c '%y %s' "$home/.ssh/id_ed25519")
boxed SANDBOX=1 MACRO_DEED=fragment >"$scratch/said" 2>&1
check 'what a macro leaves where makefiles are is no makefile' grep -q 'could not compile `app`' "$scratch/said"
make -C "$p/out" -s help >/dev/null && make -C "$p/out" -n >/dev/null
same 'and runs nothing afterwards' '' "$(ls "$scratch/ran" 2>/dev/null)"
boxed SANDBOX=1 MACRO_DEED=link >/dev/null 2>&1
same 'links that a macro leaves lead nowhere' "$key" "$(stat -c '%y %s' "$home/.ssh/id_ed25519")"
DEED=source
export DEED
refuses 'who wanted more is named, with what it wanted' 2 \
	'note: the build script of `script v0.2.0` ran in a sandbox (SANDBOX=1), which refused this:' boxed SANDBOX=1
refuses 'in the words of the system' 2 'Read-only file system' boxed SANDBOX=1
DEED=network
check 'without a box all is possible' boxed
same 'as the server has seen' came "$(cat "$scratch/came")"
check 'what was built so is up to date in a box' make -C "$p/out" -q SANDBOX=1
unset DEED

# A machine that has no bubblewrap, or allows no namespaces, never builds unboxed instead.
mkdir "$scratch/bin" "$scratch/failing"
for tool in rustc cargo make sh rm mkdir cc ld; do ln -s "$(command -v $tool)" "$scratch/bin/$tool"; done
without() { boxed -j1 SANDBOX=1 PATH="$scratch/bin"; }
refuses 'no bubblewrap: the Debian package is named' 2 'install the Debian package bubblewrap' without
printf '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n' >"$scratch/failing/bwrap"
chmod +x "$scratch/failing/bwrap"
failing() { boxed -j1 SANDBOX=1 PATH="$scratch/failing:$PATH"; }
refuses 'no namespaces: it is said' 2 'the sandbox cannot be created: bwrap: No permissions' failing
refuses 'SANDBOX=maybe is refused' 2 'give make SANDBOX=1, or SANDBOX=0 for no sandbox' boxed -j1 SANDBOX=maybe
check 'SANDBOX=0 is no box' boxed SANDBOX=0 PATH="$scratch/failing:$PATH"

# Real ones: C compiled by cc, a library found or built, macros.
if online; then
	cd "$scratch" || exit 1
	mkdir -p real/src
	printf '[package]\nname = "real"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nlibz-sys = { version = "1", features = ["static"] }\nserde = { version = "1", features = ["derive"] }\n' >real/Cargo.toml
	echo '#[derive(serde::Serialize)] pub struct S(u8);
fn main() { println!("{}", unsafe { libz_sys::zlibVersion() as usize != 0 }); }' >real/src/main.rs
	cd real || exit 1
	check 'a project with real build scripts is imported' "$L4CARGO" import -o out
	check 'and builds boxed, C and all' make -C out -j2 SANDBOX=1
	same 'and runs' true "$(out/build/bin/real)"
else
	skip 'real build scripts run boxed' 'crates.io is not there'
fi
