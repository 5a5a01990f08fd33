# SPDX-License-Identifier: MIT OR Apache-2.0
"""Nested dictionaries as TOML, one entry a line."""
import json
import re

# Tables whose own tables get headings; what is below the others is written in braces.
HEADED = {"profile", "workspace", "target", "source", "registries", "lints", "patch", "package",
          "build-override", "replace"}


def key_text(key):
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key)


def value_text(value):
    if isinstance(value, dict):
        inner = ", ".join(f"{key_text(k)} = {value_text(v)}" for k, v in value.items())
        return "{ " + inner + " }" if inner else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(value_text(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, str) else str(value)


def is_headed(path, value):
    """Is the table at `path` written under a heading of its own?"""
    if not isinstance(value, dict):
        return False
    return len(path) == 1 or path[-2] in HEADED or path[0] in ("profile", "target")


def dump(table, path=()):
    lines, later = [], []
    for key, value in table.items():
        below = (*path, key)
        if is_headed(below, value):
            later.append((below, value))
        elif isinstance(value, list) and value and path == () and \
                all(isinstance(v, dict) for v in value):
            later += [(below, v) for v in value]
        else:
            lines.append(f"{key_text(key)} = {value_text(value)}")
    text = "\n".join(lines) + "\n" if lines else ""
    for below, value in later:
        name = ".".join(key_text(k) for k in below)
        array = isinstance(table[below[-1]], list)
        inner = dump(value, below)
        if array or not value or not inner.startswith("["):
            text += ("[[" if array else "[") + name + ("]]\n" if array else "]\n")
        text += inner
    return text
