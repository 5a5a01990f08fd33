# SPDX-License-Identifier: MIT OR Apache-2.0
"""Vendored trees of the corpus beside `cargo vendor`'s: vendor.py [CRATE]...

The trees and the printed configuration are to be the same, byte for byte; and cargo is to read the
whole of what `--target` and `--archives` make, offline, with the lock file as it is.
"""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import crates  # noqa: E402

L4CARGO = os.path.abspath(os.environ.get("L4CARGO", os.path.join(crates.TOP, "build", "l4cargo")))


def run(command, folder, env=None):
    return subprocess.run(command, cwd=folder, env=env or crates.environment(), check=False,
                          stdin=subprocess.DEVNULL, capture_output=True)


def vendor(program, crate, folder, *more):
    """Into `folder`/vendor; the configuration that is printed, or None and what went wrong."""
    os.makedirs(folder, exist_ok=True)
    result = run([program, "vendor", "--locked", "--offline", "--manifest-path",
                  crate.folder + "/Cargo.toml", *more], folder)
    return (result.stdout, "") if result.returncode == 0 else (None, result.stderr.decode())


def same_as_cargo(crate, work):
    theirs, why = vendor("cargo", crate, work + "/theirs")
    if theirs is None:
        return "cargo: " + why
    ours, why = vendor(L4CARGO, crate, work + "/ours")
    if ours is None:
        return why
    if ours != theirs:
        return f"the configuration differs:\n{theirs}\n{ours}"
    differences = run(["diff", "-r", work + "/theirs", work + "/ours"], work)
    shutil.rmtree(work + "/theirs")
    shutil.rmtree(work + "/ours")
    return differences.stdout.decode(errors="replace")


def read_by_cargo(crate, work, *more):
    """A copy of the project without its home: what cargo has against it."""
    project = work + "/project"
    shutil.copytree(crate.folder, project, symlinks=True,
                    ignore=shutil.ignore_patterns("target", ".cargo"))
    config, why = vendor(L4CARGO, crate, project, *more)
    if config is None:
        return why
    os.mkdir(project + "/.cargo")
    with open(project + "/.cargo/config.toml", "wb") as file:
        file.write(config)
    with open(crate.folder + "/Cargo.lock", "rb") as file:
        lock = file.read()
    env = dict(crates.environment(), CARGO_HOME=work + "/home")
    result = run(["cargo", "metadata", "--quiet", "--format-version=1", "--locked", "--offline"],
                 project, env)
    with open(project + "/Cargo.lock", "rb") as file:
        untouched = file.read() == lock
    shutil.rmtree(project)
    shutil.rmtree(work + "/home", ignore_errors=True)
    if result.returncode:
        return result.stderr.decode()
    return "" if untouched else "Cargo.lock was changed"


def checks(crate):
    """Pairs of a fact and what is wrong with it."""
    with tempfile.TemporaryDirectory() as work:
        yield "vendored as cargo does it", same_as_cargo(crate, work)
        yield "stubs that cargo accepts", read_by_cargo(crate, work, "--target",
                                                        "x86_64-unknown-l4re-uclibc")
        yield "archives that cargo accepts", read_by_cargo(crate, work, "--archives")


def main():
    bad = 0
    for crate in crates.crates():
        if sys.argv[1:] and crate.name not in sys.argv[1:]:
            continue
        crates.provide(crate)
        for fact, wrong in checks(crate):
            print(f"{'not ok' if wrong else 'ok'} - {crate.name}: {fact}", flush=True)
            print("".join(f"# {line}\n" for line in wrong.splitlines()[:40]), end="")
            bad += bool(wrong)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
