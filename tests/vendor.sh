# SPDX-License-Identifier: MIT OR Apache-2.0
# For tests that vendor: registries and projects made on the spot. Sourced after lib.sh.

# A published crate with some files that are vendored, and some that are not; and $crate_extra.
crate() { # REGISTRY-FOLDER NAME VERSION [MANIFEST-LINES [INDEX-DEPS]]
	crate_root=$scratch/make/$2-$3
	rm -rf "$scratch/make"
	mkdir -p "$crate_root/src/deep/er" "$crate_root/.github" "$1"
	printf '[package]\nname = "%s"\nversion = "%s"\nedition = "2021"\n%s\n' "$2" "$3" "${4-}" \
		>"$crate_root/Cargo.toml"
	echo "pub fn version() -> &'static str { \"$3\" }" >"$crate_root/src/lib.rs"
	echo '// deep' >"$crate_root/src/deep/er/a.rs"
	echo '// beside' >"$crate_root/src/deep-er.rs"
	echo 'fn main() {}' >"$crate_root/src/script.rs"
	echo target >"$crate_root/.gitignore"
	echo 'a "b" \c' >"$crate_root/src/quote\"s and blanks.txt"
	echo x >"$crate_root/.github/x"
	echo '#!/bin/sh' >"$crate_root/run"
	chmod 755 "$crate_root/run"
	[ -z "${crate_extra-}" ] || echo x >"$crate_root/$crate_extra"
	tar -C "$scratch/make" -czf "$1/$2-$3.crate" "$2-$3"
	crate_sum=$(sha256sum "$1/$2-$3.crate" | cut -d' ' -f1)
	crate_index=$1/index/$(index_path "$2")
	mkdir -p "$(dirname "$crate_index")"
	printf '{"name":"%s","vers":"%s","deps":[%s],"cksum":"%s","features":{},"yanked":false}\n' \
		"$2" "$3" "${5-}" "$crate_sum" >>"$crate_index"
}
index_path() {
	case $1 in
	?) echo "1/$1" ;;
	??) echo "2/$1" ;;
	???) echo "3/$(echo "$1" | cut -c1)/$1" ;;
	*) echo "$(echo "$1" | cut -c1-2)/$(echo "$1" | cut -c3-4)/$1" ;;
	esac
}

# A project with such dependencies ("name = ..." lines); its crates.io is that local registry.
project() { # FOLDER REGISTRY-FOLDER DEPENDENCY-LINES
	mkdir -p "$1/src" "$1/.cargo"
	echo 'fn main() {}' >"$1/src/main.rs"
	printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n%s\n' \
		"$3" >"$1/Cargo.toml"
	printf '[source.crates-io]\nreplace-with = "here"\n[source.here]\nlocal-registry = "%s"\n' \
		"$2" >"$1/.cargo/config.toml"
	(cd "$1" && cargo generate-lockfile --quiet 2>"$scratch/lock-said") || cat "$scratch/lock-said"
}

# Both vendor the project of the working folder, each into a folder `vendor` of its own; the same
# is to come of it.
as_cargo() { # NAME [OPTION...]
	as_name=$1
	shift
	rm -rf "$scratch/theirs" "$scratch/ours"
	mkdir "$scratch/theirs" "$scratch/ours"
	[ ! -d "$scratch/seed" ] || cp -r "$scratch/seed/." "$scratch/theirs"
	[ ! -d "$scratch/seed" ] || cp -r "$scratch/seed/." "$scratch/ours"
	as_manifest=$PWD/Cargo.toml
	for as_side in theirs ours; do
		[ ! -d .cargo ] || cp -r .cargo "$scratch/$as_side/.cargo"
		as_program=cargo
		[ "$as_side" = theirs ] || as_program=$L4CARGO
		if ! (cd "$scratch/$as_side" &&
			"$as_program" vendor --manifest-path "$as_manifest" "$@" >stdout 2>stderr); then
			fail "$as_name" "$as_side: $(cat "$scratch/$as_side/stderr")"
			return
		fi
		rm -rf "$scratch/$as_side/.cargo"
	done
	as_said=$(diff -r -x stderr "$scratch/theirs" "$scratch/ours" 2>&1)
	modes theirs >"$scratch/modes"
	as_said=$as_said$(modes ours | diff "$scratch/modes" - 2>&1)
	if [ -z "$as_said" ]; then pass "$as_name"; else fail "$as_name" "$as_said"; fi
}
modes() {
	(cd "$scratch/$1" && find . -type f ! -name stderr -printf '%m %P\n' | sort)
}
