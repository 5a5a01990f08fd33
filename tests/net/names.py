# SPDX-License-Identifier: MIT OR Apache-2.0
"""Published crates whose targets are called what no file, makefile or shell should meet."""
import json
import os
import shutil
import subprocess

import archives as ar
import projects

PATHS = ["/../../../ESC/dir", "../../ESC", ".", "..", "a/b", "-o/../../ESC"]
COMMANDS = ["x$(shell\ttouch\tPWN)", "$(shell touch PWN)", "`touch PWN`", "a;touch PWN", "a\n\ttouch PWN\n",
            "a'$(touch PWN)'", "a: ;touch PWN", "a|touch PWN", "a\u0000b", "a\u001b]0;PWN\u0007", "a#b", "a%b", "a\\"]
KINDS = ["lib", "bin", "example", "test", "bench"]
BUILT = ["lib", "bin"]


def toml(text):
    return json.dumps(text)


def crate(name, manifest, files=(), deps=()):
    """With its lock, as cargo publishes a program."""
    root = f"{name}-1.0.0"
    lock = f'version = 4\n\n[[package]]\nname = "{name}"\nversion = "1.0.0"\n' + "".join(deps)
    head = f'[package]\nname = "{name}"\nversion = "1.0.0"\nedition = "2021"\n'
    return ar.crate(ar.entry(f"{root}/Cargo.toml", (head + manifest).encode()),
                    ar.entry(f"{root}/Cargo.lock", lock.encode()),
                    *[ar.entry(f"{root}/{path}", text.encode()) for path, text in files])


def registry(t, program):
    """Crates of crates.io come from the test's registry."""
    p = projects.Project(t, program)
    p.write(".cargo/config.toml", '[source.crates-io]\nreplace-with = "my"\n'
            f'[source.my]\nregistry = "sparse+{t.index}"\n[net]\nretry = 1\n')
    p.write("Cargo.toml", '[package]\nname = "p"\nversion = "0.1.0"\n[workspace]\n')
    return p


def outside(p):
    """All that an import may not touch."""
    found = {}
    for top, folders, files in os.walk(p.t.folder):
        folders[:] = [f for f in folders if os.path.join(top, f) not in (p.cache, p.home, p.out)]
        for name in files + folders:
            path = os.path.join(top, name)
            found[path] = os.lstat(path).st_mtime_ns if name in files else None
    return found


def refused(p, name):
    before = outside(p)
    said = p.fails("error: ", "import", "--locked", name, "-o", p.out)
    assert outside(p) == before, sorted(set(outside(p)) ^ set(before))
    assert ": error: " in said and "help: " in said, said
    return said


def ready(t, program):
    p = registry(t, program)
    p.out = os.path.join(t.folder, "made", "out")
    os.makedirs(os.path.join(t.folder, "made"))
    return p


def hostile_names_of_targets_are_refused(t, program):
    p = ready(t, program)
    count = 0
    for kind in BUILT:
        for name in PATHS + COMMANDS:
            count += 1
            evil = f"evil{count}"
            header = "[lib]" if kind == "lib" else f"[[{kind}]]"
            p.publish(evil, data=crate(evil, f'{header}\nname = {toml(name)}\npath = "src/x.rs"\n',
                                       [("src/x.rs", "fn main() {}\n")]))
            said = refused(p, evil)
            assert "Cargo.toml:6:8: error: " in said, (kind, name, said)


def what_is_not_built_is_in_no_file(t, program):
    p = ready(t, program)
    manifest = "".join(f'[[{kind}]]\nname = {toml(name)}\npath = "src/x.rs"\n'
                       for kind in KINDS if kind not in BUILT for name in PATHS + COMMANDS)
    p.publish("odd", data=crate("odd", manifest + '[[bin]]\nname = "7z"\npath = "src/x.rs"\n',
                                [("src/x.rs", "fn main() {}\n"), ("src/bin/README $(shell touch PWN)", "")]))
    p.runs("import", "odd", "-o", p.out)
    for path, text in projects.tree(p.out).items():
        assert b"PWN" not in text and b"/ESC" not in text and "PWN" not in path, path
    before = outside(p)
    for goals in (["-n"], ["help"], ["-n", "clean"], ["clean"]):
        subprocess.run(["make", "-C", p.out, *goals], env=p.env(), capture_output=True, timeout=120, check=False)
    assert outside(p) == before


def hostile_names_of_files_are_refused(t, program):
    p = ready(t, program)
    for n, path in enumerate(["src/bin/$(shell touch P).rs", "src/bin/`touch P`/main.rs", "src/bin/a;b.rs",
                              "src/bin/my-tool.exe.rs"]):
        p.publish(f"file{n}", data=crate(f"file{n}", "", [(path, "fn main() {}\n")]))
        said = refused(p, f"file{n}")
        assert path in said and "Cargo.toml:1:2: error: " in said, said


