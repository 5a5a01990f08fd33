# SPDX-License-Identifier: MIT OR Apache-2.0
"""[http] of the configuration, key by key: TLS, certificates of both sides, proxies, what is too slow."""
import contextlib
import json
import os
import shutil
import ssl
import subprocess
import time

import projects
import server as sv
import tokens

TOKEN = tokens.TOKEN


@contextlib.contextmanager
def tls(t, p, prepare=lambda context: None):
    """The registry behind TLS, with a certificate that nobody knows; the configuration that does."""
    os.makedirs(t.folder + "/server", exist_ok=True)
    key, cert = projects.certificate(t.folder + "/server")
    safe = sv.Registry()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        prepare(context)
        safe.http.socket = context.wrap_socket(safe.http.socket, server_side=True)
        root = safe.root.replace("http:", "https:")
        safe.answers = dict(t.registry.answers)
        safe.on("/index/config.json", sv.ok(json.dumps({"dl": root + "dl"}).encode()))
        with open(p.folder + "/Cargo.lock", encoding="utf-8") as f:
            p.write("Cargo.lock", f.read().replace(t.index, root + "index/"))
        t.index = root + "index/"
        yield f'[http]\ncainfo = "{cert}"\n'
    finally:
        safe.close()


def fetches(p, config="", **env):
    shutil.rmtree(p.cache, ignore_errors=True)
    p.configure(config)
    done = p.runs("fetch", "--locked", **env)
    assert "Fetched 2 of 2" in done.stderr, done.stderr
    return done.stderr


def refuses(p, said, config="", **env):
    shutil.rmtree(p.cache, ignore_errors=True)
    p.configure(config)
    text = p.fails(said, "fetch", "--locked", "--config", "net.retry=0", **env)
    assert projects.stored(p) == {}
    return text


# --- TLS ---

def https_client_shows_its_certificate(t, program):
    p = projects.usual(t, program)
    os.makedirs(t.folder + "/client")
    key, cert = projects.certificate(t.folder + "/client")

    def wanted(context):
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cert)

    both, locked = t.folder + "/both.pem", t.folder + "/locked.pem"
    with open(both, "w", encoding="ascii") as out:
        out.write(open(cert, encoding="ascii").read() + open(key, encoding="ascii").read())
    subprocess.run(["openssl", "rsa", "-aes128", "-passout", "pass:x", "-in", key, "-out", locked], check=True,
                   capture_output=True)
    with tls(t, p, wanted) as config:
        refuses(p, "cannot get config.json from registry", config)
        fetches(p, config, SSL_CLIENT_CERT_FILE=cert, SSL_CLIENT_KEY_FILE=key)
        fetches(p, config, SSL_CLIENT_CERT_FILE=both)
        refuses(p, "certificate", config, SSL_CLIENT_CERT_FILE=t.folder + "/none.pem")
        assert "key" in refuses(p, locked, config, SSL_CLIENT_CERT_FILE=cert, SSL_CLIENT_KEY_FILE=locked)
        p.runs("fetch", "--locked", "--cargo-home", SSL_CLIENT_CERT_FILE=both)
        p.cargo("build", "--frozen")


def https_versions_are_kept_to(t, program):
    p = projects.usual(t, program)

    def old(context):
        context.maximum_version = ssl.TLSVersion.TLSv1_2

    with tls(t, p, old) as config:
        refuses(p, "cannot get config.json", config + 'ssl-version = "tlsv1.3"\n')
        refuses(p, "cannot get config.json", config + 'ssl-version.min = "tlsv1.3"\n')
        for good in "default", "tlsv1", "tlsv1.2":
            fetches(p, config + f'ssl-version = "{good}"\n')
        fetches(p, config + 'ssl-version = { min = "tlsv1.1", max = "tlsv1.3" }\n')
        fetches(p, config, CARGO_HTTP_SSL_VERSION="tlsv1.2")
        refuses(p, "no such TLS version: `tlsv2`", config + 'ssl-version = "tlsv2"\n')


