import bz2
import contextlib
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.misuse import UnusableCandidate
from speccursor.qualify.survey.unpack import Limits, unpack
from tests.unit.survey.conftest import Places

_LINKS = (tarfile.SYMTYPE, tarfile.LNKTYPE)
_Member = tuple[str, bytes | str | None, bytes]


def _tar(members: Iterable[_Member], *, mode: int = 0o644) -> bytes:
    """Make a tar of (name, content or link target, type)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content, kind in members:
            member = tarfile.TarInfo(name)
            member.type = kind
            member.mode = mode
            body = b""
            if kind in _LINKS:
                member.linkname = str(content)
            elif isinstance(content, bytes):
                body = content
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    return out.getvalue()


def _file(name: str, content: bytes = b"x") -> _Member:
    return name, content, tarfile.REGTYPE


def _archive(folder: Path, name: str, tar: bytes) -> Path:
    path = folder / name
    match name[-3:]:
        case "bz2":
            path.write_bytes(bz2.compress(tar))
        case ".xz":
            path.write_bytes(lzma.compress(tar))
        case _:
            path.write_bytes(gzip.compress(tar))
    return path


@pytest.mark.parametrize("name", ["a-1.tar.gz", "a-1.tgz", "a-1.crate", "a-1.tar.bz2", "a-1.tar.xz"])
def test_each_compression_unpacks_to_its_root_folder(tmp_path: Path, name: str) -> None:
    tar = _tar([("a-1", None, tarfile.DIRTYPE), _file("a-1/setup.py", b"s"), _file("./a-1/p/x.py", b"p")])
    root = unpack(_archive(tmp_path, name, tar), tmp_path / "out")
    assert root == tmp_path / "out/a-1"
    assert (root / "setup.py").read_bytes() == b"s"
    assert (root / "p/x.py").read_bytes() == b"p"


def test_without_a_folder_of_its_own_the_destination_is_the_root(tmp_path: Path) -> None:
    root = unpack(_archive(tmp_path, "a.tgz", _tar([_file("x"), _file("d/y")])), tmp_path / "out")
    assert root == tmp_path / "out"
    assert unpack(_archive(tmp_path, "b.tgz", _tar([_file("x")])), tmp_path / "b") == tmp_path / "b"


def test_modes_links_and_hard_links_inside_are_kept(tmp_path: Path) -> None:
    members: list[_Member] = [
        _file("p/run", b"#!"),
        ("p/l/soft", "../run", tarfile.SYMTYPE),
        ("p/hard", "p/run", tarfile.LNKTYPE),
        ("p/loop", "loop", tarfile.SYMTYPE),
    ]
    root = unpack(_archive(tmp_path, "a.tgz", _tar(members, mode=0o4777)), tmp_path / "out")
    assert (root / "l/soft").read_bytes() == b"#!"
    assert (root / "hard").read_bytes() == b"#!"
    assert (root / "hard").stat().st_nlink == 1
    assert stat.S_IMODE((root / "run").stat().st_mode) & 0o7000 == 0
    assert (root / "run").stat().st_mode & 0o100


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([_file("../x")], "leads out"),
        ([_file("a/../../x")], "leads out"),
        ([_file("/etc/x")], "not a path inside"),
        ([_file("C:/x")], "not a path inside"),
        ([_file("a\\..\\x")], "not a path inside"),
        ([("l", "/etc", tarfile.SYMTYPE)], "link|absolute"),
        ([("a/l", "../../x", tarfile.SYMTYPE)], "leads out|outside"),
        ([("l", "..", tarfile.SYMTYPE)], "leads out|outside"),
        ([_file("x"), ("l", "x", tarfile.SYMTYPE), _file("l/y")], "both a folder"),
        ([("l", ".", tarfile.SYMTYPE), _file("l/y")], "both a folder"),
        ([("h", "../x", tarfile.LNKTYPE)], "outside|leads out"),
        ([("h", "missing", tarfile.LNKTYPE)], "is no file of it"),
        ([("s", "x", tarfile.SYMTYPE), ("h", "s", tarfile.LNKTYPE)], "is no file of it"),
        ([("f", None, tarfile.FIFOTYPE)], "special|device"),
        ([("c", None, tarfile.CHRTYPE)], "special|device"),
        ([_file("x"), _file("x")], "twice"),
        ([_file("x"), _file("./x/y")], "both a folder"),
        ([_file("x/y"), _file("x")], "twice"),
        ([_file("."), _file("x")], "twice"),
        ([_file("/".join("a" * 102))], "too long or too deep"),
        ([_file("a" * 256)], "too long or too deep"),
        ([("d", None, tarfile.DIRTYPE)], "holds no file"),
        ([], "holds no file"),
    ],
)
def test_what_is_hostile_is_refused_and_nothing_is_written_outside(
    tmp_path: Path, members: list[_Member], said: str
) -> None:
    archive = _archive(tmp_path, "a.tar.gz", _tar(members))
    with pytest.raises(UnusableCandidate, match=said):
        unpack(archive, tmp_path / "inner/out")
    assert {path.name for path in tmp_path.iterdir()} == {"a.tar.gz", "inner"}
    assert [path.name for path in (tmp_path / "inner").iterdir()] == ["out"]


def test_the_same_is_refused_where_python_has_no_data_filter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    for number, member in enumerate(
        [
            ("l", "/etc", tarfile.SYMTYPE),
            ("l", "../x", tarfile.SYMTYPE),
            ("f", None, tarfile.FIFOTYPE),
            ("h", "../x", tarfile.LNKTYPE),
        ]
    ):
        with pytest.raises(UnusableCandidate, match=r"leads out|device"):
            unpack(_archive(tmp_path, "a.tgz", _tar([member])), tmp_path / str(number))


def test_links_that_lead_out_by_way_of_others_are_refused(tmp_path: Path) -> None:
    members: list[_Member] = [
        _file("top/x"),
        ("top/a/b/keep", "../../x", tarfile.SYMTYPE),
        ("top/a/up", "b/..", tarfile.SYMTYPE),
        ("top/deep", "a/b", tarfile.SYMTYPE),
        ("top/out", "deep/../../../../..", tarfile.SYMTYPE),
    ]
    with pytest.raises(UnusableCandidate, match=r"leads out|outside"):
        unpack(_archive(tmp_path, "a.tgz", _tar(members)), tmp_path / "out")
    shallow: list[_Member] = [_file("d/x"), ("d/e", "../d", tarfile.SYMTYPE), ("s", ".", tarfile.SYMTYPE)]
    chained: list[_Member] = [("q/r/t", "../../s", tarfile.SYMTYPE), ("q/r/out", "t/../x", tarfile.SYMTYPE)]
    with pytest.raises(UnusableCandidate, match=r"leads out|outside"):
        unpack(_archive(tmp_path, "b.tgz", _tar([*shallow, *chained])), tmp_path / "out2")


def test_bombs_meet_the_limits(tmp_path: Path) -> None:
    tiny = Limits(files=3, total_bytes=1000, ratio=2, floor_bytes=500)
    large = _tar([_file("x", b"\0" * 5000)])
    with pytest.raises(UnusableCandidate, match="more than 500 bytes"):
        unpack(_archive(tmp_path, "a.tgz", large), tmp_path / "a", limits=tiny)
    with pytest.raises(UnusableCandidate, match="more than 3 files"):
        unpack(_archive(tmp_path, "b.tgz", _tar(_file(str(n), b"") for n in range(9))), tmp_path / "b", limits=tiny)
    assert tiny.bound(10**9) == 1000
    assert tiny.bound(300) == 600


def test_a_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type = tarfile.XHDTYPE
    header.size = 1 << 30
    tar = header.tobuf(tarfile.USTAR_FORMAT) + b"\0" * 2048
    with pytest.raises(UnusableCandidate, match="headers is larger"):
        unpack(_archive(tmp_path, "a.tgz", tar), tmp_path / "out")
    chain = tarfile.TarInfo("pax")
    chain.type = tarfile.XHDTYPE
    with pytest.raises(UnusableCandidate, match="is damaged"):
        unpack(_archive(tmp_path, "b.tgz", chain.tobuf(tarfile.USTAR_FORMAT) * 3000), tmp_path / "b")


def test_what_unpacks_to_more_than_its_headers_say_is_refused(tmp_path: Path) -> None:
    limits = Limits(total_bytes=1 << 20, floor_bytes=1 << 20)
    tar = _tar([_file("x")])
    with pytest.raises(UnusableCandidate, match="more than 1048576 bytes"):
        unpack(_archive(tmp_path, "a.tgz", tar + b"\0" * (20 << 20)), tmp_path / "a", limits=limits)
    far = tarfile.TarInfo("far")
    far.type = b"Z"
    far.size = 100 << 20
    with pytest.raises(UnusableCandidate, match="more than"):
        unpack(_archive(tmp_path, "b.tgz", far.tobuf() + b"\0" * 4096), tmp_path / "b", limits=limits)


def test_what_stands_after_a_broken_header_is_not_dropped_in_silence(tmp_path: Path) -> None:
    first, second = _tar([_file("x")])[:1024], _tar([_file("y")])
    broken = bytearray(second)
    broken[0] ^= 1
    for number, tar in enumerate([first + bytes(broken), first + b"\0" * 1024 + second]):
        with pytest.raises(UnusableCandidate, match="goes on after its end"):
            unpack(_archive(tmp_path, "a.tgz", tar), tmp_path / str(number))
    root = unpack(_archive(tmp_path, "b.tgz", first + second), tmp_path / "both")
    assert sorted(path.name for path in root.iterdir()) == ["x", "y"]


def test_damaged_archives_are_refused(tmp_path: Path) -> None:
    whole = gzip.compress(_tar([_file("x", os.urandom(5000))]))
    for number, content in enumerate(
        [b"", b"no archive", whole[:1000], whole[:-4] + b"abcd", gzip.compress(b"x" * 600)]
    ):
        path = tmp_path / "a.tar.gz"
        path.write_bytes(content)
        with pytest.raises(UnusableCandidate):
            unpack(path, tmp_path / str(number))
    for name in ("a.tar.bz2", "a.tar.xz", "a.zip"):
        (tmp_path / name).write_bytes(b"damaged")
        with pytest.raises(UnusableCandidate):
            unpack(tmp_path / name, tmp_path / f"{name}.out")
    with pytest.raises(UnusableCandidate, match="cannot be unpacked"):
        unpack(tmp_path / "missing.zip", tmp_path / "none")


def test_an_unknown_kind_and_a_full_destination_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rar").touch()
    with pytest.raises(UnusableCandidate, match="known kind"):
        unpack(tmp_path / "a.rar", tmp_path / "out")
    archive = _archive(tmp_path, "a.tgz", _tar([_file("x")]))
    with pytest.raises(UnusableCandidate, match="not empty"):
        unpack(archive, tmp_path)


def _zip(path: Path, members: Iterable[tuple[str, bytes, int]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content, mode in members:
            member = zipfile.ZipInfo(name)
            member.external_attr = mode << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(member, content)
    return path


def test_a_zip_unpacks_with_folders_modes_and_links(tmp_path: Path) -> None:
    members = [
        ("p/", b"", stat.S_IFDIR | 0o755),
        ("p/run", b"#!", stat.S_IFREG | 0o755),
        ("p/plain", b"x", 0),
        ("p/link", b"run", stat.S_IFLNK | 0o777),
    ]
    root = unpack(_zip(tmp_path / "a.zip", members), tmp_path / "out")
    assert root == tmp_path / "out/p"
    assert (root / "run").stat().st_mode & 0o100
    assert not (root / "plain").stat().st_mode & 0o100
    assert (root / "link").read_bytes() == b"#!"


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("../x", b"", 0)], "leads out"),
        ([("/x", b"", 0)], "not a path inside"),
        ([("l", b"../x", stat.S_IFLNK)], "leads out"),
        ([("l", b"", stat.S_IFLNK)], "leads out"),
        ([("f", b"", stat.S_IFIFO)], "device"),
        ([("x", b"\0" * 5000, 0)], "more than 500 bytes"),
    ],
)
def test_a_hostile_zip_is_refused(tmp_path: Path, members: list[tuple[str, bytes, int]], said: str) -> None:
    tiny = Limits(files=3, total_bytes=1000, ratio=2, floor_bytes=500)
    with pytest.raises(UnusableCandidate, match=said):
        unpack(_zip(tmp_path / "a.zip", members), tmp_path / "inner/out", limits=tiny)
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "inner"}


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", [("x", b"secret", 0)])
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(UnusableCandidate, match="encrypted"):
        unpack(path, tmp_path / "out")


def test_a_zip_with_a_name_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableCandidate, match="holds '' twice"):
        unpack(_zip(tmp_path / "a.zip", [("\0", b"x", 0)]), tmp_path / "out")


def test_a_zip_whose_sizes_lie_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", [("x", b"y" * 100, 0)])
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\1\2")
    content[central + 24 : central + 28] = (50).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(UnusableCandidate, match="is not unpacked"):
        unpack(path, tmp_path / "out")


_PARTS = ("..", ".", "", "a", "b", "/", "C:", "a\\..", "l")
_NAMES = st.sampled_from(sorted({"/".join(parts) for count in (1, 2, 3) for parts in product(_PARTS, repeat=count)}))
_MEMBER = st.tuples(
    _NAMES,
    _NAMES,
    st.sampled_from([tarfile.REGTYPE, tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, b"3", b"6"]),
)


@given(st.lists(_MEMBER, min_size=1, max_size=4))
def test_no_archive_writes_outside_of_its_folder(places: Places, members: list[tuple[str, str, bytes]]) -> None:
    root = places.new()
    archive = root / "a.tar.gz"
    archive.write_bytes(gzip.compress(_tar([(n, c if k in _LINKS else b"x", k) for n, c, k in members]), 1))
    out = root / "x/y/out"
    try:
        unpack(archive, out)
    except UnusableCandidate:
        pass
    else:
        assert any(files or links for _, links, files in os.walk(out))
    assert sorted(path.name for path in root.iterdir()) == ["a.tar.gz", "x"]
    assert [path.name for path in (root / "x").iterdir()] == ["y"]
    assert [path.name for path in (root / "x/y").iterdir()] == ["out"]
    inside = str(out.resolve()) + "/"
    for folder, folders, files in os.walk(out):
        for name in (*folders, *files):
            path = Path(folder) / name
            assert stat.S_IFMT(path.lstat().st_mode) in (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK)
            assert path.is_symlink() <= (not path.exists() or f"{path.resolve()}/".startswith(inside))


@given(st.data())
def test_only_unusable_candidate_escapes_from_damaged_archives(places: Places, data: st.DataObject) -> None:
    root = places.new()
    kind = data.draw(st.sampled_from(["tar", "zip"]))
    content = bytearray(_WHOLE if kind == "tar" else _whole_zip(root))
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, 10**4), st.integers(0, 255)), min_size=1, max_size=3)
    ):
        content[place % len(content)] = byte
    content = content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content
    archive = root / ("d.tar.gz" if kind == "tar" else "d.zip")
    archive.write_bytes(gzip.compress(content, 1) if kind == "tar" else bytes(content))
    with contextlib.suppress(UnusableCandidate):
        unpack(archive, root / "out")


_WHOLE = _tar([_file("p/a" + "n" * 120, b"x" * 600), ("p/l", "a", tarfile.SYMTYPE), _file("p/ä", b"y")])[:6144]
_ZIP: list[bytes] = []


def _whole_zip(root: Path) -> bytes:
    if not _ZIP:
        _ZIP.append(_zip(root / "w.zip", [("p/a", b"x" * 600, 0), ("p/l", b"a", stat.S_IFLNK)]).read_bytes())
    return _ZIP[0]
