# SPDX-License-Identifier: MIT OR Apache-2.0
"""Git repositories over HTTP, from servers that do what they should not."""
import os
import shutil
import ssl
import subprocess

import server as sv

ENV = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
ENV.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="t", GIT_AUTHOR_EMAIL="t",
           GIT_COMMITTER_NAME="t", GIT_COMMITTER_EMAIL="t", GIT_TERMINAL_PROMPT="0")
ASK = "/info/refs?service=git-upload-pack"


def git(folder, *args):
    return subprocess.run(["git", "-c", "init.defaultBranch=main", *args], cwd=folder, env=ENV, check=True,
                          capture_output=True, text=True).stdout.strip()


def repository(folder, **files):
    os.makedirs(folder)
    git(folder, "init", "-q", ".")
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x")
    return git(folder, "rev-parse", "HEAD")


def with_submodule(root, url, commit):
    """The repository `r` gets one more commit, which it returns: with the submodule `s`."""
    top = os.path.join(root, "r")
    with open(os.path.join(top, ".gitmodules"), "w", encoding="utf-8") as out:
        out.write(f'[submodule "s"]\npath = s\nurl = {url}\n')
    git(top, "add", ".gitmodules")
    git(top, "update-index", "--add", "--cacheinfo", f"160000,{commit},s")
    git(top, "commit", "-qm", "s")
    return git(top, "rev-parse", "HEAD")


def backend(root):
    """Answers as git's own server does, for the repositories below `root`."""

    def answer(h):
        path, _, query = h.path.partition("?")
        length = int(h.headers.get("Content-Length") or 0)
        body = h.rfile.read(length)
        if h.headers.get("Transfer-Encoding") == "chunked":
            while (size := int(h.rfile.readline(), 16)):
                body += h.rfile.read(size)
                h.rfile.readline()
            h.rfile.readline()
        env = dict(ENV, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                   REQUEST_METHOD=h.command, CONTENT_TYPE=h.headers.get("Content-Type", ""),
                   CONTENT_LENGTH=str(len(body)))
        done = subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True, check=True)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        h.reply(int(fields.pop("Status", "200").split()[0]), content, **fields)

    return answer


class Git:
    """A repository `r` at `url`, served well until the test says otherwise."""

    def __init__(self, t, tool):
        self.t, self.tool = t, tool
        self.root = os.path.join(t.folder, "repositories")
        self.commit = repository(os.path.join(self.root, "r"), f="text\n")
        self.url = t.registry.root + "r"
        self.serve("/r")

    def serve(self, path):
        self.t.registry.on(path + ASK, backend(self.root))
        self.t.registry.on(path + "/git-upload-pack", backend(self.root))

    def get(self, *options, url=None, commit=None, timeout=3):
        return subprocess.run([self.tool, "git", self.t.store, "--pause=1", f"--timeout={timeout}", *options,
                               (url or self.url) + "#" + (commit or self.commit)],
                              capture_output=True, text=True, errors="replace", env=ENV, timeout=60)

    def gets(self, *options, **how):
        done = self.get(*options, **how)
        assert done.returncode == 0, done.stderr
        with open(os.path.join(done.stdout.strip(), "f"), encoding="utf-8") as f:
            assert f.read() == "text\n"
        return done

    def fails(self, *said, options=(), **how):
        done = self.get(*options, **how)
        assert done.returncode == 1 and "error:" in done.stderr, done.stderr
        for part in said:
            assert part in done.stderr, (part, done.stderr)
        assert not os.path.isdir(os.path.join(self.t.store, "git", "checkouts"))
        temp = os.path.join(self.t.store, "tmp")
        assert not os.path.isdir(temp) or os.listdir(temp) == []


def git_is_fetched_over_http(g):
    g.gets()
    asked = len(g.t.registry.asked())
    g.gets()
    assert len(g.t.registry.asked()) == asked


def git_fetches_by_the_program(g):
    g.gets("--cli")


def git_errors_by_chance_are_tried_again(g):
    g.t.registry.on("/r" + ASK, sv.status(503), sv.hang_up, backend(g.root))
    done = g.gets()
    assert done.stderr.count("warning: spurious network error") == 2, done.stderr


def git_tries_come_to_an_end(g):
    g.t.registry.on("/r" + ASK, sv.status(503))
    g.fails("cannot fetch git repository `" + g.url + "`", "503", options=["--retries=1"])
    assert len(g.t.registry.asked(ASK)) == 2


