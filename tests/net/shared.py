# SPDX-License-Identifier: MIT OR Apache-2.0
"""Caches that others can write, that cannot be written, or that an administrator fills (layers)."""
import os
import shutil
import subprocess
import sys

import archives as ar
import gits
import projects
import server as sv

OBEY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]  # root, too, minds modes
ANOTHER = 65534


def needs_root(f):
    def test(t, program):
        if os.geteuid() == 0 and shutil.which("setpriv"):
            os.chmod(t.folder, 0o755)  # others may come near
            f(t, program)
        else:
            print(f"SKIP {f.__name__}: not root, or no setpriv")
    test.__name__ = f.__name__
    return test


def give_away(folder):
    for top, folders, names in os.walk(folder):
        for name in ["."] + folders + names:
            os.lchown(os.path.join(top, name), ANOTHER, ANOTHER)


def forbid(folder):
    subprocess.run(["chmod", "-R", "a-w", folder], check=True)


def allow(folder):
    subprocess.run(["chmod", "-R", "u+w", folder], check=True)


def state(folder):
    """Everything that a write would change."""
    found = {}
    for top, folders, names in os.walk(folder):
        for name in ["."] + folders + names:
            st = os.lstat(os.path.join(top, name))
            found[os.path.join(top, name)] = (st.st_ino, st.st_mode, st.st_nlink, st.st_size, st.st_mtime_ns,
                                              st.st_ctime_ns)
    return found


def obeys(p, *args, **env):
    done = p.command(OBEY[0], [*OBEY[1:], p.program, *args], env)
    return done


def crate_folder(p, name, cache=None):
    return [os.path.join(top, f) for top, folders, _ in os.walk((cache or p.cache) + "/l4cargo/crates")
            for f in folders if f == name][0]


def imports(p, *more, **env):
    return p.runs("import", "--locked", "-o", p.t.folder + "/out", *more, **env)


# --- who may have written to it ---

@needs_root
def cache_of_another_user_is_refused(t, program):
    p = projects.usual(t, program)
    imports(p)
    give_away(p.cache)
    for args in (["import", "--offline", "-o", t.folder + "/out"], ["fetch"], ["clean"], ["vendor"]):
        said = p.fails("the cache cannot be trusted", *args)
        assert "belongs to the user nobody" in said and "XDG_CACHE_HOME" in said, said


@needs_root
def cache_that_others_may_write_is_refused(t, program):
    p = projects.usual(t, program)
    imports(p)
    for mode, group in ((0o777, 0), (0o757, 0), (0o775, 60), (0o1777, 0)):
        os.chown(p.cache + "/l4cargo", 0, group)
        os.chmod(p.cache + "/l4cargo", mode)
        said = p.fails("can be changed by other users", "import", "--locked", "--offline", "-o", t.folder + "/out")
        assert "chmod -R go-w" in said, said
    os.chmod(t.folder, 0o700)  # nobody gets there
    imports(p, "--offline")


@needs_root
def group_of_the_user_alone_is_the_user(t, program):
    p = projects.usual(t, program)
    imports(p)
    os.chmod(p.cache + "/l4cargo", 0o775)  # the group root
    imports(p, "--offline")


@needs_root
def crate_that_others_could_write_is_unpacked_again(t, program):
    p = projects.usual(t, program)
    imports(p)
    for spoil in (lambda f: os.chmod(f, 0o777), lambda f: os.chown(f, ANOTHER, ANOTHER)):
        folder = crate_folder(p, "bar-1.0.0")
        with open(folder + "/src/lib.rs", "w", encoding="utf-8") as f:
            f.write("planted")
        spoil(folder)
        asked = len(t.registry.asked("dl"))
        p.write("src/lib.rs", "// anew\n")
        said = p.runs("fetch", "--locked").stderr
        assert "`bar v1.0.0` in the cache, and it is unpacked again" in said, said
        with open(folder + "/src/lib.rs", encoding="utf-8") as f:
            assert f.read() == ""
        assert os.stat(folder).st_mode & 0o022 == 0 and os.stat(folder).st_uid == 0
        assert len(t.registry.asked("dl")) == asked  # of our archive


