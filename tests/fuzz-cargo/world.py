# SPDX-License-Identifier: MIT OR Apache-2.0
"""Random cases: small workspaces over all of cargo's grammar, nearly all of which cargo accepts."""
import re

import locks
import mistakes
import repos
import selections
import settings
from grammar import (EDITIONS, LOCAL, PUBLISHED, VERSIONS, Dice, Package, fill, known_features, location, relative)


def publish(d):
    """Packages of one or two registries, some in several versions."""
    made = []
    for name in PUBLISHED[:d.randint(0, len(PUBLISHED))]:
        for version in d.sample(VERSIONS, d.choice([1, 1, 2, 3])):
            p = Package(name, version, d.choice(EDITIONS))
            p.source = "alt" if d.chance(0.15) else "vendor"
            files = []
            others = [q for q in made if q.name != name and (q.lib or d.chance(0.1))]
            fill(d, p, files, others, {})
            p.files = files
            made.append(p)
        agree(d, [p for p in made if p.name == name])
    return made


def agree(d, versions):
    """Which version will be taken is cargo's to say: most features are those of all."""
    for p in versions:
        p.common = [f for f in p.features if all(f in q.features for q in versions) or d.chance(0.01)]


REPOS = {"g0": ["m-one", "m2"], "g1": ["gg"]}
REFS = [({}, "refs/heads/main"), ({"branch": "main"}, "refs/heads/main"), ({"branch": "dev"}, "refs/heads/dev"),
        ({"tag": "v1"}, "refs/tags/v1"), ({"rev": "refs/tags/v1"}, "refs/tags/v1"), ({"rev": ""}, "refs/heads/main")]


def commit_of(d, repo, names, others):
    """A commit with a package or several, and those."""
    made, manifests, files = [], {}, []
    top = d.choice(["", "pkgs/"])
    for i, name in enumerate(names):
        p = Package(name, d.choice(VERSIONS), d.choice(EDITIONS))
        p.source, p.repo, p.url = "git", repo, f"file://@ROOT@/repos/{repo[0]}"
        p.folder = top + name if i or top or len(names) > 1 else "."
        p.files = []
        fill(d, p, p.files, [q for q in made + others if q.lib], {})
        manifests[p.folder] = p.manifest
        files += [f"{p.folder}/{f}" if p.folder != "." else f for f in p.files]
        made.append(p)
    return made, manifests, files


def from_git(d, published, kept):
    """Packages of git repositories: local ones, by branch, tag or commit."""
    found = []
    if not d.chance(0.3):
        return found
    for name, names in REPOS.items():
        for keys, ref in d.sample(REFS, d.choice([0, 1, 1, 1, 2])):
            if any(ref in c["refs"] for c in kept.get(name, [])):
                continue
            keys = dict(keys)
            made, manifests, files = commit_of(d, (name, keys), names[:d.randint(1, 2)], published)
            commit = {"refs": sorted({ref, "refs/heads/main"} if name not in kept else {ref}),
                      "manifests": manifests, "files": sorted(set(files))}
            kept.setdefault(name, []).append(commit)
            if "rev" in keys and not keys["rev"]:
                keys["rev"] = repos.commit_name(commit)[:d.choice([40, 40, 8])]
            found += made
    return found


