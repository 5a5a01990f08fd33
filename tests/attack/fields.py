# SPDX-License-Identifier: MIT OR Apache-2.0
"""The project that is attacked from within, the fields of its files, and where each may break a promise."""
import copy
import os

from toml import KEY, document, put, quote
from world import write

FILES = {"README.md": b"# it\n", "LICENSE": b"text\n"}
PROGRAM = b"fn main() {}\n"


def package(name, **tables):
    """A manifest that says much of a package. What a field is about that is not here, it adds."""
    return {
        "package": {"name": name, "version": "1.0.0", "edition": "2021", "rust-version": "1.60", "description": "d",
                    "authors": ["a"], "homepage": "h", "repository": "r", "documentation": "d", "license": "MIT",
                    "readme": "README.md", "keywords": ["k"], "include": ["**"],
                    "exclude": ["nothing"], "metadata": {"m": "v"}},
        "features": {"default": ["f"], "f": []},
        "lints": {"rust": {"unsafe_code": "allow", "unexpected_cfgs": {"level": "warn", "check-cfg": ["cfg(x)"]}}},
        **tables,
    }


def without_nothing(tables):
    """TOML has no null: what is None is not there."""
    if isinstance(tables, dict):
        return {k: without_nothing(v) for k, v in tables.items() if v is not None}
    return [without_nothing(v) for v in tables] if isinstance(tables, list) else tables


class Project:
    """The root package `app`, a program, and the member `util`, a library with a build script."""

    def __init__(self):
        self.app = package("app", workspace={"members": ["util"], "metadata": {"m": "v"}, "exclude": ["gone"]},
                           dependencies={"util": {"path": "util", "version": "1", "features": ["f"]}},
                           profile={"dev": {"opt-level": 0, "codegen-units": 1}})
        self.util = package("util", lib={"name": "util", "path": "src/lib.rs"})
        self.util["package"].update(links="util_native", build="build.rs")
        self.config = {"build": {"jobs": 2}, "net": {"offline": True}}
        self.lock = {"app": {"name": "app", "version": "1.0.0", "dependencies": ["util"]}, "util": {"name": "util", "version": "1.0.0"}}
        self.lock_head, self.lock_raw, self.directives = {"version": 4}, None, b""
        self.files = {}  # more of them, and in place of those that are usual
        self.args, self.env, self.out_name, self.folder = [], {}, b"out", None

    def put(self, where, path, payload):
        setattr(self, where, put(getattr(self, where), path, payload))

    def lay(self, w):
        """Its files in the world `w`."""
        files = {"Cargo.toml": document(without_nothing(self.app)), ".cargo/config.toml": document(self.config),
                 "src/main.rs": PROGRAM, **FILES, **self.of_util("util", document(without_nothing(self.util)))}
        packages = sorted(self.lock.values(), key=lambda p: p["name"] if isinstance(p["name"], bytes) else
                          p["name"].encode())
        files["Cargo.lock"] = self.lock_raw or document(self.lock_head) + b"".join(
            b"\n[[package]]\n" + b"".join(quote(k) + b" = " + self.of_lock(v) + b"\n" for k, v in p.items()) for p in packages)
        files.update(self.files)
        for name, text in files.items():
            if text is not None:
                write(os.fsencode(w.ws) + b"/" + os.fsencode(name), text)

    def of_util(self, folder, manifest):
        folder = os.fsencode(folder)
        return {os.fsdecode(folder + b"/" + name.encode()): text for name, text in
                {"Cargo.toml": manifest, "src/lib.rs": b"", "build.rs": PROGRAM, "directives": self.directives,
                 **FILES}.items()}

    @staticmethod
    def of_lock(v):
        return b"[\n" + b"".join(b" " + quote(e) + b",\n" for e in v) + b"]" if isinstance(v, list) else (
            quote(v) if not isinstance(v, int) else b"%d" % v)


# --- fields: name -> function(project, payload), which may say that a payload does not fit by False ---

