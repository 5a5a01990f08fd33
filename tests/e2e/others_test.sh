#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A folder that all may write to: what another user puts beside the output leads to no file of ours.
. "$(dirname "$0")/../lib.sh"

if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
	skip 'another user in the same folder' 'only root can be somebody else (setpriv)'
	exit 0
fi
nobody() { # with programs that all may run
	setpriv --reuid=65534 --regid=65534 --clear-groups env PATH=/usr/bin:/bin "$@"
}

mkdir -p "$scratch/app/src" "$scratch/mine/sub"
echo precious | tee "$scratch/mine/file" >"$scratch/mine/sub/file"
echo 'fn main() {}' >"$scratch/app/src/main.rs"
printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n' >"$scratch/app/Cargo.toml"
printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n' >"$scratch/app/Cargo.lock"
chmod 755 "$scratch"
mkdir "$scratch/all"
chmod 1777 "$scratch/all"
all=$scratch/all
import() {
	"$L4CARGO" import --manifest-path "$scratch/app/Cargo.toml" -o "$all/out" --offline --locked --quiet "$@"
}
precious() { [ "$(cat "$scratch/mine/file" "$scratch/mine/sub/file")" = "$(printf 'precious\nprecious')" ]; }

nobody mkdir -p "$all/.out.l4cargo-abcdef/sub"
nobody touch "$all/.out.l4cargo-abcdef/sub/file"
check 'an import beside what another user left' import
check 'what is not ours stays' test -f "$all/.out.l4cargo-abcdef/sub/file"
mkdir -p "$all/.out.l4cargo-ghijkl/sub"
ln -s "$scratch/mine" "$all/.out.l4cargo-ghijkl/link"
nobody ln -s "$scratch/mine" "$all/.out.l4cargo-mnopqr"
rm -r "$all/out"
check 'an import beside what one of ours left' import
check 'what is ours goes' test ! -e "$all/.out.l4cargo-ghijkl"
check 'where its links led, all is there' precious

# As fast as it can, the other user puts a link in the place of a folder, and the folder back.
cat >"$scratch/swap.py" <<'END'
import os, sys
at, target = sys.argv[1:]
while not os.path.exists(at + "/end"):
    left = at + "/.out.l4cargo-abcdef"
    try:
        os.makedirs(left + "/sub", exist_ok=True)
        open(left + "/sub/file", "w").close()
        os.rename(left, at + "/aside")
        os.symlink(target, left)
        os.unlink(left)
        os.rename(at + "/aside", left)
        os.rename(left + "/sub", left + "/old")
        os.symlink(target, left + "/sub")
        os.unlink(left + "/sub")
        os.rename(left + "/old", left + "/sub")
    except OSError:
        pass
END
if nobody python3 -c '' 2>/dev/null; then
	nobody python3 "$scratch/swap.py" "$all" "$scratch/mine" &
	swapper=$!
	imported=0
	for _ in $(seq 60); do
		rm -rf "$all/out"
		import && imported=$((imported + 1))
		precious || break
	done
	nobody touch "$all/end"
	wait "$swapper"
	same 'imports while links are swapped in' 60 "$imported"
	check 'nothing of ours is lost' precious
else
	skip 'links that are swapped in' 'python3 is not there'
fi

# A package's folder that another user made a link, in an import that all may write to
rm -rf "$all/out"
check 'an import once more' import
mkdir "$scratch/elsewhere" && mv "$all/out/app-1.0.0" "$scratch/elsewhere/app"
chmod 777 "$all/out"
nobody ln -s "$scratch/elsewhere/app" "$all/out/app-1.0.0"
echo '# more' >>"$scratch/elsewhere/app/Makefile"
before=$(cat "$scratch/elsewhere/app/Makefile")
refuses 'a package folder that is a link is refused' 1 '`'"$all"'/out/app-1.0.0` is a link' import
same 'nothing is written through it' "$before" "$(cat "$scratch/elsewhere/app/Makefile")"