def git_repository_that_is_not_there_is_named(g):
    g.t.registry.on("/r" + ASK, sv.status(404))
    g.fails("`" + g.url + "`", "404", "check the address", options=["--retries=0"])


def git_servers_that_stall_are_left(g):
    def stall(h):
        h.rfile.read(int(h.headers.get("Content-Length") or 0))
        sv.stall(h)

    for path in ASK, "/git-upload-pack":
        g.serve("/r")
        g.t.registry.on("/r" + path, stall)
        g.fails("the server sent nothing for 1 seconds", options=["--retries=0"], timeout=1)


def git_answers_that_are_cut_off_end(g):
    for answer in sv.reset(b"001e# service=git-upload-pack\n" * 9), sv.cut_off(b"0" * 99), sv.ok(b"garbage"), sv.ok(b""):
        g.serve("/r")
        g.t.registry.on("/r" + ASK, answer)
        g.fails("cannot fetch git repository", options=["--retries=0"])
        g.serve("/r")
        g.t.registry.on("/r/git-upload-pack", answer)
        g.fails("cannot fetch git repository", options=["--retries=0"])
    g.serve("/r")
    g.gets()


def git_server_that_wants_a_password_says_what_to_do(g):
    g.t.registry.on("/r" + ASK, sv.status(401, WWW_Authenticate='Basic realm="x"'))
    g.fails("`" + g.url + "`", "net.git-fetch-with-cli", options=["--retries=0"])


def git_passwords_come_from_the_helpers_of_git(g):
    def wants_password(path):
        def answer(h):
            if h.headers.get("Authorization") == "Basic bWU6c2VjcmV0":
                backend(g.root)(h)
            else:
                h.reply(401, WWW_Authenticate='Basic realm="x"')
        g.t.registry.on(path, answer)

    wants_password("/r" + ASK)
    wants_password("/r/git-upload-pack")
    config = os.path.join(g.t.folder, "gitconfig")
    with open(config, "w", encoding="utf-8") as out:
        out.write('[credential]\nhelper = "!f() { echo username=me; echo password=secret; }; f"\n')
    ENV["GIT_CONFIG_GLOBAL"] = config
    try:
        done = g.gets("--retries=0")
    finally:
        ENV["GIT_CONFIG_GLOBAL"] = "/dev/null"
    assert "secret" not in done.stderr + done.stdout


def git_passwords_of_addresses_are_no_arguments(g):
    """Both ways; the program git is watched by one that stands before it in PATH."""
    def answer(h):
        if h.headers.get("Authorization") == "Basic bWU6czNjcmV0":
            backend(g.root)(h)
        else:
            h.reply(401, WWW_Authenticate='Basic realm="x"')
    for path in ASK, "/git-upload-pack":
        g.t.registry.on("/r" + path, answer)
    url = g.url.replace("://", "://me:s3cret@")
    seen = os.path.join(g.t.folder, "seen")
    tools = os.path.join(g.t.folder, "tools")
    os.makedirs(tools)
    with open(os.path.join(tools, "git"), "w", encoding="utf-8") as out:
        out.write(f'#!/bin/sh\nps -eo args >>"{seen}"; exec "{shutil.which("git")}" "$@"\n')
    os.chmod(os.path.join(tools, "git"), 0o755)
    ask = os.path.join(tools, "ask")
    with open(ask, "w", encoding="utf-8") as out:
        out.write(f'#!/bin/sh\necho ask-program-ran >>"{seen}"\necho s3cret\n')
    os.chmod(ask, 0o755)
    path = ENV["PATH"]
    ENV.update(PATH=tools + ":" + path, GIT_ASKPASS=ask, SSH_ASKPASS=ask)
    try:
        done = g.gets("--retries=0", url=url)
        assert "s3cret" not in done.stderr + done.stdout
        shutil.rmtree(g.t.store)
        done = g.gets("--retries=0", "--cli", url=url)
        assert "s3cret" not in done.stderr + done.stdout
        shutil.rmtree(g.t.store)
        for option in "--cli", "--retries=0":
            g.fails("cannot fetch", options=["--retries=0", option], url=g.url.replace("://", "://me@"))
    finally:
        ENV["PATH"] = path
        del ENV["GIT_ASKPASS"], ENV["SSH_ASKPASS"]
    with open(seen, encoding="utf-8", errors="replace") as lines:
        git_lines = [line for line in lines if "git" in line or "ask-program-ran" in line]
    assert any("fetch" in line for line in git_lines)
    # what the test itself was called with has it
    bad = [line for line in git_lines if ("s3cret" in line and "cache-tool" not in line) or line.strip() == "ask-program-ran"]
    assert not bad, bad


