#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Hostile values by field: each ends in a refusal with a position, or in an import that does no more than it should.

usage: run.py L4CARGO [NAME...]        runs the cases whose names, `field / payload`, contain one of NAME
Without names: the fields that become names or paths by the payloads of CORE, and of all other pairs one in twelve;
ALL=1 all of them, SHORT=1 fewer. With KEEP=1 the folders of what failed stay. Counts go to $RESULTS/$SUITE.
"""
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "net")]
sys.dont_write_bytecode = True
import fields  # noqa: E402
import payloads as pl  # noqa: E402
import published  # noqa: E402
import server  # noqa: E402
import world  # noqa: E402

SHORT, ALL = bool(os.environ.get("SHORT")), bool(os.environ.get("ALL"))


class Shared:
    """What the cases of a process have in common: the program, its cache and the compiler."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.cache, self.rustc = folder + "/cache", folder + "/rustc"
        self.toolchain = os.environ.get("RUSTUP_TOOLCHAIN") or ""
        os.makedirs(folder)
        self.registry = server.Registry()
        sysroot = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip()
        self.toolchain = self.toolchain or os.path.basename(sysroot)
        shutil.copy(HERE + "/rustc.sh", self.rustc)
        world.write(self.rustc + ".sysroot", sysroot.encode() + b"\n")
        world.write(self.rustc + ".version", subprocess.run([sysroot + "/bin/rustc", "-vV"], capture_output=True,
                                                            check=True).stdout)
        self.warm_up()

    def warm_up(self):
        """What the compiler answers is asked for once."""
        w = world.World(self.folder + "/first", self)
        fields.Project().lay(w)
        assert w.l4cargo("graph")
        shutil.copytree(w.root + "/cache", self.cache)
        w.close()


# whose values are shown by commands that look
SHOWN = ("description", "repository", "license", "name", "KEY", "feature", "version", "lock:")


def of_project(w, name, payload, short):
    p = fields.make(name, payload)
    if not p:
        return False
    if p.folder:
        w.ws = os.fsdecode(os.path.join(os.fsencode(w.ws), p.folder))
    w.trusted = name in fields.TRUSTED
    w.out = os.fsdecode(os.path.join(os.fsencode(w.o), p.out_name))
    p.lay(w)
    w.start()
    position = fields.is_placed(name, w.payload)
    args = [os.fsdecode(a) if isinstance(a, bytes) else a for a in p.args]
    if w.l4cargo("import", "-o", w.out, *args, position=position, **p.env):
        w.make_all(fails=w.trusted)
        w.l4cargo("check", "-o", w.out, *args, position=False)
    if not short and any(part in name for part in SHOWN):
        w.l4cargo("graph", "--format", "text", position=False)
        w.on_terminal("tree", "-f", "{p} {l} {r} {f}")
        w.on_terminal("graph", "--format", "dot")
    w.finish()
    return True


def cases():
    names = pl.payloads(SHORT)
    for field in fields.FIELDS:
        for name in names:
            yield of_project, field, name
    yield from published.cases(names)


# Fields of these become words of make, of a shell or of a path.
NAMED = (".name", "name and path, alone", "package.version", "lib.path", "bin.path", "check-cfg", "package.build", "package.links", "file ",
         "folder of", "-o", "feature's name", "dependency's key", "dependency's path", "profile's name", "profile.dev.panic",
         "lock: name", "lock: version", "lock: source git", "config: env", "target specification", "build.target",
         "links' metadata KEY", "script: rerun-if-changed", "script: rustc-env", "script: metadata", "script: warning",
         "archive: a member", "archive: a program", "git: a file", "index: name", "index: vers", "vendored: a file's name")


def chosen(only):
    """Which pairs are looked at."""
    for number, case in enumerate(cases()):
        name = f"{case[0].__name__}: {case[1]} / {case[2]}"
        if only:
            if any(part in name for part in only):
                yield case
        elif ALL or number % (31 if SHORT else 12) == 0 or (not SHORT and case[2] in pl.CORE and
                                                           any(part in case[1] for part in NAMED)):
            yield case


# --- the whole ---

state = None


def begin(program, folder):
    global state
    state = Shared(program, f"{folder}/{os.getpid()}")


def attack(case):
    run, field, name = case
    root = tempfile.mkdtemp(dir=state.folder)
    w = world.World(root, state)
    w.payload = name
    said = None
    try:
        if not run(w, field, pl.PAYLOADS[name].replace(b"ROOT", root.encode()), SHORT):
            said = ""
    except world.Failed as failure:
        said = str(failure)
    except Exception:  # the suite itself is wrong
        said = traceback.format_exc()
    if not (said and os.environ.get("KEEP")):
        w.close()
    return f"{run.__name__}: {field} / {name}", said


def report(passed, failed, skipped=0):
    if os.environ.get("RESULTS"):
        with open(os.path.join(os.environ["RESULTS"], os.environ.get("SUITE", "attack")), "w", encoding="ascii") as out:
            out.write(f"{passed} {failed} {skipped}\n")


def main():
    program, only = os.path.abspath(sys.argv[1]), sys.argv[2:]
    if not shutil.which("rustc"):
        print("SKIP attacks: there is no rustc here")
        report(0, 0, 1)
        return 0
    wanted = list(chosen(only))
    folder = tempfile.mkdtemp(prefix="attack-")
    passed = failed = 0
    begun = time.monotonic()
    # An executor, as a Pool starts workers again for ever when `begin` fails.
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count(), initializer=begin, initargs=(program, folder)) as pool:
        for name, said in pool.map(attack, wanted, chunksize=8):
            if said:
                failed += 1
                print(f"FAIL {name}\n{said}", flush=True)
            elif said is None:
                passed += 1
    if not os.environ.get("KEEP"):
        shutil.rmtree(folder, ignore_errors=True)
    report(passed, failed)
    print(f"attack: {passed} passed, {failed} failed, {time.monotonic() - begun:.0f} s")
    return failed > 0 or not passed


if __name__ == "__main__":
    sys.exit(main())