@needs_root
def open_umask_makes_a_closed_cache(t, program):
    p = projects.usual(t, program)
    before = os.umask(0)
    try:
        imports(p)
    finally:
        os.umask(before)
    assert os.stat(p.cache + "/l4cargo").st_mode & 0o077 == 0
    for path, (_, mode, *_) in state(p.cache + "/l4cargo/crates").items():
        assert mode & 0o022 == 0 or os.path.basename(path) == ".", (path, oct(mode))
    imports(p, "--offline")


# --- one that cannot be written ---

@needs_root
def read_only_cache_serves_offline(t, program):
    p = projects.usual(t, program)
    p.runs("fetch", "--locked")
    forbid(p.cache)
    before = state(p.cache)
    for args in (["import", "--locked", "--offline", "-o", t.folder + "/out"], ["tree", "--offline"],
                 ["graph", "--offline"], ["check", "--offline", "-o", t.folder + "/out"],
                 ["vendor", "--offline", "vendored"], ["fetch", "--offline", "--locked"]):
        done = obeys(p, *args)
        assert done.returncode == 0, (args, done.stderr)
    # one that was imported before, with another toolchain's record and the like
    allow(p.cache)
    imports(p)
    forbid(p.cache)
    done = obeys(p, "import", "--locked", "--offline", "-o", t.folder + "/out")
    assert done.returncode == 0, done.stderr
    assert before.keys() <= state(p.cache).keys()
    allow(p.cache)


@needs_root
def read_only_cache_names_what_it_lacks(t, program):
    p = projects.usual(t, program)
    os.makedirs(p.cache + "/l4cargo/crates")
    forbid(p.cache)
    done = obeys(p, "import", "--locked", "--offline", "-o", t.folder + "/out")
    assert done.returncode == 1 and "is not in the cache" in done.stderr, done.stderr
    allow(p.cache)


@needs_root
def read_only_cache_gives_copies_for_links(t, program):
    p = projects.usual(t, program)
    p.runs("fetch", "--locked")
    forbid(p.cache)
    before = state(p.cache)
    done = obeys(p, "vendor", "--offline", "--hard-links", "vendored")
    assert done.returncode == 0 and "they were copied" in done.stderr, done.stderr
    done = obeys(p, "clean", "--all")
    assert done.returncode == 1 and "cannot be written" in done.stderr, done.stderr
    assert obeys(p, "clean").returncode == 0 and obeys(p, "clean", "--all", "--dry-run").returncode == 0
    assert state(p.cache) == before
    allow(p.cache)


@needs_root
def read_only_cache_with_links_is_looked_at(t, program):
    """Its owner vendored by hard links: what may have been edited is compared, as ever."""
    p = projects.usual(t, program)
    p.runs("vendor", "--locked", "--hard-links", t.folder + "/vendored")
    forbid(p.cache)
    done = obeys(p, "import", "--locked", "--offline", "-o", t.folder + "/out")
    assert done.returncode == 0, done.stderr
    with open(t.folder + "/vendored/foo/src/lib.rs", "w", encoding="utf-8") as f:
        f.write("edited")
    shutil.rmtree(t.folder + "/out")
    done = obeys(p, "import", "--locked", "--offline", "-o", t.folder + "/out")
    assert done.returncode == 1 and "its files were changed" in done.stderr, done.stderr
    allow(p.cache)


# --- layers ---

def as_nobody(p, program, *args, **env):
    """As another user, who sees the compiler and the program wherever they lie."""
    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    installed = not os.path.realpath(p.program).startswith(top + "/")
    places = [subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip(),
              os.path.dirname(os.path.dirname(os.path.realpath(p.program))) if installed else top]
    seen = [p.t.folder + "/toolchain", p.t.folder + "/programs"]
    for folder in seen:
        os.makedirs(folder, exist_ok=True)
    ours = os.path.join(seen[1], os.path.relpath(os.path.realpath(p.program), places[1]))
    home = p.t.folder + "/nobody"
    os.makedirs(home, exist_ok=True)
    os.chown(home, ANOTHER, ANOTHER)
    run = ('mount --bind "$1" "$2" && mount --bind "$3" "$4" && shift 4 && '
           f"exec setpriv --reuid {ANOTHER} --regid {ANOTHER} --clear-groups --inh-caps=-all " '"$@"')
    env = {**p.env(), "HOME": home, "CARGO_HOME": home + "/.cargo", "XDG_CACHE_HOME": home + "/.cache",
           "PATH": seen[0] + "/bin:/usr/bin:/bin", **env}
    env.pop("RUSTUP_TOOLCHAIN")
    return subprocess.run(["unshare", "-m", "sh", "-c", run, "sh", places[0], seen[0], places[1], seen[1],
                           ours if program == "l4cargo" else program, *args],
                          cwd=p.folder, env=env, capture_output=True, text=True, errors="replace", timeout=300)


