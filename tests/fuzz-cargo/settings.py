# SPDX-License-Identifier: MIT OR Apache-2.0
"""What stands beside the packages: profiles, patches, overrides, configuration."""
import copy

from case import ALT
from grammar import Package, relative, EDITIONS
import selections


def profile(d, world, nested=True):
    choices = {"opt-level": [0, 1, 2, 3, "s", "z"], "debug": [0, 1, 2, True, False, "none",
               "line-tables-only", "limited", "full"], "codegen-units": [1, 16],
               "debug-assertions": [True, False], "overflow-checks": [True, False],
               "incremental": [True, False], "strip": [True, False, "none", "symbols", "debuginfo"]}
    if nested:
        choices.update({"lto": [True, False, "thin", "fat", "off"], "panic": ["abort", "unwind"],
                        "rpath": [True, False], "split-debuginfo": ["packed", "unpacked"]})
    table = {key: d.choice(choices[key]) for key in d.some(choices, 0.15)}
    if nested and d.chance(0.3):
        table["build-override"] = profile(d, world, False)
    if nested and d.chance(0.35):
        table["package"] = {overridden(d, world): profile(d, world, False)
                            for _ in range(d.randint(1, 2))}
    return table


def overridden(d, world):
    every = world.everything()
    if d.chance(0.3):
        return "*"
    q = d.choice(every)
    return q.name if d.chance(0.7) else f"{q.name}@{q.version.split('+')[0]}"


def profiles(d, world):
    table = {name: profile(d, world) for name in d.some(["dev", "release", "test", "bench"], 0.25)}
    if d.chance(0.15):
        table["fast"] = dict(profile(d, world), inherits=d.choice(["release", "dev"]))
        if d.chance(0.4):
            table["faster"] = dict(profile(d, world), inherits="fast")
    return table


def twin(d, world, q, folder):
    """A package in place of `q`."""
    p = Package(q.name, q.version, d.choice(EDITIONS))
    p.manifest["features"] = {f: [] for f in q.features}
    return p, ["src/lib.rs"] + d.some(["build.rs"], 0.3)


def origin(q):
    return q.url if q.source == "git" else "crates-io" if q.source == "vendor" else "alt"


def patches(d, world):
    """[patch] or [replace] in the root, or [patch] in the configuration."""
    every = world.published + world.gits
    if not every or not d.chance(0.2):
        return {}
    q = d.choice(every)
    folder = d.choice(["patched/", world.top + "/patched/"]) + q.name
    p, files = twin(d, world, q, folder)
    if d.chance(0.3):
        commit = {"refs": ["refs/heads/main"], "manifests": {".": p.manifest}, "files": files}
        world.repos["patch"] = [commit]
        entry = {"git": "file://@ROOT@/repos/patch"}
    else:
        if d.chance(0.3):
            p.manifest["workspace"] = {}
        world.files += [f"{folder}/{f}" for f in files]
        world.manifests[folder] = p.manifest
        entry = {"path": relative(world.top, folder)}
    if q.source == "vendor" and d.chance(0.15):
        world.root["replace"] = {f"{q.name}:{q.version}": entry}
        return {}
    key = q.name
    if d.chance(0.2):
        key, entry["package"] = "renamed", q.name
    table = {"patch": {origin(q): {key: entry}}}
    if d.chance(0.35):
        return table
    world.root.update(table)
    return {}


def overrides(d, world):
    """`paths`: a local copy of a published package. (One that takes the place of several versions
    changes the graph, of which cargo warns.)"""
    names = [q.name for q in world.published]
    mine = [q for q in world.published if q.source == "vendor" and names.count(q.name) == 1]
    if not mine or not d.chance(0.08):
        return {}
    q = d.choice(mine)
    folder = "over/" + q.name
    world.manifests[folder] = copy.deepcopy(q.manifest)
    world.files += [f"{folder}/{f}" for f in q.files]
    return {"paths": [relative(world.top, folder)]}


def sources(world):
    table = {"source": {
        "crates-io": {"replace-with": "vendored"},
        "vendored": {world.kind: "vendor"},
        "alt": {"registry": ALT, "replace-with": "others"},
        "others": {"directory": "alt"}},
        "registries": {"alt": {"index": ALT}}}
    return table


def platforms(d, world):
    table = {}
    links = [p.manifest["package"].get("links") for p in world.everything()]
    links = [x for x in links if x]
    if d.chance(0.15) and links:
        table["x86_64-unknown-linux-gnu"] = {d.choice(links): {"rustc-cfg": ["x"]}}
    if d.chance(0.05):
        table["cfg(unix)"] = {"rustflags": ["--cfg", 'bar="x y"']}
    if d.chance(0.05):
        table.setdefault("aarch64-unknown-linux-gnu", {}).update(linker="ld", rustflags="--cfg foo")
    return table


def config(d, world):
    """path -> configuration"""
    more = {**patches(d, world), **overrides(d, world)}
    if d.chance(0.08):
        more["build"] = {"target": d.choice([selections.TARGETS[0], selections.TARGETS[1:3]])}
    if d.chance(0.08):
        more.setdefault("build", {})["rustflags"] = d.choice([["--cfg", "foo"], "--cfg foo"])
    if d.chance(0.2):
        more["profile"] = profiles(d, world)
    target = platforms(d, world)
    if target:
        more["target"] = target
    if d.chance(0.06):
        more["env"] = {"FOO": d.choice(["x", {"value": "y", "relative": True}, {"value": "z", "force": True}])}
    configs = {".cargo/config.toml": sources(world)}
    if more and d.chance(0.25):
        configs[world.top + "/.cargo/more.toml"] = more
        entry = d.choice(["more.toml", {"path": "more.toml"}, {"path": "more.toml", "optional": True}])
        more = {"include": [entry]}
        if d.chance(0.3):
            more["profile"] = profiles(d, world)
    if more:
        configs[world.top + "/.cargo/config.toml"] = more
    return configs