FIELDS = {}
UNPLACED = {}  # field -> (why its refusals have no place in a file, the payloads of which that holds; None: all)
TRUSTED = set()  # what the user says to the compiler

FILE_NAME = "the name of a file is in no file"
COMMAND_LINE = "it is an argument of the command line"
CARGOS = "the lock does not fit: cargo is asked for another, and says itself what it cannot fetch"


def field(name, trusted=False, unplaced=None, only=None):
    def add(f):
        FIELDS[name] = f
        if unplaced:
            UNPLACED[name] = unplaced, only
        if trusted:
            TRUSTED.add(name)
        return f
    return add


def is_placed(name, payload):
    """Must the refusal of the payload say where it stands?"""
    why, only = UNPLACED.get(name, (None, None))
    return not why or (only is not None and payload not in only)


def of(where, name, *path):
    field(f"{where}: {name}")(lambda p, payload: p.put(where, path, payload))


def of_both(name, *path):
    for where in "app", "util":
        of(where, name, *path)


for _key in ("edition", "rust-version", "description", "homepage", "repository", "documentation", "license", "license-file",
             "readme", "links", "build", "default-run", "workspace", "resolver", "publish"):
    of_both(f"package.{_key}", "package", _key)
for _key in "authors", "keywords", "include", "exclude":
    of_both(f"package.{_key}", "package", _key, 0)
of("app", "package.metadata.m", "package", "metadata", "m")
of("app", "package.metadata KEY", "package", "metadata", KEY)
of("util", "lib.name", "lib", "name")
of("util", "lib.path", "lib", "path")
of("util", "features KEY", "features", KEY)
of("app", "features KEY", "features", KEY)

KINDS = {"lib": "src/lib.rs", "bin": "src/bin/more.rs", "example": "examples/show.rs", "test": "tests/whole.rs",
         "bench": "benches/speed.rs"}
for _kind in KINDS:
    for _key in "name", "path", "crate-type", "required-features":
        if (_kind, _key) in (("lib", "required-features"), ("bin", "crate-type"), ("test", "crate-type"),
                             ("bench", "crate-type")):
            continue

        @field(f"app: {_kind}.{_key}")
        def _(p, payload, kind=_kind, key=_key):
            target = {"name": "more", "path": KINDS[kind], key: payload if key in ("name", "path") else [payload]}
            p.app[kind] = target if kind == "lib" else [target]
            p.files[KINDS[kind]] = PROGRAM
            if kind in ("test", "bench"):
                p.args = [f"--with-{kind}{'es' if kind == 'bench' else 's'}"]
            elif kind == "example":
                p.args = ["--examples"]

    @field(f"util: {_kind}.name and path, alone")
    def _(p, payload, kind=_kind):
        """Of a dependency's programs and the like nothing is built."""
        target = {"name": payload, "path": payload + b".rs"}
        p.util[kind] = target if kind == "lib" else [target]


@field("macro: lib.name")
def _(p, payload):
    p.util["lib"].update(name=payload, **{"proc-macro": True})


@field("macro: lib.path")
def _(p, payload):
    p.util["lib"].update(path=payload, **{"proc-macro": True})


@field("app: feature's name, chosen")
def _(p, payload):
    p.app["features"] = {payload: [], "default": ["f", payload], "f": []}


@field("app: feature's value")
def _(p, payload):
    p.app["features"]["f"] = [payload]


@field("util: feature's name, chosen")
def _(p, payload):
    p.util["features"] = {payload: [], "default": ["f", payload], "f": []}


for _who in "app", "util":
    @field(f"{_who}: package.name")
    def _(p, payload, who=_who):
        getattr(p, who)["package"]["name"] = payload
        p.lock[who]["name"] = payload
        if who == "util":
            p.lock["app"]["dependencies"] = [payload]
            p.app["dependencies"][who]["package"] = payload

    @field(f"{_who}: package.version")
    def _(p, payload, who=_who):
        getattr(p, who)["package"]["version"] = payload
        p.lock[who]["version"] = payload
        p.app["dependencies"]["util"].pop("version")


