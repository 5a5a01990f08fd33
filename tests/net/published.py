# SPDX-License-Identifier: MIT OR Apache-2.0
"""Published crates that are imported: from a registry of our own that stands for crates.io.

Nothing that is beside them on this machine counts, nothing of them but their archive does, and
nothing is written to where they lie verified.
"""
import hashlib
import json
import os
import shutil
import subprocess

import archives as ar
import projects
from projects import Project, sha, sv

EVIL = "#!/bin/sh\necho ran >>{0}\nexec {1} \"$@\"\n"


def crate_with(name, version, manifest, **files):
    """An archive with this Cargo.toml; names of `files` have `__` for `/` and `_rs` for `.rs`."""
    root = f"{name}-{version}/"
    head = f'[package]\nname = "{name}"\nversion = "{version}"\n'
    entries = [ar.entry(root + "Cargo.toml", (head + manifest).encode())]
    for path, text in files.items():
        path = path.replace("__", "/").replace("_rs", ".rs").replace("_toml", ".toml").replace("_lock", ".lock")
        entries.append(ar.entry(root + path, text.encode()))
    return ar.crate(*entries)


NAMED = '[lib]\npath = "src/lib.rs"\n'  # cargo need not look for it


class Published(Project):
    """Its registry is crates.io's replacement."""

    def configure(self, more=""):
        self.write(".cargo/config.toml", '[source.crates-io]\nreplace-with = "mine"\n[source.mine]\n'
                   f'registry = "sparse+{self.t.index}"\n{more}')

    def index(self, name, *versions):
        """versions: (version, archive, dependencies of the index)"""
        lines = ""
        for version, data, deps in versions:
            self.t.registry.on(f"/dl/{name}/{version}/download", sv.ok(data))
            entry = {"name": name, "vers": version, "cksum": sha(data), "features": {}, "yanked": False, "deps": [
                {"name": d, "req": "*", "features": [], "optional": False, "default_features": True, "target": None,
                 "kind": "normal"} for d in deps]}
            lines += json.dumps(entry) + "\n"
        self.t.registry.on("/index/" + projects.index_path(name), sv.conditional(lines.encode(), f'"{sha(lines.encode())}"'))

    def stored(self):
        return os.path.join(self.cache, "l4cargo", "crates")

    def locks(self):
        folder = os.path.join(self.cache, "l4cargo", "locks")
        found = {}
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                found[name] = f.read()
        return found

    def verified(self):
        """What lies in the unpacked crates of the store, each by itself: names, modes and bytes."""
        found = {}
        for key in os.listdir(self.stored()):
            for name in os.listdir(os.path.join(self.stored(), key)):
                root = os.path.join(self.stored(), key, name)
                if os.path.isdir(root):
                    found[name] = digest(root)
        return found


def digest(root):
    found = hashlib.sha256()
    for top, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names + folders):
            path = os.path.join(top, name)
            found.update(f"{os.path.relpath(path, root)} {os.lstat(path).st_mode}\n".encode())
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    found.update(f.read())
    return found.hexdigest()


def with_leaf(t, program):
    p = Published(t, program)
    p.index("leaf", *((v, projects.crate_of("leaf", v), []) for v in ("1.0.0", "1.2.0")))
    return p


def imported(p, name, *args, **env):
    out = os.path.join(p.t.folder, "out")
    shutil.rmtree(out, ignore_errors=True)
    p.runs("import", name, "-o", out, *args, **env)
    return out


# --- a lock for one that has none ---

def manifests_need_not_name_their_files(t, program):
    """Cargo finds these by looking: nothing else of the archive is to be there for that."""
    p = with_leaf(t, program)
    kinds = {
        "auto-lib": dict(src__lib_rs=""),
        "auto-bin": dict(src__main_rs="fn main() {}"),
        "auto-bins": dict(src__bin__one_rs="fn main() {}", src__bin__two__main_rs="fn main() {}"),
        "auto-all": dict(src__lib_rs="", build_rs="fn main() {}", examples__e_rs="fn main() {}", tests__t_rs="",
                         benches__b_rs=""),
    }
    for name, files in kinds.items():
        p.index(name, ("1.0.0", crate_with(name, "1.0.0", 'edition = "2018"\n[dependencies]\nleaf = "1"\n', **files),
                       ["leaf"]))
        imported(p, name)
        lock = p.locks()[f"{name}-1.0.0.lock"]
        assert 'name = "leaf"\nversion = "1.2.0"' in lock, lock
    by_name = '[lib]\nname = "named"\n[[bin]]\nname = "tool"\n[[example]]\nname = "e"\n[dependencies]\nleaf = "1"\n'
    for edition in "", 'edition = "2018"\n':
        p.index("named", ("1.0.0", crate_with("named", "1.0.0", edition + by_name, src__lib_rs="",
                                              src__bin__tool_rs="fn main() {}", examples__e_rs="fn main() {}"),
                          ["leaf"]))
        shutil.rmtree(p.cache)
        imported(p, "named")
    assert os.listdir(p.cache + "/l4cargo/tmp") == []


