# SPDX-License-Identifier: MIT OR Apache-2.0
"""What people get wrong in a manifest after it was locked; much of it cargo only warns of."""

NAMES = ["", "a b", "1x", "_", "test", "x::y", "ünï", "con", "deps", "build", "std", "a/b", "a.b", "-x"]
VERSIONS = ["1", "1.0", "01.0.0", "1.0.0-", "1.0.0-01", "v1.0.0", "1.0.0+b", " 1.0.0 ", "", "0.0.0"]
REQUIREMENTS = ["^1.x", "1.0.0.0", ">1, <", "=", "*", "1.*.3", ">=1 <2", "~>1", "x", " 1 ", "1 2", "^ 1",
                "=1.0.0+x", "1.0.0-beta", "!1", ">=*"]
FEATURE_VALUES = ["nothing", "dep:nothing", "nothing/f", "nothing?/f", "a/b/c", "dep:a/b", "", "f0/", "/f",
                  "dep:", "default", "f 0", "f0"]
FEATURE_NAMES = ["", "a b", "dep:x", "1", "a/b", "-x", "a.b", "_x", "é", "x+y", "default"]
CFGS = ["cfg(", "cfg()", "cfg(unix", "cfg(a = b)", 'cfg(a = "b)', "cfg(not(unix, windows))", "cfg(any(,))",
        "cfg(all)", "cfg(r#true)", "a b", "", "cfg(not())", "cfg(\tunix)", "x86_64", "cfg(unix,)", "cfg(1a)",
        'cfg(feature = "x")', "cfg(a-b)", "cfg(all(unix,,windows))", "cfg(any(unix, ))", "cfg(foo::bar)"]
ANYTHING = [True, False, 1, -1, "", "x", [], ["x"], [1], {}, {"x": 1}, [{}], 1.5]


def package_edits(d):
    yield ["edition"], d.choice(["2020", 2018, "2027", "", "2021 ", "2024"])
    yield ["name"], d.choice(NAMES)
    yield ["version"], d.choice(VERSIONS)
    yield ["rust-version"], d.choice(["1.70.0.0", "1.70-nightly", "^1.70", "9.0", "1", "x", "1.56", "*"])
    yield ["resolver"], d.choice(["4", "1", "2", 2, "x"])
    yield ["build"], d.choice([True, False, "none.rs", ["a.rs"], "", "build.rs"])
    yield ["links"], d.choice(["z", "", 1])
    yield ["workspace"], d.choice(["..", "nowhere", ".", True])
    yield ["default-run"], d.choice(["nothing", "", "b1"])
    yield ["license-file"], d.choice(["x", {"workspace": True}])
    yield [d.choice(["autobins", "autolib", "autotests", "autoexamples"])], d.choice([True, False, "no"])
    yield ["unknown-key"], d.choice(ANYTHING)
    yield [d.choice(["edition", "version", "authors", "rust-version", "publish"])], \
        d.choice([{"workspace": True}, {"workspace": False}, {"workspace": True, "x": 1}])
    yield [d.choice(["metabuild", "im-a-teapot", "forced-target", "default-target"])], "x"
    yield [d.choice(["authors", "keywords", "exclude", "include", "categories"])], d.choice(ANYTHING)
    yield [d.choice(["publish", "readme", "description", "metadata", "repository"])], d.choice(ANYTHING)


def target_edits(d):
    name = d.choice([*NAMES, "b1", "x-y"])
    entry = {"name": name, "path": d.choice(["src/main.rs", "nowhere.rs", "src/lib.rs", "../x.rs", "src"])}
    entry.update(d.choice([{}, {}, {"crate-type": ["bin"]}, {"crate-type": "lib"}, {"proc-macro": True},
                           {"crate-type": ["proc-macro"]}, {"harness": 1}, {"x": 1}, {"filename": "f"},
                           {"required-features": ["nothing"]}, {"edition": "2015"}, {"crate_type": []},
                           {"crate-type": ["dylib", "cdylib"]}, {"crate-type": ["odd"]}]))
    if d.chance(0.3):
        entry.pop(d.choice(["name", "path"]))
    kind = d.choice(["bin", "example", "test", "bench"])
    yield [kind], d.choice([[entry], [entry], [entry, dict(entry)], entry])
    yield ["lib"], d.choice([entry, entry, [entry]])