@field("app: names of all targets")
def _(p, payload):
    """What a manifest does not name is named by the package."""
    p.app = {"package": {"name": payload, "version": "1.0.0", "edition": "2021"}, "workspace": {}}
    p.lock = {"app": {"name": payload, "version": "1.0.0"}}


@field("app: dependency's key")
def _(p, payload):
    p.app["dependencies"] = {payload: {"path": "util", "package": "util"}}


for _key in "version", "path", "package", "git", "registry", "registry-index", "target", "artifact":
    @field(f"app: dependency's {_key}")
    def _(p, payload, key=_key):
        p.app["dependencies"]["util"][key] = payload
        if key == "git":
            p.app["dependencies"]["util"].pop("path")


for _key in "branch", "tag", "rev":
    @field(f"app: dependency's {_key}, locked", unplaced=CARGOS)
    def _(p, payload, key=_key):
        p.app["dependencies"]["util"] = {"git": "file:///nonexistent/r", key: payload}
        p.lock["util"]["source"] = (b"git+file:///nonexistent/r?" + key.encode() + b"=" + payload + b"#" + b"0" * 40)


@field("app: dependency's features")
def _(p, payload):
    p.app["dependencies"]["util"]["features"] = [payload]


@field("app: target KEY")
def _(p, payload):
    p.app["target"] = {payload: {"dependencies": {"util": {"path": "util"}}}}


@field("app: cfg of a target")
def _(p, payload):
    p.app["target"] = {b'cfg(any(unix, x = "' + payload.replace(b'"', b"") + b'"))': {"dependencies": {"util": {"path": "util"}}}}


@field("app: dev-dependency's key")
def _(p, payload):
    p.app["dev-dependencies"] = {payload: {"path": "util", "package": "util"}}


@field("app: profile's name", unplaced=COMMAND_LINE, only=("dash", "empty", "latin"))
def _(p, payload):
    p.app["profile"] = {payload: {"inherits": "dev"}}
    p.args = ["--profile", payload]
    return b"\0" not in payload


for _key in ("inherits", "opt-level", "debug", "panic", "lto", "strip", "split-debuginfo", "codegen-backend", "rustflags",
             "trim-paths", "debug-assertions"):
    @field(f"app: profile.dev.{_key}")
    def _(p, payload, key=_key):
        p.app["profile"] = {"dev": {key: [payload] if key == "rustflags" else payload}}


@field("app: profile.dev.package KEY")
def _(p, payload):
    p.app["profile"] = {"dev": {"package": {payload: {"opt-level": 1}}}}


for _path in (("lints", "rust", KEY), ("lints", KEY), ("lints", "rust", "unsafe_code"),
              ("lints", "rust", "unexpected_cfgs", "check-cfg", 0), ("workspace", "members", 0), ("workspace", "exclude", 0),
              ("workspace", "default-members"), ("workspace", "metadata", "m"), ("workspace", "resolver"),
              ("workspace", "dependencies"), ("badges", KEY)):
    of("app", ".".join("KEY" if k is KEY else str(k) for k in _path), *_path)


@field("app: workspace.package")
def _(p, payload):
    p.app["workspace"]["package"] = {"license": payload, "readme": payload, "description": payload, "rust-version": "1.60"}
    for key in "license", "readme", "description":
        p.util["package"][key] = {"workspace": True}


@field("app: patch's url")
def _(p, payload):
    p.app["patch"] = {payload: {"util": {"path": "util"}}}


@field("app: patch's name and path")
def _(p, payload):
    p.app["patch"] = {"https://registry.test/r": {payload: {"path": payload}}}


@field("app: replace")
def _(p, payload):
    p.app["replace"] = {payload: {"path": "util"}}


@field("app: a key of no meaning")
def _(p, payload):
    p.app[payload] = {"x": 1}
    p.app["package"][payload] = payload


@field("app: cargo-features")
def _(p, payload):
    p.app["cargo-features"] = [payload]


# --- file names ---

def is_component(payload):
    return b"/" not in payload and b"\0" not in payload and payload.strip(b".") and len(payload) < 200