def manifests_of_before_cargo_rewrote_them(t, program):
    """Paths beside a version, a workspace that is not there, tests' needs that nobody has published."""
    p = with_leaf(t, program)
    old = ('authors = []\nworkspace = ".."\n[dependencies]\nleaf = { version = "1.0", path = "../leaf" }\n'
           '[dev-dependencies]\nnever-published = { path = "../never" }\n'
           '[dev-dependencies.also-not]\nversion = "9"\n')
    p.index("old", ("1.0.0", crate_with("old", "1.0.0", old, src__lib_rs=""), ["leaf"]))
    root = ('authors = []\n[dependencies.leaf]\npath = "leaf"\nversion = "1"\n[dev-dependencies]\n'
            'leaf = { path = "leaf" }\n[workspace]\nmembers = ["leaf", "more/*"]\n')
    p.index("root", ("1.0.0", crate_with("root", "1.0.0", root, src__lib_rs=""), ["leaf"]))
    for name in "old", "root":
        out = imported(p, name)
        assert os.path.isdir(out + "/leaf-1.2.0"), os.listdir(out)
        assert 'source = "registry+' in p.locks()[f"{name}-1.0.0.lock"]
        imported(p, name, "--offline")
    imported(p, "root", "--with-tests")
    done = p.command(program, ["import", "old", "--with-tests", "-o", t.folder + "/out"], {})
    assert done.returncode == 1 and "no matching package named `also-not`" in done.stderr, done.stderr


def what_cargo_install_takes_is_taken(t, program):
    """A published crate is not the user's own: what it says of tests that were not published, and its
    warnings and lints, stop nobody who only builds it."""
    p = with_leaf(t, program)
    manifest = ('no-such-key = 1\n[dependencies]\nleaf = "1"\n[[bench]]\nname = "b"\n[[test]]\nname = "t"\n'
                '[[example]]\nname = "e"\n[lints.rust]\nunused_mut = "deny"\n')
    p.index("denies", ("1.0.0", crate_with("denies", "1.0.0", manifest, src__main_rs="#![deny(warnings)]\nfn main() "
                                           '{ let mut x = 1; println!("{}", file!()); }\n'), ["leaf"]))
    os.makedirs(p.home, exist_ok=True)
    shutil.copy(p.folder + "/.cargo/config.toml", p.home)  # cargo install reads no other
    p.cargo("install", "denies", "--debug", "--root", t.folder + "/installed")
    out = os.path.join(t.folder, "out")
    done = p.runs("import", "denies", "-o", out)
    assert "warning" not in done.stderr, done.stderr
    usual = {key: value for key, value in p.env().items() if key != "CARGO_TARGET_DIR"}
    done = subprocess.run(["make", "-C", out], env=usual, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "warning" not in done.stdout + done.stderr, done.stdout + done.stderr
    names = [subprocess.run([place], capture_output=True, text=True, check=True).stdout
             for place in (t.folder + "/installed/bin/denies", out + "/build/bin/denies")]
    for name in names:  # each lies in its own cache
        assert os.path.isabs(name) and name.endswith("/denies-1.0.0/src/main.rs\n"), names
    assert not os.path.exists(out + "/build/incremental"), os.listdir(out + "/build")


def paths_of_a_crate_lead_nowhere(t, program):
    """What lies on this machine where a published crate points to is not looked at."""
    p = with_leaf(t, program)
    mine = os.path.join(t.folder, "mine")
    os.makedirs(mine + "/src")
    with open(mine + "/Cargo.toml", "w", encoding="ascii") as f:
        f.write('[package]\nname = "leaf"\nversion = "1.9.9"\n')
    with open(mine + "/src/lib.rs", "w", encoding="ascii"):
        pass
    for path in mine, os.path.relpath(mine, p.stored() + "/key/pointing-1.0.0"):
        shutil.rmtree(p.cache, ignore_errors=True)
        text = f'{NAMED}[dependencies]\nleaf = {{ version = "1", path = "{path}" }}\n'
        p.index("pointing", ("1.0.0", crate_with("pointing", "1.0.0", text, src__lib_rs=""), ["leaf"]))
        out = imported(p, "pointing")
        assert os.path.isdir(out + "/leaf-1.2.0") and not os.path.isdir(out + "/leaf-1.9.9"), os.listdir(out)


def plant(folder, ran, compiler):
    """What changes cargo's mind, in a folder that others can write to."""
    os.makedirs(folder + "/.cargo", exist_ok=True)
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["nothing"]\n[patch.crates-io]\nleaf = { path = "evil" }\n',
        ".cargo/config.toml": f'[build]\nrustc = "{folder}/rustc"\nrustc-wrapper = "{folder}/rustc"\n',
        "rust-toolchain.toml": f'[toolchain]\npath = "{folder}/toolchain"\n',
    }
    for name, text in files.items():
        with open(f"{folder}/{name}", "w", encoding="ascii") as f:
            f.write(text)
    os.makedirs(folder + "/toolchain/bin", exist_ok=True)
    for name in "rustc", "toolchain/bin/rustc", "toolchain/bin/cargo":
        with open(f"{folder}/{name}", "w", encoding="ascii") as f:
            f.write(EVIL.format(ran, compiler))
        os.chmod(f"{folder}/{name}", 0o755)


