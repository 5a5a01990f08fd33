# SPDX-License-Identifier: MIT OR Apache-2.0
"""Git repositories of a case, written without git: the same commits each time.

A repository is a list of commits, none of which has a parent: refs, manifests, files.
"""
import hashlib
import os
import zlib

import toml_text


class Objects:
    def __init__(self, folder):
        self.folder = folder  # None: only names are wanted

    def add(self, kind, body):
        data = f"{kind} {len(body)}\0".encode() + body
        name = hashlib.sha1(data).hexdigest()
        if self.folder:
            path = f"{self.folder}/objects/{name[:2]}/{name[2:]}"
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(zlib.compress(data))
        return name

    def tree(self, files):
        """files: path -> text"""
        here, below = {}, {}
        for path, text in files.items():
            first, slash, rest = path.partition("/")
            if slash:
                below.setdefault(first, {})[rest] = text
            else:
                here[first] = ("100644", self.add("blob", text.encode()))
        here.update({name: ("40000", self.tree(inner)) for name, inner in below.items()})
        order = sorted(here, key=lambda n: n + "/" * (n in below))
        return self.add("tree", b"".join(f"{here[n][0]} {n}\0".encode() + bytes.fromhex(here[n][1])
                                         for n in order))

    def commit(self, commit):
        files = {path: "" for path in commit["files"]}
        for folder, manifest in commit["manifests"].items():
            text = manifest if isinstance(manifest, str) else toml_text.dump(manifest)
            files[os.path.normpath(f"{folder}/Cargo.toml")] = text
        who = "a <a@x.invalid> 1700000000 +0000"
        return self.add("commit", f"tree {self.tree(files)}\nauthor {who}\ncommitter {who}\n\nx\n".encode())


def commit_name(commit):
    return Objects(None).commit(commit)


def put_text(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write(folder, commits):
    """A bare repository; HEAD is the branch `main`."""
    put_text(folder + "/HEAD", "ref: refs/heads/main\n")
    put_text(folder + "/config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
    objects = Objects(folder)
    for commit in commits:
        name = objects.commit(commit)
        for ref in commit["refs"]:
            put_text(f"{folder}/{ref}", name + "\n")
