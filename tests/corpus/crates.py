# SPDX-License-Identifier: MIT OR Apache-2.0
"""The corpus: unpacked sources of published crates, with all that their locks name in a CARGO_HOME.

CORPUS names its folder (default: build/corpus). What is not there is fetched, by cargo alone, so
that what l4cargo does with it later is not assumed.
"""
import collections
import os
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
Crate = collections.namedtuple("Crate", "name version program profiles folder")


def corpus_folder():
    return os.path.abspath(os.environ.get("CORPUS", os.path.join(TOP, "build", "corpus")))


def crates():
    with open(os.path.join(HERE, "corpus.tsv"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            name, version, program, profiles = line.rstrip("\n").split("\t")
            folder = os.path.join(corpus_folder(), "src", f"{name}-{version}")
            yield Crate(name, version, program,
                        [] if profiles == "-" else profiles.split(","), folder)


def environment():
    """For every program the tests start: crates come from the corpus's CARGO_HOME."""
    env = {k: v for k, v in os.environ.items()
           if not k.startswith("CARGO_") and k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    env.update(CARGO_HOME=os.path.join(corpus_folder(), "cargo-home"), RUSTUP_TOOLCHAIN="stable",
               CARGO_TERM_COLOR="never", LC_ALL="C.UTF-8", SOURCE_DATE_EPOCH="1700000000")
    return env


def cargo(arguments, folder):
    subprocess.run(["cargo", "--quiet", *arguments], cwd=folder, env=environment(), check=True,
                   stdin=subprocess.DEVNULL)


def unpack(crate):
    """cargo unpacks a crate that something depends on."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/src")
        open(folder + "/src/lib.rs", "w", encoding="utf-8").close()
        with open(folder + "/Cargo.toml", "w", encoding="utf-8") as file:
            file.write('[package]\nname = "fetcher"\nversion = "0.0.0"\nedition = "2021"\n'
                       f'[dependencies]\nx = {{ package = "{crate.name}", '
                       f'version = "={crate.version}", default-features = false }}\n')
        cargo(["fetch"], folder)
    sources = os.path.join(environment()["CARGO_HOME"], "registry", "src")
    for registry in os.listdir(sources):
        found = os.path.join(sources, registry, f"{crate.name}-{crate.version}")
        if os.path.isdir(found):
            shutil.copytree(found, crate.folder, ignore=shutil.ignore_patterns(".cargo-ok"))
            return


def set_apart(folder):
    """A git repository of its own around the sources.

    Programs that ask git what they are built from would otherwise find the repository that they lie
    in, and their first build there touches its index: cargo and make then both build them again.
    The one commit is the same on every machine; the index is empty,
    so that git has nothing to refresh in it.
    """
    if os.path.exists(folder + "/.git"):
        return
    os.makedirs(folder, exist_ok=True)
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": "/dev/null"}
    for role in ("AUTHOR", "COMMITTER"):
        env.update({f"GIT_{role}_NAME": "l4cargo", f"GIT_{role}_EMAIL": "l4cargo@localhost",
                    f"GIT_{role}_DATE": "1700000000 +0000"})
    for command in (["init", "-q", "-b", "main"], ["commit", "-q", "--allow-empty", "-m", "corpus"],
                    ["read-tree", "--empty"]):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)


def is_fetched(crate):
    return os.path.exists(os.path.join(crate.folder, "Cargo.lock")) and subprocess.run(
        ["cargo", "--quiet", "fetch", "--locked", "--offline"], cwd=crate.folder,
        env=environment(), stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def provide(crate):
    """Unpacked and fetched; raises CalledProcessError without a network."""
    set_apart(os.path.dirname(crate.folder))
    if is_fetched(crate):
        return
    if not os.path.exists(os.path.join(crate.folder, "Cargo.lock")):
        os.makedirs(os.path.dirname(crate.folder), exist_ok=True)
        unpack(crate)
    manifest = os.path.join(crate.folder, "Cargo.toml")
    with open(manifest, "r+", encoding="utf-8") as file:
        if "\n[workspace]" not in "\n" + file.read():
            file.write("\n[workspace]\n")  # not a member of what is above this folder
    cargo(["fetch", "--locked"], crate.folder)
