# SPDX-License-Identifier: MIT OR Apache-2.0
"""The same fields in crates of a registry: as a dependency, and as what `import CRATE` builds; then archives, the
index, git repositories and vendored folders that are hostile themselves."""
import json
import os
import subprocess
import tarfile

import archives as ar
import gits
import server as sv
from fields import FIELDS, PROGRAM, Project, is_component, is_placed, make, without_nothing
from payloads import is_file_name
from projects import index_path, sha
from toml import document, quote
from world import write

CRATES_IO = b"registry+https://github.com/rust-lang/crates.io-index"
TRIPLE = "x86_64-unknown-linux-gnu"
VERSION = "1.0.0"


class Published:
    """A registry in the place of crates.io, with what a case publishes."""

    def __init__(self, w):
        self.w, self.registry = w, w.shared.registry
        self.registry.clear()
        root = self.registry.root
        self.registry.on("/index/config.json", sv.ok(json.dumps({"dl": root + "dl"}).encode()))
        write(w.root + "/cargo/config.toml", b'[source.crates-io]\nreplace-with = "my"\n[source.my]\nregistry = "sparse+%sindex/"\n'
              % root.encode())

    def publish(self, crate, files, needs=(), more=(), **line):
        """`files` are in the crate's folder; `more` entries are as they are. Returns the checksum."""
        data = ar.crate(*[ar.entry(f"{crate}-{VERSION}/{os.fsdecode(n)}", text) for n, text in files.items()
                          if text is not None], *more)
        self.registry.on(f"/dl/{crate}/{VERSION}/download", sv.ok(data))
        self.index(crate, json.dumps({
            "name": crate, "vers": VERSION, "cksum": sha(data), "features": {}, "yanked": False,
            "deps": [{"name": d, "req": "*", "features": [], "optional": False, "default_features": True,
                      "target": None, "kind": "normal"} for d in needs], **line}).encode() + b"\n")
        return sha(data)

    def index(self, name, lines):
        self.registry.on("/index/" + index_path(name), sv.ok(lines))


def lock_of(*packages):
    return b"version = 4\n" + b"".join(b"\n[[package]]\n" + b"".join(
        quote(k) + b" = " + Project.of_lock(v) + b"\n" for k, v in p.items()) for p in packages)


def of_crate(p):
    """The files of `util` in the project, as those of a crate."""
    files = p.of_util("", document(without_nothing(p.util)))
    files = {name.lstrip("/"): text for name, text in files.items()}
    files["src/bin/more.rs"] = PROGRAM
    return files


def locked(name, checksum, **more):
    return {"name": name, "version": VERSION, "source": CRATES_IO, "checksum": checksum, **more}


def use(w, checksum):
    """A project that depends on `util`."""
    write(w.ws + "/Cargo.toml", b'[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[dependencies]\nutil = "1"\n'
          b"[workspace]\n")
    write(w.ws + "/src/main.rs", PROGRAM)
    write(w.ws + "/Cargo.lock", lock_of({"name": "app", "version": VERSION, "dependencies": ["util"]},
                                        locked("util", checksum)))


def look(w, short):
    """What looks at packages and writes elsewhere."""
    for args in [] if short else ["vendor", "--locked", w.o + "/vendor"], ["vendor", "--target", TRIPLE, w.o + "/vendor"], \
            ["licenses", "--texts"], ["sbom"], ["fetch"], ["graph", "--format", "text"]:
        if args:
            w.l4cargo(*args, position=False)
    for args in ["tree", "-f", "{p} {l} {r} {f}"], ["why", "util"]:
        w.on_terminal(*args)


def build(w, short, *args, position=True):
    if w.l4cargo("import", "-o", w.out, *args, position=position):
        w.keep_cache()
        w.make_all(fails=w.trusted)
    w.keep_cache()


def as_dependency(w, name, payload, short):
    p = make(name, payload)
    if not p:
        return False
    use(w, Published(w).publish("util", of_crate(p)))
    w.trusted = name.startswith("script:")
    w.start()
    build(w, short)
    look(w, short)
    w.finish()
    return True


