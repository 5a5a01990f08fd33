#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compares merged configuration with cargo's own on made-up hierarchies.

config.py [COUNT [SEED]]: makes COUNT trees of configuration files with includes, --config
arguments and environment variables, and asks both `cargo config get` (an unstable command) and
build/tests/config-dump for the whole and for some keys. Prints the differing cases and totals.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

SCALARS = ['"a"', '"b c"', '"true"', "true", "false", "1", "-7", '""', "'x/y'"]
KEYS = ["build.jobs", "build.rustflags", "build.target", "install.root", "doc.x", "paths",
        "profile.dev.opt-level", "profile.dev.package.foo.debug", "env.FOO", "env.BAR.value",
        "target.x86_64-unknown-linux-gnu.linker", "target.x86_64-unknown-linux-gnu.runner",
        "target.thumbv8m.base-none-eabi.rustflags", "target.'cfg(unix)'.rustflags",
        "source.crates-io.replace-with", "registries.my-reg.index", "alias.b", "x.y.z", "x.y", "x"]
ENV = ["CARGO_BUILD_JOBS", "CARGO_BUILD_RUSTFLAGS", "CARGO_INSTALL_ROOT", "CARGO_DOC_X",
       "CARGO_PROFILE_DEV_OPT_LEVEL", "CARGO_REGISTRIES_MY_REG_INDEX",
       "CARGO_TARGET_THUMBV8M_BASE_NONE_EABI_RUSTFLAGS",
       "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER", "CARGO_X_Y_Z", "CARGO_PATHS"]
ASKED = [key for key in KEYS if "'" not in key]


def value(rng, key, kinds):
    """Kinds mostly agree within a case, so that not every case is a type clash."""
    if rng.random() < 0.03 or key not in kinds:
        kinds[key] = rng.random() < (0.7 if key.endswith(("flags", "runner", "paths", "target")) else 0.1)
    if kinds[key]:
        return "[" + ", ".join(f'"{rng.choice("abcdef")}{rng.randrange(9)}"' for _ in range(rng.randrange(3))) + "]"
    if rng.random() < 0.01:
        return "1.5"
    return rng.choice(SCALARS)


def document(rng, kinds, includes):
    lines, used = [], set()
    if includes and rng.random() < 0.5:
        items = []
        for _ in range(rng.randrange(1, 3)):
            name = rng.choice(includes)
            items.append(rng.choice([f'"{name}"', f'{{path="{name}", optional=true}}', '{path="absent.toml", optional=true}']))
        lines.append("include = [" + ", ".join(items) + "]")
    for key in rng.sample(KEYS, rng.randrange(1, 7)):
        if any(key.startswith(other + ".") or other.startswith(key + ".") or key == other for other in used):
            continue
        if key in ("x.y", "x") and rng.random() < 0.8:
            continue
        used.add(key)
        lines.append(f"{key} = {value(rng, key, kinds)}")
    return "\n".join(lines) + "\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def make_case(rng, root):
    """Files below `root`; returns working directory, extra environment, --config arguments."""
    kinds = {}
    cwd = os.path.join(root, "a", "b")
    os.makedirs(cwd)
    for folder in ("a/b/.cargo", "a/.cargo", ".cargo", "home"):
        if rng.random() < 0.3:
            continue
        for name in ("one.toml", "two.toml"):
            write(f"{root}/{folder}/{name}", document(rng, kinds, ["two.toml"] if name == "one.toml" else []))
        write(f"{root}/{folder}/config.toml", document(rng, kinds, ["one.toml", "two.toml"]))
    flags = []
    for i in range(rng.choice([0, 0, 1, 2])):
        if rng.random() < 0.3:
            write(f"{cwd}/flags{i}.toml", document(rng, kinds, []))
            flags.append(f"flags{i}.toml")
        else:
            key = rng.choice(KEYS)
            flags.append(f"{key}={value(rng, key, kinds)}")
    env = {name: rng.choice(["a b", "1", "true", "x", "", "-5", "+3"]) for name in ENV if rng.random() < 0.15}
    return cwd, env, flags


def run(argv, cwd, env):
    done = subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode and os.environ.get("VERBOSE"):
        print(done.stderr)
    return json.loads(done.stdout) if done.returncode == 0 else None


def compare(cargo, ours, case, home):
    cwd, extra, flags = case
    env = {k: v for k, v in os.environ.items() if not k.startswith("CARGO")}
    env.update(extra, CARGO_HOME=home, RUSTC_BOOTSTRAP="1")
    given = [arg for flag in flags for arg in ("--config", flag)]
    bad = []
    for key in [None] + ASKED:
        theirs = run([cargo, "-Zunstable-options", *given, "config", "get", "--format", "json-value"] + ([key] if key else []), cwd, env)
        mine = run([ours, *given] + ([key] if key else []), cwd, env)
        if theirs != mine:
            bad.append((key, theirs, mine))
        if key is None and theirs is None:
            break
    return bad


def undecided(key, theirs, mine):
    """Cargo 1.95 joins or replaces lists of runners by the order of a hash table."""
    if key or not theirs:
        return bool(key) and key.endswith("runner")
    for v in (theirs, mine or {}):
        for target in v.get("target", {}).values():
            if isinstance(target, dict):
                target.pop("runner", None)
    return theirs == mine


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    ours = os.path.abspath(os.environ.get("CONFIG_DUMP", "build/tests/config-dump"))
    cargo = os.environ.get("CARGO") or subprocess.run(
        ["rustup", "which", "cargo"], capture_output=True, text=True).stdout.strip() or "cargo"
    failed = refused = 0
    for n in range(seed, seed + count):
        root = tempfile.mkdtemp(prefix="config-")
        case = make_case(random.Random(n), root)
        bad = [b for b in compare(cargo, ours, case, f"{root}/home") if not undecided(*b)]
        if bad:
            failed += 1
            print(f"seed {n}: {case[1]} {case[2]}")
            for key, theirs, mine in bad:
                print(f"  {key or 'everything'}\n    cargo {json.dumps(theirs, sort_keys=True)}\n    ours  {json.dumps(mine, sort_keys=True)}")
        shutil.rmtree(root)
    print(f"{count - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
