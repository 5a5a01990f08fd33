#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Git sources in every way that a manifest, a lock file and a configuration can speak of them: the
# units are cargo's, and what make builds does what cargo's does.
. "$(dirname "$0")/../lib.sh"
needs cargo git 'git sources'
work=$(realpath "${scratch:?}")/git
mkdir "$work"
cd "$work" || exit 1
export XDG_CACHE_HOME="$work/cache" CARGO_HOME="$work/home"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t
g() { git -c init.defaultBranch=main "$@"; }

package() { # FOLDER NAME VERSION [TOML]
	mkdir -p "$1/src"
	printf '[package]\nname = "%s"\nversion = "%s"\nedition = "2021"\n%s\n' "$2" "$3" "${4-}" >"$1/Cargo.toml"
	echo "pub fn is() -> String { concat!(env!(\"CARGO_PKG_NAME\"), ' ', env!(\"CARGO_PKG_VERSION\"), \" of $1\").into() }" \
		>"$1/src/lib.rs"
}
commit() { (cd "$1" && g init -q . && g add -f . && g commit -qm x && g tag t1); }

package one top 0.1.0 '[dependencies]
x = { path = "x" }
[workspace]
exclude = ["y"]'
package one/x x 1.0.0
package one/twin/x x 1.0.0
package one/newer/x x 1.1.0
package one/y y 1.0.0 '[dependencies]
x = { path = "../x", version = "1" }
hidden = { path = "../.hidden" }
built = { path = "../target/built" }'
echo 'pub fn is() -> String { format!("y with {}", x::is()) }' >one/y/src/lib.rs
package one/.hidden hidden 0.2.0
package one/target/built built 0.3.0
package one/named na-med 0.1.0 '[lib]
name = "named"
[build-dependencies]
x = { path = "../x" }
[dev-dependencies]
y = { path = "../y" }'
echo 'fn main() { println!("cargo:rustc-env=BY={}", x::is()); }' >one/named/build.rs
echo 'pub fn is() -> &'"'"'static str { env!("BY") }' >one/named/src/lib.rs
package one/mac mac 0.1.0 '[lib]
proc-macro = true'
echo >one/mac/src/lib.rs
commit one
package two/x x 1.0.5
package two/y y 1.0.9 "[dependencies]
x = { git = \"file://$work/one\" }"
package two/z z 0.1.0
commit two
package local/x x 1.0.7
package same/x x 1.0.0

# project NAME MAIN: the rest of its Cargo.toml is read; cargo locks it.
project() {
	mkdir -p "$1/src"
	printf 'fn main() { %s }\n' "$2" >"$1/src/main.rs"
	{ printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n' "$1" && cat; } >"$1/Cargo.toml"
	cd "$1" || exit 1
	check "$1: cargo locks it" cargo generate-lockfile -q
}
quiet() { # COMMAND...: it has nothing to say
	quiet_said=$("$@" 2>&1) && [ -z "$quiet_said" ] || { echo "$quiet_said"; return 1; }
}
equal() { # NAME [OPTION...]
	equal_name=$1
	shift
	check "$equal_name: the units are cargo's" quiet "$L4CARGO" -q verify --locked "$@"
}
tree() { same "$1: the tree is cargo's" "$(cargo tree -q 2>/dev/null)" "$("$L4CARGO" -q tree --locked 2>&1)"; }
builds() { # NAME
	check "$1: make builds it" sh -c "\"$L4CARGO\" -q import --locked -o out && make -s -C out"
	same "$1: it does what cargo's does" "$(cargo run -q --locked 2>/dev/null)" "$("out/build/bin/$1" 2>&1)"
}
leave() { cd "$work" || exit 1; }

project plain 'println!("{} {} {}", top::is(), y::is(), named::is());' <<END
[dependencies]
top = { git = "file://$work/one" }
y = { git = "file://$work/one/" }
na-med = { git = "file://$work/one/.git" }
mac = { git = "file://$work/one", tag = "t1" }
END
equal plain --all-targets
tree plain
builds plain
leave

project versions 'println!("{} {}", x::is(), newer::is());' <<END
[dependencies]
x = { git = "file://$work/one", version = "=1.0.0" }
newer = { package = "x", git = "file://$work/one", version = "1.1", tag = "t1" }
END
equal versions
tree versions
builds versions
leave

project sources 'println!("{} {} {}", x::is(), x2::is(), y::is());' <<END
[dependencies]
x = { git = "file://$work/one", version = "=1.0.0" }
x2 = { package = "x", git = "file://$work/two" }
y = { git = "file://$work/two" }
[dev-dependencies]
z = { git = "file://$work/two" }
END
equal sources --all-targets
tree sources
builds sources
leave

project patched-by-git 'println!("{} {}", x::is(), y::is());' <<END
[dependencies]
x = { git = "file://$work/one", version = "1" }
y = { git = "file://$work/one" }
[patch."file://$work/one"]
x = { git = "file://$work/two" }
END
equal patched-by-git
tree patched-by-git
builds patched-by-git
leave

project patched-by-path 'println!("{} {}", x::is(), y::is());' <<END
[dependencies]
x = { git = "file://$work/one", branch = "main" }
y = { git = "file://$work/one", branch = "main" }
[patch."file://$work/one"]
x = { path = "../local/x" }
END
equal patched-by-path
tree patched-by-path
builds patched-by-path
leave

project patched-by-config 'println!("{}", y::is());' <<END
[dependencies]
y = { git = "file://$work/one", branch = "main" }
END
mkdir .cargo
printf '[patch."file://%s"]\nx = { path = "../local/x" }\n' "$work/one" >.cargo/config.toml
cargo generate-lockfile -q
equal patched-by-config
builds patched-by-config
leave

project replaced 'println!("{} {}", x::is(), y::is());' <<END
[dependencies]
x = { git = "file://$work/one", version = "=1.0.0" }
y = { git = "file://$work/one" }
[replace]
"file://$work/one#x@1.0.0" = { path = "../same/x" }
END
equal replaced
builds replaced
leave

if online; then
	package three/itoa itoa 1.0.9999
	commit three
	project patched-crate 'println!("{}", itoa::is());' <<END
[dependencies]
itoa = "1"
[patch.crates-io]
itoa = { git = "file://$work/three", branch = "main" }
END
	equal patched-crate
	tree patched-crate
	builds patched-crate
	leave
else
	skip 'a crate that is patched by git' 'crates.io is not there'
fi

project unused-patch 'println!("{}", x::is());' <<END
[dependencies]
x = { git = "file://$work/one", version = "=1.0.0" }
[patch."file://$work/one"]
x = { git = "file://$work/two" }
END
equal unused-patch
leave

# The lock file as cargo of other days wrote it.
(cd one && g branch 'feat/a')
project older 'println!("{} {}", x::is(), y::is());' <<END
[dependencies]
x = { git = "file://$work/one", version = "=1.0.0", branch = "feat/a" }
y = { git = "file://$work/one", branch = "main" }
END
equal 'older, version 4'
sed -i -e 's/^version = 4/version = 3/' -e 's/%2F/\//' Cargo.lock
equal 'older, version 3'
leave

# Up to version 2, branch `master` was written like the default branch: cargo locks that anew.
(cd one && g branch master)
project oldest 'println!("{}", y::is());' <<END
[dependencies]
y = { git = "file://$work/one", branch = "master" }
END
cp Cargo.lock new
sed -i -e '/^version = 4/d' -e 's/?branch=master//' Cargo.lock
refuses 'oldest: cargo would not keep the lock' 1 'needs to be updated but --locked' "$L4CARGO" graph --locked
check 'oldest: but bring it up to date' "$L4CARGO" graph
check 'oldest: at the same commit' cmp Cargo.lock new
equal oldest
leave

# Replaced sources: another repository, and vendored.
g clone -q --mirror one mirror
project mirrored 'println!("{}", y::is());' <<END
[dependencies]
y = { git = "file://$work/one" }
END
mkdir .cargo
cat >.cargo/config.toml <<END
[source."git+file://$work/one"]
git = "file://$work/one"
replace-with = "mirror"
[source.mirror]
git = "file://$work/mirror"
END
mv "$work/one" "$work/one.away"
equal mirrored
builds mirrored
mv "$work/one.away" "$work/one"
leave

project vendored 'println!("{}", y::is());' <<END
[dependencies]
y = { git = "file://$work/one" }
END
mkdir .cargo
cargo vendor 2>/dev/null >vendor.toml
mv vendor.toml .cargo/config.toml
export XDG_CACHE_HOME="$work/cache2" CARGO_HOME="$work/home2"
equal vendored
builds vendored
leave
