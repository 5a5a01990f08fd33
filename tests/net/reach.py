# SPDX-License-Identifier: MIT OR Apache-2.0
"""Published crates whose manifests name folders and files of the user's."""
import os
import subprocess

import names
import projects

MARK = "SECRET-OF-THE-USER"


def ready(t, program):
    """Beside what an import makes: a package and a workspace of the user's, and a file."""
    p = names.ready(t, program)
    p.secret = os.path.join(t.folder, "secret")
    for path, text in (("Cargo.toml", f'[package]\nname = "secret"\nversion = "1.0.0"\nedition = "2021"\n'
                        f'license = "{MARK}"\n[workspace]\nmembers = ["evil"]\n[workspace.package]\n'
                        f'description = "{MARK}"\nlicense = "{MARK}"\n[workspace.dependencies]\n'
                        f'secret = {{ path = "." }}\n'),
                       ("src/lib.rs", ""), ("file.txt", MARK + "\n")):
        full = os.path.join(p.secret, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(text)
    return p


def tells_nothing(p, name, *command):
    """What it prints and writes has nothing of the user's file."""
    done = p.command(p.program, command + (name,), {})
    made = b"".join(projects.tree(p.out).values()) if os.path.isdir(p.out) else b""
    assert MARK not in done.stdout + done.stderr and MARK.encode() not in made, (name, command, done.stdout, done.stderr)
    return done


MAIN = ("src/main.rs", "fn main() {}\n")


def path_dependencies_are_of_the_registry(t, program):
    """As for `cargo install`: a path means nothing in a registry."""
    p = ready(t, program)
    tables = {"plain": '[dependencies]\nsecret = {{ path = "{0}" }}\n',
              "version": '[dependencies]\nsecret = {{ path = "{0}", version = "1" }}\n',
              "renamed": '[dependencies]\nx = {{ path = "{0}", package = "secret" }}\n',
              "platform": "[target.'cfg(unix)'.dependencies]\nsecret = {{ path = \"{0}\" }}\n",
              "script": '[build-dependencies]\nsecret = {{ path = "{0}" }}\n',
              "dotted": '[dependencies]\nsecret.path = "{0}"\n'}
    for name, table in tables.items():
        p.publish(name, data=names.crate(name, table.format(p.secret), [MAIN, ("build.rs", MAIN[1])]))
        done = tells_nothing(p, name, "import", "-o", p.out)
        assert done.returncode == 1 and p.secret not in done.stderr.replace(f'"{p.secret}"', ""), (name, done.stderr)
        assert "secret" in done.stderr, (name, done.stderr)
    p.publish("secret", version="1.0.7")
    for name in tables:
        out = f"{p.out}/{name}"
        p.runs("import", name, "-o", out)
        assert os.path.isdir(f"{out}/secret-1.0.7"), os.listdir(out)
    done = p.command("cargo", ["install", "version", "--root", p.out + "/cargo", "--config",
                               'source.crates-io.replace-with="my"', "--config",
                               f'source.my.registry="sparse+{t.index}"'], {})
    assert done.returncode == 0 and "Compiling secret v1.0.7" in done.stderr, done.stderr


def dependencies_of_dependencies_are_of_the_registry(t, program):
    p = ready(t, program)
    p.publish("between", deps=["secret"], data=names.crate(
        "between", f'[dependencies]\nsecret = {{ path = "{p.secret}" }}\n', [("src/lib.rs", "")]))
    p.publish("top", deps=["between"], data=names.crate("top", '[dependencies]\nbetween = "1"\n', [MAIN]))
    done = tells_nothing(p, "top", "import", "-o", p.out)
    assert done.returncode == 1, done.stderr
    p.publish("secret", version="1.0.7")
    p.runs("import", "top", "-o", p.out)
    assert os.path.isdir(f"{p.out}/secret-1.0.7")


def repositories_of_this_machine_are_not_cloned(t, program):
    p = ready(t, program)
    for command in (["init", "-q"], ["add", "-A"],
                    ["-c", "user.name=u", "-c", "user.email=u@host.invalid", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", p.secret, *command], check=True, env=p.env())
    url = f'git = "file://{p.secret}"'
    for name, table in (("plain", f"[dependencies]\nsecret = {{ {url} }}\n"),
                        ("tests", f'[dev-dependencies]\nsecret = {{ version = "1", {url} }}\n'),
                        ("patch", f'[dependencies]\nsecret = "1"\n[patch.crates-io]\nsecret = {{ {url} }}\n')):
        p.publish(name, data=names.crate(name, table, [MAIN]))
        done = tells_nothing(p, name, "import", "-o", p.out)
        assert done.returncode == 1 and "a git repository of this machine" in done.stderr, done.stderr
    p.publish("between", deps=["secret"], data=names.crate(
        "between", f"[dependencies]\nsecret = {{ {url} }}\n", [("src/lib.rs", "")]))
    p.publish("top", deps=["between"], data=names.crate("top", '[dependencies]\nbetween = "1"\n', [MAIN]))
    done = tells_nothing(p, "top", "import", "-o", p.out)
    assert done.returncode == 1, done.stderr


def patches_do_not_lead_out(t, program):
    p = ready(t, program)
    p.publish("secret", version="1.0.0")
    dep = '[dependencies]\nsecret = "1"\n'
    for name, table in (("patch", f'[patch.crates-io]\nsecret = {{ path = "{p.secret}" }}\n'),
                        ("replace", f'[replace]\n"secret:1.0.0" = {{ path = "{p.secret}" }}\n')):
        p.publish(name, data=names.crate(name, dep + table, [MAIN]))
        done = tells_nothing(p, name, "import", "-o", f"{p.out}/{name}")
        made = projects.tree(f"{p.out}/{name}/secret-1.0.0")["Makefile"].decode()
        assert done.returncode == 0 and "RS_SRCDIR     = $(RS_STORE)/" in made, done.stderr


def workspaces_of_others_are_not_read(t, program):
    p = ready(t, program)
    for name, table in (("members", f'[workspace]\nmembers = ["{p.secret}", "../../../../../secret"]\n'),
                        ("pointer", f'[package]\nworkspace = "{p.secret}"\ndescription.workspace = true\n'),
                        ("inherit", f'[package]\nworkspace = "{p.secret}"\n[dependencies]\nsecret.workspace = true\n'),
                        ("above", '[package]\nlicense.workspace = true\n')):
        table = table.removeprefix("[package]\n")
        p.publish(name, data=names.crate(name, table, [MAIN]))
        done = tells_nothing(p, name, "import", "-o", f"{p.out}/{name}")
        assert (done.returncode == 0) == (name == "members"), (name, done.stderr)
        tells_nothing(p, name, "licenses", "--texts")


def texts_of_licences_are_the_crates_own(t, program):
    p = ready(t, program)
    file = os.path.join(p.secret, "file.txt")
    way = "../" * 12 + file.lstrip("/")
    for n, path in enumerate([file, way]):
        for name, deps in ((f"own{n}", ()), (f"dep{n}", ())):
            p.publish(name, data=names.crate(name, f'license-file = "{path}"\nreadme = "{path}"\n'
                                             f'include = ["{path}"]\n', [MAIN, ("src/lib.rs", "")]))
        p.publish(f"user{n}", data=names.crate(f"user{n}", f'license-file = "LICENSE"\n[dependencies]\ndep{n} = "1"\n',
                                               [MAIN, ("LICENSE", "mine\n")]))
        for name in (f"own{n}", f"user{n}"):
            for command in (["licenses", "--texts"], ["sbom"], ["sbom", "--format", "cyclonedx"],
                            ["import", "-o", f"{p.out}/{name}"]):
                done = tells_nothing(p, name, *command)
                assert done.returncode == 0, (command, done.stderr)
        assert "mine" in tells_nothing(p, f"user{n}", "licenses", "--texts").stdout


def tests(program):
    return projects.tests(program, globals(), __name__)