def hostile_names_of_a_dependency_are_refused(t, program):
    p = ready(t, program)
    for n, name in enumerate(COMMANDS):
        dep, user = f"dep{n}", f"user{n}"
        data = crate(dep, f"[lib]\nname = {toml(name)}\npath = \"src/lib.rs\"\n", [("src/lib.rs", "")])
        p.publish(dep, data=data)
        locked = (f'dependencies = [\n "{dep}",\n]\n\n[[package]]\nname = "{dep}"\nversion = "1.0.0"\n'
                  'source = "registry+https://github.com/rust-lang/crates.io-index"\n'
                  f'checksum = "{projects.sha(data)}"\n')
        p.publish(user, deps=[dep], data=crate(user, f'[dependencies]\n{dep} = "1"\n',
                                               [("src/main.rs", "fn main() {}\n")], [locked]))
        said = refused(p, user)
        assert f"{dep}-1.0.0/Cargo.toml:6:8: error: " in said, said


def odd_names_that_cargo_builds_are_built(t, program):
    if not shutil.which("make"):
        print("SKIP odd_names_that_cargo_builds_are_built: there is no make here")
        return
    names = ["7z", "-a", "--help", "async", "crate", "Self", "_", "x" * 200, "½é日", "con"]
    p = ready(t, program)
    manifest = "".join(f'[[bin]]\nname = {toml(n)}\npath = "src/x.rs"\n' for n in names)
    p.publish("odd", data=crate("odd", manifest, [("src/x.rs", "fn main() { println!(\"hi\"); }\n")]))
    p.runs("import", "odd", "-o", p.out)
    done = subprocess.run(["make", "-s", "-C", p.out], env=p.env(), capture_output=True, text=True, timeout=600,
                          check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(os.listdir(f"{p.out}/build/bin")) == sorted(names)
    for n in names:
        said = subprocess.run([f"{p.out}/build/bin/{n}"], capture_output=True, text=True, check=True).stdout
        assert said == "hi\n", n
    folder = os.path.join(t.folder, "same")
    os.makedirs(folder + "/src")
    for path, text in (("Cargo.toml", f'[package]\nname = "odd"\nversion = "1.0.0"\nedition = "2021"\n{manifest}'),
                       ("src/x.rs", "fn main() {}\n")):
        with open(os.path.join(folder, path), "w", encoding="utf-8") as f:
            f.write(text)
    cargo = subprocess.run(["cargo", "build", "--offline", "-q", "--manifest-path", folder + "/Cargo.toml"],
                           env=p.env(), capture_output=True, text=True, check=False)
    assert cargo.returncode == 0, cargo.stderr
    made = os.listdir(os.path.join(t.folder, "target", "debug"))
    assert not set(names) - set(made), made


def a_script_may_name_a_binary_that_is_not_built(t, program):
    p = ready(t, program)
    script = 'fn main() { println!("cargo:rustc-link-arg-bin=my-tool.exe=-Wl,--as-needed"); }\n'
    p.publish("odd", data=crate("odd", '[[bin]]\nname = "my-tool.exe"\npath = "src/x.rs"\nrequired-features = ["f"]\n'
                                '[[bin]]\nname = "odd"\npath = "src/x.rs"\n[features]\nf = []\n',
                                [("src/x.rs", "fn main() {}\n"), ("build.rs", script)]))
    p.runs("import", "odd", "-o", p.out)
    done = subprocess.run(["make", "-s", "-C", p.out], env=p.env(), capture_output=True, text=True, timeout=600,
                          check=False)
    assert done.returncode == 0, done.stderr


def sources_are_no_options(t, program):
    """rustc reads `@x` as a file with arguments; cargo gives it the whole path of a published source."""
    p = ready(t, program)
    for name, path in (("at", "@x.rs"), ("dash", "-x.rs")):
        other = os.path.join(p.out, "PWN")
        p.publish(name, data=crate(name, f'[[bin]]\nname = "b"\npath = "{path}"\n', [
            (path, 'fn main() { println!("hi"); }\n'), ("x.rs", f"--print=cfg={other}\n")]))
        p.runs("import", name, "-o", f"{p.out}/{name}")
        done = subprocess.run(["make", "-s", "-C", f"{p.out}/{name}"], env=p.env(), capture_output=True, text=True,
                              timeout=600, check=False)
        assert done.returncode == 0 and not os.path.exists(other), done.stderr
        assert subprocess.check_output([f"{p.out}/{name}/build/bin/b"]) == b"hi\n"


def tests(program):
    return projects.tests(program, globals(), __name__)
