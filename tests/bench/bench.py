# SPDX-License-Identifier: MIT OR Apache-2.0
"""Times and memory beside cargo's own, on this machine: medians of interleaved runs.

  bench.py [import] [graph] [generated] [build] [noop] [fetch] [vendor]     those, or all

Each line: ours / cargo's = ratio, and the limit that the project has set itself. The exit status
is 1 if one is exceeded. CORPUS names the folder of the corpus (tests/corpus/crates.py).
"""
import array
import fcntl
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "corpus"))
import crates  # noqa: E402
import generated  # noqa: E402

L4CARGO = os.path.abspath(os.environ.get("L4CARGO", os.path.join(crates.TOP, "build", "l4cargo")))
MEASURE = os.path.join(os.path.dirname(L4CARGO), "tests", "measure")
JOBS = "-j2"
exceeded = []
made = []


class Run:
    """One run of a command: seconds of wall and CPU time, megabytes at its peak."""

    def __init__(self, command, folder, env=None):
        with tempfile.TemporaryFile() as said, tempfile.NamedTemporaryFile("r") as figures:
            subprocess.run([MEASURE, figures.name, *command], cwd=folder, check=True, stderr=said,
                           env=env or crates.environment(), stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL)
            status, wall, cpu, kilobytes = figures.read().split()
            if int(status):
                said.seek(0)
                raise RuntimeError(f"{' '.join(command)} failed:\n"
                                   + said.read().decode(errors="replace")[-2000:])
        self.wall, self.cpu, self.memory = float(wall), float(cpu), int(kilobytes) / 1024


def interleaved(count, ours, theirs):
    """Medians of both, each run after the other's; both are functions that give a Run."""
    runs = [(ours(), theirs()) for _ in range(count)]
    return [{key: statistics.median(getattr(pair[side], key) for pair in runs)
             for key in ("wall", "cpu", "memory")} for side in (0, 1)]


def judge(name, ours, theirs, limits):
    for key, limit in limits.items():
        ratio = ours[key] / theirs[key] if theirs[key] else 0
        unit = "MB" if key == "memory" else "s"
        good = ratio <= limit
        if not good:
            exceeded.append(f"{name}: {key}")
        print(f"{name:34} {key:6} {ours[key]:8.3f} / {theirs[key]:8.3f} {unit:2} = {ratio:6.3f}x"
              f"   limit {limit:.2f}x   {'ok' if good else 'EXCEEDED'}", flush=True)


def crate(name):
    found = next(c for c in crates.crates() if c.name == name)
    crates.provide(found)
    return found


def scratch(name):
    """An empty folder. What runs make in it stays until all is measured, and what an interrupted
    bench left there, too: for minutes ext4 looks at each inode that was removed nearby before it
    takes one (`recently_deleted`), up to forty times the work of a new file. Folders in this one
    are set far apart for the same reason.
    """
    top = os.path.join(crates.TOP, "build", "bench")
    os.makedirs(top, exist_ok=True)
    if not made:
        made.extend(os.path.join(top, left) for left in os.listdir(top))
    folder = tempfile.mkdtemp(prefix=name + "-", dir=top)
    made.append(folder)
    set_apart(folder)
    return folder


# <linux/fs.h>: `chattr +T`
FS_IOC_GETFLAGS, FS_IOC_SETFLAGS, FS_TOPDIR_FL = 0x80086601, 0x40086602, 0x00020000


def set_apart(folder):
    handle = os.open(folder, os.O_RDONLY)
    flags = array.array("l", [0])
    try:
        fcntl.ioctl(handle, FS_IOC_GETFLAGS, flags)
        flags[0] |= FS_TOPDIR_FL
        fcntl.ioctl(handle, FS_IOC_SETFLAGS, flags)
    except OSError:
        pass  # a file system that does not know it does not need it
    os.close(handle)


def times(folder):
    return {os.path.join(top, name): os.lstat(os.path.join(top, name)).st_mtime_ns
            for top, _, files in os.walk(folder) for name in files}


def importing(folder, out, *more):
    return [L4CARGO, "import", "--quiet", "--locked", "--offline", "--manifest-path",
            folder + "/Cargo.toml", "-o", out, *more]


def bench_import():
    nu = crate("nu")
    work = scratch("import")
    out = work + "/pkg"
    outs = (f"{work}/pkg{n}" for n in range(1000))
    metadata = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1"]
    theirs = lambda: Run(metadata, nu.folder)

    def fresh():
        return Run(importing(nu.folder, next(outs)), nu.folder)
    Run(importing(nu.folder, out), nu.folder)
    judge("import of nu", *interleaved(11, fresh, theirs), {"wall": 0.25, "memory": 0.5})
    before = times(out)
    again = lambda: Run(importing(nu.folder, out), nu.folder)
    judge("the same again, unchanged", *interleaved(21, again, theirs), {"wall": 0.05})
    if times(out) != before:
        exceeded.append("the same again, unchanged: files were written")
    print(f"{'':34} files written: {'none' if times(out) == before else 'SOME'}")


def bench_graph():
    nu = crate("nu")
    env = dict(crates.environment(), RUSTC_BOOTSTRAP="1")
    ours = [L4CARGO, "graph", "--format", "json", "--locked", "--offline"]
    theirs = ["cargo", "build", "--unit-graph", "-Zunstable-options", "--locked", "--offline"]
    judge("unit graph of nu", *interleaved(11, lambda: Run(ours, nu.folder),
                                           lambda: Run(theirs, nu.folder, env)),
          {"wall": 0.15, "memory": 0.5})