def nobody_can(p):
    done = as_nobody(p, "rustc", "-vV")
    if done.returncode:
        print("SKIP: another user cannot run the compiler: " + done.stderr.strip())
    return done.returncode == 0


@needs_root
def layer_serves_another_user(t, program):
    p, layer = layered(t, program)
    os.chmod(layer, 0o755)
    if not nobody_can(p):
        return
    before = state(layer)
    out = t.folder + "/nobody/out"
    env = {"L4CARGO_CACHE_LAYERS": layer}
    for what in (["l4cargo", "import", "--locked", "-o", out], ["make", "-C", out], ["l4cargo", "check", "-o", out],
                 ["l4cargo", "vendor", "--hard-links", t.folder + "/nobody/vendored"], ["l4cargo", "clean", "--all"],
                 ["l4cargo", "fetch", "--locked"], ["l4cargo", "remove", out]):
        done = as_nobody(p, *what, **env)
        assert done.returncode == 0, (what, done.stderr)
    assert state(layer) == before


@needs_root
def cache_of_root_serves_another_user(t, program):
    p, layer = layered(t, program)
    if not nobody_can(p):
        return
    before = state(layer)
    out = t.folder + "/nobody/out"
    env = {"XDG_CACHE_HOME": os.path.dirname(layer)}
    done = as_nobody(p, "l4cargo", "import", "--locked", "-o", out, **env)
    assert done.returncode == 0 and "give make L4CARGO_UNIT=" in done.stderr, done.stderr
    unit = done.stderr.split("give make ")[1].split()[0]
    for what in (["make", "-C", out, unit], ["l4cargo", "check", "-o", out], ["l4cargo", "fetch", "--locked"],
                 ["l4cargo", "vendor", t.folder + "/nobody/vendored"], ["l4cargo", "tree"], ["l4cargo", "clean"],
                 ["l4cargo", "graph"], ["l4cargo", "sbom"], ["l4cargo", "remove", out]):
        done = as_nobody(p, *what, **env)
        assert done.returncode == 0, (what, done.stderr)
    assert state(layer) == before



def layered(t, program):
    """A project, and a cache of an administrator's that has its crates."""
    p = projects.usual(t, program)
    layer = os.path.join(t.folder, "srv")
    p.runs("fetch", "--locked", XDG_CACHE_HOME=layer)
    layer += "/l4cargo"
    t.registry.clear()
    t.registry.on("/index/config.json", sv.ok(b"broken"))
    return p, layer


def network_again(t):
    """The registry answers again, and has what the layer has."""
    t.registry.on("/index/config.json", sv.ok(projects.json.dumps({"dl": t.registry.root + "dl"}).encode()))
    for name, deps in ("bar", []), ("foo", ["bar"]):
        t.registry.on(f"/dl/{name}/1.0.0/download", sv.ok(projects.crate_of(name, "1.0.0", deps)))


def layer_is_used_before_the_network(t, program):
    p, layer = layered(t, program)
    before, asked = state(layer), len(t.registry.asked())
    imports(p, L4CARGO_CACHE_LAYERS="/nowhere:" + layer)
    assert len(t.registry.asked()) == asked and state(layer) == before
    assert os.path.realpath(crate_folder(p, "bar-1.0.0")).startswith(layer)
    done = p.command("make", ["-C", t.folder + "/out"], {})
    assert done.returncode == 0, done.stderr
    for args in (["vendor", "--offline", "--hard-links", "vendored"], ["check", "--offline", "-o", t.folder + "/out"]):
        p.runs(*args, L4CARGO_CACHE_LAYERS=layer)
    assert state(layer) == before


def layer_may_be_named_as_xdg_cache_home(t, program):
    p, layer = layered(t, program)
    imports(p, "--offline", L4CARGO_CACHE_LAYERS=os.path.dirname(layer))
    assert os.path.realpath(crate_folder(p, "bar-1.0.0")).startswith(layer)


