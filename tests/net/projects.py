# SPDX-License-Identifier: MIT OR Apache-2.0
"""Projects whose crates come from a registry of our own: l4cargo itself, with cargo beside it."""
import fcntl
import hashlib
import json
import os
import pty
import re
import resource
import shutil
import signal
import ssl
import struct
import subprocess
import tempfile
import termios
import threading
import time

import archives as ar
import gits
import server as sv

LOCK_HEAD = "version = 4\n"


def sha(data):
    return hashlib.sha256(data).hexdigest()


def index_path(name):
    low = name.lower()
    return {1: "1/", 2: "2/", 3: f"3/{low[0]}/"}.get(len(low), f"{low[:2]}/{low[2:4]}/") + low


def crate_of(name, version, deps=(), source="", more=()):
    """An archive that cargo can build; `deps` are names, of any version."""
    manifest = (f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2021"\n[dependencies]\n'
                + "".join(f'{d} = "*"\n' for d in deps))
    root = f"{name}-{version}"
    return ar.crate(ar.entry(f"{root}/Cargo.toml", manifest.encode()),
                    ar.entry(f"{root}/src/lib.rs", source.encode()), *more)


class Project:
    """A project that depends on crates of the registry `my`; `t` is a Test of run.py."""

    def __init__(self, t, program):
        self.t, self.program, self.folder = t, program, os.path.join(t.folder, "project")
        self.home, self.cache = os.path.join(t.folder, "home"), os.path.join(t.folder, "cache")
        self.locked, self.wanted, self.lines, self.guarded = [], [], {}, False
        os.makedirs(self.folder + "/src")
        os.makedirs(self.folder + "/.cargo")
        self.write("src/lib.rs", "")
        self.configure()

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def configure(self, more=""):
        self.write(".cargo/config.toml", f'[registries.my]\nindex = "sparse+{self.t.index}"\n{more}'
                   "\n[net]\nretry = 1\n")

    def publish(self, name, version="1.0.0", deps=(), data=None, wanted=False):
        data = data or crate_of(name, version, deps)
        t = self.t
        t.registry.on(f"/dl/{name}/{version}/download", sv.ok(data))
        entry = {"name": name, "vers": version, "cksum": sha(data), "features": {}, "yanked": False,
                 "deps": [{"name": d, "req": "*", "features": [], "optional": False, "default_features": True,
                           "target": None, "kind": "normal"} for d in deps]}
        self.lines.setdefault(name, []).append(json.dumps(entry) + "\n")
        t.registry.on("/index/" + index_path(name), sv.conditional("".join(self.lines[name]).encode(), '"one"'))
        self.locked.append((name, version, deps, sha(data)))
        if wanted:
            self.wanted.append((name, version))
        return data

    def manifest(self, more=""):
        deps = "".join(f'{n} = {{ version = "{v}", registry = "my" }}\n' for n, v in self.wanted)
        self.write("Cargo.toml", f'[package]\nname = "p"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n{deps}'
                   f"{more}\n[workspace]\n")
        source = f"sparse+{self.t.index}"
        packages = [("p", "0.1.0", [n for n, _ in self.wanted], None), *self.locked]
        text = LOCK_HEAD
        for name, version, needs, checksum in sorted(packages):
            text += f'\n[[package]]\nname = "{name}"\nversion = "{version}"\n'
            if checksum:
                text += f'source = "{source}"\nchecksum = "{checksum}"\n'
            if needs:
                text += "dependencies = [\n" + "".join(f' "{d}",\n' for d in sorted(needs)) + "]\n"
        self.write("Cargo.lock", text)

    def env(self, **more):
        env = {k: v for k, v in os.environ.items() if not k.startswith("CARGO") and "proxy" not in k.lower()}
        env.update(CARGO_HOME=self.home, XDG_CACHE_HOME=self.cache, CARGO_TERM_COLOR="never", LC_ALL="C.UTF-8",
                   RUSTUP_TOOLCHAIN=os.environ.get("RUSTUP_TOOLCHAIN", "stable"),
                   CARGO_TARGET_DIR=os.path.join(self.t.folder, "target"))
        if self.guarded:  # LeakSanitizer cannot look into a process that guards a token
            env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        env.update(more)
        return env

    def command(self, program, args, env):
        return subprocess.run([program, *args], cwd=self.folder, env=self.env(**env), capture_output=True, text=True,
                              errors="replace", stdin=subprocess.DEVNULL, timeout=120)

    def runs(self, *args, **env):
        done = self.command(self.program, args, env)
        assert done.returncode == 0, (done.returncode, done.stderr)
        return done

    def fails(self, said, *args, **env):
        done = self.command(self.program, args, env)
        assert done.returncode == 1 and said in done.stderr, (done.returncode, done.stderr)
        return done.stderr

    def cargo(self, *args, **env):
        done = self.command("cargo", args, env)
        assert done.returncode == 0, done.stderr
        return done