def dependency_edits(d, world):
    q = d.choice(world.published) if world.published else None
    name = q.name if q else "none"
    dep = {"version": d.choice(REQUIREMENTS)}
    dep.update(d.choice([{}, {}, {"git": "file:///x"}, {"path": "nowhere"}, {"optional": 1}, {"features": "x"},
                         {"features": ["a/b"]}, {"features": ["dep:x"]}, {"default-features": "no"},
                         {"registry": "nowhere"}, {"package": ""}, {"artifact": "bin"}, {"x": 1},
                         {"branch": "b"}, {"workspace": True}, {"public": True}, {"lib": True},
                         {"target": "x"}, {"registry-index": "x"}, {"base": "b"}, {"workspace": False}]))
    if d.chance(0.2):
        dep.pop("version")
    table = d.choice(["dependencies", "build-dependencies", "dev-dependencies", "dev_dependencies"])
    yield [table, name], d.choice([dep, dep, dep["version"] if "version" in dep else 1, 1, []])
    yield [table, d.choice(NAMES)], d.choice([dep, "1"])
    yield ["target", d.choice(CFGS)], {table: {name: dep if d.chance(0.5) else "*"}}
    yield ["target", "cfg(unix)", d.choice(["x", table])], d.choice(ANYTHING)


def other_edits(d):
    yield ["features", d.choice(FEATURE_NAMES)], [d.choice(FEATURE_VALUES)]
    yield ["features", "f0"], d.choice([["f0"], "x", [1], [d.choice(FEATURE_VALUES)]])
    yield ["lints"], d.choice([{"workspace": True}, {"rust": {"x": "warm"}}, {"rust": {"x": 1}}, {"odd": {}},
                               {"workspace": False}, {"rust": {"a::b": "warn"}}, {"workspace": True, "rust": {}},
                               {"rust": {"x": {"level": "warn", "priority": "x"}}}])
    yield ["profile", d.choice(["dev", "release", "fast", "debug", "a b", "package", "doc", ""])], d.choice(
        [{"opt-level": 4}, {"opt-level": "3"}, {"opt-level": "x"}, {"debug": "odd"}, {"debug": 3}, {"lto": "x"},
         {"lto": "true"}, {"panic": "x"}, {"inherits": "dev"}, {"inherits": "none"}, {"strip": "x"}, {"x": 1},
         {"strip": 1}, {"codegen-units": 0}, {"codegen-units": -1}, {"package": {"*": {"panic": "abort"}}},
         {"package": {"x y": {}}}, {"build-override": {"lto": True}}, {"overflow-checks": 1},
         {"package": {"a": {"package": {}}}}, {"rustflags": ["x"]}, {"split-debuginfo": "x"}, {"inherits": 1}])
    yield ["patch", d.choice(["crates-io", "nowhere", "https://x.invalid", "alt"])], d.choice(
        [{"a": "1"}, {"a": {"path": "nowhere"}}, {"p0": {"version": "1"}}, {}, {"p0": 1}])
    yield ["replace"], d.choice([{"p0:1.0.0": {"path": "x"}}, {"p0": {"path": "x"}}, {"x": 1}, {}])
    yield ["workspace", d.choice(["members", "exclude", "default-members", "resolver", "dependencies", "odd"])], \
        d.choice([["nowhere"], "x", [1], ["[x"], "2", {"a": "1"}, {"a": {"optional": True}}, ["*"], []])
    yield ["cargo-features"], d.choice([[], ["odd"], ["edition2021"], ["metabuild"], "x"])
    yield [d.choice(["odd", "bins", "dependency", "badges", "hints", "package", "project"])], d.choice(ANYTHING)


def edits(d, world):
    """In some cases one or two: the folder, the keys, the value."""
    return [edit(d, world) for _ in range(d.choice([1, 1, 2]))] if d.chance(0.12) else []


def edit(d, world):
    group = d.choice([lambda: [(["package", *k], v) for k, v in package_edits(d)], lambda: target_edits(d),
                      lambda: dependency_edits(d, world), lambda: other_edits(d)])
    keys, value = d.choice(list(group()))
    folders = list(world.manifests)
    if world.virtual and keys[0] not in ("profile", "patch", "replace", "workspace") and len(folders) > 1:
        folders.remove(world.top)
    return [d.choice(folders), keys, value]
