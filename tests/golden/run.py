#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs the golden cases, or those named, and compares all that the tool printed and wrote.

NAME.case is one case: sections, each with a head line of its own.

    -- args --               one argument a line
    -- env --                NAME=value lines added to the environment
    -- in/PATH --            a file that the tool reads
    -- in/FOLDER = NAME --   shared/NAME, a file or a whole folder, stands there
    -- stdout --, -- stderr --, -- status --, -- out/PATH --
                             all that the tool may do; in/out is the folder `out`

What is missing is empty, and the status is 0. The working folder is a fresh copy of `in`; @IN@ in
args and env stands for its path, and the path reads @IN@ in the output, too. A file that does not
end with a newline, is not text, or is no plain file says so in brackets: (no newline), (base64),
(executable), (link), (folder). UPDATE=1 takes the present output; review it with git diff.

usage: run.py [NAME...]
       run.py --lay NAME FOLDER      writes what the case has below `in` to the folder
       run.py --show NAME SECTION    prints a section
"""

import base64, concurrent.futures, difflib, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = re.compile(r"^-- (?P<name>[^\n]*?)(?: = (?P<shared>[^ ]+))?(?: \((?P<form>[a-z0-9 ]+)\))? --\n", re.M)
PRODUCED = ("stdout", "stderr", "status", "out/")


class Section:
    """A section as it is written; `content` is what it stands for."""

    def __init__(self, name, body, shared=None, form=None):
        self.name, self.body, self.shared, self.form = name, body, shared, form

    def text(self):
        shared = f" = {self.shared}" if self.shared else ""
        form = f" ({self.form})" if self.form else ""
        return f"-- {self.name}{shared}{form} --\n".encode() + self.body

    def content(self):
        if self.shared:
            with open(f"{HERE}/shared/{self.shared}", "rb") as file:
                return file.read()
        if self.form == "base64":
            return base64.b64decode(self.body)
        return self.body[:-1] if self.form in ("no newline", "link") else self.body


def section_of(name, content, form=None):
    """A section for a file with this content."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = None
    if form == "link":
        return Section(name, content + b"\n", form=form)
    if text is None or HEAD.search(text + "\n") or "\r" in text:
        return Section(name, base64.encodebytes(content), form="base64")
    if content and not content.endswith(b"\n"):
        return Section(name, content + b"\n", form="no newline")
    return Section(name, content, form=form)


def read_case(path):
    with open(path, "rb") as file:
        text = file.read()
    heads = list(re.finditer(HEAD.pattern.encode(), text, re.M))
    if not heads or heads[0].start() != 0:
        raise ValueError(f"{path}: does not begin with the head of a section")
    sections = []
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(text)
        part = {k: v and v.decode() for k, v in head.groupdict().items()}
        sections.append(Section(part["name"], text[head.end():end], part["shared"], part["form"]))
    return sections


def write_input(section, place):
    """One section below `in` becomes files."""
    if section.shared and os.path.isdir(f"{HERE}/shared/{section.shared}"):
        shutil.copytree(f"{HERE}/shared/{section.shared}", place, symlinks=True, dirs_exist_ok=True)
        return
    os.makedirs(place if section.form == "folder" else os.path.dirname(place), exist_ok=True)
    if section.form == "link":
        os.symlink(section.content().decode(), place)
    elif section.form != "folder":
        with open(place, "wb") as file:
            file.write(section.content())
        if section.form == "executable":
            os.chmod(place, 0o755)


def lines_of(sections, name):
    """Lines as bytes: arguments need not be text."""
    return [line for s in sections if s.name == name for line in s.content().split(b"\n")[:-1]]


def produced(work, run):
    """All that the tool did, by section name."""
    hide = lambda text: text.replace(f"{work}/in".encode(), b"@IN@")
    got = {"stdout": hide(run.stdout), "stderr": hide(run.stderr)}
    if run.returncode:
        got["status"] = f"{run.returncode}\n".encode()
    for folder, _, names in sorted(os.walk(f"{work}/out")):
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                got["out/" + os.path.relpath(path, f"{work}/out")] = file.read()
    return {name: content for name, content in got.items() if content or name.startswith("out/")}


