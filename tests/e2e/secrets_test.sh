#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A secret that is written wrongly is in no message: in configuration, credentials, arguments,
# variables, addresses. Each mistake is made, and what is said of it is looked through.
. "$(dirname "$0")/../lib.sh"

mkdir -p "$scratch/app/src" "$scratch/app/.cargo" "$scratch/home"
cd "$scratch/app" || exit 1
export CARGO_HOME="$scratch/home"
manifest='[package]
name = "app"
version = "1.0.0"
edition = "2021"
[workspace]
'
printf '%s' "$manifest" >Cargo.toml
printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n' >Cargo.lock
echo 'fn main() {}' >src/main.rs

# hides NAME COMMAND...: what it says does not have the secret, and it says something if it fails.
hides() {
	name=$1
	shift
	said=$("$@" 2>&1)
	status=$?
	case $said in
	*s3cret*) fail "$name" "$said" ;;
	'') if [ "$status" -eq 0 ]; then pass "$name"; else fail "$name" 'nothing is said'; fi ;;
	*) pass "$name" ;;
	esac
}
l4cargo() { "$L4CARGO" "$@" --offline; }
# configured NAME TEXT: in the project's configuration, and given by --config.
configured() {
	printf '%s\n' "$2" >.cargo/config.toml
	hides "$1, in a file" l4cargo tree
	rm .cargo/config.toml
	hides "$1, as an argument" l4cargo tree --config "$2"
}
configured 'a token without quotes' 'registries.x.token = s3cret'
configured 'a token of another kind' 'registries.x.token = ["s3cret"]'
configured 'a token for a table' 'registries.x = "s3cret"'
configured 'a misspelt token' 'registries.x.tokn = s3cret'
configured 'a misspelt token of another kind' 'registries.x.tokn = 1979-05-27T07:32:00Z s3cret'
configured 'a token with a colon' 'registries.x.token: "s3cret"'
configured 'a token that does not end' 'registry.token = "s3cret'
configured 'many registries in a line' 'registries = { x = { tokn = s3cret } }'
configured 'a table for all' 'registries = "s3cret"'
configured 'a key' 'registries.x.secret-key = s3cret'
configured 'a list of tokens' 'registry.tokens = [ s3cret ]'
configured 'a proxy' 'http.proxy = http://me:s3cret@h.invalid'
configured 'a proxy of another kind' 'http.proxy = ["http://me:s3cret@h.invalid"]'
configured 'an index with a password' 'registries.x.index = "https://me:s3cret@h.invalid/"'
configured 'a source with a password' 'source.x.registry = ["https://me:s3cret@h.invalid/"]'
configured 'a source that is replaced' 'source.crates-io = { registry = "https://me:s3cret@h.invalid/i", x = [1.5] }'
configured 'a variable for builds' 'env.DB_PASSWORD = s3cret'
configured 'a credential alias' 'credential-alias.x = s3cret'
printf '[registries.x]\ntoken = """\n[build]\ns3cret\n' >.cargo/config.toml
hides 'a text of several lines' l4cargo tree
printf '[env]\nDB = { value = s3cret, forc = 1 }\n' >.cargo/config.toml
hides 'a variable of several keys' l4cargo tree
rm .cargo/config.toml
for variable in CARGO_REGISTRIES_X_TOKN CARGO_REGISTRY_TOKENS CARGO_REGISTRIES_X_TOKEN CARGO_HTTP_PROXY \
	CARGO_REGISTRY_DEFAULT CARGO_REGISTRIES_X_INDEX; do
	hides "$variable" env $variable='["s3cret", ' "$L4CARGO" tree --offline
done

# Addresses of dependencies.
for value in 'git = "https://me:s3cret@h.invalid/r"' 'git = "https://s3cret@h.invalid/r"' \
	'git = "ssh://git:s3cret@h.invalid/r"' 'git = "https://me:s3cret@h.invalid/r", tag = 1' \
	'git = "foo://me:s3cret@h.invalid/r"' 'git = "https://me:s3cret@h.invalid:x/r"' \
	'git = "https://me:s3cret@h.invalid/r", registry-index = "https://me:s3cret@h.invalid/"'; do
	printf '%s[dependencies]\nx = { %s }\n' "$manifest" "$value" >Cargo.toml
	hides "$value" l4cargo tree
	hides "$value, with progress" l4cargo fetch -v
done
cat >Cargo.lock <<'END'
version = 4

[[package]]
name = "app"
version = "1.0.0"
dependencies = ["x"]

[[package]]
name = "x"
version = "1.0.0"
source = "git+https://me:s3cret@h.invalid/r#0123456789abcdef0123456789abcdef01234567"
END
printf '%s[dependencies]\nx = { git = "https://me:s3cret@h.invalid/r" }\n' "$manifest" >Cargo.toml
hides 'a repository of the lock' l4cargo tree
hides 'a repository that is fetched' "$L4CARGO" fetch --config net.retry=0
hides 'the same by the program git' "$L4CARGO" fetch --config net.retry=0 --config net.git-fetch-with-cli=true
sed -i 's/#0123.*/#x"/' Cargo.lock
hides 'a repository without a commit' l4cargo tree
printf '%s' "$manifest" >Cargo.toml
printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n' >Cargo.lock

# A repository that a patch stands for.
mkdir -p x/src
printf '[package]\nname = "x"\nversion = "1.0.0"\n' >x/Cargo.toml
: >x/src/lib.rs
address='https://me:s3cret@h.invalid/r'
printf '%s[dependencies]\nx = { git = "%s" }\n[patch."%s"]\nx = { path = "x" }\n' "$manifest" "$address" "$address" >Cargo.toml
printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = ["x"]\n\n[[package]]\nname = "x"\nversion = "1.0.0"\n' >Cargo.lock
hides 'a repository that is patched' l4cargo tree
hides 'the line of a dependency' l4cargo why x
check 'which is shown' grep -q 'x = { git = "https://h.invalid/r" }' - <<END
$said
END
hides 'a bill of materials' l4cargo sbom
hides 'a patch that is wrong' l4cargo tree --config "patch.'$address'.x.path = 1"

# Proxies that cannot be used.
printf '%s[dependencies]\nitoa = "1"\n' "$manifest" >Cargo.toml
printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = ["itoa"]\n\n[[package]]\nname = "itoa"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "%064d"\n' 1 >Cargo.lock
for proxy in 'http://me:s3cret@[bad' 'me:s3cret@h.invalid:99999999' 'foo://me:s3cret@h.invalid' \
	'http://me:s3cret@127.0.0.1:1'; do
	hides "proxy $proxy" "$L4CARGO" fetch --config net.retry=0 --config "http.proxy='$proxy'"
	hides "proxy $proxy, of the environment" env https_proxy="$proxy" http_proxy="$proxy" CARGO_HTTP_DEBUG=true \
		CARGO_LOG=network=trace "$L4CARGO" fetch --config net.retry=0
done