def usual(t, program):
    p = Project(t, program)
    p.publish("bar")
    p.publish("foo", deps=["bar"], wanted=True)
    p.publish("left-over", wanted=False, version="2.0.0")
    p.locked.pop()
    p.manifest()
    return p


def tree(folder):
    found = {}
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, folder)] = f.read()
    return found


# --- fetch ---

def on_a_terminal(p, *args):
    """What the program shows on a terminal of 100 columns."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    run = subprocess.Popen([p.program, *args], cwd=p.folder, env=p.env(TERM="xterm"), stdin=subprocess.DEVNULL,
                           stdout=its, stderr=its)
    os.close(its)
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:  # all who had it open have ended
        pass
    os.close(ours)
    assert run.wait() == 0, said
    return said.decode()


def downloads_on_a_terminal_are_one_line_and_a_sum(t, program):
    p = Project(t, program)
    for i in range(12):
        p.publish(f"crate-{i}", wanted=True)
    large = p.publish("large", data=crate_of("large", "1.0.0", more=[ar.entry("large-1.0.0/f", os.urandom(2 << 20))]),
                      wanted=True)

    def answer_slowly(h):
        """Without saying how much it is."""
        h.send_response(200)
        h.end_headers()
        for i in range(0, len(large), 1 << 18):
            h.wfile.write(large[i:i + (1 << 18)])
            time.sleep(0.2)
        h.close_connection = True

    t.registry.on("/dl/large/1.0.0/download", answer_slowly)
    p.manifest()
    said = on_a_terminal(p, "fetch", "--locked")
    lines = said.split("\r\n")
    assert not any(re.match(r".*Downloaded(\x1b\[0m)? [a-z]", line) for line in lines), said
    total = [line for line in lines if "Downloaded" in line]
    assert len(total) == 1, said
    assert re.search(r"Downloaded 13 crates \(2\.0MiB\) in \d+\.\d\ds \(largest was `large` at 2\.0MiB\)$", total[0]), said
    bars = re.findall(r"\] (\d+)/(\d+): \S+ \S+ ([0-9.]+)(.?i?B) of ([0-9.]+)(.?i?B)", said.replace(",", ""))
    assert bars, said
    units = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20}
    for done, every, come, unit, known, its_unit in bars:
        assert int(done) <= int(every) <= 13, said
        assert float(come) * units[unit] <= float(known) * units[its_unit], said


def downloads_in_a_log_are_lines_as_of_cargo(t, program):
    p = usual(t, program)
    ours = p.runs("fetch", "--locked").stderr.splitlines()
    theirs = p.cargo("fetch", "--locked").stderr.splitlines()
    both = [sorted(line.removesuffix(" (registry `my`)") for line in said if "Download" in line)
            for said in (ours, theirs)]
    assert both[0] == both[1], both
    assert ours.index(" Downloading crates ...") < ours.index("  Downloaded foo v1.0.0")


def fetch_gets_all_that_the_lock_names(t, program):
    p = usual(t, program)
    said = p.runs("fetch", "--locked").stderr
    assert "Downloaded foo v1.0.0" in said and "Fetched 2 of 2 packages" in said, said
    asked = len(t.registry.asked())
    assert "Fresh 2 packages" in p.runs("fetch", "--locked").stderr
    assert "Fresh 2 packages" in p.runs("fetch", "--frozen").stderr
    p.runs("import", "--frozen", "-o", t.folder + "/out")
    p.runs("graph", "--frozen")
    assert len(t.registry.asked()) == asked
    assert not os.path.exists(p.home + "/registry")


def with_another_platform(t, program):
    p = Project(t, program)
    p.publish("bar")
    p.publish("foo", wanted=True)
    p.manifest('[target."cfg(windows)".dependencies]\nbar = { version = "1", registry = "my" }\n')
    with open(p.folder + "/Cargo.lock", encoding="utf-8") as f:
        text = f.read()
    p.write("Cargo.lock", text.replace(' "foo",\n', ' "bar",\n "foo",\n'))
    return p


def what_this_machine_does_not_need_stays_packed(t, program):
    p = with_another_platform(t, program)
    assert "Fetched 2 of 2" in p.runs("fetch", "--locked").stderr
    assert set(stored(p)) == {"foo-1.0.0"}
    assert "removed" not in p.runs("clean", "--not-in", "Cargo.lock").stdout
    assert "would remove bar v1.0.0" in p.runs("clean", "--all", "-n").stdout
    asked = len(t.registry.asked())
    assert "Fresh 2" in p.runs("fetch", "--locked").stderr
    p.runs("fetch", "--frozen", "--target", "x86_64-pc-windows-gnu")
    assert set(stored(p)) == {"foo-1.0.0", "bar-1.0.0"}
    assert len(t.registry.asked()) == asked
    # one that was spoilt is fetched again
    key = stored(p)["bar-1.0.0"]
    shutil.rmtree(f"{p.cache}/l4cargo/crates/{key}/bar-1.0.0")
    with open(f"{p.cache}/l4cargo/crates/{key}/bar-1.0.0.crate", "wb") as f:
        f.write(b"x")
    assert "Fetched 1 of 2" in p.runs("fetch", "--locked").stderr
    with open(f"{p.cache}/l4cargo/crates/{key}/bar-1.0.0.crate", "rb") as f:
        assert f.read() == crate_of("bar", "1.0.0")


def what_cargo_has_is_laid_by(t, program):
    p = with_another_platform(t, program)
    p.runs("fetch", "--locked", "--cargo-home")
    asked = len(t.registry.asked())
    p.runs("fetch", "--frozen")
    shutil.rmtree(p.home)
    assert "Fresh 2" in p.runs("fetch", "--frozen").stderr
    p.runs("fetch", "--frozen", "--target", "x86_64-pc-windows-gnu")
    assert len(t.registry.asked()) == asked


def fetch_of_a_target_leaves_out_what_it_does_not_need(t, program):
    p = with_another_platform(t, program)
    p.runs("fetch", "--locked", "--target", "x86_64-unknown-linux-gnu")
    assert t.registry.asked("dl/bar") == []
    p.runs("fetch", "--locked", "-q", "--target", "x86_64-pc-windows-gnu")
    assert len(t.registry.asked("dl/bar")) == 1
    assert "Fresh 2" in p.runs("fetch", "--locked").stderr


def fetch_fills_the_home_of_cargo(t, program):
    p = usual(t, program)
    p.runs("fetch", "--locked", "--cargo-home")
    p.cargo("build", "--offline", "--locked")
    ours = tree(p.home + "/registry")
    theirs = os.path.join(t.folder, "theirs")
    p.cargo("fetch", "--locked", CARGO_HOME=theirs)
    assert ours == tree(theirs + "/registry"), set(ours) ^ set(tree(theirs + "/registry"))
    times = [{f: os.stat(os.path.join(h, "registry", f)).st_mtime for f in ours if f.startswith("src/") and
              not f.endswith(".cargo-ok")} for h in (p.home, theirs)]
    assert times[0] == times[1], times
    asked = len(t.registry.asked())
    assert "Fresh 2 packages" in p.runs("fetch", "--locked", "--cargo-home").stderr
    assert len(t.registry.asked()) == asked
    # and what it filled is enough for us without our cache
    shutil.rmtree(p.cache)
    p.runs("import", "--frozen", "-o", t.folder + "/out")


def units_are_those_of_cargo(t, program):
    p = usual(t, program)
    p.runs("fetch", "--locked", "--cargo-home")
    p.runs("verify", "--frozen")
    p.write(".cargo/config.toml", f'[registries.my]\nindex = "sparse+http://gone.test/index/"\n'
            f'[source.gone]\nregistry = "sparse+http://gone.test/index/"\nreplace-with = "mirror"\n'
            f'[source.mirror]\nregistry = "sparse+{t.index}"\n')
    with open(p.folder + "/Cargo.lock", encoding="utf-8") as f:
        p.write("Cargo.lock", f.read().replace(t.index, "http://gone.test/index/"))
    shutil.rmtree(p.cache)
    p.runs("fetch", "--frozen", "--cargo-home")
    p.runs("verify", "--frozen")


def fetch_repairs_the_home_of_cargo(t, program):
    p = usual(t, program)
    p.runs("fetch", "--locked", "--cargo-home")
    good = tree(p.home + "/registry")
    for name in good:
        if name.endswith((".cargo-ok", ".crate", "bar")):
            with open(os.path.join(p.home, "registry", name), "wb") as f:
                f.write(b"ok")
    os.mkdir(p.home + "/registry/.l4cargo-dead00")
    p.runs("fetch", "--locked", "--cargo-home=" + p.home)
    assert good == tree(p.home + "/registry")
    assert not os.path.exists(p.home + "/registry/.l4cargo-dead00")


def archive_that_cannot_be_copied_says_why(t, program):
    """It is at hand: that there is no room for it is not that it is absent."""
    p = Project(t, program)
    p.publish("large", data=crate_of("large", "1.0.0", more=[ar.entry("large-1.0.0/f", os.urandom(2 << 20))]), wanted=True)
    p.manifest()
    p.runs("fetch", "--locked")
    p.runs("fetch", "--locked", "--cargo-home")
    for name in "cache", "src":
        shutil.rmtree(f"{p.home}/registry/{name}")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    done = subprocess.run([program, "fetch", "--frozen", "--cargo-home"], cwd=p.folder, env=p.env(), preexec_fn=limit,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "cannot write the archive: File too large" in done.stderr, done.stderr
    p.runs("fetch", "--frozen", "--cargo-home")


def fetch_takes_what_is_elsewhere(t, program):
    p = usual(t, program)
    other = os.path.join(t.folder, "other")
    p.cargo("fetch", "--locked", CARGO_HOME=other)
    asked = len(t.registry.asked())
    p.runs("fetch", "--frozen", "--cargo-home=" + p.home, CARGO_HOME=other)
    p.cargo("build", "--frozen")
    p.runs("fetch", "--frozen", CARGO_HOME=other)  # our cache
    assert len(t.registry.asked()) == asked


def crates_of_another_file_system_are_taken_over(t, program):
    p = usual(t, program)
    p.runs("fetch", "--locked")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        if os.stat(other).st_dev == os.stat(t.folder).st_dev:
            print("SKIP crates of another file system: the temporary folder is on that of /dev/shm")
            return
        before = len(t.registry.asked("dl"))
        p.runs("fetch", "--locked", "--cargo-home=" + other)
        assert len(t.registry.asked("dl")) == before
        p.cargo("fetch", "--locked", "--offline", CARGO_HOME=other)


def fetch_of_a_workspace_with_many_members(t, program):
    p = usual(t, program)
    p.publish("baz", "3.1.4")
    p.manifest()
    with open(p.folder + "/Cargo.toml", encoding="utf-8") as f:
        text = f.read().replace("[workspace]", '[workspace]\nmembers = ["m", "n"]')
    p.write("Cargo.toml", text)
    for name, dep in (("m", 'baz = { version = "3", registry = "my" }'), ("n", 'm = { path = "../m" }')):
        p.write(f"{name}/Cargo.toml", f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2021"\n'
                                      f"[dependencies]\n{dep}\n")
        p.write(f"{name}/src/lib.rs", "")
    with open(p.folder + "/Cargo.lock", "a", encoding="utf-8") as f:
        f.write('\n[[package]]\nname = "m"\nversion = "0.1.0"\ndependencies = [\n "baz",\n]\n'
                '\n[[package]]\nname = "n"\nversion = "0.1.0"\ndependencies = [\n "m",\n]\n')
    said = p.runs("fetch", "--locked", "--cargo-home").stderr
    assert "Fetched 3 of 3 packages" in said, said
    p.cargo("build", "--frozen", "--workspace")


def index_that_contradicts_the_lock_is_an_error(t, program):
    p = usual(t, program)
    with open(p.folder + "/Cargo.lock", encoding="utf-8") as f:
        text = f.read()
    for entry in p.locked:
        if entry[0] == "bar":
            p.write("Cargo.lock", text.replace(entry[3], "0" * 64))
    p.fails("the checksum of `bar v1.0.0` changed", "fetch", "--locked", "--cargo-home")
    p.write("Cargo.lock", text.replace('name = "bar"\nversion = "1.0.0"', 'name = "bar"\nversion = "1.0.7"'))
    p.fails("has no crate `bar v1.0.7`", "fetch", "--locked", "--cargo-home")
    t.registry.on("/index/3/b/bar", sv.status(500))
    assert "versions of `bar`" in p.fails("status 500", "fetch", "--locked", "--cargo-home")
    t.registry.on("/index/3/b/bar", sv.status(404))
    p.fails("has no crate `bar v1.0.7`", "fetch", "--locked", "--cargo-home")
    assert not any(f.endswith(("bar-1.0.7.crate", "bar-1.0.0.crate")) for f in tree(p.home))
    assert not [f for f in os.listdir(p.home + "/registry") if f.startswith(".l4cargo")]


def fetch_offline_without_the_crates_is_an_error(t, program):
    p = usual(t, program)
    p.fails("was never used, and --offline is set", "fetch", "--frozen", "--cargo-home")
    said = p.fails("is not in the cache, and --offline is set", "fetch", "--frozen")
    assert "foo v1.0.0" in said or "bar v1.0.0" in said


def fetch_waits_for_the_lock_of_cargo(t, program):
    import fcntl
    p = usual(t, program)
    os.makedirs(p.home)
    with open(p.home + "/.package-cache", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.Popen([program, "fetch", "--locked", "--cargo-home"], cwd=p.folder, env=p.env(),
                               stderr=subprocess.PIPE, text=True)
        said = run.stderr.readline()
        assert "Blocking waiting for file lock on package cache" in said, said
        assert t.registry.asked() == []
        fcntl.flock(lock, fcntl.LOCK_UN)
        said = run.communicate(timeout=60)[1]
        assert run.returncode == 0 and "Fetched 2 of 2" in said, said


def fetch_gets_packages_from_git(t, program):
    p = Project(t, program)
    repository = os.path.join(t.folder, "repository")
    commit = gits.repository(repository, **{"Cargo.toml": '[package]\nname = "from-git"\nversion = "0.2.0"\n',
                                            "lib.rs": ""})
    p.write("Cargo.toml", '[package]\nname = "p"\nversion = "0.1.0"\nedition = "2021"\n[workspace]\n[dependencies]\n'
            f'from-git = {{ git = "file://{repository}" }}\n')
    p.write("Cargo.lock", LOCK_HEAD + '\n[[package]]\nname = "from-git"\nversion = "0.2.0"\n'
            f'source = "git+file://{repository}#{commit}"\n\n[[package]]\nname = "p"\nversion = "0.1.0"\n'
            'dependencies = [\n "from-git",\n]\n')
    os.makedirs(repository + "/src")
    with open(repository + "/src/lib.rs", "w", encoding="ascii"):
        pass
    gits.git(repository, "add", ".")
    gits.git(repository, "commit", "-qm", "y")
    commit_now = gits.git(repository, "rev-parse", "HEAD")
    with open(p.folder + "/Cargo.lock", encoding="utf-8") as f:
        p.write("Cargo.lock", f.read().replace(commit, commit_now))
    p.runs("fetch", "--locked")
    os.rename(repository, repository + ".gone")
    p.runs("fetch", "--frozen")
    p.runs("fetch", "--frozen", "--cargo-home")
    done = subprocess.run(["cargo", "build", "--frozen"], cwd=p.folder, env=p.env(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# --- configuration of the network ---

def proxies_are_asked(t, program):
    real = t.index
    t.index = "http://registry.test/index/"
    p = usual(t, program)
    for path, answers in list(t.registry.answers.items()):
        t.registry.on("http://registry.test" + path, *answers)
        del t.registry.answers[path]
    t.registry.on("http://registry.test/index/config.json", sv.ok(b'{"dl": "http://registry.test/dl"}'))
    for config, env in ((f'[http]\nproxy = "{t.registry.root}"\n', {}), ("", {"http_proxy": t.registry.root}),
                        ("", {"CARGO_HTTP_PROXY": t.registry.root})):
        shutil.rmtree(p.cache, ignore_errors=True)
        p.configure(config)
        assert "Fetched 2 of 2" in p.runs("fetch", "--locked", **env).stderr
    shutil.rmtree(p.cache)
    p.fails("registry.test", "fetch", "--locked", "--config", "net.retry=0", http_proxy=t.registry.root,
            no_proxy="registry.test")
    t.index = real


def retries_and_user_agent_are_configured(t, program):
    p = usual(t, program)
    for path in ("/dl/foo/1.0.0/download", "/dl/bar/1.0.0/download"):
        t.registry.on(path, sv.status(503, Retry_After="1"))
    said = p.fails("status 503", "fetch", "--locked", CARGO_NET_RETRY="0", CARGO_HTTP_USER_AGENT="me/1.0")
    assert "spurious" not in said
    assert all(h["user-agent"] == "me/1.0" for _, h in t.registry.requests)
    said = p.fails("status 503", "fetch", "--locked", "--config", "net.retry=1")
    assert said.count("(1 try remaining)") == 1, said


# --- TLS ---

def certificate(folder):
    """Of a server that nobody knows."""
    files = folder + "/key.pem", folder + "/cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", files[0], "-out", files[1],
                    "-days", "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)
    return files


def certificate_has_to_be_known(t, program):
    if not shutil.which("openssl"):
        print("SKIP certificate_has_to_be_known: there is no openssl here")
        return
    p = usual(t, program)
    key, cert = certificate(t.folder)
    safe = sv.Registry()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        safe.http.socket = context.wrap_socket(safe.http.socket, server_side=True)
        root = safe.root.replace("http:", "https:")
        with open(p.folder + "/Cargo.lock", encoding="utf-8") as f:
            p.write("Cargo.lock", f.read().replace(t.index, root + "index/"))
        safe.answers = dict(t.registry.answers)
        safe.on("/index/config.json", sv.ok(json.dumps({"dl": root + "dl"}).encode()))
        t.index = root + "index/"
        p.configure()
        said = p.fails("cannot get config.json from registry", "fetch", "--locked")
        assert "certificate" in said and "foo v1.0.0" in said, said
        assert safe.asked() == [] and stored(p) == {}
        p.configure(f'[http]\ncainfo = "{cert}"\n')
        p.runs("fetch", "--locked")
        assert set(stored(p)) == {"foo-1.0.0", "bar-1.0.0"}
        # the token does not go from a safe address to one that is not
        shutil.rmtree(p.cache)
        safe.on("/index/config.json", sv.ok(json.dumps({"dl": t.registry.root + "dl", "auth-required": True}).encode()))
        p.configure(f'[http]\ncainfo = "{cert}"\n[registry]\nglobal-credential-providers = ["cargo:token"]\n')
        t.registry.requests.clear()
        p.fails("its crates are not at an https address", "fetch", "--locked", CARGO_REGISTRIES_MY_TOKEN="t0ken")
        assert t.registry.asked() == []
    finally:
        safe.close()


def fetch_of_a_stale_lock_asks_for_nothing(t, program):
    p = usual(t, program)
    p.manifest('new = { version = "1", registry = "my" }\n')
    said = p.fails("needs to be updated but --locked was passed", "fetch", "--locked")
    assert "`new = \"1\"` is not locked at all" in said, said
    assert t.registry.asked() == [] and stored(p) == {}


# --- hard links to the cache ---

LINKED = ["vendor", "--locked", "--hard-links", "vendor"]
EDITED = "crate `foo v1.0.0` was edited through a hard link to one of its files, and is unpacked again"


def linked(p):
    """The files of `foo`: vendored, and in the cache."""
    return p.folder + "/vendor/foo/src/lib.rs", \
        f"{p.cache}/l4cargo/crates/{stored(p)['foo-1.0.0']}/foo-1.0.0/src/lib.rs"


def edit(path):
    """In place, and made to look as if nothing had happened."""
    before = os.stat(path)
    with open(path, "r+", encoding="utf-8") as f:
        f.write("//x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def with_source(t, program):
    p = usual(t, program)
    p.locked = [k for k in p.locked if k[0] != "foo"]
    p.wanted.clear()
    p.lines.clear()
    p.publish("foo", deps=["bar"], data=crate_of("foo", "1.0.0", ["bar"], "// one\n"), wanted=True)
    p.manifest()
    return p


def links_to_the_cache_have_what_copies_have(t, program):
    p = with_source(t, program)
    p.runs("vendor", "--locked", t.folder + "/copies")
    p.runs(*LINKED)
    vendored, cached = linked(p)
    assert os.path.samefile(vendored, cached)
    assert tree(p.folder + "/vendor") == tree(t.folder + "/copies")
    assert "2 unchanged" in p.runs(*LINKED).stderr
    assert "2 written" in p.runs("vendor", "--locked", "vendor").stderr  # who wants copies gets them
    assert not os.path.samefile(vendored, cached) and tree(p.folder + "/vendor") == tree(t.folder + "/copies")


def links_that_are_edited_do_not_change_the_cache(t, program):
    p = with_source(t, program)
    p.runs("import", "--locked", "-o", "out")
    for command in LINKED, ["check", "-o", "out"], ["import", "--locked", "-o", t.folder + "/new"], ["fetch", "--locked"]:
        p.runs(*LINKED)
        vendored, cached = linked(p)
        edit(vendored)
        assert os.path.samefile(vendored, cached)
        said = p.runs(*command).stderr
        assert EDITED in said, (command, said)
        with open(linked(p)[1], encoding="utf-8") as f:
            assert f.read() == "// one\n", command
    assert "1 written, 1 unchanged" in p.runs(*LINKED).stderr
    with open(linked(p)[0], encoding="utf-8") as f:
        assert f.read() == "// one\n"


def links_that_went_are_no_edit(t, program):
    p = with_source(t, program)
    p.runs(*LINKED)
    shutil.rmtree(p.folder + "/vendor")
    for name in os.listdir(p.cache + "/l4cargo/crates"):
        with open(f"{p.cache}/l4cargo/crates/{name}/sums", encoding="utf-8") as f:
            assert f.read().endswith("\nend\n")
    said = p.runs(*LINKED).stderr
    assert "edited" not in said and "2 written" in said, said


def links_without_a_list_are_not_trusted(t, program):
    p = with_source(t, program)
    p.runs(*LINKED)
    for text in "", "l4cargo-files 1\n", "l4cargo-files 1\n-", "l4cargo-files 1\nabc 1 2 3 4 src/lib.rs\n":
        with open(os.path.dirname(os.path.dirname(os.path.dirname(linked(p)[1]))) + "/sums", "w", encoding="utf-8") as f:
            f.write(text)
        edit(linked(p)[0])
        p.runs(*LINKED)
        with open(linked(p)[0], encoding="utf-8") as f:
            assert f.read() == "// one\n", text


def links_across_file_systems_become_copies(t, program):
    p = with_source(t, program)
    if not os.path.isdir("/dev/shm") or os.stat("/dev/shm").st_dev == os.stat(t.folder).st_dev:
        print("SKIP links_across_file_systems_become_copies: /dev/shm is no other one")
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        said = p.runs("vendor", "--locked", "--hard-links", other + "/vendor").stderr
        assert "cannot have hard links to files of the cache" in said, said
        p.runs("vendor", "--locked", t.folder + "/copies")
        assert tree(other + "/vendor") == tree(t.folder + "/copies")


# --- clean ---

def stored(p):
    folder = p.cache + "/l4cargo/crates"
    return {} if not os.path.isdir(folder) else {name: key for key in os.listdir(folder) for name in os.listdir(f"{folder}/{key}") if not
            name.endswith(".crate")}


def with_lonely(p):
    """In the cache is one that the project does not need any more."""
    p.publish("lonely", wanted=True)
    p.manifest()
    p.runs("fetch", "--locked")
    p.locked.pop()
    p.wanted.pop()
    p.manifest()


def make_old(path, days):
    then = time.time() - days * 86400
    os.utime(path, (then, then))


def clean_by_age_keeps_what_is_used(t, program):
    p = usual(t, program)
    with_lonely(p)
    for key in stored(p).values():
        make_old(f"{p.cache}/l4cargo/crates/{key}", 40)
    p.runs("import", "--locked", "-o", t.folder + "/out")  # uses two of the three
    said = p.runs("clean", "--older-than", "30d", "--dry-run")
    assert said.stdout.startswith("would remove lonely v1.0.0 (") and said.stdout.count("\n") == 1, said.stdout
    assert len(stored(p)) == 3
    assert "removed lonely v1.0.0" in p.runs("clean", "--older-than", "30d").stdout
    assert set(stored(p)) == {"foo-1.0.0", "bar-1.0.0"} and os.listdir(p.cache + "/l4cargo/tmp") == []
    # what an import names is used when that is found fresh
    for key in stored(p).values():
        make_old(f"{p.cache}/l4cargo/crates/{key}", 40)
    assert "Fresh" in p.runs("import", "--locked", "-o", t.folder + "/out").stderr
    assert p.runs("clean", "--older-than", "30d").stdout == ""
    record, = os.listdir(p.cache + "/l4cargo/imports")
    make_old(p.cache + "/l4cargo/imports/" + record, 40)
    assert "removed foo v1.0.0" in p.runs("clean", "--older-than", "30d").stdout
    assert "Fetched 2 of 2" in p.runs("fetch", "--locked").stderr


def clean_by_locks_keeps_what_they_name(t, program):
    p = usual(t, program)
    with_lonely(p)
    out = p.runs("clean", "--not-in", "Cargo.lock").stdout
    assert out.startswith("removed lonely v1.0.0 (") and out.count("\n") == 1, out
    p.runs("import", "--frozen", "-o", t.folder + "/out")


def clean_waits_for_commands_that_run(t, program):
    p = usual(t, program)
    p.runs("fetch", "--locked")
    answer = t.registry.answers["/dl/bar/1.0.0/download"]
    shutil.rmtree(f"{p.cache}/l4cargo/crates/{stored(p)['bar-1.0.0']}")
    go = threading.Event()

    def slow(h):
        go.wait(20)
        answer[0](h)

    t.registry.on("/dl/bar/1.0.0/download", slow)
    t.registry.requests.clear()
    run = subprocess.Popen([program, "fetch", "--locked"], cwd=p.folder, env=p.env(), stderr=subprocess.PIPE, text=True)
    while not t.registry.asked("dl/bar"):
        time.sleep(0.005)
    clean = subprocess.Popen([program, "clean", "--all"], cwd=p.folder, env=p.env(), stderr=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    assert "Blocking" in clean.stderr.readline()
    assert "foo-1.0.0" in stored(p)
    go.set()
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 0, said
    out, said = clean.communicate(timeout=60)
    assert clean.returncode == 0 and "removed foo v1.0.0" in out and "removed bar v1.0.0" in out, (out, said)
    assert stored(p) == {}


def tests(program, module=None, name=__name__):
    """Those of a module, as tests of run.py: functions of one argument."""
    def bound(f):
        def test(t):
            f(t, program)
        test.__name__ = f.__name__
        return test
    if not shutil.which("cargo"):
        return []
    return [bound(f) for f in list((module or globals()).values()) if getattr(f, "__module__", "") == name
            and hasattr(f, "__code__") and f.__code__.co_varnames[:f.__code__.co_argcount] == ("t", "program")
            and f is not usual]
