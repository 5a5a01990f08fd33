#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What packages cost beside rustc, in CPU seconds: cost.py FOLDER PKG L4DIR O

makes a project of 100 small crates in FOLDER, imports it to PKG below pkg, and builds it in one make
process and package by package, as BID walks them. Fails where it is more than it may be, or where
one way does not find what the other built.
"""

import os
import random
import re
import resource
import subprocess
import sys

CRATES = 100
LIMITS = {"full, one process": 0.04, "full, one by one": 0.04,
          "no-op, one process": 0.002, "no-op, one by one": 0.025}
WRAPPER = r"""
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int status;
	struct rusage used;
	pid_t pid = fork();
	if (pid == 0)
		execvp(argv[1], argv + 1), _exit(127);
	wait4(pid, &status, 0, &used);
	FILE *f = fopen(getenv("RUSTC_TIMES"), "a");
	fprintf(f, "%f\n", used.ru_utime.tv_sec + used.ru_stime.tv_sec +
	                   (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
	return argc < 2 || fclose(f) || !WIFEXITED(status) ? 1 : WEXITSTATUS(status);
}
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_project(root):
    """Each crate needs up to three others, the project all of them."""
    rng = random.Random(7)
    needs = {f"c{i:03}": sorted({f"c{rng.randrange(i):03}" for _ in range(min(i, 3))})
             for i in range(CRATES)}
    lock = "version = 4\n"
    for name, deps in {**needs, "cost": list(needs)}.items():
        place, way = (root, "c/") if name == "cost" else (f"{root}/c/{name}", "../")
        calls = "".join(f".wrapping_add({d}::f())" for d in deps)
        write(f"{place}/src/lib.rs", f"#![no_std]\npub fn f() -> i32 {{ 1i32{calls} }}\n")
        write(f"{place}/Cargo.toml",
              f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n' +
              "".join(f'{d} = {{ path = "{way}{d}" }}\n' for d in deps) +
              ("[workspace]\n" if name == "cost" else ""))
        lock += f'\n[[package]]\nname = "{name}"\nversion = "0.1.0"\n'
        if deps:
            lock += "dependencies = [\n" + "".join(f' "{d}",\n' for d in deps) + "]\n"
    write(f"{root}/Cargo.lock", lock)


def main():
    scratch, pkg, l4dir, objects = (os.path.abspath(a) for a in sys.argv[1:])
    pkg = f"{l4dir}/pkg/{os.path.basename(pkg)}"
    write_project(f"{scratch}/project")
    write(f"{scratch}/wrapper.c", WRAPPER)
    subprocess.run(["cc", "-o", f"{scratch}/wrapper", f"{scratch}/wrapper.c"], check=True)
    subprocess.run([os.environ["L4CARGO"], "import", "-q", "-o", pkg, "--manifest-path",
                    f"{scratch}/project/Cargo.toml"], check=True)
    times = f"{scratch}/times"
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS")}
    env.update(L4DIR=l4dir, OBJ_BASE=objects, O=objects, RS_PIPELINE="n",
               RUSTC_WRAPPER=f"{scratch}/wrapper", RUSTC_TIMES=times)
    packages = sorted(e.path for e in os.scandir(pkg) if e.is_dir())

    def make(name, folders, goal="all"):
        """CPU seconds without rustc's, and how many crates were compiled."""
        write(times, "")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = ""
        for folder in folders:
            run = subprocess.run(["make", "-C", folder, goal], env=env, check=False, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            said += run.stdout
            if run.returncode:
                sys.exit(f"make in {folder}:\n{run.stdout}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(times, encoding="utf-8") as file:
            rustc = sum(float(line) for line in file)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - rustc
        compiled = len(re.findall(r"\.\.\. Compiling", said))
        if name:
            print(f"{name}: {used / len(packages):.4f} a crate ({used:.2f} and rustc's {rustc:.2f}, "
                  f"{compiled} compiled; at most {LIMITS[name]})")
        return used / len(packages), compiled

    def expect(name, folders, compiled):
        used, did = make(name, folders)
        return (used <= LIMITS[name]) + (did == compiled) == 2

    make(None, [pkg], "clean")
    every = len(packages)
    good = [expect("full, one process", [pkg], every),
            expect("no-op, one process", [pkg], 0),
            expect("no-op, one by one", packages, 0)]
    make(None, [pkg], "clean")
    good += [expect("full, one by one", packages, every),
             expect("no-op, one by one", packages, 0),
             expect("no-op, one process", [pkg], 0)]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
