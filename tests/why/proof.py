# SPDX-License-Identifier: MIT OR Apache-2.0
"""Is what `l4cargo why` says true?  proof.py FOLDER [OPTION...] -- CRATE[/FEATURE]...

Asks cargo, not l4cargo: the edges are those of `cargo tree`, a search of its own finds the shortest
ways through everything that leads directly to what is asked for, and these must be among what is
printed (more are: what is built for the host and for the target are one in cargo's text). Each line of a manifest that is cited must stand there, and name what it leads to.
L4CARGO is the program.
"""
import collections
import os
import re
import subprocess
import sys

L4CARGO = os.path.abspath(os.environ.get("L4CARGO", "build/l4cargo"))


def ask(command, folder):
    done = subprocess.run(command, cwd=folder, text=True, stdin=subprocess.DEVNULL,
                          capture_output=True)
    return done.returncode, done.stdout, done.stderr


def read_tree(folder, options, link, roots):
    """What `cargo tree` prints, in the words of `why`: calls link(above, below) for each line."""
    status, text, error = ask(["cargo", "tree", "--locked", "--offline", "--prefix", "depth",
                               *options], folder)
    assert status == 0, error
    path = []
    for line in text.splitlines():
        match = re.match(r"(\d+)(\S+) (?:v(\S+)|feature \"(.*?)\")(.*)", line)
        if not match:
            continue
        depth, name, version, feature, rest = match.groups()
        # cargo does not say of which version a feature is
        node = (name, None, feature) if feature is not None else (name, "v" + version, None)
        del path[int(depth):]
        if path:
            link(path[-1], node)
        if not path and "-i" not in options or "(command-line)" in rest:
            roots.append(node)
        path.append(node)


def edges_of(folder, options, crate, features):
    """Where each node leads to; and the roots, among them features that the command line asks
    for: these are only in the inverted tree."""
    kinds = "normal,build,dev" + (",features" if features else "")
    edges, roots = collections.defaultdict(set), []
    read_tree(folder, ["-e", kinds, *options], lambda a, b: edges[a].add(b), roots)
    if features:
        versions = {n[1][1:] for tos in edges.values() for n in tos if n[0] == crate and n[1]}
        for version in versions:
            read_tree(folder, ["-e", kinds, *options, "-i", f"{crate}@{version}"],
                      lambda a, b: edges[b].add(a), roots)
    return edges, list(dict.fromkeys(roots))


def said_by_why(folder, options, operand):
    status, text, error = ask([L4CARGO, "why", "--locked", "--offline", *options, operand], folder)
    assert status == 0, error
    ways = []
    for block in text.split("\n\n"):
        nodes, places = [], []
        for line in block.splitlines():
            place = re.match(r"    (.*?):(\d+):(\d+): (.*)$", line)
            node = re.match(r"(?:  )?(?:\(command line\) )?(\S+) (v\S+)(?: feature `(.*?)`)?$", line)
            if place:
                places.append((len(nodes), place.groups()))
            elif node:
                nodes.append(node.groups())
            else:
                assert line.startswith("(there may be more"), line
        if nodes:
            ways.append((nodes, places))
    return ways


def plain(node):
    """As cargo tells nodes apart: features have no version."""
    return (node[0], None, node[2]) if node[2] is not None else (node[0], node[1], None)


def check_place(folder, before, after, place):
    file, line, column, text = place
    with open(os.path.join(folder, file), encoding="utf-8") as source:
        there = source.read().split("\n")[int(line) - 1]
    assert there.strip() == text, (file, line, there, text)
    whole = open(os.path.join(folder, file), encoding="utf-8").read()
    if after[2] is not None:
        names = [after[0], after[2].split("/")[-1]]
    else:
        names = [after[0]]
    # a renamed dependency has its package's name further on, an inherited one at the workspace
    near = "\n".join(whole.split("\n")[int(line) - 1:int(line) + 12])
    assert any(n in near for n in names) or "workspace" in near or "package" in near, \
        (place, before, after)


def shortest(edges, roots, wanted):
    """Every shortest way from a root to each that leads directly to `wanted`, and on to it."""
    found = set()
    for root in roots:
        if root == wanted:
            found.add((root,))
            continue
        far, queue = {root: 0}, collections.deque([root])
        while queue:
            at = queue.popleft()
            for to in edges[at]:
                back_home = to[0] == root[0] and to[2] is None  # a start of its own
                if to not in far and to != wanted and not back_home:
                    far[to] = far[at] + 1
                    queue.append(to)
        back = collections.defaultdict(list)
        for at, tos in list(edges.items()):
            for to in tos:
                if at in far and to in far and far[to] == far[at] + 1:
                    back[to].append(at)
        home = wanted[0] == root[0] and wanted[2] is None
        stack = [[last, wanted] for last in far if wanted in edges[last] and not home]
        while stack and len(found) < 5000:
            way = stack.pop()
            if way[0] == root:
                found.add(tuple(way))
            stack += [[b, *way] for b in back[way[0]]]
    return found


def check(folder, options, operand):
    crate, _, feature = operand.partition("/")
    name, _, version = crate.partition("@")
    edges, roots = edges_of(folder, options, name, bool(feature))
    ways = said_by_why(folder, options, operand)
    wanted = {n for tos in edges.values() for n in tos} | set(roots)
    wanted = {n for n in wanted if n[0] == name and n[2] == (feature or None) and
              (not version or n[1] is None or n[1][1:] == version)}
    for nodes, places in ways:
        for a, b in zip(nodes, nodes[1:]):
            assert plain(b) in edges[plain(a)], ("no such edge of cargo's", a, b)
        for at, place in places:
            check_place(folder, nodes[at - 1], nodes[at], place)
        for at in range(1, len(nodes)):
            own = nodes[at - 1][2] is not None and nodes[at - 1][:2] == nodes[at][:2] \
                and nodes[at][2] is None
            assert own or any(p[0] == at for p in places), ("no line for", nodes[at - 1], nodes[at])
    mine = {tuple(plain(n) for n in nodes) for nodes, _ in ways}
    return wanted, edges, roots, mine, ways


def main():
    split = sys.argv.index("--")
    folder, options, operands = sys.argv[1], sys.argv[2:split], sys.argv[split + 1:]
    bad = 0
    for operand in operands:
        try:
            wanted, edges, roots, mine, ways = check(folder, options, operand)
            theirs = set().union(*[shortest(edges, roots, w) for w in wanted])
            missing = sorted(theirs - mine, key=str)
            if len(ways) < 100 and missing:
                raise AssertionError(f"{len(missing)} not said: {missing[:2]}")
            print(f"ok - why {operand}: {len(ways)} ways")
        except AssertionError as why:
            print(f"not ok - why {operand}: {why}")
            bad += 1
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