def foreign_files_around_scratch_folders(t, program):
    p = with_leaf(t, program)
    p.index("lonely", ("1.0.0", crate_with("lonely", "1.0.0", NAMED + '[dependencies]\nleaf = "1"\n', src__lib_rs=""),
                       ["leaf"]))
    imported(p, "lonely")
    wanted = p.locks()
    ran, compiler = t.folder + "/ran", shutil.which("rustc")
    temporary = t.folder + "/temporary"
    places = [temporary, p.cache, p.cache + "/l4cargo", p.cache + "/l4cargo/tmp", p.cache + "/l4cargo/crates"]
    shutil.rmtree(p.cache)
    for place in places:
        plant(place, ran, compiler)
    out = imported(p, "lonely", TMPDIR=temporary)
    p.runs("check", "-o", out, TMPDIR=temporary)
    assert p.locks() == wanted
    assert not os.path.exists(ran)


def its_lock_goes_where_the_user_says(t, program):
    p = with_leaf(t, program)
    p.index("lonely", ("1.0.0", crate_with("lonely", "1.0.0", NAMED + '[dependencies]\nleaf = "1"\n', src__lib_rs=""),
                       ["leaf"]))
    p.write("real/Cargo.lock", "version = 4\n")
    os.symlink("real", p.folder + "/linked")
    for path in "../Cargo.lock", "new/deep/Cargo.lock", "linked/Cargo.lock", "real/Cargo.lock":
        imported(p, "lonely", "--lockfile-path", path)
        with open(os.path.join(p.folder, path), encoding="utf-8") as f:
            assert 'name = "leaf"' in f.read(), path
    assert not p.locks(), p.locks()


# --- where they lie ---

