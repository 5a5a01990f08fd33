# SPDX-License-Identifier: MIT OR Apache-2.0
"""What is asked about a random project: packages, targets, features, platforms, modes, trees."""
from grammar import known_features

TARGETS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-pc-windows-gnu",
           "x86_64-unknown-none", "wasm32-unknown-unknown", "i686-unknown-linux-gnu"]
FORMATS = ["{p}", "{p} {f}", "{lib}", "{p}-{lib} {l} {r}", "{f}|{p}", "{{{p}"]


class Chosen:
    """What a run starts from: the folder, the packages, the arguments that say so."""

    def __init__(self, d, world, tree=False):
        self.careless = d.chance(0.04)
        self.folder, self.packages = self.where(d, world)
        self.args, self.outside = [], False
        if d.chance(0.3):
            self.named(d, world)
        elif d.chance(0.5):
            self.args = [d.choice(["--workspace", "--workspace" if tree else "--all"])]
            self.packages = list(world.inside)
            if d.chance(0.3) and len(world.inside) > 1:
                out = d.choice(world.locals if self.careless else world.inside)
                self.args += ["--exclude", d.choice([out.name, out.name, out.name[0] + "*"])]
                self.packages = [p for p in self.packages if p is not out] or self.packages

    def where(self, d, world):
        p = d.choice(world.locals if self.careless else world.inside)
        root = [q for q in world.inside if q.folder == world.top]
        if p.folder == world.top or d.chance(0.7):
            return world.top, root or list(world.inside)
        return p.folder, [p]

    def named(self, d, world):
        self.outside = d.chance(0.12)
        every = reachable(world) if self.outside else world.inside
        alone = [p for p in every if len([q for q in every if q.name == p.name]) == 1]
        every = alone if alone and d.chance(0.8) else every
        every = world.everything() if self.careless else every
        picked = [d.choice(every) for _ in range(d.choice([1, 1, 2]))]
        self.args = [x for p in picked for x in ("-p", spec(d, p, world))]
        self.packages = picked


def reachable(world):
    found, queue = [], list(world.inside)
    while queue:
        p = queue.pop()
        if p not in found:
            found.append(p)
            queue += p.deps.values()
    return found


def spec(d, p, world, patterns=True):
    plain = p.version.split("+")[0]
    if len([q for q in world.everything() if q.name == p.name]) > 1:
        return f"{p.name}@{plain}"
    forms = [p.name, p.name, p.name, f"{p.name}@{plain}", f"{p.name}@{plain.split('.')[0]}" if "-" not in plain
             else p.name]
    if p in world.inside:
        forms += [p.name + "*"] if patterns or d.chance(0.1) else []
        forms += [f"path+file://@ROOT@/{p.folder}#{p.name}@{p.version}"]
    return d.choice(forms)


def feature_args(d, world, chosen):
    args = d.some(["--no-default-features"], 0.15)
    first = [p for p in world.inside if p.folder == chosen.folder]
    packages = chosen.packages if world.resolver() > 1 else first
    if (chosen.outside or not packages) and not chosen.careless:
        return []
    if d.chance(0.2):
        return args + ["--all-features"]
    if d.chance(0.4):
        p = d.choice(packages or world.locals)
        names = d.few(p.features, 2)
        if world.resolver() > 1 or d.chance(0.05):
            names = [d.choice([n, n, f"{p.name}/{n}"]) for n in names]
        for key in d.few([k for k, q in p.deps.items() if known_features(q)], 1):
            weak = "?" if d.chance(0.2) else ""
            names.append(f"{key}{weak}/{d.choice(known_features(p.deps[key]))}")
        if names:
            args += ["--features", d.choice([",", " "]).join(names)]
    return args


def target_args(d, mode, world, chosen):
    if not d.chance(0.35):
        return []
    choices = [["--bins"], ["--examples"], ["--tests"], ["--benches"], ["--all-targets"], ["--lib", "--bins"],
               ["--lib", "--tests"]]
    bins = [b for p in chosen.packages for b in p.bins]
    if any(p.lib for p in chosen.packages) or chosen.careless:
        choices.append(["--lib"])
    if bins:
        choices += [["--bin", d.choice(bins)], ["--bin", d.choice(bins)[0] + "*"]]
    if chosen.careless:
        choices += [["--example", "e1"], ["--test", "*"], ["--bin", "x"]]
    if mode == "test" and any(p.lib for p in chosen.packages):
        choices.append(["--doc"])
    return d.choice(choices)


