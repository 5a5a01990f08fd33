# SPDX-License-Identifier: MIT OR Apache-2.0
"""A small workspace with every way by which a crate or a feature comes in, and the proof that the
lines which `l4cargo why` names are the cause: without one of them cargo has no such step.

workspace.py FOLDER: a fresh folder
"""
import os
import re
import shutil
import sys

import proof

FILES = {
    "Cargo.toml": """
[workspace]
members = ["top", "side"]
exclude = ["shared", "renamed", "low", "maybe", "helper", "checker", "on-unix", "on-windows", "two-1",
           "two-2"]
resolver = "RESOLVER"
[workspace.dependencies]
shared = { path = "shared", default-features = false, features = ["base"] }
""",
    "top/Cargo.toml": """
[dependencies]
shared = { workspace = true, features = ["more"] }
other = { package = "renamed", path = "../renamed", features = ["extra"] }
maybe = { path = "../maybe", optional = true }
two = { path = "../two-1" }
[build-dependencies]
helper = { path = "../helper" }
[dev-dependencies]
checker = { path = "../checker" }
[target.'cfg(unix)'.dependencies]
on-unix = { path = "../on-unix" }
[target.'cfg(windows)'.dependencies]
on-windows = { path = "../on-windows" }
[features]
default = ["weak", "use-maybe"]
weak = ["maybe?/loud"]
use-maybe = ["dep:maybe"]
""",
    "side/Cargo.toml": """
[dependencies]
shared = { workspace = true }
renamed = { path = "../renamed", default-features = false }
two2 = { package = "two", path = "../two-2" }
""",
    "shared/Cargo.toml": "\n[features]\nbase = []\nmore = [\"base\"]\n",
    "renamed/Cargo.toml": """
[dependencies]
low = { path = "../low" }
[features]
default = ["plain"]
plain = []
extra = ["low/deep"]
""",
    "low/Cargo.toml": "\n[features]\ndeep = [\"deeper\"]\ndeeper = []\nhost = []\n",
    "maybe/Cargo.toml": "\n[features]\nloud = []\n",
    "helper/Cargo.toml": "\n[dependencies]\nlow = { path = \"../low\", features = [\"host\"] }\n",
    "checker/Cargo.toml": "", "on-unix/Cargo.toml": "", "on-windows/Cargo.toml": "",
    "two-1/Cargo.toml": "", "two-2/Cargo.toml": "",
}
ASKED = ["shared", "shared/base", "shared/more", "renamed/extra", "renamed/plain", "low", "low/deep",
         "low/deeper", "low/host", "maybe", "maybe/loud", "two", "two@1.0.0", "two@2.0.0", "helper",
         "checker", "on-unix"]


def make(folder, resolver):
    for name, text in FILES.items():
        crate = os.path.dirname(name)
        path = os.path.join(folder, name)
        os.makedirs(os.path.join(os.path.dirname(path), "src"), exist_ok=True)
        if crate:
            version = "2.0.0" if crate == "two-2" else "1.0.0"
            name = "two" if crate.startswith("two-") else crate
            text = f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2021"\n' + text
            with open(os.path.join(folder, crate, "src", "lib.rs"), "w", encoding="utf-8"):
                pass
        if crate == "top":
            with open(os.path.join(folder, crate, "build.rs"), "w", encoding="utf-8"):
                pass
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace("RESOLVER", resolver))
    status, _, error = proof.ask(["cargo", "generate-lockfile", "--offline"], folder)
    assert status == 0, error


def without(folder, place):
    """A copy of the workspace without the line; a feature stays, but enables nothing."""
    copy = folder + ".copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    path = os.path.join(copy, place[0])
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    line = lines[int(place[1]) - 1]
    feature = re.match(r"([\w-]+) = \[", line)
    lines[int(place[1]) - 1] = f"{feature[1]} = []" if feature else ""
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    status, _, error = proof.ask(["cargo", "generate-lockfile", "--offline"], copy)
    return copy if status == 0 else error


def main():
    folder, bad, lines = sys.argv[1], 0, 0
    for resolver in "21":
        shutil.rmtree(folder, ignore_errors=True)
        make(folder, resolver)
        for operand in ASKED:
            try:
                wanted, edges, roots, mine, ways = proof.check(folder, ["--workspace"], operand)
                theirs = set().union(*[proof.shortest(edges, roots, w) for w in wanted])
                assert theirs <= mine, ("not said", theirs - mine)
                for nodes, places in ways:
                    for at, place in places:
                        step = proof.plain(nodes[at - 1]), proof.plain(nodes[at])
                        copy = without(folder, place)
                        if not os.path.isdir(copy):  # other lines name it
                            assert place[3].split(" ")[0] in copy, (place, copy)
                            continue
                        crate = step[1][0]
                        after = proof.edges_of(copy, ["--workspace"], crate, "/" in operand)[0]
                        assert step[1] not in after[step[0]], ("still there", step, place)
                        lines += 1
                print(f"ok - resolver {resolver}: why {operand}: {len(ways)} ways")
            except AssertionError as why:
                print(f"not ok - resolver {resolver}: why {operand}: {why}")
                bad += 1
    print(f"# {lines} lines were taken out of a copy each")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