def git_redirects_are_followed_but_not_to_files(g):
    g.t.registry.on("/old" + ASK, sv.redirect("/r" + ASK))
    g.gets(url=g.t.registry.root + "old")
    shutil.rmtree(g.t.store)
    g.t.registry.on("/r" + ASK, sv.redirect("file://" + g.root + "/r" + ASK))
    g.fails("cannot fetch", options=["--retries=0"])
    g.t.registry.on("/r" + ASK, sv.redirect("/r" + ASK))
    g.fails("cannot fetch", options=["--retries=0"])


def git_certificates_are_checked(g):
    if not shutil.which("openssl"):
        return
    key = os.path.join(g.t.folder, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", key + ".crt",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                   check=True, capture_output=True)
    secure = sv.Registry()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(key + ".crt", key)
        secure.http.socket = context.wrap_socket(secure.http.socket, server_side=True)
        for path in ASK, "/git-upload-pack":
            secure.on("/r" + path, backend(g.root))
        url = secure.root.replace("http:", "https:").replace("127.0.0.1", "localhost") + "r"
        g.fails("cannot fetch", "certificate", url=url, options=["--retries=0"])
        g.gets("--cainfo=" + key + ".crt", url=url)
    finally:
        secure.close()


def git_goes_through_a_proxy(g):
    g.t.registry.on("h.invalid:443", sv.status(403))
    g.fails("cannot fetch", options=["--retries=0", "--proxy=" + g.t.registry.root], url="https://h.invalid/r")
    assert g.t.registry.asked() == ["h.invalid:443"], g.t.registry.asked()


def git_goes_through_a_proxy_without_tls(g):
    def answer(h):
        h.path = h.path.removeprefix("http://h.invalid")
        backend(g.root)(h)

    for path in ASK, "/git-upload-pack":
        g.t.registry.on("http://h.invalid/r" + path, answer)
    url = "http://h.invalid/r"
    g.fails("cannot fetch", options=["--retries=0"], url=url)
    g.gets("--retries=0", "--proxy=" + g.t.registry.root, url=url)
    shutil.rmtree(g.t.store)
    ENV["http_proxy"] = g.t.registry.root
    try:
        g.gets("--retries=0", url=url)
    finally:
        del ENV["http_proxy"]


def git_submodule_of_a_web_repository_may_not_be_a_file(g):
    inner = os.path.join(g.root, "inner")
    private = repository(inner, secret="x")
    commit = with_submodule(g.root, f"file://{inner}", private)
    g.fails("has a submodule that cannot be fetched", "must not have a repository of this machine",
            commit=commit)


def git_submodules_may_be_relative(g):
    private = repository(os.path.join(g.root, "inner"), f="inner\n")
    g.serve("/inner")
    commit = with_submodule(g.root, "../inner", private)
    done = g.gets(commit=commit)
    assert os.path.isfile(os.path.join(done.stdout.strip(), "s", "f"))


def git_marks_of_submodules_lead_nowhere(g):
    """Cargo's mark is made in a submodule; what a submodule has by that name is not written through."""
    outside = os.path.join(g.t.folder, "outside")
    with open(outside, "w", encoding="ascii") as out:
        out.write("mine")
    repository(os.path.join(g.root, "inner"), f="inner\n")
    inner = os.path.join(g.root, "inner")
    os.symlink(outside, os.path.join(inner, ".cargo-ok"))
    git(inner, "add", "-f", ".")
    git(inner, "commit", "-qm", "link")
    g.serve("/inner")
    commit = with_submodule(g.root, "../inner", git(inner, "rev-parse", "HEAD"))
    made = g.gets(commit=commit).stdout.strip()
    mark = os.path.join(made, "s", ".cargo-ok")
    assert os.path.isfile(mark) and not os.path.islink(mark) and os.path.getsize(mark) == 0
    assert not os.path.exists(os.path.join(made, ".cargo-ok"))
    with open(outside, encoding="ascii") as f:
        assert f.read() == "mine"


def tests(tool):
    """As tests of run.py: functions of one argument."""
    def bound(f):
        def test(t):
            f(Git(t, tool))
        test.__name__ = f.__name__
        return test
    if not shutil.which("git"):
        return []
    return [bound(f) for f in list(globals().values()) if getattr(f, "__module__", "") == __name__
            and hasattr(f, "__code__") and f.__code__.co_varnames[:1] == ("g",)]