class World:
    def __init__(self, d):
        self.d = d
        self.published, self.repos = publish(d), {}
        self.gits = from_git(d, self.published, self.repos)
        self.locals, self.manifests, self.files = [], {}, []
        self.shared = {}
        self.top = "ws"
        self.virtual = d.chance(0.4)
        self.alone = not self.virtual and d.chance(0.15)
        self.root = {"workspace": {}} if not self.alone else {}

    def everything(self):
        return self.locals + self.published + self.gits

    def folder(self, name, index):
        if index == 0 and not self.virtual:
            return self.top
        if self.alone or self.d.chance(0.08):
            return "ext/" + name
        return self.top + "/" + self.d.choice([name, "crates/" + name, "deep/er/" + name])

    def share(self):
        """[workspace.dependencies] and [workspace.package]."""
        d, table = self.d, self.root.get("workspace")
        if table is None:
            return
        deps = {}
        for q in d.few(self.published + self.gits, 4):
            dep = location(d, Package("", "", "2021"), q)
            if d.chance(0.3):
                dep["default-features"] = False
            if known_features(q) and d.chance(0.4):
                dep["features"] = d.few(known_features(q), 2)
            if q.name not in deps:
                deps[q.name] = dep["version"] if list(dep) == ["version"] else dep
                self.shared[q.name] = q
        if deps:
            table["dependencies"] = deps
        table["package"] = {"version": "0.5.0", "edition": d.choice(EDITIONS), "authors": ["x"]}
        table["lints"] = {"rust": {"unused": "warn"}}

    def local(self, name, index):
        d = self.d
        p = Package(name, d.choice(VERSIONS), d.choice(EDITIONS))
        p.folder = self.folder(name, index)
        files = []
        member = self.root.get("workspace") is not None and p.folder.startswith(self.top)
        shared = self.shared if member else {}
        others = [q for q in self.everything() if q.lib or d.chance(0.1)]
        fill(d, p, files, others, shared)
        if member:
            self.inherit(p)
        self.files += [f"{p.folder}/{f}" for f in files]
        self.locals.append(p)
        return p

    def inherit(self, p):
        d, package = self.d, p.manifest["package"]
        given = self.root["workspace"]["package"]
        for key in ("version", "edition", "authors"):
            if d.chance(0.12) and not (key == "edition" and "2024" in (given[key], p.edition)):
                package[key] = {"workspace": True}
                if key != "authors":
                    setattr(p, key, given[key])
        if d.chance(0.05):
            p.manifest["lints"] = {"workspace": True}

    def dev_cycles(self):
        """Development dependencies may lead back, even to the package itself."""
        d = self.d
        for p in self.locals:
            if not d.chance(0.15):
                continue
            q = d.choice(self.locals)
            if p.deps.get(q.name, q) is not q or not q.lib:
                continue
            if q is p and d.chance(0.5):
                continue
            dep = {"path": relative(p.folder, q.folder)}
            if q.features and d.chance(0.6):
                dep["features"] = d.few(q.features, 2)
            p.manifest.setdefault("dev-dependencies", {})[q.name] = dep
            p.deps.setdefault(q.name, q)

    def members(self):
        d, table = self.d, self.root.get("workspace")
        if table is None:
            return
        inside = [p.folder[len(self.top) + 1:] for p in self.locals
                  if p.folder.startswith(self.top + "/")]
        entries = []
        if any(f.startswith("crates/") for f in inside) and d.chance(0.6):
            entries.append("crates/*")
        entries += [f for f in inside if not ("crates/*" in entries and f.startswith("crates/"))
                    and d.chance(0.98)]
        self.outside(entries)
        if entries or d.chance(0.5):
            table["members"] = entries
        if d.chance(0.1) and inside:
            table["exclude"] = [d.choice(inside)]
        self.find_members(entries, table.get("exclude", []))
        if d.chance(0.15) and entries:
            table["default-members"] = d.some(entries, 0.6)
        if d.chance(0.6):
            table["resolver"] = d.choice(["1", "2", "2", "3"])

    def outside(self, entries):
        """Members that are not below the root must say so themselves."""
        d, named = self.d, set()
        for p in self.locals:
            if p.folder.startswith("ext/") and (d.chance(0.1) or not entries and self.virtual):
                entries.append("../" + p.folder)
                if d.chance(0.97):
                    p.manifest["package"]["workspace"] = relative(p.folder, self.top)

    def find_members(self, entries, excluded):
        """As cargo does: those listed, and path dependencies below the root."""
        inside = {p.folder: p for p in self.locals}
        listed = [p for f, p in inside.items() if f == self.top or relative(self.top, f) in entries
                  or "crates/*" in entries and f.startswith(self.top + "/crates/")]
        out = [f"{self.top}/{e}" for e in excluded]
        found, queue = [], list(listed)
        while queue:
            p = queue.pop()
            if p in found or p.source is not None:
                continue
            if p not in listed and (not p.folder.startswith(self.top + "/") or p.folder in out):
                continue
            if p in listed and p.folder in out and relative(self.top, p.folder) not in entries:
                continue
            found.append(p)
            queue += p.deps.values()
        self.inside = sorted(found, key=lambda p: p.folder)

    def resolver(self):
        """1, 2 or 3"""
        package = self.root.get("package", {})
        said = self.root.get("workspace", {}).get("resolver") or package.get("resolver")
        editions = {"2021": "2", "2024": "3"}
        return int(said or editions.get(self.locals[0].edition if package else "", "1"))

    def case(self):
        d = self.d
        self.kind = "directory" if d.chance(0.85) else "local-registry"
        self.share()
        for index, name in enumerate(LOCAL[:d.choice([1, 2, 3, 4, 5, 6, 8])]):
            p = self.local(name, index)
            if p.folder == self.top:
                p.manifest = {**p.manifest, **self.root}
                self.root = p.manifest
            self.manifests[p.folder] = p.manifest
        self.manifests.setdefault(self.top, self.root)
        self.dev_cycles()
        self.inside = self.locals[:1]
        self.members()
        if self.alone and d.chance(0.5):
            self.root["package"]["resolver"] = d.choice(["1", "2", "3"])
        self.inside = self.inside or self.locals[:1]
        configs = settings.config(d, self)
        if d.chance(0.4):
            self.root["profile"] = settings.profiles(d, self)
        return {"top": self.top, "manifests": self.manifests, "files": sorted(set(self.files)),
                "configs": configs, "sources": {"vendor": self.kind, "alt": "directory"},
                "published": [{"name": p.name, "version": p.version, "source": p.source,
                               "manifest": p.manifest, "files": sorted(set(p.files))}
                              for p in self.published], "repos": self.repos,
                "lock_edits": locks.edits(d), "edits": mistakes.edits(d, self),
                "runs": selections.runs(d, self, configs)}


def random_case(seed):
    d = Dice(seed)
    return World(d).case()