def layer_that_went_is_made_up_for(t, program):
    p, layer = layered(t, program)
    imports(p, L4CARGO_CACHE_LAYERS=layer)
    os.rename(layer, layer + ".gone")
    out = t.folder + "/out"
    said = p.fails("is not in the cache", "import", "--locked", "--offline", "-o", out, L4CARGO_CACHE_LAYERS=layer)
    assert "--offline" in said, said
    network_again(t)
    imports(p, L4CARGO_CACHE_LAYERS=layer)
    assert not os.path.islink(crate_folder(p, "bar-1.0.0"))
    assert p.command("make", ["-C", out], {}).returncode == 0


def layer_that_is_not_named_any_more_is_not_used(t, program):
    p, layer = layered(t, program)
    imports(p, L4CARGO_CACHE_LAYERS=layer)
    shutil.rmtree(t.folder + "/out")
    p.fails("is not in the cache", "import", "--locked", "--offline", "-o", t.folder + "/out")
    imports(p, "--offline", L4CARGO_CACHE_LAYERS=layer)


def archive_of_a_layer_with_another_checksum_is_not_used(t, program):
    p, layer = layered(t, program)
    folder = crate_folder(p, "bar-1.0.0", os.path.dirname(layer))
    shutil.rmtree(folder)
    with open(folder + ".crate", "wb") as f:
        f.write(projects.crate_of("bar", "1.0.0", source="pub fn planted() {}"))
    before = state(layer)
    p.fails("is not in the cache", "import", "--locked", "--offline", "-o", t.folder + "/out", L4CARGO_CACHE_LAYERS=layer)
    network_again(t)
    imports(p, L4CARGO_CACHE_LAYERS=layer)
    with open(crate_folder(p, "bar-1.0.0") + "/src/lib.rs", encoding="utf-8") as f:
        assert f.read() == ""
    assert state(layer) == before


def archives_of_a_layer_are_vendored(t, program):
    p, layer = layered(t, program)
    p.runs("vendor", "--locked", "--offline", "--archives", "archives", L4CARGO_CACHE_LAYERS=layer)
    with open(p.folder + "/archives/bar-1.0.0.crate", "rb") as f:
        assert f.read() == projects.crate_of("bar", "1.0.0")


def repositories_of_a_layer_are_used(t, program):
    p, layer = projects.Project(t, program), os.path.join(t.folder, "srv", "l4cargo")
    remote = os.path.join(t.folder, "remote")
    commit = gits.repository(remote, **{"Cargo.toml": '[package]\nname = "g"\nversion = "1.0.0"\n[lib]\npath = "lib.rs"\n',
                                           "lib.rs": ""})
    url = "file://" + remote
    p.write("Cargo.toml", '[package]\nname = "p"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
            f'g = {{ git = "{url}" }}\n[workspace]\n')
    p.write("Cargo.lock", f"""version = 4

[[package]]
name = "g"
version = "1.0.0"
source = "git+{url}#{commit}"

[[package]]
name = "p"
version = "0.1.0"
dependencies = [
 "g",
]
""")
    p.runs("fetch", "--locked", XDG_CACHE_HOME=os.path.dirname(layer))
    shutil.rmtree(remote)
    before = state(layer)
    p.fails("git repository", "import", "--locked", "--offline", "-o", t.folder + "/out")
    imports(p, "--offline", L4CARGO_CACHE_LAYERS=layer)
    # packs of the same user may get another name by a hard link
    assert {k: v[:2] + v[3:5] for k, v in state(layer).items()} == {k: v[:2] + v[3:5] for k, v in before.items()}
    if os.geteuid() == 0:
        shutil.rmtree(p.cache)
        os.chmod(layer + "/git/db", 0o777)
        shutil.rmtree(t.folder + "/out")
        p.fails("git repository", "import", "--locked", "--offline", "-o", t.folder + "/out", L4CARGO_CACHE_LAYERS=layer)


def packages_are_the_same_with_a_layer(t, program):
    p, layer = layered(t, program)
    imports(p, "--offline", L4CARGO_CACHE_LAYERS=layer)
    with_layer = projects.tree(t.folder + "/out")
    shutil.rmtree(t.folder + "/out")
    imports(p, "--offline", XDG_CACHE_HOME=os.path.dirname(layer))
    assert projects.tree(t.folder + "/out") == with_layer