def nothing_writes_into_a_verified_crate(t, program):
    p = with_leaf(t, program)
    lock = ('version = 3\n\n[[package]]\nname = "leaf"\nversion = "1.0.0"\n'
            'source = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "'
            + sha(projects.crate_of("leaf", "1.0.0")) + '"\n\n[[package]]\nname = "tool"\nversion = "1.0.0"\n'
            'dependencies = [\n "leaf",\n]\n')
    stale = lock.replace('dependencies = [\n "leaf",\n]\n', "")
    files = dict(src__lib_rs="", src__main_rs="fn main() {}", tests__t_rs="")
    targets = NAMED + '[[bin]]\nname = "main"\npath = "src/main.rs"\n[[test]]\nname = "t"\npath = "tests/t.rs"\n'
    for name, own in ("tool", lock), ("without", None), ("stale", stale):
        more = {"Cargo_lock": own.replace("tool", name)} if own else {}
        data = crate_with(name, "1.0.0", targets + '[dependencies]\nleaf = "1"\n', **files, **more)
        p.index(name, ("1.0.0", data, ["leaf"]))
        imported(p, name)
    p.write("leaf/Cargo.toml", '[package]\nname = "leaf"\nversion = "1.5.0"\n[dependencies]\n')
    p.write("leaf/src/lib.rs", "")
    p.write("Cargo.toml", '[package]\nname = "p"\nversion = "0.1.0"\n[dependencies]\ntool = "1"\n[workspace]\n')
    p.runs("import", "-o", t.folder + "/packages")
    plain = {n: tree_of(imported(p, n)) for n in ("tool", "without", "stale")}
    before = p.verified()
    assert {"tool-1.0.0", "without-1.0.0", "stale-1.0.0", "leaf-1.2.0"} <= set(before)
    patch = ["--config", 'patch.crates-io.leaf.path = "leaf"']
    out = t.folder + "/out"
    commands = [["import", n, "-o", out, *more] for n in ("tool", "without", "stale")
                for more in ([], patch, ["--offline"], patch + ["--offline"], ["--with-tests"], ["--with-benches"],
                             ["--features", "leaf/none"], ["--locked"], patch + ["--locked"])]
    commands += [["import", "-o", t.folder + "/packages"], ["check", "-o", t.folder + "/packages"], ["verify"], ["graph"],
                 ["tree"], ["why", "leaf"], ["fetch"], ["fetch", "--cargo-home"], ["sbom"], ["licenses", "--texts"],
                 ["vendor"], ["vendor", "--hard-links", "linked"], ["vendor", "--archives", "archives"],
                 ["vendor", "--target", "x86_64-unknown-none", "some"], ["clean", "--not-in", "Cargo.lock", "--dry-run"]]
    commands += [[c, n] for c in ("sbom", "licenses") for n in ("tool", "without", "stale")]
    seen = 0
    for command in commands:
        shutil.rmtree(out, ignore_errors=True)
        done = p.command(program, command, {})
        seen += done.returncode == 0
        assert before.items() <= p.verified().items(), command
    assert seen >= len(commands) - 12, seen  # `leaf/none` and some with --locked are mistakes
    for name, wanted in plain.items():
        assert tree_of(imported(p, name)) == wanted, name


def tree_of(folder):
    found = projects.tree(folder)
    found.pop("l4cargo.record", None)
    return found


def a_patch_counts_for_its_import_alone(t, program):
    p = Published(t, program)
    one, two = projects.crate_of("leaf", "1.0.0"), projects.crate_of("leaf", "1.2.0")
    p.index("leaf", ("1.0.0", one, []))
    p.index("without", ("1.0.0", crate_with("without", "1.0.0", NAMED + '[dependencies]\nleaf = "1"\n', src__lib_rs=""),
                        ["leaf"]))
    p.write("leaf/Cargo.toml", '[package]\nname = "leaf"\nversion = "1.5.0"\n')
    p.write("leaf/src/lib.rs", "")
    patch = ["--config", 'patch.crates-io.leaf.path = "leaf"']
    imported(p, "without")
    p.index("leaf", ("1.0.0", one, []), ("1.2.0", two, []))
    for args, version in (patch, "1.5.0"), ([], "1.0.0"), (["--offline", *patch], "1.5.0"), ([], "1.0.0"):
        out = imported(p, "without", *args)
        assert os.path.isdir(f"{out}/leaf-{version}"), (args, os.listdir(out))


# --- what they say of the compiler ---

def a_crate_chooses_no_compiler(t, program):
    """rust-toolchain and .cargo/config.toml of an archive: `cargo install` looks at neither."""
    p = with_leaf(t, program)
    ran, compiler = t.folder + "/ran", shutil.which("rustc")
    evil = t.folder + "/evil"
    plant(evil, ran, compiler)
    toolchain = f'[toolchain]\npath = "{evil}/toolchain"\n'
    config = (f'[build]\nrustc = "{evil}/rustc"\nrustc-wrapper = "{evil}/rustc"\n'
              f'[target."cfg(all())"]\nlinker = "{evil}/rustc"\n')
    root = "choosing-1.0.0/"
    for name, text in ("rust-toolchain.toml", toolchain), ("rust-toolchain", "no-such-channel-1.2.3"):
        shutil.rmtree(p.cache, ignore_errors=True)
        data = ar.crate(ar.entry(root + "Cargo.toml", b'[package]\nname = "choosing"\nversion = "1.0.0"\n'
                                 b'[[bin]]\nname = "choosing"\npath = "src/main.rs"\n'),
                        ar.entry(root + "build.rs", b'fn main() { std::process::Command::new("rustc").arg("-V").status().unwrap(); }'),
                        ar.entry(root + "src/main.rs", b"fn main() {}"), ar.entry(root + name, text.encode()),
                        ar.entry(root + ".cargo/config.toml", config.encode()))
        p.index("choosing", ("1.0.0", data, []))
        out = imported(p, "choosing")
        for how in ["-n"], [], ["RUSTC=" + compiler, "all"]:
            done = subprocess.run(["make", *how, "-C", out], env=p.env(RUSTUP_TOOLCHAIN=""), capture_output=True,
                                  text=True, check=False)
            assert done.returncode == 0, (name, how, done.stderr)
            assert not os.path.exists(ran), (name, how)
        assert os.path.exists(out + "/build/bin/choosing")


