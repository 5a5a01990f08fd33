# SPDX-License-Identifier: MIT OR Apache-2.0
"""Many at once, sudden death, and a full disk: what is in the cache is right, always.

STRESS=long runs 200 at once and kills 500 (minutes); without it, it is a matter of seconds.
"""
import hashlib
import io
import os
import random
import shutil
import subprocess
import tarfile
import time

import archives as ar
import projects

LONG = os.environ.get("STRESS") == "long"
CRATES = 30


def many_crates(t, program):
    """A project with crates of several sizes, and what each archive has in it."""
    p = projects.Project(t, program)
    noise = random.Random(7)
    p.archives = {}
    for i in range(CRATES):
        name = f"crate-{i:02}"
        root = f"{name}-1.0.0"
        more = [ar.entry(f"{root}/data/f{n}", noise.randbytes(noise.choice((10, 3000, 70000)))) for n in range(i % 7)]
        data = projects.crate_of(name, "1.0.0", [f"crate-{i - 1:02}"] if i % 3 else [], more=more)
        p.publish(name, data=data, wanted=True, deps=[f"crate-{i - 1:02}"] if i % 3 else [])
        p.archives[root] = data
    p.manifest()
    return p


def files_of(archive):
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        return {m.name: tar.extractfile(m).read() for m in tar.getmembers()}


def is_whole(folder, archive, extra=()):
    found = projects.tree(folder)
    root = os.path.basename(folder)
    for name in extra:
        assert found.pop(name) is not None
    assert {f"{root}/{n}": d for n, d in found.items()} == files_of(archive), folder


def is_index_file(path):
    with open(path, "rb") as f:
        data = f.read()
    if path.endswith("config.json"):
        assert data.startswith(b"{") and data.rstrip().endswith(b"}"), path
    else:
        assert data.startswith(b"\3\2\0\0\0") and data.endswith(b"\0"), path


def verify_index(folder):
    for top, _, names in os.walk(folder):
        for name in names:
            if len(name) < 8 or name[-7] != ".":  # not what a killed run was about to rename
                is_index_file(os.path.join(top, name))


def verify(p):
    """Every file in the cache, and in the home of cargo."""
    count = 0
    crates = p.cache + "/l4cargo/crates"
    for key in os.listdir(crates) if os.path.isdir(crates) else ():
        inside = os.listdir(f"{crates}/{key}")
        root, = {n.removesuffix(".crate") for n in inside if not n.startswith(("sums", "linked"))}
        archive = p.archives[root]
        assert hashlib.sha256(archive).hexdigest().startswith(key)
        if root in inside:
            is_whole(f"{crates}/{key}/{root}", archive)
        for name in inside:
            if name.endswith(".crate"):
                with open(f"{crates}/{key}/{name}", "rb") as f:
                    assert f.read() == archive, name
            elif name == "sums":
                with open(f"{crates}/{key}/{name}", encoding="utf-8") as f:
                    assert f.readline() == "l4cargo-files 1\n" and f.read().endswith("\nend\n"), name
        count += 1
    verify_index(p.cache + "/l4cargo/index")
    verify_index(p.home + "/registry/index")
    for kind in ("cache", "src"):
        for folder, names, files in os.walk(f"{p.home}/registry/{kind}"):
            if folder.count("/") - p.home.count("/") != 3:
                continue
            for name in files:
                with open(os.path.join(folder, name), "rb") as f:
                    assert f.read() == p.archives[name.removesuffix(".crate")], name
            for name in names:
                is_whole(os.path.join(folder, name), p.archives[name], [".cargo-ok"])
            names.clear()
    return count


def commands(p, number):
    out = f"{p.t.folder}/out/{number % 3}"
    return [["fetch", "--locked"], ["fetch", "--locked", "--cargo-home"], ["import", "--locked", "-o", out],
            ["vendor", "--locked", *(["--hard-links"] if number % 8 == 7 else []), f"{p.t.folder}/vendor/{number % 3}"]]


def start(p, args):
    return subprocess.Popen([p.program, "-q", *args], cwd=p.folder, env=p.env(), stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def completes(p):
    """All commands do, and what they made is what they make where nothing happened before."""
    shutil.rmtree(p.cache + "/l4cargo/crates", ignore_errors=True)
    for args in commands(p, 0):
        p.runs(*args)
    assert verify(p) == CRATES
    assert os.listdir(p.cache + "/l4cargo/tmp") == []
    assert not [f for f in os.listdir(p.home + "/registry") if f.startswith(".l4cargo")]
    p.runs("vendor", "--locked", p.t.folder + "/fresh-vendor")
    p.runs("import", "--locked", "-o", p.t.folder + "/out/fresh")
    assert projects.tree(p.t.folder + "/fresh-vendor") == projects.tree(p.t.folder + "/vendor/0")
    assert projects.tree(p.t.folder + "/out/fresh") == projects.tree(p.t.folder + "/out/0")


def stress_many_at_once(t, program):
    p = many_crates(t, program)
    os.makedirs(t.folder + "/out")
    count = 200 if LONG else 12
    runs = [start(p, commands(p, i)[i % 3]) for i in range(count)]
    for run in runs:
        said = run.communicate(timeout=1200)[1]
        assert run.returncode == 0, said
    assert verify(p) == CRATES
    assert os.listdir(p.cache + "/l4cargo/tmp") == []


def stress_sudden_death(t, program):
    p = many_crates(t, program)
    killed = 0
    p.runs("fetch", "--locked")
    for number in range(500 if LONG else 16):
        # Something is to be done again: a part of what is there goes.
        for folder in (p.cache + "/l4cargo/crates", p.home + "/registry/src", t.folder + "/out"):
            for name in os.listdir(folder) if random.random() < 0.5 and os.path.isdir(folder) else ():
                if random.random() < 0.7:
                    shutil.rmtree(os.path.join(folder, name))
        run = start(p, commands(p, number)[number % 4])
        time.sleep(random.uniform(0, 0.15))
        run.kill()
        said = run.communicate()[1]
        killed += run.returncode == -9
        assert run.returncode in (0, -9), said
        verify(p)
    assert killed, "nothing was killed"
    if LONG:
        print(f"killed {killed} of 500")
    completes(p)


def stress_full_disk(t, program):
    p = many_crates(t, program)
    disk = t.folder + "/disk"
    os.mkdir(disk)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk]
    if subprocess.run(mount, capture_output=True).returncode:
        print("SKIP stress_full_disk: no tmpfs can be mounted here")
        return
    try:
        p.cache, p.home = disk + "/cache", disk + "/home"
        full = 0
        sizes = [64 << 10, *range(64 << 10, 3 << 20, (24 if LONG else 700) << 10)]
        limits = [f"size={n}" for n in sizes] + [f"size=64m,nr_inodes={n}" for n in range(4, 400, 6 if LONG else 100)]
        for number, limit in enumerate(limits):
            if number % 4 == 0 or "inodes" in limit:
                for name in os.listdir(disk):
                    shutil.rmtree(f"{disk}/{name}")
            subprocess.run(["mount", "-o", "remount," + limit, disk], check=True)
            for args in commands(p, 0)[:3]:
                done = p.command(program, args, {})
                assert done.returncode in (0, 1), done.stderr
                full += done.returncode == 1
                assert done.returncode == 0 or "No space left" in done.stderr, done.stderr
                verify(p)
        assert full > 3, full
        subprocess.run(["mount", "-o", "remount,size=64m,nr_inodes=0", disk], check=True)
        completes(p)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def tests(program):
    return projects.tests(program, globals(), __name__)