def clean_never_touches_a_layer(t, program):
    p, layer = layered(t, program)
    imports(p, L4CARGO_CACHE_LAYERS=layer)
    before = state(layer)
    said = p.runs("clean", "--all", L4CARGO_CACHE_LAYERS=layer).stdout
    assert "bar v1.0.0" in said, said
    assert not os.listdir(p.cache + "/l4cargo/crates") and state(layer) == before


def archives_of_a_layer_are_taken(t, program):
    p, layer = layered(t, program)
    shutil.rmtree(crate_folder(p, "bar-1.0.0", os.path.dirname(layer)))
    before = state(layer)
    imports(p, "--offline", L4CARGO_CACHE_LAYERS=layer)
    assert not os.path.islink(crate_folder(p, "bar-1.0.0")) and state(layer) == before


def layer_answers_for_the_index(t, program):
    t.index_file(projects.json.dumps({"name": "foo", "vers": "1.0.0", "cksum": projects.sha(ar.GOOD), "deps": [],
                                      "features": {}}))
    assert t.newest().returncode == 0
    layer, t.store = t.store, t.store + "-own"
    os.environ["L4CARGO_CACHE_LAYERS"] = layer
    try:
        done = subprocess.run(t.command("newest", "--offline", "foo"), capture_output=True, text=True, timeout=60)
    finally:
        del os.environ["L4CARGO_CACHE_LAYERS"]
    assert done.returncode == 0 and done.stdout.startswith("1.0.0 "), done.stderr


@needs_root
def layer_and_cache_may_both_be_read_only(t, program):
    p, layer = layered(t, program)
    os.makedirs(p.cache + "/l4cargo")
    forbid(p.cache)
    forbid(os.path.dirname(layer))
    done = obeys(p, "import", "--locked", "--offline", "-o", t.folder + "/out", L4CARGO_CACHE_LAYERS=layer)
    assert done.returncode == 0, done.stderr
    allow(os.path.dirname(layer))
    allow(p.cache)


@needs_root
def layer_that_others_may_write_is_refused(t, program):
    p, layer = layered(t, program)

    def refused(said):
        text = p.fails("the cache layer", "import", "--locked", "-o", t.folder + "/out", L4CARGO_CACHE_LAYERS=layer)
        assert said in text and "L4CARGO_CACHE_LAYERS" in text, text
    os.chmod(layer, 0o777)
    refused("can be changed by other users")
    os.chmod(layer, 0o755)
    os.chmod(os.path.dirname(layer), 0o777)
    refused("`" + os.path.dirname(layer) + "` can be changed by other users")
    os.chmod(os.path.dirname(layer), 0o755)
    os.chown(layer, ANOTHER, ANOTHER)
    refused("belongs to the user nobody")
    os.chown(layer, 0, 0)
    os.makedirs(t.folder + "/open/srv")
    os.chmod(t.folder + "/open", 0o777)
    os.rename(layer, t.folder + "/open/srv/l4cargo")
    os.symlink(t.folder + "/open/srv/l4cargo", layer)
    refused("`" + t.folder + "/open` can be changed by other users")
    p.fails("is not an absolute path", "import", "-o", t.folder + "/out", L4CARGO_CACHE_LAYERS="srv")


@needs_root
def crate_of_a_layer_that_others_may_write_is_not_used(t, program):
    p, layer = layered(t, program)
    folder = crate_folder(p, "bar-1.0.0", os.path.dirname(layer))
    key = os.path.dirname(folder)
    source = folder + "/src/lib.rs"

    def link():
        os.rename(source, source + ".x")
        os.symlink(source + ".x", source)
    for spoil in (lambda: os.chmod(source, 0o666), lambda: os.chown(folder + "/src", ANOTHER, 0),
                  lambda: os.chmod(key, 0o777), lambda: os.chmod(layer + "/crates", 0o777), link):
        spoil()
        imports(p, "--offline", L4CARGO_CACHE_LAYERS=layer)
        assert not os.path.islink(crate_folder(p, "bar-1.0.0"))  # of the archive, which has a checksum
        shutil.rmtree(p.cache)
        for path in (source, folder + "/src", key, layer + "/crates"):
            os.chown(path, 0, 0)
            os.chmod(path, 0o755 if os.path.isdir(path) else 0o644)


def tests(program):
    return projects.tests(program, vars(sys.modules[__name__]), __name__)
