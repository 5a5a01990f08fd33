# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs a case with cargo and with l4cargo, and says how the answers differ."""
import json
import os
import re
import shutil
import subprocess
import sys

import case as cases

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cargo"))
import unitgraph  # noqa: E402

TIMEOUT = 60


class Tools:
    """Where the programs are, and one environment for both: nothing of the user's."""

    def __init__(self, l4cargo, scratch):
        self.l4cargo, self.scratch = os.path.abspath(l4cargo), scratch
        sysroot = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True,
                                 check=False).stdout.strip()
        env = {k: v for k, v in os.environ.items() if not re.match(r"CARGO|RUST|GIT_|XDG", k)}
        env.update(PATH=f"{sysroot}/bin:{env['PATH']}", CARGO_TARGET_DIR=scratch + "/target",
                   HOME=scratch + "/home", GIT_CONFIG_NOSYSTEM="1")
        self.env = env

    def environment(self, root, run):
        cache = f"{root}/cache/l4cargo"
        if not os.path.isdir(cache):
            os.makedirs(cache)
            os.makedirs(self.scratch + "/rustc", exist_ok=True)
            os.symlink(self.scratch + "/rustc", cache + "/rustc")
        return dict(self.env, CARGO_HOME=root + "/cargo", XDG_CACHE_HOME=root + "/cache",
                    **run["env"])


def call(command, folder, env):
    try:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True,
                              timeout=TIMEOUT, stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired as e:
        return subprocess.CompletedProcess(command, -14, "", f"timeout: {e}")


def published_folders(case, root):
    """(name, version, source) -> the folder of a directory source's package."""
    sources = {"vendor": "crates-io", "alt": cases.ALT}
    return {(p["name"], p["version"], sources[p["source"]]): f"{root}/{cases.folder_of(p)}"
            for p in case["published"]}


def relative_src(src, folder):
    found = re.search(r"/cargo/registry/src/[^/]+/[^/]+/(.*)$", src)
    return found.group(1) if found else os.path.relpath(src, folder)


def git_folder(src):
    """The folder of the package that a file of a checkout belongs to."""
    folder = os.path.dirname(src)
    while "/git/checkouts/" in folder and not os.path.exists(folder + "/Cargo.toml"):
        folder = os.path.dirname(folder)
    return folder


def cargo_units(case, root, top, graph):
    folders = published_folders(case, root)
    for unit in graph["units"]:
        made = unitgraph.unit_of(unit, top, {}, None)
        source, src = made["source"], unit["target"]["src_path"]
        made["platform"] = unit["platform"] or made["platform"]
        folder = folders.get((made["name"], made["version"], source))
        if source.startswith("path+"):
            folder = os.path.join(top, source[5:])
        elif source.startswith("git+"):
            folder = git_folder(src)
        if made["src"]:
            made["src"] = relative_src(src, folder or root)
        yield made


def workspace_root(case, run, root, tools):
    """Cases are asked about from below their own workspace; other roots are cargo's to name."""
    if run["cwd"] == case["top"]:
        return f"{root}/{case['top']}"
    said = call(["cargo", "locate-project", "--workspace", "--message-format=plain"],
                f"{root}/{run['cwd']}", tools.environment(root, run))
    return os.path.dirname(said.stdout.strip()) or root


def frozen(case):
    """Repositories are fetched anew; they are on this machine."""
    return ["--locked"] if case.get("repos") else ["--offline", "--locked"]


def arguments(run, root):
    return [x.replace("@ROOT@", root) for x in run["args"]]


def ask_cargo(case, run, root, tools):
    """(graph, text or None when it refuses; what it said)"""
    env = tools.environment(root, run)
    folder = f"{root}/{run['cwd']}"
    if run["tool"] == "tree":
        said = call(["cargo", "tree", *frozen(case), *arguments(run, root)], folder, env)
        return (said.stdout if said.returncode == 0 else None), said
    env["RUSTC_BOOTSTRAP"] = "1"
    said = call(["cargo", run["mode"], "--unit-graph", "-Zunstable-options", *frozen(case),
                 *arguments(run, root)], folder, env)
    if said.returncode:
        return None, said
    graph = json.loads(said.stdout)
    top = workspace_root(case, run, root, tools)
    units = list(cargo_units(case, root, top, graph))
    return {"schema": unitgraph.SCHEMA, "units": units, "roots": graph["roots"]}, said


def ask_l4cargo(case, run, root, tools):
    command = [tools.l4cargo, run["tool"], *frozen(case)]
    if run["tool"] == "graph":
        command += ["--mode", run["mode"]]
    said = call([*command, *arguments(run, root)], f"{root}/{run['cwd']}", tools.environment(root, run))
    if said.returncode not in (0, 1, 2):
        return "crash", said
    if said.returncode:
        return None, said
    if run["tool"] == "tree":
        return said.stdout, said
    graph = json.loads(said.stdout)
    for unit in graph["units"]:
        if unit["platform"] == "target":
            unit["platform"] = graph["target"]
    return graph, said


def plain(text):
    """An error without what is peculiar to the case."""
    lines = [x for x in text.splitlines() if re.search(r"error|caused|expected|found", x, re.I)]
    lines = lines[:1] + [x for x in text.splitlines() if x.startswith("  ")][:1]
    return re.sub(r"`[^`]*`|[\w/.-]*/[\w/.-]*|\d+", "_", " / ".join(lines))[:160]


def tree_differences(wanted, got):
    a, b = wanted.splitlines(), got.splitlines()
    return ([f"- {x}" for x in a if x not in b] + [f"+ {x}" for x in b if x not in a]
            or ["the order of lines"])