for _place, _more in (("src/bin/", b".rs"), ("src/bin/", b"/main.rs"), ("examples/", b".rs"), ("tests/", b".rs"),
                      ("benches/", b".rs"), ("tests/", b"/main.rs")):
    @field(f"file {_place}@{_more.decode()}", unplaced=FILE_NAME)
    def _(p, payload, place=_place.encode(), more=_more):
        p.files[place + payload + more] = PROGRAM
        p.args = ["--with-tests", "--with-benches"] if place != b"src/bin/" else []
        return bool(is_component(payload))


@field("folder of a member", unplaced=FILE_NAME)
def _(p, payload):
    p.app["workspace"]["members"] = ["*"]
    p.app["dependencies"].pop("util")
    p.lock["app"]["dependencies"] = []
    p.files.update({name: None for name in p.of_util("util", b"")})
    p.files.update(p.of_util(payload, document(without_nothing(p.util))))
    p.args = ["--workspace"]
    return bool(is_component(payload))


@field("folder of the workspace", unplaced=FILE_NAME)
def _(p, payload):
    p.folder = payload
    return bool(is_component(payload))


@field("-o", unplaced=COMMAND_LINE)
def _(p, payload):
    p.out_name = payload
    return bool(is_component(payload))


# --- Cargo.lock ---

for _key in "name", "version", "source", "checksum", "replace":
    @field(f"lock: {_key}")
    def _(p, payload, key=_key):
        p.lock["util"][key] = payload


@field("lock: dependencies")
def _(p, payload):
    p.lock["app"]["dependencies"] = [payload]


@field("lock: a package that nothing needs")
def _(p, payload):
    p.lock["other"] = {"name": payload, "version": "1.0.0", "source": b"registry+" + payload, "checksum": payload}


for _prefix in b"registry+https://", b"sparse+http://127.0.0.1:9/", b"git+file:///", b"directory+", b"path+file:///":
    @field(f"lock: source {_prefix.decode()}", unplaced=CARGOS,
           only=None if _prefix.startswith(b"sparse+") else ("long", ) if _prefix.startswith(b"registry+") else ())
    def _(p, payload, prefix=_prefix):
        p.lock["util"]["source"] = prefix + payload
        p.lock["util"]["checksum"] = "0" * 64


@field("lock: metadata")
def _(p, payload):
    p.lock_head["metadata"] = {payload: payload}


# --- .cargo/config.toml ---

TRIPLE = "x86_64-unknown-linux-gnu"
for _name, _path, _trusted in (
        ("env KEY", ("env", KEY), False), ("env value", ("env", "A"), False),
        ("env value, forced", ("env", "A", "value"), False), ("build.rustflags", ("build", "rustflags"), True),
        ("build.target", ("build", "target"), True), ("build.target-dir", ("build", "target-dir"), False),
        ("build.rustdocflags", ("build", "rustdocflags"), True), ("build.rustc", ("build", "rustc"), True),
        ("build.rustc-wrapper", ("build", "rustc-wrapper"), True), ("build.dep-info-basedir", ("build", "dep-info-basedir"), False),
        (f"target.{TRIPLE}.linker", ("target", TRIPLE, "linker"), False),
        (f"target.{TRIPLE}.runner", ("target", TRIPLE, "runner"), False),
        (f"target.{TRIPLE}.rustflags", ("target", TRIPLE, "rustflags"), True), ("target KEY", ("target", KEY), False),
        ("alias", ("alias", "a"), False), ("alias KEY", ("alias", KEY), False),
        ("registries.my.index", ("registries", "my", "index"), False), ("registries KEY", ("registries", KEY), False),
        ("registry.default", ("registry", "default"), False),
        ("registries.my.token", ("registries", "my", "token"), False),
        ("source.crates-io.replace-with", ("source", "crates-io", "replace-with"), False),
        ("source.mine.directory", ("source", "mine", "directory"), False),
        ("source.mine.local-registry", ("source", "mine", "local-registry"), False),
        ("source.mine.registry", ("source", "mine", "registry"), False), ("source.mine.git", ("source", "mine", "git"), False),
        ("http.proxy", ("http", "proxy"), False), ("http.cainfo", ("http", "cainfo"), False),
        ("http.user-agent", ("http", "user-agent"), False), ("term.color", ("term", "color"), False),
        ("profile KEY", ("profile", KEY), False), ("profile.dev.opt-level", ("profile", "dev", "opt-level"), False),
        ("paths", ("paths",), False), ("patch KEY", ("patch", KEY), False), ("unstable", ("unstable", "x"), False),
        ("links' override", ("target", TRIPLE, "util_native", "rustc-link-lib"), False),
        ("links' metadata", ("target", TRIPLE, "util_native", "root"), False),
        ("links' metadata KEY", ("target", TRIPLE, "util_native", KEY), False),
        ("links' rustc-env KEY", ("target", TRIPLE, "util_native", "rustc-env", KEY), False),
        ("doc.browser", ("doc", "browser"), False), ("credential-alias", ("credential-alias", "a"), False)):
    @field("config: " + _name, trusted=_trusted)
    def _(p, payload, path=_path):
        if path[0] == "env" and path[-1] == "value":
            p.config["env"] = {"A": {"value": payload, "force": True, "relative": True}}
            return
        if path[-1] is KEY:
            last = {} if path[0] != "env" else b"v"
            p.config = put(p.config, path[:-1] + (payload,), last if len(path) == 2 else b"v")
            return
        listed = path[-1] in ("rustflags", "rustdocflags", "paths", "rustc-link-lib", "alias")
        p.config = put(p.config, path, [payload] if listed else payload)


