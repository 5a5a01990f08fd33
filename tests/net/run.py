#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Faults of registries and archives: each ends in a verified crate or a clear error.

usage: run.py CACHE-TOOL [NAME...]     runs the tests whose names contain one of NAME
With RESULTS=folder the counts go to $RESULTS/$SUITE.
"""
import ctypes
import glob
import gzip
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import archives as ar  # noqa: E402
import gits  # noqa: E402
import names  # noqa: E402
import projects  # noqa: E402
import reach  # noqa: E402
import published  # noqa: E402
import secure  # noqa: E402
import server as sv  # noqa: E402
import shared  # noqa: E402
import stress  # noqa: E402
import tokens  # noqa: E402

TOOL = os.path.abspath(sys.argv[1])
L4CARGO = os.path.abspath(os.environ.get("L4CARGO", os.path.join(os.path.dirname(TOOL), "..", "l4cargo")))
ENV = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
HUGE = 1 << 40


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Test:
    """One test: a folder of its own and a registry with the crate foo 1.0.0."""

    def __init__(self, registry, folder):
        self.registry, self.folder, self.store = registry, folder, os.path.join(folder, "store")
        self.index = registry.root + "index/"
        registry.clear()
        registry.on("/index/config.json", sv.ok(json.dumps({"dl": registry.root + "dl"}).encode()))
        registry.on("/dl/foo/1.0.0/download", sv.ok(ar.GOOD))

    def command(self, what, *args, pause=1, timeout=5, rustc=None):
        return [TOOL, what, self.store, "--registry=sparse+" + self.index, f"--pause={pause}",
                f"--timeout={timeout}", *([f"--rustc={rustc}"] if rustc else []), *args]

    def run(self, what, *args, **how):
        return subprocess.run(self.command(what, *args, **how), capture_output=True, text=True,
                              errors="replace", env=ENV, timeout=60)

    def gets(self, *args, checksum=sha(ar.GOOD), **how):
        done = self.run("get", *args, "foo@1.0.0#" + checksum, **how)
        assert done.returncode == 0, done.stderr
        folder = done.stdout.strip()
        with open(folder + "/Cargo.toml", "rb") as f:
            assert f.read() == ar.MANIFEST[1]
        self.store_is_clean()
        return done

    def fails(self, text, *args, checksum=sha(ar.GOOD), **how):
        done = self.run("get", *args, "foo@1.0.0#" + checksum, **how)
        assert done.returncode == 1, (done.returncode, done.stderr)
        assert text in done.stderr, done.stderr
        errors = [said for said in done.stderr.splitlines() if re.match(r"(\S+:\d+:\d+: )?error: ", said)]
        assert len(errors) == 1, done.stderr
        self.store_is_clean(empty=True)
        return done.stderr

    def answers(self, *answers):
        self.registry.on("/dl/foo/1.0.0/download", *answers)

    def store_is_clean(self, empty=False):
        for name in ("tmp", "crates") if empty else ("tmp",):
            path = os.path.join(self.store, name)
            assert not os.path.exists(path) or os.listdir(path) == [], (name, os.listdir(path))

    def index_file(self, *lines, name="foo"):
        text = "".join(line + "\n" for line in lines).encode()
        self.registry.on(f"/index/3/f/{name}", sv.conditional(text, '"one"'))
        return text

    def newest(self, wanted="foo", **how):
        return self.run("newest", wanted, **how)


def line(version, yanked=False, **more):
    return json.dumps({"name": "foo", "vers": version, "deps": [], "cksum": sha(version.encode()), "features": {},
                       "yanked": yanked, **more})


# --- what goes well ---

def a_crate_is_downloaded_once(t):
    t.gets()
    assert len(t.registry.asked()) == 2
    t.gets()
    t.gets("--offline")
    assert len(t.registry.asked()) == 2


def checksum_may_be_of_either_case(t):
    t.gets()
    t.gets(checksum=sha(ar.GOOD).upper())
    assert len(t.registry.asked()) == 2


def each_digit_of_a_checksum_counts(t):
    t.gets()
    good = sha(ar.GOOD)
    for at in (0, 31, 32, 63):
        wrong = good[:at] + ("0" if good[at] != "0" else "1") + good[at + 1:]
        done = t.run("get", "--offline", "foo@1.0.0#" + wrong)
        assert done.returncode == 1 and "not in the cache" in done.stderr, (at, done.stderr)


def archive_is_opened_once(t):
    """What is unpacked is what was compared with the checksum, whoever swaps the file between."""
    libc = ctypes.CDLL(None, use_errno=True)
    home = home_with(t, ar.GOOD)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    path = glob.glob(t.folder + "/home/registry/cache/*/foo-1.0.0.crate")[0]
    opened_or_closed, size = 0x30, 16  # IN_OPEN and IN_CLOSE_NOWRITE; an event of a file has no name
    assert watch >= 0 and libc.inotify_add_watch(watch, path.encode(), opened_or_closed) >= 0
    t.gets(home)
    assert len(os.read(watch, 4096)) == 2 * size
    os.close(watch)


def checksum_comes_from_the_index(t):
    t.index_file(json.dumps({"name": "foo", "vers": "1.0.0", "cksum": sha(ar.GOOD), "deps": [], "features": {}}))
    t.gets(checksum="")
    t.gets("--offline", checksum="")


def download_address_is_made_of_its_template(t):
    dl = t.registry.root + "x/{prefix}/{lowerprefix}/{crate}-{version}-{sha256-checksum}"
    t.registry.on("/index/config.json", sv.ok(json.dumps({"dl": dl}).encode()))
    t.registry.on(f"/x/3/f/3/f/foo-1.0.0-{sha(ar.GOOD)}", sv.ok(ar.GOOD))
    t.gets()


def redirect_is_followed(t):
    t.answers(sv.redirect(t.registry.root + "elsewhere"))
    t.registry.on("/elsewhere", sv.ok(ar.GOOD))
    t.gets()


def crate_that_calls_itself_compressed_is_taken_as_it_is(t):
    t.answers(sv.ok(ar.GOOD, Content_Encoding="gzip"))
    t.gets()


def many_crates_come_together(t):
    wanted = []
    for i in range(120):
        data = ar.crate(ar.entry(f"c{i}-1.0.0/Cargo.toml", b"%d" % i))
        t.registry.on(f"/dl/c{i}/1.0.0/download", sv.ok(data))
        wanted.append(f"c{i}@1.0.0#{sha(data)}")
    done = t.run("get", *wanted)
    assert done.returncode == 0, done.stderr
    for i, folder in enumerate(done.stdout.split()):
        assert folder.endswith(f"/c{i}-1.0.0") and open(folder + "/Cargo.toml").read() == str(i)


def same_crate_twice_in_one_run_is_fine(t):
    done = t.run("get", *["foo@1.0.0#" + sha(ar.GOOD)] * 3)
    assert done.returncode == 0 and len(set(done.stdout.split())) == 1, done.stderr


# --- Cargo's own downloads ---

def home_with(t, data, host="127.0.0.1-0123456789abcdef"):
    folder = os.path.join(t.folder, "home/registry/cache", host)
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/foo-1.0.0.crate", "wb") as f:
        f.write(data)
    return "--home=" + os.path.join(t.folder, "home")


def crate_that_cargo_has_is_not_downloaded(t):
    t.gets(home_with(t, ar.GOOD))
    assert t.registry.asked() == []


def crate_that_cargo_has_serves_offline(t):
    t.gets(home_with(t, ar.GOOD), "--offline")


def spoilt_crate_of_cargo_is_downloaded(t):
    home = home_with(t, ar.GOOD[:-1])
    t.gets(home)
    assert len(t.registry.asked("dl")) == 1
    with open(os.path.join(t.folder, "home/registry/cache/127.0.0.1-0123456789abcdef/foo-1.0.0.crate"), "rb") as f:
        assert f.read() == ar.GOOD[:-1]


def crate_of_another_host_is_not_borrowed(t):
    t.gets(home_with(t, ar.GOOD, "elsewhere.test-0123456789abcdef"))
    assert len(t.registry.asked("dl")) == 1


def offline_without_the_crate_is_an_error(t):
    said = t.fails("`foo v1.0.0` is not in the cache", "--offline")
    assert "--offline" in said and t.registry.asked() == []


# --- local registries ---

def local_with(t, data=None):
    folder = os.path.join(t.folder, "local")
    os.makedirs(folder + "/index/3/f", exist_ok=True)
    if data is not None:
        with open(folder + "/foo-1.0.0.crate", "wb") as f:
            f.write(data)
    with open(folder + "/index/3/f/foo", "w") as f:
        f.write(line("1.0.0", cksum=sha(ar.GOOD)) + "\n")
    return "--local=" + folder


def local_registry_is_all_that_is_asked(t):
    t.gets(local_with(t, ar.GOOD))
    t.gets(local_with(t, ar.GOOD), checksum="")
    done = t.run("newest", local_with(t, ar.GOOD), "foo")
    assert done.stdout == "1.0.0 " + sha(ar.GOOD) + "\n", done.stderr
    assert t.registry.asked() == []


def crate_that_a_local_registry_lacks_is_an_error(t):
    t.fails("has no `foo-1.0.0.crate`", local_with(t))
    done = t.run("newest", local_with(t), "bar")
    assert done.returncode == 1 and "has no crate `bar`" in done.stderr, done.stderr
    assert t.registry.asked() == []


def spoilt_crate_of_a_local_registry_is_an_error(t):
    t.fails("foo-1.0.0.crate` is not " + sha(ar.GOOD), local_with(t, ar.GOOD + b"x"))


# --- what goes wrong and is tried again ---

def errors_by_chance_are_tried_again(t):
    for answer in (sv.status(500), sv.status(503), sv.status(429), sv.reset(ar.GOOD), sv.cut_off(ar.GOOD), sv.cut_head,
                   sv.hang_up):
        shutil.rmtree(t.store, ignore_errors=True)
        t.answers(answer, sv.ok(ar.GOOD))
        said = t.gets().stderr
        # A connection that is used again and turns out to be dead is libcurl's own business.
        assert "spurious network error (3 tries remaining)" in said or answer is sv.hang_up


def index_that_breaks_off_in_its_head_is_asked_again(t):
    """libcurl calls such an answer a success without a body: the crate would have no versions."""
    t.index_file(line("1.2.0"))
    t.registry.on("/index/3/f/foo", sv.cut_head, *t.registry.answers["/index/3/f/foo"])
    done = t.newest()
    assert done.stdout.split()[0] == "1.2.0" and "spurious network error" in done.stderr, done.stderr


def trailers_do_not_begin_another_head(t):
    t.index_file(line("1.2.0"))
    t.registry.on("/index/3/f/foo", sv.trailed((line("1.2.0") + "\n").encode()))
    done = t.newest()
    assert done.stdout.split()[:1] == ["1.2.0"] and not done.stderr, done.stderr
    t.answers(sv.trailed(ar.GOOD))
    assert not t.gets().stderr


def what_broke_off_goes_on(t):
    big = ar.crate(ar.MANIFEST, ar.file("big", os.urandom(900_000)))
    t.answers(sv.in_parts(big))
    t.gets(checksum=sha(big))
    ranges = [h.get("range") for _, h in t.registry.requests if "if-range" in h]
    assert len(ranges) == 2 and ranges[0] < ranges[1], ranges
    assert len(t.registry.asked("dl")) == 3


def what_cannot_go_on_begins_anew(t):
    big = ar.crate(ar.MANIFEST, ar.file("big", os.urandom(300_000)))
    for number, part in enumerate((
            lambda h, begin: h.reply(200, big), lambda h, begin: h.reply(416),
            lambda h, begin: h.reply(206, big, Content_Range=f"bytes 0-{len(big) - 1}/{len(big)}"),
            lambda h, begin: h.reply(206, big[begin:]))):
        shutil.rmtree(t.store, ignore_errors=True)
        t.answers(sv.in_parts(big, part=part), sv.in_parts(big, part=part), sv.ok(big))
        t.gets(checksum=sha(big))
    t.answers(sv.cut_off(big), sv.ok(big))  # it has nothing to tell it by
    shutil.rmtree(t.store)
    t.registry.requests.clear()
    t.gets(checksum=sha(big))
    assert not any("range" in h for _, h in t.registry.requests)


def rest_of_something_else_is_no_crate(t):
    big = ar.crate(ar.MANIFEST, ar.file("big", os.urandom(300_000)))
    t.answers(sv.in_parts(big, part=lambda h, begin: h.reply(
        206, b"x" * (len(big) - begin), Content_Range=f"bytes {begin}-{len(big) - 1}/{len(big)}")))
    t.fails("failed to verify the checksum of `foo v1.0.0`", checksum=sha(big))
    t.answers(lambda h: h.reply(206, big))  # nobody asked for that
    t.fails("another part than the requested one", checksum=sha(big))


def index_is_tried_again(t):
    t.registry.on("/index/config.json", sv.status(502), *t.registry.answers["/index/config.json"])
    t.gets()


def retry_after_is_honoured(t):
    t.answers(sv.status(429, Retry_After="1"), sv.ok(ar.GOOD))
    begun = time.monotonic()
    t.gets()
    assert 1 <= time.monotonic() - begun < 5


def tries_come_to_an_end(t):
    t.answers(sv.status(500))
    assert "status 500" in t.fails("failed to download `foo v1.0.0`")
    assert len(t.registry.asked("dl")) == 4


def pauses_grow(t):
    t.answers(sv.status(500))
    begun = time.monotonic()
    t.fails("status 500", pause=40)
    assert 0.4 <= time.monotonic() - begun < 4


def what_is_wrong_for_good_is_not_tried_again(t):
    for answer in (sv.status(404), sv.status(403), sv.status(400), sv.status(401)):
        t.registry.requests.clear()
        t.answers(answer)
        t.fails("failed to download `foo v1.0.0`")
        assert len(t.registry.asked("dl")) == 1


# --- what goes wrong for good ---

def missing_crate_is_named(t):
    t.answers(sv.status(404))
    assert "does not have this version" in t.fails("failed to download `foo v1.0.0`")


def registry_that_wants_a_token_says_so(t):
    t.registry.on("/index/config.json", sv.status(401))
    t.fails("requires a token")
    t.registry.on("/index/config.json", sv.ok(b'{"dl": "http://x.test/", "auth-required": true}'))
    t.fails("requires a token")


def wrong_bytes_never_enter_the_store(t):
    for data in (b"<html>log in</html>", ar.GOOD + b"x", ar.GOOD[:-1], b"", ar.crate(ar.MANIFEST)):
        t.answers(sv.ok(data))
        t.fails("failed to verify the checksum of `foo v1.0.0`")


def lock_with_another_checksum_is_refused_even_if_the_crate_is_there(t):
    t.gets()
    done = t.run("get", "foo@1.0.0#" + "0" * 64)
    assert done.returncode == 1 and "failed to verify the checksum" in done.stderr, done.stderr


def short_and_stuck_answers_end(t):
    for answer in (sv.cut_off(ar.GOOD), sv.reset(ar.GOOD)):
        t.answers(answer)
        t.fails("failed to download `foo v1.0.0`")
    for answer in (sv.stall, sv.trickle):
        t.answers(answer)
        t.fails("failed to download `foo v1.0.0`", "--retries=0", timeout=1)


def redirect_loop_ends(t):
    t.answers(sv.redirect(t.registry.root + "dl/foo/1.0.0/download"))
    t.fails("redirects")


def redirect_to_a_file_is_refused(t):
    path = os.path.join(t.folder, "secret.crate")
    with open(path, "wb") as f:
        f.write(ar.GOOD)
    t.answers(sv.redirect("file://" + path))
    t.fails("failed to download")
    t.answers(sv.redirect("ftp://127.0.0.1/x"))
    t.fails("failed to download")


def file_address_of_a_web_registry_is_refused(t):
    path = os.path.join(t.folder, "dl/foo/1.0.0")
    os.makedirs(path)
    with open(path + "/download", "wb") as f:
        f.write(ar.GOOD)
    t.registry.on("/index/config.json", sv.ok(json.dumps({"dl": f"file://{t.folder}/dl"}).encode()))
    t.fails("failed to download")


def registry_of_files_is_read(t):
    for path, data in {"dl/foo/1.0.0/download": ar.GOOD,
                       "index/config.json": json.dumps({"dl": f"file://{t.folder}/dl"}).encode()}.items():
        os.makedirs(os.path.join(t.folder, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(t.folder, path), "wb") as f:
            f.write(data)
    t.index = f"file://{t.folder}/index/"
    t.gets()


def server_that_is_not_there_is_an_error(t):
    t.index = "http://127.0.0.1:1/index/"
    said = t.fails("cannot get config.json")
    assert "foo v1.0.0" in said and "network" in said
    t.index = "http://no-such-host.invalid/"
    t.fails("no-such-host.invalid")


def tls_failure_is_an_error(t):
    t.index = t.index.replace("http:", "https:")
    t.fails("cannot get config.json")


def broken_configuration_is_an_error(t):
    for data, said in ((b"{", "not valid JSON"), (b"{}", "does not say where"), (b"\0\xff" * 99, "not valid JSON"),
                       (b"[" * 99999, "not valid JSON"), (b" " * (3 << 20), "larger than")):
        t.registry.on("/index/config.json", sv.ok(data))
        t.fails(said)


def bad_names_and_checksums_are_refused(t):
    for wanted in ("../foo@1.0.0#" + "0" * 64, "foo@../1.0.0#" + "0" * 64, "foo@1.0.0#123", ".@1.0.0#" + "0" * 64,
                   "foo/bar@1.0.0#" + "0" * 64, "@1.0.0#" + "0" * 64, "foo@#" + "0" * 64):
        done = t.run("get", wanted)
        assert done.returncode == 1 and "error:" in done.stderr, (wanted, done.stderr)
    assert not os.path.exists(t.store) and t.registry.asked() == []


# --- the disk ---

def write_errors_leave_nothing(t):
    data = ar.crate(ar.MANIFEST, ar.file("big", os.urandom(300_000)))
    t.answers(sv.ok(data))

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(t.command("get", "foo@1.0.0#" + sha(data)), preexec_fn=small_files, capture_output=True,
                          text=True, env=ENV)
    assert done.returncode == 1 and "cannot write" in done.stderr and "foo v1.0.0" in done.stderr, done.stderr
    t.store_is_clean(empty=True)
    small = ar.crate(ar.MANIFEST, ar.file("zeros", b"\0" * 300_000))
    t.answers(sv.ok(small))
    done = subprocess.run(t.command("get", "foo@1.0.0#" + sha(small)), preexec_fn=small_files, capture_output=True,
                          text=True, env=ENV)
    assert done.returncode == 1 and "cannot unpack crate `foo v1.0.0`" in done.stderr, done.stderr
    t.store_is_clean(empty=True)


def store_that_cannot_be_made_is_an_error(t):
    with open(t.store, "w"):
        pass
    done = t.run("get", "foo@1.0.0#" + sha(ar.GOOD))
    assert done.returncode == 1 and "which cannot be written" in done.stderr, done.stderr


def dead_runs_are_cleaned_up_after(t):
    os.makedirs(t.store + "/tmp/abcdef/0/foo-1.0.0")
    with open(t.store + "/tmp/abcdef/0/foo-1.0.0/half", "w"):
        pass
    t.gets()
    t.store_is_clean()


# --- many at once, and sudden death ---

def publish_many(t, count):
    wanted = {}
    for i in range(count):
        data = ar.crate(*[ar.entry(f"c{i}-1.0.0/f{n}", b"%d %d" % (i, n) * 50) for n in range(20)])
        t.registry.on(f"/dl/c{i}/1.0.0/download", sv.ok(data))
        wanted[f"c{i}@1.0.0#{sha(data)}"] = i
    return wanted


def everything_is_right(t, wanted):
    for crate, i in wanted.items():
        folder = f"{t.store}/crates/{crate.split('#')[1]}/c{i}-1.0.0"
        if os.path.exists(os.path.dirname(folder)):
            assert sorted(os.listdir(folder)) == sorted(f"f{n}" for n in range(20))
            for n in range(20):
                with open(f"{folder}/f{n}", "rb") as f:
                    assert f.read() == b"%d %d" % (i, n) * 50


def processes_share_a_store(t):
    wanted = publish_many(t, 30)
    runs = [subprocess.Popen(t.command("get", *random.sample(list(wanted), len(wanted))), stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, env=ENV) for _ in range(8)]
    for r in runs:
        said = r.communicate()[1]
        assert r.returncode == 0, said
    everything_is_right(t, wanted)
    t.store_is_clean()


def killed_runs_leave_no_half_crate(t):
    wanted = publish_many(t, 40)
    most = list(wanted)[1:]  # so that the last run unpacks something, and removes what is dead
    for _ in range(12):
        r = subprocess.Popen(t.command("get", *most), stdout=subprocess.DEVNULL, env=ENV)
        time.sleep(random.uniform(0.005, 0.12))
        r.kill()
        r.wait()
        everything_is_right(t, wanted)
    done = t.run("get", *wanted)
    assert done.returncode == 0 and len(done.stdout.split()) == 40, done.stderr
    everything_is_right(t, wanted)
    t.store_is_clean()


# --- versions of a crate ---

def newest_is_a_release_that_was_not_yanked(t):
    t.index_file(line("1.2.0"), line("1.10.0"), line("2.0.0", yanked=True), line("3.0.0-rc.1"))
    assert t.newest().stdout.split() == ["1.10.0", sha(b"1.10.0")]
    assert t.newest("foo@1.2").stdout.split()[0] == "1.10.0"
    assert t.newest("foo@=1.2.0").stdout.split()[0] == "1.2.0"
    assert t.newest("foo@3.0.0-rc").stdout.split()[0] == "3.0.0-rc.1"


def version_that_is_not_there_is_an_error_with_the_newest(t):
    t.index_file(line("1.2.0"), line("2.0.0", yanked=True))
    assert "no version `9`" in t.newest("foo@9").stderr
    assert "foo@1.2.0" in t.newest("foo@9").stderr
    assert "yanked" in t.newest("foo@2").stderr


def newest_that_needs_a_newer_rustc_names_one_that_does_not(t):
    t.index_file(line("1.2.0", rust_version="1.60"), line("1.3.0"), line("1.1.0", rust_version="1.50.1"),
                 line("2.0.0", rust_version="1.90"))
    said = t.newest("foo@2", rustc="1.80.0").stderr
    assert "`foo v2.0.0` requires rustc 1.90 or newer, while this is rustc 1.80.0" in said, said
    assert "`foo@1.3.0` does not say which rustc it needs" in said, said
    assert t.newest(rustc="1.90.0").stdout.split()[0] == "2.0.0"


def newest_that_needs_a_newer_rustc_says_what_older_ones_need(t):
    t.index_file(line("1.2.0", rust_version="1.60"), line("2.0.0", rust_version="1.90"))
    said = t.newest(rustc="1.80.0").stderr
    assert "`foo@1.2.0` supports rustc 1.60 and newer" in said, said
    said = t.newest(rustc="1.50.0").stderr
    assert "requires rustc 1.90" in said and "foo@" not in said, said


def bad_lines_are_skipped(t):
    t.index_file("{", "", "[]", "null", "\x00\x01", line("1.0.0"), line("nonsense"), line("9.0.0", v=3),
                 line("1.5.0", v=2), line("8.0.0").replace('"foo"', '"bar"'), line("8.1.0").replace("cksum", "sum"),
                 '{"name": 1, "vers": []}', line("../../7.0.0"), "[" * 100_000)
    assert t.newest().stdout.split()[0] == "1.5.0", t.newest().stderr


def index_is_asked_conditionally(t):
    t.index_file(line("1.0.0"))
    assert t.newest().returncode == 0
    assert t.newest().stdout.split()[0] == "1.0.0"
    path, headers = t.registry.requests[-1]
    assert path == "/index/3/f/foo" and headers["if-none-match"] == '"one"'
    assert headers["cargo-protocol"] == "version=1" and headers["accept"] == "text/plain"
    asked = len(t.registry.asked())
    assert t.run("newest", "--offline", "foo").stdout.split()[0] == "1.0.0"
    assert len(t.registry.asked()) == asked


def offline_without_the_index_is_an_error(t):
    done = t.run("newest", "--offline", "foo")
    assert done.returncode == 1 and "offline" in done.stderr


def compressed_index_is_read(t):
    t.registry.on("/index/3/f/foo", sv.ok(gzip.compress((line("1.0.0") + "\n").encode()), Content_Encoding="gzip"))
    assert t.newest().stdout.split()[0] == "1.0.0"


def crate_that_is_not_there_gets_a_hint(t):
    t.registry.on("/index/se/rd/serde_json", sv.ok(line("1.0.0").replace('"foo"', '"serde_json"').encode()))
    done = t.newest("serde-json")
    assert done.returncode == 1 and "no crate `serde-json`" in done.stderr and "`serde_json`" in done.stderr


def index_bomb_ends(t):
    t.registry.on("/index/3/f/foo", sv.ok(gzip.compress(b"\0" * (80 << 20), 1), Content_Encoding="gzip"))
    assert "larger than" in t.newest().stderr


def endless_index_ends(t):
    t.registry.on("/index/3/f/foo", sv.endless)
    assert "larger than" in t.newest(timeout=20).stderr


# --- archives ---

def unpack(t, data, limits=()):
    box = tempfile.mkdtemp(dir=t.folder)
    os.mkdir(box + "/into")
    with open(box + "/x.crate", "wb") as f:
        f.write(data)
    done = subprocess.run([TOOL, "unpack", box + "/x.crate", ar.ROOT, box + "/into", *map(str, limits)],
                          capture_output=True, text=True, cwd=box, env=ENV)
    assert sorted(os.listdir(box)) == ["into", "x.crate"] and set(os.listdir(box + "/into")) <= {ar.ROOT}
    for folder, names, files in os.walk(box + "/into"):
        assert not any(os.path.islink(os.path.join(folder, n)) for n in names + files)
    return done, box + "/into/" + ar.ROOT


def hostile(name):
    data, said, *limits = ar.HOSTILE[name]

    def test(t):
        done, _ = unpack(t, data, limits)
        assert not os.path.exists("/tmp/evil")
        if said is None:  # harmless: what it hides is ignored
            assert done.returncode == 0, done.stderr
            return
        assert done.returncode == 1 and said in done.stderr, (done.returncode, done.stderr)
        t.answers(sv.ok(data))
        if not limits:
            t.fails("cannot unpack crate `foo v1.0.0`", checksum=sha(data))
            t.fails("help: nothing of it was kept", checksum=sha(data))

    test.__name__ = "archive_" + name
    return test


def good_archives_are_unpacked(t):
    names = ["src/lib.rs", "long/" + "n" * 120 + "/" + "m" * 120, "tests/\u00c4\u4e2d.txt"]
    for form in (ar.tarfile.GNU_FORMAT, ar.tarfile.PAX_FORMAT, ar.tarfile.USTAR_FORMAT):
        some = names if form != ar.tarfile.USTAR_FORMAT else names[::2]
        done, root = unpack(t, ar.crate(ar.MANIFEST, *[ar.file(n) for n in some], form=form))
        assert done.returncode == 0, done.stderr
        assert all(os.path.isfile(os.path.join(root, n)) for n in some), list(os.walk(root))


def lengths_that_are_wrong_are_noticed(t):
    def says(length):
        def answer(h):
            h.reply(200, ar.GOOD, Content_Length=length)
            h.close_connection = True
        return answer

    for length, said in ((str(len(ar.GOOD) - 1), "failed to verify the checksum"), ("0", "failed to verify the checksum"),
                         (str(len(ar.GOOD) + 1), "failed to download"), (str(HUGE), "larger than"),
                         ("-1", "failed to"), ("many", "failed to")):
        t.answers(says(length))
        if length in ("-1", "many"):  # libcurl may take what comes: then it is verified as all else
            done = t.run("get", "--retries=0", "foo@1.0.0#" + sha(ar.GOOD))
            assert done.returncode == 0 or said in done.stderr, done.stderr
            shutil.rmtree(t.store, ignore_errors=True)
        else:
            t.fails(said, "--retries=0")


def crate_without_an_end_is_refused(t):
    if not stress.LONG:
        return  # half a gigabyte has to come first
    t.answers(sv.endless)
    t.fails("larger than", "--retries=0", timeout=20)


def configuration_bomb_ends(t):
    t.registry.on("/index/config.json", sv.ok(gzip.compress(b" " * (80 << 20), 1), Content_Encoding="gzip"))
    t.fails("larger than")


def only_the_first_of_two_gzip_files_counts(t):
    """As for Cargo: what it does not see, nobody shall build."""
    first = ar.tar(ar.MANIFEST).rstrip(b"\0")
    first += b"\0" * (-len(first) % 512)
    for end in b"", b"\0" * 1024:
        done, root = unpack(t, ar.pack(first + end) + ar.pack(ar.tar(ar.file("build.rs"))) + b"and more")
        assert done.returncode == 0 and os.listdir(root) == ["Cargo.toml"], done.stderr


def modes_and_times_are_kept_within_reason(t):
    now = int(time.time())
    done, root = unpack(t, ar.crate(ar.file("run.sh", mode=0o4755), ar.file("locked", mode=0o0),
                                    ar.file("later", mtime=now + 99999), ar.file("never", mtime=0), ar.file(".cargo-ok"),
                                    ar.file("src/.cargo-ok"), ar.file("src//a/./b")))
    assert done.returncode == 0, done.stderr
    look = {n: os.stat(os.path.join(root, n)) for n in ("run.sh", "locked", "later", "never", "src/a/b")}
    assert look["run.sh"].st_mode & 0o7777 == 0o755 and look["locked"].st_mode & 0o7777 == 0o600
    assert look["run.sh"].st_mtime == 1_000_000_000 and look["later"].st_mtime <= now + 60
    assert look["never"].st_mtime == 1
    assert not os.path.exists(root + "/.cargo-ok") and not os.path.exists(root + "/src/.cargo-ok")


def files_may_be_there_twice_if_they_are_the_same(t):
    big = bytes(range(256)) * 1000
    done, root = unpack(t, ar.crate(ar.MANIFEST, ar.file("src/a", big), ar.file("b", b""), ar.MANIFEST,
                                    ar.file("src/./a", big), ar.file("b", b"")))
    assert done.returncode == 0, done.stderr
    with open(root + "/src/a", "rb") as f:
        assert f.read() == big


def marks_of_cargo_are_skipped_whatever_they_are(t):
    done, root = unpack(t, ar.crate(ar.MANIFEST, ar.file(".cargo-ok", b"", type=ar.LINK, linkname="/etc/passwd")))
    assert done.returncode == 0 and os.listdir(root) == ["Cargo.toml"], done.stderr


HELPERS = {sha, line, home_with, publish_many, everything_is_right, unpack, hostile}


def tests():
    here = [f for n, f in list(globals().items()) if callable(f) and getattr(f, "__module__", "") == __name__
            and not isinstance(f, type) and f not in HELPERS and f.__code__.co_varnames[:1] == ("t",)]
    return (here + [hostile(name) for name in ar.HOSTILE] + projects.tests(L4CARGO)
            + names.tests(L4CARGO) + reach.tests(L4CARGO) + published.tests(L4CARGO) + tokens.tests(L4CARGO)
            + secure.tests(L4CARGO) + shared.tests(L4CARGO) + gits.tests(TOOL) + stress.tests(L4CARGO))


def main():
    only = sys.argv[2:]
    passed = failed = 0
    registry = sv.Registry()
    if not shutil.which("cargo"):
        print("SKIP tests with whole projects: there is no cargo here")
    for test in tests():
        if only and not any(part in test.__name__ for part in only):
            continue
        folder = tempfile.mkdtemp()
        begun = time.monotonic()
        try:
            test(Test(registry, folder))
            passed += 1
            if os.environ.get("TIMES"):
                print(f"{time.monotonic() - begun:6.2f} s {test.__name__}")
        except Exception:  # a test fails in any way
            failed += 1
            print(f"FAIL {test.__name__}\n{traceback.format_exc()}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    registry.close()
    if os.environ.get("RESULTS"):
        with open(os.path.join(os.environ["RESULTS"], os.environ.get("SUITE", "net")), "w", encoding="ascii") as out:
            out.write(f"{passed} {failed}\n")
    print(f"net: {passed} passed, {failed} failed")
    return failed > 0 or not passed


if __name__ == "__main__":
    sys.exit(main())