def platform_args(d):
    if not d.chance(0.4):
        return []
    return [x for _ in range(d.choice([1, 1, 1, 2, 3])) for x in ("--target", d.choice(TARGETS))]


def profile_args(d, mode, names):
    if mode != "bench" and d.chance(0.25):
        return ["--release"]
    if d.chance(0.15):
        return ["--profile", d.choice(["dev", "release", "test", "bench", *names])]
    return []


def config_args(d):
    choices = ["profile.dev.opt-level=1", "profile.release.lto='thin'", "build.rustflags=['--cfg','foo']",
               "profile.dev.package.'*'.debug=false", "build.target='aarch64-unknown-linux-gnu'",
               "profile.release.build-override={opt-level=2}", "build.incremental=false",
               "profile.test.debug='line-tables-only'", "env.X='y'"]
    return [x for _ in range(d.choice([1, 1, 2])) for x in ("--config", d.choice(choices))] if d.chance(0.08) else []


def environment(d):
    choices = [("CARGO_PROFILE_DEV_OPT_LEVEL", "2"), ("CARGO_INCREMENTAL", "0"), ("RUSTFLAGS", "--cfg foo"),
               ("CARGO_INCREMENTAL", "1"), ("CARGO_BUILD_TARGET", "aarch64-unknown-linux-gnu"),
               ("CARGO_PROFILE_RELEASE_LTO", "thin"), ("CARGO_PROFILE_RELEASE_DEBUG", "true"),
               ("CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL", "1")]
    return dict(d.sample(choices, 1)) if d.chance(0.08) else {}


def profile_names(world, configs):
    """Those that somebody has made up."""
    tables = [world.root.get("profile", {}), *(c.get("profile", {}) for c in configs.values())]
    return sorted({n for t in tables for n in t if n in ("fast", "faster")})


def graph_run(d, world, names):
    mode = d.choice(["build", "build", "build", "test", "check", "bench"])
    chosen = Chosen(d, world)
    args = (chosen.args + feature_args(d, world, chosen) + target_args(d, mode, world, chosen)
            + platform_args(d) + profile_args(d, mode, names) + config_args(d))
    run = {"tool": "graph", "mode": mode, "args": args, "cwd": chosen.folder, "env": environment(d)}
    return dict(run, **{"import": True}) if d.chance(0.1) else run


def edges(d):
    kinds = ["normal", "build", "dev", "features", "no-dev", "no-build", "no-normal", "all",
             "no-proc-macro", "normal,build", "features,normal", "build,dev", "no-dev,no-build",
             "all,no-proc-macro", "features,no-dev", "features,build"]
    return ["-e", d.choice(kinds)] if d.chance(0.6) else []


def tree_spec(d, world):
    every = reachable(world)
    alone = [p for p in every if len([q for q in every if q.name == p.name]) == 1]
    return spec(d, d.choice(alone if alone and d.chance(0.8) else every), world, False)


def tree_args(d, world):
    args = edges(d)
    if d.chance(0.3):
        args += [x for _ in range(d.choice([1, 1, 2])) for x in ("-i", tree_spec(d, world))]
    elif d.chance(0.15) and "features" not in str(args) and "all" not in args:
        args += ["-d"]
    for choices, p in ((["--no-dedupe"], 0.2), (["--prefix=depth", "--prefix=none"], 0.2),
                       (["--charset=ascii"], 0.1), (["--depth=1", "--depth=2", "--depth=workspace"], 0.2),
                       (["--format=" + f for f in FORMATS], 0.3)):
        if d.chance(p):
            args.append(d.choice(choices))
    if d.chance(0.1):
        args += [x for _ in range(d.choice([1, 2])) for x in ("--prune", tree_spec(d, world))]
    if d.chance(0.3):
        args += ["--target", "all"] if d.chance(0.2) else platform_args(d)
    return args


def tree_run(d, world):
    chosen = Chosen(d, world, True)
    args = chosen.args + feature_args(d, world, chosen) + tree_args(d, world)
    return {"tool": "tree", "mode": "", "args": args, "cwd": chosen.folder, "env": {}}


def runs(d, world, configs):
    names = profile_names(world, configs)
    return ([graph_run(d, world, names) for _ in range(d.randint(3, 6))]
            + [tree_run(d, world) for _ in range(d.randint(1, 4))])