def as_root(w, name, payload, short):
    """`import app`, of the registry, with the lock that was published."""
    p = make(name, payload)
    if not p:
        return False
    registry = Published(w)
    checksum = registry.publish("util", of_crate(Project()))
    p.app.pop("workspace")
    p.app["dependencies"] = {"util": "1"}
    files = {"Cargo.toml": document(without_nothing(p.app)), "src/main.rs": PROGRAM, "README.md": b"", "LICENSE": b"",
             "Cargo.lock": lock_of({"name": "app", "version": VERSION, "dependencies": ["util"]}, locked("util", checksum))}
    files.update(p.files)
    registry.publish("app", files, ["util"])
    w.start()
    build(w, short, "app", position=is_placed(name, w.payload))
    w.finish()
    return True


# --- what else a registry says and a folder holds ---

OTHERS = {}


def other(name):
    def add(f):
        OTHERS[name] = f
        return f
    return add


def member(where, more=b"", **info):
    """An entry of an archive with the payload in its name, or where it leads to."""
    def attack(w, payload, short):
        if len(payload) > 4000 or b"\0" in payload:
            return False
        fields = {k: os.fsdecode(payload) if v is None else v for k, v in info.items()}
        entry = ar.entry(os.fsdecode(where if info else where + payload + more), b"" if info else PROGRAM, **fields)
        use(w, Published(w).publish("util", of_crate(Project()), more=[entry]))
        return everything(w, short)
    return attack


def everything(w, short, *args):
    w.start()
    build(w, short, *args, position=False)
    if not args:
        look(w, short)
    w.finish()
    return True


BASE = f"util-{VERSION}/".encode()
OTHERS["archive: a member"] = member(BASE)
OTHERS["archive: a member outside"] = member(b"")
OTHERS["archive: a program of src/bin"] = member(BASE + b"src/bin/", b".rs")
OTHERS["archive: a folder's program"] = member(BASE + b"src/bin/", b"/main.rs")
OTHERS["archive: a symbolic link to"] = member(BASE + b"link", b"", type=tarfile.SYMTYPE, linkname=None)
OTHERS["archive: a hard link to"] = member(BASE + b"link", b"", type=tarfile.LNKTYPE, linkname=None)


def of_index(key, value):
    def attack(w, payload, short):
        registry = Published(w)
        registry.publish("util", of_crate(Project()))
        text = payload.decode("latin-1")
        registry.publish("app", {"Cargo.toml": b'[package]\nname = "app"\nversion = "1.0.0"\n[dependencies]\nutil = "1"\n',
                                 "src/main.rs": PROGRAM}, ["util"], **{key: value(text)})
        return everything(w, short, "app")
    return attack


for _key, _value in (("name", str), ("vers", str), ("cksum", str), ("links", str), ("rust_version", str),
                     ("features", lambda t: {t: [t]}), ("yanked", str), ("v", str),
                     ("deps", lambda t: [{"name": t, "req": t, "features": [t], "optional": False, "default_features": True,
                                          "target": t, "kind": "normal", "registry": t, "package": t}])):
    OTHERS[f"index: {_key}"] = of_index(_key, _value)


@other("index: a line")
def _(w, payload, short):
    registry = Published(w)
    registry.index("app", payload + b"\n")
    return everything(w, short, "app")


@other("index: config.json")
def _(w, payload, short):
    registry = Published(w)
    checksum = registry.publish("util", of_crate(Project()))
    text = payload.decode("latin-1")
    registry.registry.on("/index/config.json", sv.ok(json.dumps({"dl": text, "api": text}).encode()))
    use(w, checksum)
    return everything(w, short)


@other("a server's words")
def _(w, payload, short):
    registry = Published(w)
    checksum = registry.publish("util", of_crate(Project()))
    registry.registry.on(f"/dl/util/{VERSION}/download", lambda h: h.reply(403, payload))
    use(w, checksum)
    return everything(w, short)


def directory(w, checksums, folder=b"util", **files):
    """A vendored folder in place of the registry."""
    folder = os.fsencode(w.ws) + b"/vendor/" + folder + b"/"
    for name, text in {**of_crate(Project()), **files, ".cargo-checksum.json": json.dumps(checksums).encode()}.items():
        if text is not None:
            write(folder + os.fsencode(name), text)
    use(w, "0" * 64)
    write(w.ws + "/.cargo/config.toml", b'[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n')
    return everything(w, True)