def bench_generated():
    """Many packages from many registries; and twice as many should cost about twice as much."""
    ours = [L4CARGO, "graph", "--format", "json", "--locked", "--offline"]
    theirs = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1"]
    work = scratch("generated")
    one, two = f"{work}/3600", f"{work}/7200"
    generated.Generated(one, 3600).write()
    generated.Generated(two, 7200).write()
    judge("graph of 3,600 packages",
          *interleaved(11, lambda: Run(ours, one), lambda: Run(theirs, one)), {"wall": 0.05})
    judge("7,200 beside 3,600, both ours",
          *interleaved(21, lambda: Run(ours, two), lambda: Run(ours, one)), {"wall": 2.2})


def builders(c, flags, work):
    """Functions that build a crate from clean in `work`, by make and by cargo."""
    ours, theirs = iter(range(1000)), iter(range(1000))

    def by_make():
        out = f"{work}/pkg{next(ours)}"
        Run(importing(c.folder, out, *flags), c.folder)
        return Run(["make", JOBS, "-C", out], work)

    def by_cargo():
        env = dict(crates.environment(), CARGO_TARGET_DIR=f"{work}/target{next(theirs)}")
        return Run(["cargo", "build", JOBS, "--locked", "--offline", *flags], c.folder, env)
    return by_make, by_cargo


def bench_build():
    for flags, limit in (([], 1.05), (["--release"], 1.10)):
        for name in ("ripgrep", "fd-find"):
            c = crate(name)
            work = scratch("build")
            judge(f"{name} from clean, {'release' if flags else 'dev'}",
                  *interleaved(3, *builders(c, flags, work)), {"wall": limit, "cpu": limit})


def bench_noop():
    c = crate("starship")
    work = scratch("noop")
    by_make, by_cargo = builders(c, [], work)
    by_make(), by_cargo()
    env = dict(crates.environment(), CARGO_TARGET_DIR=work + "/target0")
    judge("starship, nothing to do",
          *interleaved(15, lambda: Run(["make", JOBS, "-C", work + "/pkg0"], work),
                       lambda: Run(["cargo", "build", JOBS, "--locked", "--offline"],
                                   c.folder, env)), {"wall": 0.7})


def bench_fetch():
    work = scratch("fetch")

    def cold(command, c):
        home = tempfile.mkdtemp(dir=work)
        env = dict(crates.environment(), CARGO_HOME=home + "/cargo",
                   XDG_CACHE_HOME=home + "/cache")
        return Run([*command, "-o", home + "/pkg"] if "import" in command else command,
                   c.folder, env)
    theirs = ["cargo", "fetch", "--locked"]
    for name in ("bat", "nu"):
        c = crate(name)
        judge(f"{name}'s crates, cold",
              *interleaved(3, lambda: cold([L4CARGO, "fetch", "--locked"], c),
                           lambda: cold(theirs, c)), {"wall": 0.8, "cpu": 0.6, "memory": 0.3})
    c = crate("starship")
    judge("starship's crates, cold, and import",
          *interleaved(3, lambda: cold([L4CARGO, "import", "--locked"], c),
                       lambda: cold(theirs, c)), {"wall": 1.0})


def bench_vendor():
    c = crate("starship")
    work = scratch("vendor")
    numbers = iter(range(1000))
    cargo = ["cargo", "vendor", "--quiet", "--locked", "--offline"]
    ours = [L4CARGO, "vendor", "--quiet", "--locked", "--offline"]

    def into(folder, command):
        return lambda: Run([*command, folder], c.folder)

    def fresh(command):
        return Run([*command, f"{work}/{next(numbers)}"], c.folder)
    again, by_cargo = into(work + "/ours", ours), into(work + "/theirs", cargo)
    again(), by_cargo()
    if subprocess.run(["diff", "-rq", work + "/ours", work + "/theirs"], check=False,
                      stdout=subprocess.DEVNULL).returncode:
        exceeded.append("vendor: the trees differ")
    # Most of this is the kernel's work to write the files, which is the same for both.
    judge("starship, vendored afresh", *interleaved(5, lambda: fresh(ours), lambda: fresh(cargo)),
          {"cpu": 0.5, "memory": 0.3})
    # A cache of its own: crates that had links once are looked at before each use.
    env = dict(crates.environment(), XDG_CACHE_HOME=work + "/cache")
    links = [*ours, "--hard-links"]
    Run([*links, f"{work}/{next(numbers)}"], c.folder, env)
    judge("starship, vendored by links",
          *interleaved(3, lambda: Run([*links, f"{work}/{next(numbers)}"], c.folder, env),
                       lambda: fresh(cargo)), {"cpu": 0.5, "memory": 0.3})
    judge("starship, archives", *interleaved(3, lambda: fresh([*ours, "--archives"]),
                                             lambda: fresh(cargo)), {"cpu": 0.1, "memory": 0.3})
    # The last: cargo removes what is there.
    judge("starship, vendored again", *interleaved(5, again, by_cargo),
          {"cpu": 0.5, "memory": 0.3})


def main():
    parts = {"import": bench_import, "graph": bench_graph, "generated": bench_generated,
             "build": bench_build,
             "noop": bench_noop, "fetch": bench_fetch, "vendor": bench_vendor}
    wanted = sys.argv[1:] or list(parts)
    if not set(wanted) <= set(parts):
        sys.exit(__doc__)
    print(f"{'':34}        l4cargo /    cargo")
    for name in wanted:
        try:
            parts[name]()
        except (RuntimeError, subprocess.CalledProcessError, OSError) as error:
            print(f"SKIPPED {name}: it cannot run here: {error}", flush=True)
            exceeded.append(name + ": not measured")
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    if exceeded:
        print("Not within its limit: " + "; ".join(exceeded))
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main())
