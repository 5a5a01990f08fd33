# SPDX-License-Identifier: MIT OR Apache-2.0
"""Registries that want a token: where it comes from, and where it must not go."""
import json
import os
import resource
import signal
import stat
import subprocess
import sys
import time

import archives as ar
import projects
import server as sv

TOKEN = "Bearer s3cret-t0ken-of-my-registry"
PROVIDERS = '[registry]\nglobal-credential-providers = ["cargo:token"]\n'


def guarded(answer):
    """Nothing without the token."""
    def check(h):
        if h.headers.get("Authorization") == TOKEN:
            answer(h)
        else:
            h.reply(401, b"who are you?", WWW_Authenticate='Cargo login_url="https://my.test/me"')
    return check


def guarded_project(t, program, config=PROVIDERS):
    p = projects.usual(t, program)
    p.guarded = True
    for path, answers in t.registry.answers.items():
        t.registry.on(path, *[guarded(a) for a in answers])
    t.registry.on("/index/config.json", guarded(sv.ok(json.dumps(
        {"dl": t.registry.root + "dl", "auth-required": True}).encode())))
    p.configure(config)
    return p


def script(p, name, text):
    path = os.path.join(p.t.folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    os.chmod(path, stat.S_IRWXU)
    return path


def provider(p, name, answer, hello='{"v":[1]}'):
    """A program that speaks cargo's protocol; what it is asked goes to NAME.asked."""
    return script(p, name, f"""#!{sys.executable}
import sys
assert sys.argv[1:] == ["--cargo-plugin"]
print({hello!r}, flush=True)
open({os.path.join(p.t.folder, name)!r} + ".asked", "a").write(sys.stdin.readline())
print({json.dumps(answer) if not isinstance(answer, str) else answer!r}, flush=True)
""")


def granted(**more):
    return {"Ok": {"kind": "get", "token": TOKEN, "cache": "session", "operation_independent": True, **more}}


def asked(p, name):
    with open(os.path.join(p.t.folder, name + ".asked"), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def fetches(p, *args, **env):
    done = p.runs("fetch", "--locked", *args, **env)
    assert "Fetched 2 of 2" in done.stderr, done.stderr
    is_nowhere(p, done)
    return done


def refuses(p, said, **env):
    done = p.command(p.program, ["fetch", "--locked"], env)
    assert done.returncode == 1 and said in done.stderr, done.stderr
    is_nowhere(p, done)
    return done.stderr


def is_nowhere(p, done):
    """Not in what was said, nor in any file of ours."""
    secret = TOKEN.split()[1]
    assert secret not in done.stdout and secret not in done.stderr, done.stderr
    for folder in (p.home, p.cache, p.t.folder + "/out"):
        for name, data in projects.tree(folder).items():
            assert secret.encode() not in data or name.startswith("credentials"), name


def login(p, text, name="credentials.toml"):
    os.makedirs(p.home, exist_ok=True)
    with open(os.path.join(p.home, name), "w", encoding="utf-8") as f:
        f.write(text)


# --- where it comes from ---

def token_goes_with_every_request(t, program):
    p = guarded_project(t, program)
    fetches(p, CARGO_REGISTRIES_MY_TOKEN=TOKEN)
    sent = [(path, h.get("authorization")) for path, h in t.registry.requests]
    assert sent[0] == ("/index/config.json", None) and len(sent) == 4, sent
    assert all(token == TOKEN for _, token in sent[1:]), sent
    is_nowhere(p, p.runs("fetch", "--locked", "--cargo-home", CARGO_REGISTRIES_MY_TOKEN=TOKEN))
    p.cargo("build", "--frozen")
    done = p.runs("import", "--frozen", "-o", t.folder + "/out", CARGO_REGISTRIES_MY_TOKEN=TOKEN)
    is_nowhere(p, done)
    p.cargo("fetch", "--locked", CARGO_REGISTRIES_MY_TOKEN=TOKEN, CARGO_HOME=t.folder + "/theirs")


def token_is_in_the_configuration(t, program):
    fetches(guarded_project(t, program, f'token = "{TOKEN}"\n{PROVIDERS}'))


def token_is_in_the_credentials(t, program):
    p = guarded_project(t, program)
    login(p, f'[registry]\ntoken = "another"\n[registries.my]\ntoken = "{TOKEN}"\n')
    fetches(p)
    p = guarded_project_of(t, program, 2, PROVIDERS)
    login(p, '[registries.my]\ntoken = "wrong"\n')
    login(p, f'[registries.my]\ntoken = "{TOKEN}"\n', "credentials")
    fetches(p)


def credentials_go_before_configuration_and_variables_before_both(t, program):
    p = guarded_project(t, program, f'token = "wrong"\n{PROVIDERS}')
    login(p, f'[registries.my]\ntoken = "{TOKEN}"\n')
    fetches(p)
    p = guarded_project_of(t, program, 2, f'token = "wrong"\n{PROVIDERS}')
    login(p, '[registries.my]\ntoken = "wrong"\n')
    fetches(p, CARGO_REGISTRIES_MY_TOKEN=TOKEN)


def guarded_project_of(t, program, number, config):
    """Another one beside the first, with a home and cache of its own."""
    t.folder = os.path.join(t.folder, str(number))
    os.mkdir(t.folder)
    return guarded_project(t, program, config)


def registry_has_its_name_from_a_variable(t, program):
    p = guarded_project(t, program)
    p.write(".cargo/config.toml", PROVIDERS)
    fetches(p, CARGO_REGISTRIES_MY_INDEX="sparse+" + t.index, CARGO_REGISTRIES_MY_TOKEN=TOKEN)


def token_is_printed_by_a_program(t, program):
    p = guarded_project(t, program, "")
    printer = script(p, "printer", f'#!/bin/sh\n[ "$1" = "sparse+{t.index}" ] || exit 9\n'
                     f'[ "$CARGO_REGISTRY_INDEX_URL" = "$1" ] || exit 8\n'
                     f'[ "$CARGO_REGISTRY_NAME_OPT" = my ] || exit 7\necho "{TOKEN}"\n')
    p.configure(f'credential-provider = "cargo:token-from-stdout {printer} {{index_url}}"\n')
    fetches(p)


def token_comes_by_the_protocol(t, program):
    p = guarded_project(t, program, "")
    path = provider(p, "keeper", granted())
    p.configure(f'credential-provider = ["{path}", "one", "two words"]\n')
    fetches(p)
    got, = asked(p, "keeper")
    headers = got["registry"].pop("headers")
    assert got == {"v": 1, "registry": {"index-url": "sparse+" + t.index, "name": "my"}, "kind": "get",
                   "operation": "read", "args": ["one", "two words"]}, got
    assert any(h.lower().startswith("www-authenticate: cargo login_url=") for h in headers), headers


def provider_is_asked_as_often_as_it_wants(t, program):
    for number, (answer, often) in enumerate(((granted(cache="never"), 3), (granted(cache="expires", expiration=1), 3),
                                              (granted(cache="expires", expiration=int(time.time()) + 9999), 1))):
        p = guarded_project_of(t, program, number, "")
        p.configure(f'credential-provider = "{provider(p, "keeper", answer)}"\n')
        fetches(p)
        assert len(asked(p, "keeper")) == often, (answer, asked(p, "keeper"))


def providers_are_asked_from_the_last_to_the_first(t, program):
    p = guarded_project(t, program, "")
    good = provider(p, "good", granted())
    unknown = provider(p, "unknown", {"Err": {"kind": "not-found"}})
    foreign = provider(p, "foreign", {"Err": {"kind": "url-not-supported"}})
    never = provider(p, "never", granted())
    p.configure(f'[registry]\nglobal-credential-providers = ["{never}", "the-good", "{unknown}", "cargo:wincred", '
                f'"cargo:token", "{foreign} arg"]\n[credential-alias]\nthe-good = ["{good}", "x"]\n'
                'cargo.token = "ignored"\n')
    fetches(p)
    assert len(asked(p, "unknown")) == len(asked(p, "foreign")) == 1
    assert asked(p, "good")[0]["args"] == ["x"] and asked(p, "foreign")[0]["args"] == ["arg"]
    assert not os.path.exists(t.folder + "/never.asked")


def relative_provider_belongs_to_its_file(t, program):
    p = guarded_project(t, program, "")
    os.rename(provider(p, "keeper", granted()), p.folder + "/keeper")
    p.configure('[registry]\nglobal-credential-providers = ["./keeper"]\n')
    fetches(p, "--manifest-path", p.folder + "/Cargo.toml")


FAKE = """#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct schema { const char *name; int flags; struct { const char *name; int type; } attributes[32]; int reserved;
                void *more[7]; };
struct error { unsigned domain; int code; char *message; };
char *secret_password_lookup_sync(const struct schema *s, void *cancellable, struct error **error, ...)
{
	static struct error failure = { 1, 2, "the service is locked" };
	va_list list;
	va_start(list, error);
	const char *key = va_arg(list, char *), *url = va_arg(list, char *), *end = va_arg(list, char *);
	va_end(list);
	FILE *out = fopen(getenv("FAKE_ASKED"), "a");
	fprintf(out, "%s %d %s %d %d: %s=%s%s%s\\n", s->name, s->flags, s->attributes[0].name, s->attributes[0].type,
	        !s->attributes[1].name && !s->reserved && !s->more[6], key, url, end ? " and more" : "",
	        cancellable ? " cancellable" : "");
	fclose(out);
	if (getenv("FAKE_FAILS"))
		*error = &failure;
	return getenv("FAKE_TOKEN") ? strdup(getenv("FAKE_TOKEN")) : NULL;
}
void secret_password_free(char *p) { free(p); }
char secret_password_store_sync, secret_password_clear_sync;
"""


def libsecret(t, text=FAKE):
    """A libsecret of our own, where the loader finds it; the folder, and the file with what it is asked."""
    folder = t.folder + "/lib"
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/fake.c", "w", encoding="ascii") as f:
        f.write(text)
    subprocess.run(["cc", "-shared", "-fPIC", "-w", "-o", folder + "/libsecret-1.so.0", folder + "/fake.c"], check=True)
    return {"LD_LIBRARY_PATH": folder, "FAKE_ASKED": folder + "/asked"}


def token_comes_from_libsecret_as_for_cargo(t, program):
    p = guarded_project(t, program, 'credential-provider = "cargo:libsecret"\n')
    env = libsecret(t)
    fetches(p, FAKE_TOKEN=TOKEN, **env)
    with open(env["FAKE_ASKED"], encoding="utf-8") as f:
        ours = f.read()
    assert ours == f"org.rust-lang.cargo.registry 0 url 0 1: url=sparse+{t.index}\n", ours
    p.cargo("fetch", "--locked", CARGO_HOME=t.folder + "/theirs", FAKE_TOKEN=TOKEN, **env)
    with open(env["FAKE_ASKED"], encoding="utf-8") as f:
        assert f.read() == ours * 2


def libsecret_that_has_no_token_is_an_error(t, program):
    p = guarded_project(t, program, 'credential-provider = "cargo:libsecret"\n')
    env = libsecret(t)
    assert "log in with" in refuses(p, "no token found for registry `my`", **env)
    refuses(p, "failed to get token: the service is locked", FAKE_FAILS="1", **env)
    refuses(p, "failed to get token: the service is locked", FAKE_FAILS="1", FAKE_TOKEN=TOKEN, **env)
    refuses(p, "has characters that are not allowed in a token", FAKE_TOKEN=TOKEN + "\n", **env)
    refuses(p, "is empty", FAKE_TOKEN="", **env)
    p.configure('[registry]\nglobal-credential-providers = ["cargo:token", "cargo:libsecret"]\n')
    fetches(p, CARGO_REGISTRIES_MY_TOKEN=TOKEN, **env)


def libsecret_that_is_not_there_is_an_error(t, program):
    p = guarded_project(t, program, 'credential-provider = "cargo:libsecret"\n')
    env = libsecret(t, "char nothing;")
    said = refuses(p, "failed to load libsecret: ", FAKE_TOKEN=TOKEN, **env)
    assert "try installing the `libsecret` or `libsecret-1-0` package" in said
    with open(t.folder + "/lib/libsecret-1.so.0", "w", encoding="ascii") as f:
        f.write("no library at all")
    refuses(p, "failed to load libsecret: ", FAKE_TOKEN=TOKEN, **env)


# --- when there is none ---

def registry_without_a_provider_is_an_error(t, program):
    p = guarded_project(t, program, f'token = "{TOKEN}"\n')
    said = refuses(p, "registry `my` requires a token, and no credential-provider is configured")
    assert "global-credential-providers" in said
    assert "credential-provider" in p.command("cargo", ["fetch", "--locked"], {}).stderr


def token_that_is_missing_is_an_error(t, program):
    p = guarded_project(t, program)
    said = refuses(p, "no token found for registry `my`")
    assert "cargo login --registry my" in said and "https://my.test/me" in said
    p.configure('[registry]\nglobal-credential-providers = ["cargo:wincred"]\n')
    refuses(p, "no credential provider is for registry `my`")
    p.configure('credential-provider = "cargo:paseto"\n')
    refuses(p, "cargo supports it only with -Zasymmetric-token")


def token_that_is_wrong_is_an_error(t, program):
    p = guarded_project(t, program)
    said = refuses(p, "registry `my` rejected the token", CARGO_REGISTRIES_MY_TOKEN="wr0ng-t0ken")
    assert "authentication scheme" in said and "wr0ng" not in said
    for path in list(t.registry.answers):
        if path.startswith("/dl/"):
            t.registry.on(path, sv.status(401))
    refuses(p, "registry `my` rejected the token", CARGO_REGISTRIES_MY_TOKEN=TOKEN)
    for bad in ("a\tb", "tok\u00e9n", " \r\nx-evil: 1"):
        refuses(p, "has characters that are not allowed in a token", CARGO_REGISTRIES_MY_TOKEN=bad)
    refuses(p, "is empty", CARGO_REGISTRIES_MY_TOKEN="")


def token_that_is_ignored_is_a_warning(t, program):
    p = guarded_project(t, program, "")
    path = provider(p, "keeper", granted())
    p.configure(f'token = "other-s3cret"\ncredential-provider = "{path}"\n')
    said = fetches(p).stderr
    assert "the token of registry `my` is ignored: its credential-provider is" in said and "other-s3" not in said


def providers_that_fail_are_an_error(t, program):
    p = guarded_project(t, program, "")
    for name, text, said in (
            ("status", "#!/bin/sh\necho its own words >&2\nexit 3\n", "it ended with status 3"),
            ("signal", "#!/bin/sh\nkill -9 $$\n", "a signal ended it"),
            ("silent", "#!/bin/sh\ncat >/dev/null\n", "does not speak version 1"),
            ("endless", "#!/bin/sh\nexec yes\n", "File too large")):
        p.configure(f'credential-provider = "{script(p, name, text)}"\n')
        assert refuses(p, said).count("error:") == 1
        p.configure(f'credential-provider = "cargo:token-from-stdout {script(p, name, text)}"\n')
        refuses(p, said if name != "silent" else "is empty")
    for name, answer, said in (
            ("other", {"Err": {"kind": "other", "message": "the door is locked"}}, "the door is locked"),
            ("odd", {"Err": {"kind": "new-kind"}}, "new-kind"), ("none", {"Ok": {"kind": "get"}}, "has no token"),
            ("login", {"Ok": {"kind": "login"}}, "has no token"), ("garbage", "}{", "could not be parsed"),
            ("list", [], "could not be parsed")):
        p.configure(f'credential-provider = "{provider(p, name, answer)}"\n')
        refuses(p, said)
    p.configure(f'credential-provider = "{provider(p, "next", granted(), hello=chr(123) + chr(34) + "v" + chr(34) + ":[2]}")}"\n')
    refuses(p, "does not speak version 1")
    p.configure('credential-provider = "no-such-program-here"\n')
    refuses(p, "`no-such-program-here` is not a program")
    p.configure(f'credential-provider = "cargo:token-from-stdout {script(p, "lines", "#!/bin/sh" + chr(10) + "echo a; echo b" + chr(10))}"\n')
    refuses(p, "printed more than one line")
    p.configure('credential-provider = "cargo:token-from-stdout"\n')
    refuses(p, "needs a command")


def two_names_for_one_registry_are_an_error(t, program):
    p = guarded_project(t, program, f'[registries.other]\nindex = "sparse+{t.index}"\n{PROVIDERS}')
    refuses(p, "more than one registry has the index")


# --- where it must not go ---

def token_stays_with_its_host(t, program):
    p = guarded_project(t, program)
    other = sv.Registry()
    try:
        for name, data in (("foo", projects.crate_of("foo", "1.0.0", ["bar"])), ("bar", projects.crate_of("bar", "1.0.0"))):
            other.on(f"/{name}", sv.ok(data))
            t.registry.on(f"/dl/{name}/1.0.0/download", guarded(sv.redirect(other.root + name)))
        other.on("/3/f/foo", sv.status(404))
        fetches(p, CARGO_REGISTRIES_MY_TOKEN=TOKEN)
        assert len(other.requests) == 2
        for path, headers in other.requests:
            assert "authorization" not in headers and TOKEN not in str(headers), (path, headers)
    finally:
        other.close()


def token_follows_to_the_same_host(t, program):
    p = guarded_project(t, program)
    for name in ("foo", "bar"):
        answer, = t.registry.answers[f"/dl/{name}/1.0.0/download"]
        t.registry.on(f"/moved/{name}", answer)
        t.registry.on(f"/dl/{name}/1.0.0/download", guarded(sv.redirect(t.registry.root + f"moved/{name}")))
    fetches(p, CARGO_REGISTRIES_MY_TOKEN=TOKEN)


def lines_with_tokens_are_not_shown(t, program):
    p = guarded_project(t, program)
    secret = TOKEN.split()[1]
    login(p, f'[registries.my]\ntoken = "{TOKEN}\n')
    refuses(p, "credentials.toml` is not valid TOML")
    login(p, f'[registries.my]\ntoken = ["{TOKEN}"]\n')
    refuses(p, "the token of registry `my` is not a string")
    os.remove(p.home + "/credentials.toml")
    p.configure(f'token = ["{TOKEN}"]\n{PROVIDERS}')
    refuses(p, "the token of registry `my` is not a string")
    p.configure(f'token = "{TOKEN}\n{PROVIDERS}')
    assert "config.toml:3:" in refuses(p, "error:")
    p.configure(PROVIDERS)
    for arg in (f'registries.my.token="{TOKEN}"', f'registries.my.token={TOKEN}', f'registry.token="{secret}" ',
                f'registries.my={{token="{TOKEN}"}}'):
        done = p.command(program, ["fetch", "--locked", "--config", arg], {})
        assert done.returncode == 1 and "error:" in done.stderr, done.stderr
        is_nowhere(p, done)


def process_with_a_token_leaves_no_core(t, program):
    p = projects.usual(t, program)
    for name in ("foo", "bar"):
        t.registry.on(f"/dl/{name}/1.0.0/download", sv.stall)

    def leaves_core(**env):
        t.registry.requests.clear()
        limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
        run = subprocess.Popen([program, "fetch", "--locked"], cwd=p.folder, env=p.env(**env), stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (limit, limit)))
        end = time.monotonic() + 20
        while not t.registry.asked("dl") and time.monotonic() < end:
            time.sleep(0.005)
        run.send_signal(signal.SIGSEGV)
        return os.WCOREDUMP(os.waitpid(run.pid, 0)[1])

    if not leaves_core():
        return  # nothing does here
    assert not leaves_core(CARGO_REGISTRIES_MY_TOKEN=TOKEN)
    t.registry.on("/index/config.json", guarded(sv.ok(json.dumps({"dl": t.registry.root + "dl"}).encode())))
    projects.shutil.rmtree(p.cache)
    p.configure(PROVIDERS)
    login(p, f'[registries.my]\ntoken = "{TOKEN}"\n')
    assert not leaves_core()


def tests(program):
    return projects.tests(program, globals(), __name__)