def is_kept(case, root, tools):
    """Does cargo keep to the lock file that it has just made? At times it chooses versions that it
    would not choose again. We look no further than at what is built."""
    said = call(["cargo", "metadata", "--format-version=1", *frozen(case)],
                f"{root}/{case['top']}", tools.environment(root, {"env": {}}))
    return said.returncode == 0


def unseen(run, said):
    """A tree may be asked for packages that only other platforms or features use. Cargo knows those
    from the registry's index; we say that there is nothing to print, or show the one that is used."""
    return run["tool"] == "tree" and re.search("did not match any packages|ambiguous", said.stderr)


def stable_refuses(case, run, root, tools):
    """Unit graphs come from a cargo that takes unstable features; the stable one decides. And
    `cargo tree` leaves out targets without a file where `cargo build` refuses the manifest; we
    always refuse."""
    if run["tool"] == "tree":
        said = ask_cargo(case, {"tool": "graph", "mode": "build", "args": ["--workspace"], "cwd": run["cwd"],
                                "env": run["env"]}, root, tools)[1]
        return said.returncode != 0 and "failed to parse manifest" in said.stderr
    said = call(["cargo", "metadata", "--format-version=1", *frozen(case)], f"{root}/{run['cwd']}",
                tools.environment(root, run))
    return said.returncode != 0


def judge(run, wanted, said, got, told):
    """None, or (kind, signature, lines)."""
    if got == "crash":
        return "crash", "crash", [f"exit status {told.returncode}", told.stderr[-2000:]]
    if wanted is None and got is None or "panicked at" in said.stderr \
            or wanted is None and unseen(run, said):
        return None
    if wanted is None:
        return "accepted", "accepted: " + plain(said.stderr), said.stderr.splitlines()[-12:]
    if got is None:
        return "refused", "refused: " + plain(told.stderr), told.stderr.splitlines()[:12]
    if run["tool"] == "tree":
        return None if wanted == got else ("tree", "tree", tree_differences(wanted, got))
    lines = unitgraph.problems(got) or unitgraph.differences(wanted, got)
    return ("differs", "differs", lines) if lines else None


def imports(case, run, root, tools):
    """What cargo builds can be imported, or it is said why not; make can read what was made."""
    folder, env = f"{root}/{run['cwd']}", tools.environment(root, run)
    args = arguments(run, root) + (["--with-tests"] if run["mode"] in ("test", "bench") else [])
    args += ["--with-benches"] if run["mode"] == "bench" else []
    said = call([tools.l4cargo, "import", *frozen(case), "-o", f"{root}/out", *args], folder, env)
    if said.returncode == 0:
        said = call(["make", "-n", "-C", f"{root}/out"], folder, env)
        return ("import", "import: make", said.stderr.splitlines()[-12:]) if said.returncode else None
    if said.returncode not in (1, 2):
        return "crash", "import: crash", [f"exit status {said.returncode}", said.stderr[-2000:]]
    errors = [x for x in said.stderr.splitlines() if "error:" in x]
    return None if errors else ("import", "import: no error", said.stderr.splitlines()[-12:])


def lock(case, root, tools):
    """Has cargo make the lock file, and look at it again: at times it then chooses other versions.
    False if it cannot."""
    if case.get("lock") is not None:
        return True
    offline = [] if case.get("repos") else ["--offline"]
    for command in (["generate-lockfile"], ["metadata", "--format-version=1"]):
        said = call(["cargo", *command, *offline], f"{root}/{case['top']}",
                    tools.environment(root, {"env": {}}))
        if said.returncode:
            return False
    return True


def prepare(case, root, tools):
    """Writes the case, locked and then edited, to the folder."""
    shutil.rmtree(root, ignore_errors=True)
    cases.write(case, root)
    good = lock(case, root, tools)
    if good:
        cases.edit(case, root)
    return good


def findings(case, root, tools):
    """For each run (index, kind or None, signature, lines); nothing if it cannot be locked."""
    if not prepare(case, root, tools):
        return
    for index, run in enumerate(case["runs"]):
        if not os.path.isdir(f"{root}/{run['cwd']}"):
            continue
        wanted, said = ask_cargo(case, run, root, tools)
        got, told = ask_l4cargo(case, run, root, tools)
        found = judge(run, wanted, said, got, told)
        if found and found[0] == "accepted" and not case["edits"] and not is_kept(case, root, tools):
            found = None
        if found and found[0] == "refused" and case["edits"] and stable_refuses(case, run, root, tools):
            found = None
        if not found and wanted and run.get("import"):
            found = imports(case, run, root, tools)
        yield (index, *(found or (None, "refused" if wanted is None else "equal", [])))


def record(case, root, tools):
    """Adds to a case what cargo answers, so that it can be replayed without cargo."""
    if not prepare(case, root, tools):
        raise RuntimeError("the case cannot be locked")
    with open(f"{root}/{case['top']}/Cargo.lock", encoding="utf-8") as file:
        case["lock"] = file.read().replace(root, "@ROOT@")
    case.pop("lock_edits", None)
    for run in case["runs"]:
        wanted, _ = ask_cargo(case, run, root, tools)
        if run["tool"] == "graph" and wanted is not None:
            wanted = json.loads(json.dumps(unitgraph.canonical(wanted)).replace(root, "@ROOT@"))
        elif wanted is not None:
            wanted = wanted.replace(root, "@ROOT@")
        run["expect"] = wanted
    return case


def replay(case, root, tools):
    """Compares with what was recorded: for each run None, or what is wrong."""
    prepare(case, root, tools)
    for run in case["runs"]:
        wanted = run["expect"]
        if wanted is not None:
            wanted = json.loads(json.dumps(wanted).replace("@ROOT@", root))
        got, told = ask_l4cargo(case, run, root, tools)
        refusal = subprocess.CompletedProcess([], 101, "", "(recorded)")
        yield judge(run, wanted, refusal, got, told)