# Links that another user left where objects, or crates for cargo, are to be
mkdir "$all/objects" && chmod 777 "$all/objects"
rm -rf "$all/out"
check 'an import to be built' import
nobody ln -s "$scratch/mine" "$all/objects/app-1.0.0"
refuses 'a folder of objects that is a link is refused' 2 'cannot make folder `'"$all/objects/app-1.0.0" make -C "$all/out" "O=$all/objects"
rm "$all/objects/app-1.0.0"
nobody ln -s "$scratch/mine" "$all/objects/bin"
refuses 'so is one for programs' 2 'cannot make folder `'"$all/objects/bin" make -C "$all/out" "O=$all/objects"
same 'no object is put where they lead' 'file sub' "$(cd "$scratch/mine" && echo *)"
check 'and all is there' precious
mkdir -p "$scratch/repo/src"
touch "$scratch/repo/src/lib.rs"
printf '[package]\nname = "repo"\nversion = "1.0.0"\n' >"$scratch/repo/Cargo.toml"
(cd "$scratch/repo" && git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm a)
commit=$(git -C "$scratch/repo" rev-parse HEAD)
cp -r "$scratch/app" "$scratch/user"
printf '[dependencies]\nrepo = { git = "file://%s" }\n' "$scratch/repo" >>"$scratch/user/Cargo.toml"
cat >"$scratch/user/Cargo.lock" <<END
version = 4

[[package]]
name = "app"
version = "1.0.0"
dependencies = ["repo"]

[[package]]
name = "repo"
version = "1.0.0"
source = "git+file://$scratch/repo#$commit"
END
fill() { "$L4CARGO" fetch --manifest-path "$scratch/user/Cargo.toml" --locked --quiet "--cargo-home=$all/home"; }
nobody mkdir -p "$all/home/git" "$all/home/registry"
nobody ln -s "$scratch/mine" "$all/home/git/db"
refuses 'a CARGO_HOME with a link in it is refused' 1 'cannot make `'"$all/home/git/db" fill
same 'no repository is put where it leads' 'file sub' "$(cd "$scratch/mine" && echo *)"
rm "$all/home/git/db"
check 'without the link it is filled' fill
check 'where the links led, all is there' precious

# --- a cache that another user owns, or may write to: neither l4cargo nor make believes it ---

rm -rf "$all/out" "$all/end" "$all/aside"
mkdir "$scratch/up"
export XDG_CACHE_HOME="$scratch/up/cache"
check 'an import with a cache of our own' import
tool=$XDG_CACHE_HOME/l4cargo/tool.mk
built() { make -C "$all/out" "O=$scratch/objects" "$@"; }
check 'is built' built
check 'and removed' built cleanall
believed() { # WHY COMMAND... BACK...: after COMMAND nothing of the cache runs; BACK is its opposite
	printf '$(shell touch %s/PWN)\nL4CARGO_UNIT := touch %s/PWN;\n' "$scratch" "$scratch" >"$tool"
	$2 "$XDG_CACHE_HOME$4"
	refuses "make: $1" 2 'cannot be trusted' built
	[ "$1" = 'tool.mk for all' ] || refuses "l4cargo: $1" 1 'the cache cannot be trusted' import
	check "clean still can: $1" built clean
	$3 "$XDG_CACHE_HOME$4"
}
believed "another user's folder" 'chown 65534' 'chown 0' /l4cargo
believed 'a folder for all' 'chmod 777' 'chmod 755' /l4cargo
believed 'a folder above for all' 'chmod 777' 'chmod 755' ''
believed "a folder above of another's" 'chown 65534' 'chown 0' ''
believed 'tool.mk for all' 'chmod 666' 'chmod 666' /l4cargo/tool.mk
check 'tool.mk is made anew' import
check 'and make believes it' built
chmod 777 "$XDG_CACHE_HOME/l4cargo"
chmod 700 "$scratch/up"
check 'where nobody else gets, make believes all' built
check 'so does l4cargo' import
check 'the folders above HOME are not asked for' env HOME="$XDG_CACHE_HOME" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" \
	sh -c 'chmod 777 "$1"; chmod 700 "$2"; exec make -C "$3" O="$4"' \
	- "$scratch/up" "$XDG_CACHE_HOME/l4cargo" "$all/out" "$scratch/objects"
same 'nothing that was planted ran' '' "$(find "$scratch" -name 'PWN*')"