@field("config: env, path relative to it")
def _(p, payload):
    p.config["env"] = {"A": {"value": payload, "relative": True}, payload: "x"}


@field("config: a target specification's name")
def _(p, payload):
    p.config["build"]["target"] = payload + b".json"
    p.files[payload + b".json"] = SPECIFICATION
    return bool(is_component(payload))


SPECIFICATION = b"""{"llvm-target": "x86_64-unknown-none", "arch": "x86_64", "target-pointer-width": 64, "os": "none",
"data-layout": "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128",
"linker-flavor": "ld.lld", "linker": "rust-lld", "panic-strategy": "abort"}
"""


@field("rust-toolchain.toml: channel", trusted=True)
def _(p, payload):
    p.files["rust-toolchain.toml"] = b"[toolchain]\nchannel = " + quote(payload) + b"\n"


# --- what a build script prints ---

for _name, _before, _after in (
        ("rustc-env", b"cargo:rustc-env=A=", b""), ("rustc-env's name", b"cargo:rustc-env=", b"=v"),
        ("rerun-if-changed", b"cargo:rerun-if-changed=", b""), ("rerun-if-env-changed", b"cargo:rerun-if-env-changed=", b""),
        ("rustc-link-search", b"cargo:rustc-link-search=native=", b""), ("rustc-link-lib", b"cargo:rustc-link-lib=", b""),
        ("rustc-link-arg", b"cargo:rustc-link-arg=", b""), ("rustc-link-arg-bin", b"cargo::rustc-link-arg-bin=app=", b""),
        ("rustc-cdylib-link-arg", b"cargo:rustc-cdylib-link-arg=", b""), ("rustc-cfg", b"cargo:rustc-cfg=", b""),
        ("rustc-check-cfg", b"cargo::rustc-check-cfg=", b""), ("rustc-flags", b"cargo:rustc-flags=-L ", b""),
        ("warning", b"cargo:warning=", b""), ("error", b"cargo::error=", b""), ("metadata", b"cargo::metadata=a=", b""),
        ("metadata's key", b"cargo:", b"=v"), ("a line", b"", b"")):
    @field("script: " + _name, trusted=True)
    def _(p, payload, before=_before, after=_after):
        p.directives = before + payload + after + b"\n"


def make(name, payload):
    """A project with the payload in a field; None if the field cannot hold it."""
    p = Project()
    return None if FIELDS[name](p, payload) is False else copy.deepcopy(p)