def https_versions_have_a_highest(t, program):
    p = projects.usual(t, program)

    def new(context):
        context.minimum_version = ssl.TLSVersion.TLSv1_3

    with tls(t, p, new) as config:
        refuses(p, "cannot get config.json", config + 'ssl-version = { max = "tlsv1.2" }\n')
        fetches(p, config + 'ssl-version = { max = "tlsv1.3" }\n')
        fetches(p, config + "check-revoke = false\n")
        fetches(p, config + "check-revoke = true\n")


def https_authorities_come_from_the_environment(t, program):
    p = projects.usual(t, program)
    with tls(t, p) as config:
        cert = config.split('"')[1]
        fetches(p, SSL_CERT_FILE=cert)
        hashed = subprocess.run(["openssl", "x509", "-hash", "-noout", "-in", cert], check=True, capture_output=True,
                                text=True).stdout.strip()
        os.makedirs(t.folder + "/certs")
        shutil.copy(cert, f"{t.folder}/certs/{hashed}.0")
        fetches(p, SSL_CERT_DIR=t.folder + "/certs")
        refuses(p, "certificate", SSL_CERT_DIR=t.folder)


def https_offers_http_2_unless_told_not_to(t, program):
    p = projects.usual(t, program)
    agreed = []

    def watch(context):
        context.set_alpn_protocols(["h2"])
        wrap = context.wrap_socket

        def wrapped(socket, **how):
            listener = wrap(socket, **how)
            accept = listener.accept

            def accepted():
                connection, address = accept()
                agreed.append(connection.selected_alpn_protocol())
                return connection, address
            listener.accept = accepted
            return listener
        context.wrap_socket = wrapped

    with tls(t, p, watch) as config:
        fetches(p, config + "multiplexing = false\n")
        assert agreed and set(agreed) == {None}, agreed
        agreed.clear()
        refuses(p, "cannot get config.json", config)  # it agrees, and does not know how
        assert "h2" in agreed, agreed


# --- proxies ---

def behind_a_proxy(t, program, name="registry.test"):
    t.index = f"http://{name}/index/"
    p = projects.usual(t, program)
    for path, answers in list(t.registry.answers.items()):
        t.registry.on(f"http://{name}" + path, *answers)
        del t.registry.answers[path]
    t.registry.on(f"http://{name}/index/config.json", sv.ok(b'{"dl": "http://%s/dl"}' % name.encode()))
    return p


def https_proxy_has_authorities_of_its_own(t, program):
    p = behind_a_proxy(t, program)
    with tls(t, p) as config:
        proxy = t.index.removesuffix("/index/")
        t.index = "http://registry.test/index/"
        with open(p.folder + "/Cargo.lock", encoding="utf-8") as f:
            p.write("Cargo.lock", f.read().replace(proxy + "/index/", t.index))
        http = f'[http]\nproxy = "{proxy}"\n'
        cert = config.split('"')[1]
        refuses(p, "certificate", http)
        fetches(p, http + f'proxy-cainfo = "{cert}"\n')
        fetches(p, http + f'cainfo = "{cert}"\n')  # as with curl
        refuses(p, "certificate", http + f'cainfo = "{cert}"\nproxy-cainfo = "/etc/ssl/certs/ca-certificates.crt"\n')


def proxy_of_git_is_taken_as_by_cargo(t, program):
    p = behind_a_proxy(t, program)
    home = t.folder + "/user"
    os.makedirs(home)
    env = {"HOME": home, "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", os.path.expanduser("~/.rustup"))}

    def configure(text):
        with open(home + "/.gitconfig", "w", encoding="utf-8") as out:
            out.write(text)

    configure(f'[http]\n\tproxy = "{t.registry.root}"\n')
    fetches(p, **env)
    p.cargo("fetch", "--locked", **env, CARGO_HOME=t.folder + "/theirs")
    refuses(p, "cannot get config.json", '[http]\nproxy = "http://127.0.0.1:1/"\n', **env)
    refuses(p, "registry.test", '[http]\nproxy = ""\n', **env, http_proxy=t.registry.root)
    with open(t.folder + "/more", "w", encoding="utf-8") as out:
        out.write(f"[http]\nproxy = {t.registry.root}\n")
    configure(f"[include]\npath = {t.folder}/more\n")
    fetches(p, **env)
    configure("[user]\nname = proxy\n")
    refuses(p, "registry.test", **env)