@other("vendored: a name in .cargo-checksum.json")
def _(w, payload, short):
    return directory(w, {"package": "0" * 64, "files": {payload.decode("latin-1"): sha(b"")}})


@other("vendored: a checksum")
def _(w, payload, short):
    return directory(w, {"package": payload.decode("latin-1"), "files": {}})


@other("vendored: a file's name")
def _(w, payload, short):
    return is_file_name(payload) and directory(w, {"package": "0" * 64, "files": {}},
                                               **{os.fsdecode(b"src/bin/" + payload + b".rs"): PROGRAM})


@other("vendored: the folder's name")
def _(w, payload, short):
    return is_file_name(payload) and directory(w, {"package": "0" * 64, "files": {}}, payload)


def of_git(w, tree_of, query=b""):
    """A repository with the package `util`; `tree_of` makes its top-level tree from that of the package."""
    folder = w.root + "/repository"
    files = {n: t.decode() for n, t in of_crate(Project()).items() if t is not None and "/" not in n}
    gits.repository(folder, **files)
    for name, text in (("src/lib.rs", b""), ):
        write(f"{folder}/{name}", text)
    gits.git(folder, "add", "-A")
    gits.git(folder, "commit", "-qm", "y")
    commit = gits.git(folder, "rev-parse", "HEAD")
    if tree_of:
        def mktree(entries):
            return subprocess.run(["git", "mktree", "-z", "--missing"], cwd=folder, input=entries, env=gits.ENV,
                                  capture_output=True, check=True).stdout.strip()
        listing = subprocess.run(["git", "ls-tree", "-z", "HEAD"], cwd=folder, env=gits.ENV, capture_output=True, check=True)
        blob = subprocess.run(["git", "hash-object", "-w", "--stdin"], cwd=folder, env=gits.ENV, input=PROGRAM,
                              capture_output=True, check=True).stdout.strip()
        try:
            tree = mktree(listing.stdout + tree_of(mktree, blob))
        except subprocess.CalledProcessError:
            return False  # git does not make that
        commit = gits.git(folder, "commit-tree", "-p", commit, "-m", "z", tree.decode())
        gits.git(folder, "update-ref", "refs/heads/main", commit)
    url = b"file://" + folder.encode()
    write(w.ws + "/Cargo.toml", b'[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[dependencies]\nutil = { git = %s%s }\n'
          b"[workspace]\n" % (quote(url), b", branch = " + quote(query) if query else b""))
    write(w.ws + "/src/main.rs", PROGRAM)
    source = url + (b"?branch=" + query if query else b"") + b"#" + commit.encode()
    write(w.ws + "/Cargo.lock", lock_of({"name": "app", "version": VERSION, "dependencies": ["util"]},
                                        {"name": "util", "version": VERSION, "source": b"git+" + source}))
    w.start()
    build(w, True, position=False)
    w.finish()
    return True


@other("git: a file's name")
def _(w, payload, short):
    return b"\0" not in payload and len(payload) < 4000 and bool(payload) and of_git(
        w, lambda mktree, blob: b"100644 blob " + blob + b"\t" + payload + b"\0")


@other("git: a program in src/bin")
def _(w, payload, short):
    def tree(mktree, blob):
        inner = mktree(b"100644 blob " + blob + b"\t" + payload + b".rs\0")
        return b"040000 tree " + inner + b"\texamples\0"
    return bool(is_component(payload)) and of_git(w, tree)


@other("git: a branch")
def _(w, payload, short):
    return bool(payload) and of_git(w, None, payload)


def dependency(w, name, payload, short):
    return OTHERS[name](w, payload, short)


def cases(names):
    """(function, field, payload's name)"""
    for field in FIELDS:
        if field.startswith(("util: ", "macro: ", "script: ")) and field != "util: package.workspace":
            for name in names:
                yield as_dependency, field, name
        elif field.startswith(("app: package", "app: bin", "app: lib", "app: example", "app: profile", "app: feature",
                               "app: lints", "file ")) and "package.name" not in field and "package.version" not in field:
            for name in names:
                yield as_root, field, name
    for field in OTHERS:
        for name in names:
            yield dependency, field, name