def lay(sections, folder):
    """What the case has below `in` becomes the files of a folder."""
    os.makedirs(folder, exist_ok=True)
    for section in sections:
        if section.name == "in" or section.name.startswith("in/"):
            write_input(section, (folder + section.name[2:]).rstrip("/"))


def run_tool(tool, sections, work, cache):
    os.makedirs(f"{work}/in")
    os.makedirs(f"{work}/out")
    os.makedirs(f"{work}/home")
    os.symlink("../out", f"{work}/in/out")
    lay(sections, f"{work}/in")
    env = {
        "HOME": f"{work}/home", "CARGO_HOME": f"{work}/home/.cargo", "PATH": os.environ["PATH"],
        "TERM": "dumb", "LC_ALL": "C.UTF-8", "TMPDIR": os.path.dirname(work),
        "XDG_CACHE_HOME": cache, "RUSTUP_TOOLCHAIN": "stable",
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or os.path.expanduser("~/.rustup"),
    }
    place = lambda text: text.replace(b"@IN@", f"{work}/in".encode())
    env = {os.fsencode(name): os.fsencode(value) for name, value in env.items()}
    env.update(place(line).split(b"=", 1) for line in lines_of(sections, "env"))
    args = [place(line) for line in lines_of(sections, "args")]
    return subprocess.run([tool, *args], cwd=f"{work}/in", env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300)


def difference(name, wanted, got):
    text = lambda content: content.decode(errors="backslashreplace").splitlines(keepends=True)
    return "".join(difflib.unified_diff(text(wanted), text(got), f"wanted {name}", f"got {name}"))


def update(path, sections, got):
    kept = [s for s in sections if not s.name.startswith(PRODUCED)]
    old = {s.name: s for s in sections}
    for name, content in got.items():
        same = name in old and old[name].content() == content
        kept.append(old[name] if same else section_of(name, content))
    with open(path, "wb") as file:
        file.write(b"".join(s.text() for s in kept))


def run_case(tool, name, scratch):
    """The differences as text, empty if there are none."""
    path, work = f"{HERE}/{name}.case", f"{scratch}/{name}"
    sections = read_case(path)
    cache = os.environ.get("GOLDEN_CACHE") or f"{scratch}/cache"
    got = produced(work, run_tool(tool, sections, work, cache))
    if os.environ.get("UPDATE") == "1":
        update(path, sections, got)
        return ""
    wanted = {s.name: s.content() for s in sections if s.name.startswith(PRODUCED)}
    names = sorted(wanted.keys() | got.keys())
    missing = [f"not made: {n}\n" for n in names if n not in got and n.startswith("out/")]
    return "".join(missing + [difference(n, wanted.get(n, b""), got.get(n, b"")) for n in names])


def main():
    if sys.argv[1:2] == ["--lay"]:
        return lay(read_case(f"{HERE}/{sys.argv[2]}.case"), sys.argv[3])
    if sys.argv[1:2] == ["--show"]:
        found = [s for s in read_case(f"{HERE}/{sys.argv[2]}.case") if s.name == sys.argv[3]]
        return sys.stdout.buffer.write(b"".join(s.content() for s in found))
    tool = os.path.realpath(os.environ["L4CARGO"])
    names = [os.path.basename(name).removesuffix(".case") for name in sys.argv[1:]]
    names = names or sorted(f[:-5] for f in os.listdir(HERE) if f.endswith(".case"))
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = os.path.realpath(scratch)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, found in zip(names, pool.map(lambda n: run_case(tool, n, scratch), names)):
                if found:
                    failed += 1
                    print(f"{found}FAIL {name}")
    results = os.environ.get("RESULTS")
    if results:
        with open(f"{results}/{os.environ.get('SUITE', 'golden')}", "w") as file:
            print(len(names) - failed, failed, file=file)
    print(f"golden: {len(names)} cases, {failed} failed")
    return sys.exit(failed > 0)


if __name__ == "__main__":
    main()
