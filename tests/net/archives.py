# SPDX-License-Identifier: MIT OR Apache-2.0
"""Archives: good ones, and the ways in which one can try to escape, overwrite, bomb or confuse."""
import gzip
import io
import struct
import tarfile

ROOT = "foo-1.0.0"


def entry(name, data=b"", kind=tarfile.REGTYPE, **fields):
    info = tarfile.TarInfo(name)
    info.size, info.type, info.mtime = len(data), kind, 1_000_000_000
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


def tar(*entries, form=tarfile.GNU_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as t:
        for info, data in entries:
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def pack(raw, level=6):
    return gzip.compress(raw, level, mtime=0)


def crate(*entries, form=tarfile.GNU_FORMAT):
    return pack(tar(*entries, form=form))


def file(name, data=b"text\n", **fields):
    return entry(f"{ROOT}/{name}", data, **fields)


MANIFEST = file("Cargo.toml", b'[package]\nname = "foo"\n')


def raw_header(name, size, kind=b"0", size_field=None, magic=b"ustar  \0"):
    """A tar header whose fields no honest library writes."""
    head = bytearray(512)
    head[0 : len(name)] = name
    head[100:108] = b"0000644\0"
    head[108:116] = head[116:124] = b"0000000\0"
    head[124:136] = size_field or b"%011o\0" % size
    head[136:148] = b"%011o\0" % 1_000_000_000
    head[148:156] = b" " * 8
    head[156:157] = kind
    head[257:265] = magic
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def pax(records, data=b""):
    """A file whose pax header says what `records` are, byte for byte."""
    body = b""
    for key, value in records:
        rest = b" %s=%s\n" % (key, value)
        length = len(rest)
        while len(b"%d" % length) + len(rest) != length:
            length = len(b"%d" % length) + len(rest)
        body += b"%d%s" % (length, rest)
    pad = b"\0" * (-len(body) % 512)
    posix = b"ustar\x0000"
    out = raw_header(b"pax", len(body), b"x", magic=posix) + body + pad
    out += raw_header(f"{ROOT}/pax.txt".encode(), len(data), magic=posix)
    return pack(out + data + b"\0" * (-len(data) % 512) + b"\0" * 1024)


def gnu_sparse():
    head = bytearray(raw_header(f"{ROOT}/hole".encode(), 512, b"S"))
    head[386:398], head[398:410] = b"%011o\0" % (1 << 30), b"%011o\0" % 512
    head[483:495] = b"%011o\0" % ((1 << 30) + 512)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return pack(bytes(head) + b"x" * 512 + b"\0" * 1024)


def broken_checksum():
    raw = bytearray(tar(MANIFEST))
    raw[150] ^= 1
    return pack(bytes(raw))


LINK, HARD = tarfile.SYMTYPE, tarfile.LNKTYPE
GOOD = crate(MANIFEST, file("src/lib.rs"))

# name: (bytes, what is said, arguments: limits of bytes and entries)
HOSTILE = {
    "absolute": (crate(entry("/tmp/evil", b"x")), "is not below"),
    "absolute_root": (crate(entry(f"/{ROOT}/evil", b"x")), "is not below"),
    "parent_first": (crate(entry("../evil", b"x")), "is not below"),
    "parent_inside": (crate(file("../evil")), "leaves its folder"),
    "parent_deep": (crate(MANIFEST, file("src/../../evil")), "leaves its folder"),
    "parent_last": (crate(MANIFEST, file("src/..", b"", type=tarfile.DIRTYPE)), "leaves its folder"),
    "foreign_root": (crate(entry("bar-1.0.0/x", b"x")), "is not below"),
    "longer_root": (crate(entry(f"{ROOT}evil/x", b"x")), "is not below"),
    "shorter_root": (crate(entry("foo-1.0/x", b"x")), "is not below"),
    "no_root": (crate(entry("Cargo.toml", b"x")), "is not below"),
    "dot_root": (crate(entry(f"./{ROOT}/x", b"x")), "is not below"),
    "other_case_root": (crate(entry("Foo-1.0.0/x", b"x")), "is not below"),
    "second_root": (crate(MANIFEST, entry("other-1.0.0/x", b"x")), "is not below"),
    "root_is_file": (crate(entry(ROOT, b"x")), "not a folder"),
    "symlink": (crate(file("a", b"", type=LINK, linkname="Cargo.toml")), "is a link"),
    "symlink_out": (crate(file("a", b"", type=LINK, linkname="/etc/passwd")), "is a link"),
    "symlink_then_through": (
        crate(file("a", b"", type=LINK, linkname="/tmp"), file("a/evil")), "is a link"),
    "hard_link": (crate(MANIFEST, file("a", b"", type=HARD, linkname=f"{ROOT}/Cargo.toml")), "is a link"),
    "hard_link_out": (crate(file("a", b"", type=HARD, linkname="/etc/passwd")), "is a link"),
    "char_device": (crate(file("a", b"", type=tarfile.CHRTYPE)), "neither"),
    "block_device": (crate(file("a", b"", type=tarfile.BLKTYPE)), "neither"),
    "fifo": (crate(file("a", b"", type=tarfile.FIFOTYPE)), "neither"),
    "twice": (crate(file("a", b"one"), file("a", b"two")), "appears twice, with different content"),
    "twice_and_shorter": (crate(file("a", b"one"), file("a", b"on")), "appears twice"),
    "twice_and_longer": (crate(file("a", b"one"), file("a", b"one.")), "appears twice"),
    "twice_by_detour": (crate(file("src/a"), file("src/./a", b"x")), "appears twice"),
    "case_twins": (crate(file("src/Lib.rs"), file("src/lib.rs")), None),
    "folder_over_file": (crate(file("a"), file("a", b"", type=tarfile.DIRTYPE)), "cannot write"),
    "file_over_folder": (crate(file("a/b"), file("a")), "cannot write"),
    "file_below_file": (crate(file("a"), file("a/b")), "cannot write"),
    "newline": (crate(file("a\nb")), "has the unusable name `"),
    "escape_sequence": (crate(file("a\x1b[2Jb")), "has the unusable name `"),
    "empty_name": (pack(raw_header(b"", 0) + b"\0" * 1024), ""),
    "endless_name": (crate(file("a/" * 3000 + "b")), "has the unusable name `"),
    "endless_component": (crate(file("a" * 300)), "cannot write"),
    "pax_parent": (pax([(b"path", b"../evil")]), "is not below"),
    "pax_parent_inside": (pax([(b"path", f"{ROOT}/../evil".encode())]), "leaves its folder"),
    "pax_absolute": (pax([(b"path", b"/tmp/evil")]), "is not below"),
    "pax_twice": (pax([(b"path", f"{ROOT}/a".encode()), (b"path", b"../evil")]), "is not below"),
    "not_utf8": (pack(raw_header(f"{ROOT}/a".encode() + b"\xe9", 0) + b"\0" * 1024), None),
    "backslashes": (crate(MANIFEST, file("a\\..\\..\\b")), None),
    "pax_link": (pax([(b"linkpath", b"/etc/passwd")]), None),
    "pax_huge_size": (pax([(b"size", b"9" * 19)]), ""),
    "pax_negative_size": (pax([(b"size", b"-1")]), ""),
    "gnu_sparse": (gnu_sparse(), "sparse"),
    "pax_sparse": (
        pax([(b"GNU.sparse.major", b"0"), (b"GNU.sparse.minor", b"1"), (b"GNU.sparse.size", b"1073741824"),
             (b"GNU.sparse.map", b"1073741820,4")], b"x" * 4), "sparse"),
    "size_beyond_end": (pack(raw_header(f"{ROOT}/a".encode(), 1 << 30) + b"x" * 512), ""),
    "size_base_256": (pack(raw_header(f"{ROOT}/a".encode(), 0, size_field=b"\x80" + b"\x7f" * 11)), ""),
    "size_negative": (pack(raw_header(f"{ROOT}/a".encode(), 0, size_field=b"\xff" * 12)), ""),
    "bomb": (crate(file("zeros", b"\0" * (4 << 20))), "unpacks to more than", 1 << 20),
    "bomb_of_skipped": (crate(file(".cargo-ok", b"\0" * (4 << 20)), MANIFEST), "unpacks to more than", 1 << 20),
    "bomb_of_pieces": (crate(*[file(f"f{i}", b"\0" * 65536) for i in range(64)]), "unpacks to more than", 1 << 20),
    "too_many_entries": (crate(*[file(f"f{i}") for i in range(50)]), "more than 40 entries", 1 << 30, 40),
    "truncated": (crate(MANIFEST, file("a", bytes(range(256)) * 999))[:-700], "broken archive"),
    "truncated_header": (pack(tar(MANIFEST)[:700]), ""),
    "not_gzip": (b"hello, world\n" * 100, "broken archive"),
    "plain_tar": (tar(MANIFEST), "not a tar in gzip"),
    "gzip_twice": (pack(crate(MANIFEST)), "broken archive"),
    "no_bytes": (b"", ""),
    "no_entries": (pack(tar()), "empty"),
    "zip": (pack(b"PK\x03\x04" + b"\0" * 600), "broken archive"),
    "broken_checksum": (broken_checksum(), "broken archive"),
    "random": (pack(bytes((i * 7919 + 13) & 255 for i in range(5000))), "broken archive"),
    "reserved_gzip_flags": (b"\x1f\x8b\x08\xe0" + b"\0" * 64, "broken archive"),
    "deflate_garbage": (b"\x1f\x8b\x08\0\0\0\0\0\0\3" + struct.pack("<Q", 2**63 - 1) * 40, "broken archive"),
}