def another_registry_is_asked_as_cargo_install_does(t, program):
    p = with_leaf(t, program)
    out = os.path.join(t.folder, "out")
    named = f'[registries.mine]\nindex = "sparse+{t.index}"\n'
    p.write(".cargo/config.toml", named)
    for args in ["--registry", "mine"], ["--index", f"sparse+{t.index}"]:
        imported(p, "leaf", *args)
        assert os.path.isdir(out + "/leaf-1.2.0"), os.listdir(out)
        with open(out + "/l4cargo.record", encoding="ascii") as f:
            assert f"command l4cargo import leaf@1.2.0 {args[0]} {args[1]}\n" in f.read()
        p.runs("check", "-o", out)
        imported(p, "leaf", *args, "--offline")
    locks = set(p.locks())
    assert locks and "leaf-1.2.0.lock" not in locks, locks  # that one is for crates.io's crate
    p.write(".cargo/config.toml", named + '[registry]\ndefault = "mine"\n')
    imported(p, "leaf@1.0.0")
    p.runs("sbom", "leaf", "-o", out + ".json")
    for args, said in ((["leaf", "--registry", "min"], "a registry with a similar name exists: `mine`"),
                       (["leaf", "--registry", ""], "registry name cannot be empty"),
                       (["leaf", "--index", "x"], "invalid index URL"),
                       (["leaf", "--index", "sparse+https://me:secret@example.org/"], "may not contain passwords"),
                       (["leaf", "--registry", "mine", "--index", "x"], "cannot be used together"),
                       (["--registry", "mine"], "needs a published crate, and no crate was given"),
                       (["leef"], "`--registry NAME` asks another registry")):
        done = p.command(program, ["import", *args], {})
        assert done.returncode == 1 and said in done.stderr and "help: " in done.stderr, done.stderr
        assert "secret" not in done.stderr, done.stderr


def a_crate_is_what_the_registry_says(t, program):
    """As for cargo, an archive with the manifest of another crate or version is not believed."""
    p = Published(t, program)
    for said in "other 1.0.0", "evil 9.9.9", "evil 1.0.0+more":
        name, version = said.split()
        text = f'[package]\nname = "{name}"\nversion = "{version}"\n{NAMED}'
        p.index("evil", ("1.0.0", ar.crate(ar.entry("evil-1.0.0/Cargo.toml", text.encode()),
                                           ar.entry("evil-1.0.0/src/lib.rs", b"")), []))
        shutil.rmtree(p.cache, ignore_errors=True)
        for args in ["import", "evil"], ["sbom", "evil@1.0.0"], ["licenses", "evil"]:
            error = p.fails(f"this is `{said}`, but the registry published it as `evil 1.0.0`", *args)
            assert "/evil-1.0.0/Cargo.toml:2:8: error: " in error and "help: " in error, error


def a_version_is_found_without_its_build_metadata(t, program):
    """As `cargo install` finds it."""
    p = Published(t, program)
    p.index("sys", *((v, crate_with("sys", v, NAMED, src__lib_rs=""), []) for v in
                     ("1.0.0+2.1.0", "1.0.0+2.2.0", "1.1.0", "1.1.0+3")))
    for asked, found in ("1.0.0", "1.0.0+2.2.0"), ("1.0.0+2.1.0", "1.0.0+2.1.0"), ("1.1.0", "1.1.0"):
        for more in [], ["--offline"]:
            out = imported(p, "sys@" + asked, *more)
            assert os.path.isdir(f"{out}/sys-{found}"), os.listdir(out)
    p.fails("has no crate `sys v1.0.0+2`", "import", "sys@1.0.0+2")


def tests(program):
    return projects.tests(program, globals(), __name__)