# --- what is too slow ---

def drip(body, seconds):
    """All of it, little by little."""
    def answer(h):
        h.send_response(200)
        h.send_header("Content-Length", str(len(body)))
        h.end_headers()
        for i in range(20):
            h.wfile.write(body[len(body) * i // 20:len(body) * (i + 1) // 20])
            h.wfile.flush()
            time.sleep(seconds / 20)
    return answer


def slowness_has_a_limit(t, program):
    p = projects.usual(t, program)
    for path in list(t.registry.answers):
        if path.startswith("/dl/foo/"):
            t.registry.on(path, drip(projects.crate_of("foo", "1.0.0", ["bar"]), 2.2))
    shutil.rmtree(p.cache, ignore_errors=True)
    p.configure("[http]\ntimeout = 1\nlow-speed-limit = 100000\n")
    p.fails("too slow", "fetch", "--locked", "--config", "net.retry=0")
    fetches(p, "[http]\ntimeout = 1\nlow-speed-limit = 1\n")


def silence_has_a_limit(t, program):
    p = projects.usual(t, program)
    t.registry.on("/index/config.json", sv.stall)
    begun = time.monotonic()
    for env in {"CARGO_HTTP_TIMEOUT": "1"}, {"HTTP_TIMEOUT": "1"}:
        refuses(p, "cannot get config.json", **env)
    assert time.monotonic() - begun < 15


# --- what is shown ---

def talk_is_shown_without_its_secrets(t, program):
    p = tokens.guarded_project(t, program)
    on = {"CARGO_HTTP_DEBUG": "true", "CARGO_LOG": "warn,network=debug", "CARGO_REGISTRIES_MY_TOKEN": TOKEN}
    said = tokens.fetches(p, **on).stderr
    assert "http-debug: > GET /index/config.json HTTP/1.1" in said and "http-debug: < HTTP/1.1 401" in said, said
    assert "http-debug: > [REDACTED]" in said, said
    shutil.rmtree(p.cache)
    quiet = tokens.fetches(p, **{**on, "CARGO_LOG": "network=info,foo=debug"}).stderr
    assert "http-debug" not in quiet, quiet
    shutil.rmtree(p.cache)
    assert "http-debug" not in tokens.fetches(p, **{**on, "CARGO_HTTP_DEBUG": "false"}).stderr


def servers_do_not_move_the_cursor(t, program):
    p = projects.usual(t, program)
    t.registry.on("/index/config.json", sv.ok(b"{}", X_Evil="\x1b[2J\x1b]0;title\x07"))
    said = refuses(p, "does not say where", CARGO_HTTP_DEBUG="true", CARGO_LOG="debug")
    assert r"X-Evil: \u{1b}[2J\u{1b}]0;title\u{7}" in said and "\x1b" not in said, said
    assert said.count("http-debug: < \n") == 1, said  # the line that ends the headers
    t.registry.on("/index/config.json", sv.ok("broken \u009b2J\u202e".encode()))
    said = refuses(p, "not valid JSON")
    assert r"broken \u{9b}2J\u{202e}" in said and "\u009b" not in said, said


def keys_that_are_unknown_are_told(t, program):
    p = projects.usual(t, program)
    said = fetches(p, '[http]\nsslcert = "x"\n')
    assert "config.toml:4:1: warning: unused config key `http.sslcert`" in said, said
    assert "unused config key `http.sslcert`" in p.command("cargo", ["fetch", "--locked"], {}).stderr
    refuses(p, "`http.debug` in the configuration is a string", '[http]\ndebug = "x"\n')


def tests(program):
    if not shutil.which("openssl"):
        print("SKIP tests of [http] in the configuration: there is no openssl here")
        return []
    return projects.tests(program, globals(), __name__)
