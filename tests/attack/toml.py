# SPDX-License-Identifier: MIT OR Apache-2.0
"""TOML from tables of Python, with any bytes in its strings and keys."""
import copy


def quote(text):
    out = bytearray(b'"')
    for byte in text if isinstance(text, bytes) else text.encode():
        if byte in b'"\\':
            out += b"\\%c" % byte
        elif byte < 0x20 or byte == 0x7f:
            out += b"\\u%04x" % byte
        else:
            out.append(byte)
    return bytes(out + b'"')


def value(v):
    if isinstance(v, bool):
        return b"true" if v else b"false"
    if isinstance(v, int):
        return b"%d" % v
    if isinstance(v, dict):
        return b"{ " + b", ".join(quote(k) + b" = " + value(e) for k, e in v.items()) + b" }"
    if isinstance(v, list):
        return b"[" + b", ".join(value(e) for e in v) + b"]"
    return quote(v)


def document(tables):
    """Top-level entries: values first, then a section for each table and each table of a list."""
    out = b""
    for k, v in tables.items():
        if not isinstance(v, dict) and not (isinstance(v, list) and v and isinstance(v[0], dict)):
            out += quote(k) + b" = " + value(v) + b"\n"
    for k, v in tables.items():
        for table in v if isinstance(v, list) else [v]:
            if isinstance(table, dict):
                out += (b"[[%s]]\n" if isinstance(v, list) else b"[%s]\n") % quote(k)
                out += b"".join(quote(n) + b" = " + value(e) + b"\n" for n, e in table.items())
    return out


KEY = object()  # as the last of a path: the payload is a key there


def put(tables, path, payload):
    """A copy with `payload` at `path`; a key of a table, or its last part KEY to rename the only key there."""
    tables = copy.deepcopy(tables)
    at = tables
    for part in path[:-1]:
        if isinstance(at, dict):
            at = at.setdefault(part, {})
        else:
            at = at[part]
    if path[-1] is KEY:
        old = list(at.items())
        at.clear()
        at.update({payload: old[-1][1] if old else []})
    else:
        at[path[-1]] = payload
    return tables
