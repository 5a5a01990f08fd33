# SPDX-License-Identifier: MIT OR Apache-2.0
"""A generated workspace: packages from many registries, which depend on a few of those before."""
import hashlib
import json
import os
import random

SOURCES = 60
MEMBERS = 12


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def checksum(name):
    return hashlib.sha256(name.encode()).hexdigest()


def index_url(source):
    return f"sparse+https://registry{source}.invalid/index/"


class Generated:
    """`count` packages, the same ones each time."""

    def __init__(self, folder, count):
        self.folder, self.dice = folder, random.Random(count)
        self.packages = []  # name, source, names of dependencies
        for number in range(count - MEMBERS):
            before = self.packages[-400:]
            deps = self.dice.sample(before, min(len(before), self.dice.randint(1, 5)))
            self.packages.append((f"crate-{number:05}", number % SOURCES, deps))

    def dependency_lines(self, deps):
        return "".join(f'{name} = {{ version = "1.2"'
                       f', registry = "r{of}"'
                       + (', features = ["extra"]' if self.dice.random() < 0.3 else "") + " }\n"
                       for name, of, _ in deps)

    def publish(self, name, source, deps):
        folder = f"{self.folder}/registry{source}/{name}-1.2.3"
        script = self.dice.random() < 0.1
        put(folder + "/Cargo.toml",
            f'[package]\nname = "{name}"\nversion = "1.2.3"\nedition = "2021"\n'
            f'build = {json.dumps("build.rs" if script else False)}\n'
            'autobins = false\nautoexamples = false\nautotests = false\nautobenches = false\n'
            '[lib]\npath = "src/lib.rs"\n[features]\ndefault = ["std"]\nstd = []\nextra = ["std"]\n'
            "[dependencies]\n" + self.dependency_lines(deps))
        put(folder + "/src/lib.rs", "")
        if script:
            put(folder + "/build.rs", "fn main() {}\n")
        put(folder + "/.cargo-checksum.json",
            json.dumps({"files": {}, "package": checksum(name)}))

    def members(self):
        """Their dependencies: together they lead to every package."""
        used = {name for _, _, deps in self.packages for name, _, _ in deps}
        tops = [p for p in self.packages if p[0] not in used]
        for number in range(MEMBERS):
            yield f"member-{number:02}", tops[number::MEMBERS]

    def configure(self):
        config = ""
        for source in range(SOURCES):
            config += (f'[registries.r{source}]\nindex = "{index_url(source)}"\n'
                       f'[source.r{source}]\nregistry = "{index_url(source)}"\n'
                       f'replace-with = "folder{source}"\n'
                       f'[source.folder{source}]\ndirectory = "registry{source}"\n')
        put(self.folder + "/.cargo/config.toml", config)

    def lock(self, members):
        text = "version = 4\n"
        entries = [(name, of, deps) for name, of, deps in self.packages]
        entries += [(name, None, deps) for name, deps in members]
        for name, source, deps in sorted(entries, key=lambda e: e[0]):
            text += f'\n[[package]]\nname = "{name}"\nversion = "1.2.3"\n'
            if source is not None:
                text += f'source = "{index_url(source)}"\nchecksum = "{checksum(name)}"\n'
            if deps:
                text += "dependencies = [\n"
                text += "".join(f' "{d}",\n' for d in sorted(name for name, _, _ in deps)) + "]\n"
        put(self.folder + "/Cargo.lock", text)

    def write(self):
        for name, source, deps in self.packages:
            self.publish(name, source, deps)
        members = list(self.members())
        for name, deps in members:
            put(f"{self.folder}/{name}/Cargo.toml",
                f'[package]\nname = "{name}"\nversion = "1.2.3"\nedition = "2021"\n'
                "[dependencies]\n" + self.dependency_lines(deps))
            put(f"{self.folder}/{name}/src/main.rs", "fn main() {}\n")
        put(self.folder + "/Cargo.toml",
            '[workspace]\nmembers = ["member-*"]\nresolver = "2"\n')
        self.configure()
        self.lock(members)
