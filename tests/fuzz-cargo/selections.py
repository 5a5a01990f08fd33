# SPDX-License-Identifier: MIT OR Apache-2.0
"""What is asked about a random project: packages, targets, features, platforms, modes, trees."""

TARGETS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-pc-windows-gnu",
           "x86_64-unknown-none", "wasm32-unknown-unknown", "i686-unknown-linux-gnu"]
FORMATS = ["{p}", "{p} {f}", "{lib}", "{p}-{lib} {l} {r}", "{f}|{p}", "{{{p}"]


def specs(d, world):
    every = world.locals + (world.published if d.chance(0.3) else [])
    p = d.choice(every)
    plain = p.version.split("+")[0]
    return d.choice([p.name, p.name, p.name, f"{p.name}@{plain}", f"{p.name}@{plain[0]}", p.name + "*"])


def package_args(d, world, tree=False):
    if d.chance(0.3):
        return [x for _ in range(d.choice([1, 1, 2])) for x in ("-p", specs(d, world))]
    if d.chance(0.5):
        args = [d.choice(["--workspace", "--workspace" if tree else "--all"])]
        if d.chance(0.3):
            args += ["--exclude", d.choice(world.locals).name]
        return args
    return []


def feature_args(d, world):
    args = d.some(["--no-default-features"], 0.15)
    if d.chance(0.2):
        return args + ["--all-features"]
    if d.chance(0.35):
        p = d.choice(world.locals)
        names = d.few(p.features, 2)
        names = [d.choice([n, n, f"{p.name}/{n}"]) for n in names]
        for key in d.few([k for k, q in p.deps.items() if q.features], 1):
            weak = "?" if d.chance(0.2) else ""
            names.append(f"{key}{weak}/{d.choice(p.deps[key].features)}")
        if names:
            args += ["--features", d.choice([",", " "]).join(names)]
    return args


def target_args(d, mode, world):
    if not d.chance(0.35):
        return []
    bins = [b for p in world.locals for b in p.bins] or ["x"]
    choices = [["--lib"], ["--bins"], ["--examples"], ["--tests"], ["--benches"], ["--all-targets"],
               ["--bin", d.choice(bins)], ["--lib", "--bins"], ["--bin", "b*"], ["--example", "e1"],
               ["--test", "*"], ["--lib", "--tests"]]
    if mode == "test":
        choices.append(["--doc"])
    return d.choice(choices)


def platform_args(d):
    if not d.chance(0.4):
        return []
    return [x for _ in range(d.choice([1, 1, 1, 2])) for x in ("--target", d.choice(TARGETS))]


def profile_args(d, mode):
    if mode != "bench" and d.chance(0.25):
        return ["--release"]
    if d.chance(0.15):
        return ["--profile", d.choice(["dev", "release", "test", "bench", "fast", "faster"])]
    return []


def environment(d):
    choices = [("CARGO_PROFILE_DEV_OPT_LEVEL", "2"), ("CARGO_INCREMENTAL", "0"), ("RUSTFLAGS", "--cfg foo"),
               ("CARGO_INCREMENTAL", "1"), ("CARGO_BUILD_TARGET", "aarch64-unknown-linux-gnu"),
               ("CARGO_PROFILE_RELEASE_LTO", "thin"), ("CARGO_PROFILE_RELEASE_DEBUG", "true"),
               ("CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL", "1")]
    return dict(d.sample(choices, 1)) if d.chance(0.08) else {}


def folder(d, world):
    if d.chance(0.75):
        return world.top
    return d.choice(world.locals).folder


def graph_run(d, world):
    mode = d.choice(["build", "build", "build", "test", "check", "bench"])
    args = (package_args(d, world) + feature_args(d, world) + target_args(d, mode, world)
            + platform_args(d) + profile_args(d, mode))
    return {"tool": "graph", "mode": mode, "args": args, "cwd": folder(d, world), "env": environment(d)}


def edges(d):
    kinds = ["normal", "build", "dev", "features", "no-dev", "no-build", "no-normal", "all",
             "no-proc-macro", "normal,build", "features,normal", "build,dev"]
    return ["-e", d.choice(kinds)] if d.chance(0.6) else []


def tree_args(d, world):
    args = edges(d)
    if d.chance(0.25):
        args += ["-i", d.choice(world.locals + world.published).name]
    elif d.chance(0.15):
        args += ["-d"]
    for choices, p in ((["--no-dedupe"], 0.2), (["--prefix=depth", "--prefix=none"], 0.2),
                       (["--charset=ascii"], 0.1), (["--depth=1", "--depth=2", "--depth=workspace"], 0.2),
                       (["--format=" + f for f in FORMATS], 0.3)):
        if d.chance(p):
            args.append(d.choice(choices))
    if d.chance(0.1):
        args += ["--prune", d.choice(world.locals + world.published).name]
    if d.chance(0.3):
        args += ["--target", d.choice([*TARGETS, "all"])]
    return args


def tree_run(d, world):
    args = package_args(d, world, True) + feature_args(d, world) + tree_args(d, world)
    return {"tool": "tree", "mode": "", "args": args, "cwd": folder(d, world), "env": {}}


def runs(d, world):
    return ([graph_run(d, world) for _ in range(d.randint(3, 6))]
            + [tree_run(d, world) for _ in range(d.randint(1, 3))])
