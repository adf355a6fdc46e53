"""A bundle has exactly one form: any other is refused, and nothing is written outside of its own folder."""

import os
import tarfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.digests import canonical_json, digest_of_bytes
from speccursor.qualify.model.misuse import UnusableRun
from speccursor.qualify.model.plan import Plan
from speccursor.qualify.model.record import Output, Record
from speccursor.qualify.store import bundles
from speccursor.qualify.store.bundles import Manifest, is_bundle, name_of_bundle, read_bundle, write_bundle
from speccursor.qualify.store.runs import RunFolder
from tests.unit.judge.matrix import NAMES
from tests.unit.store.runs import changed, files, stored

CELL = NAMES[0]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "made").mkdir()
    return write_bundle(stored(tmp_path / "made", 1), [CELL])


def test_a_run_goes_through_a_bundle_unchanged(bundle: Path, tmp_path: Path) -> None:
    run, read = RunFolder(bundle.parent), read_bundle(bundle, tmp_path / "read")
    assert bundle.name == "evidence-python-3.11.tar"
    assert (read.plan(), read.record()) == (run.plan(), run.record())
    raw = {name: content for name, content in files(run.path).items() if name.startswith("raw/")}
    assert len(raw) == 5
    assert raw.items() <= files(read.path).items()
    for observation in read.record().observations:
        assert observation.envelope is not None
        read.outputs(observation.owed, observation.envelope).verify()
    for preparation in read.record().preparations:
        read.verify_log(preparation)


def test_the_same_run_gives_the_same_bytes_wherever_and_whenever_it_is_bundled(bundle: Path, tmp_path: Path) -> None:
    content = bundle.read_bytes()
    moved = RunFolder(bundle.parent.rename(tmp_path / "elsewhere"))
    for path in moved.path.rglob("*"):
        os.utime(path, (1, 1))
    assert write_bundle(moved, [CELL]).read_bytes() == content
    again = read_bundle(moved.path / bundle.name, tmp_path / "read")
    assert write_bundle(again, [CELL]).read_bytes() == content


def test_any_program_for_tar_files_can_look_into_it(bundle: Path) -> None:
    with tarfile.open(bundle) as opened:
        members = opened.getmembers()
        manifest = opened.extractfile("manifest.json")
        assert manifest is not None
        told = msgspec.json.decode(manifest.read(), type=Manifest)
    assert [member.name for member in members] == ["manifest.json", *(output.name for output in told.members)]
    assert {(member.mtime, member.uid, member.uname, member.isreg()) for member in members} == {(0, 0, "", True)}
    assert (told.cells, told.run) == ((CELL,), bundle.parent.name)


def test_outputs_of_the_same_content_are_in_it_once(bundle: Path) -> None:
    with tarfile.open(bundle) as opened:
        names = [name for name in opened.getnames() if name.startswith("objects/")]
    assert len(names) == len(set(names)) == 4  # two of stdout, one empty stderr, one log


def test_a_bundle_is_called_after_its_cells() -> None:
    assert name_of_bundle(["debian-12,python-3.12"]) == "evidence-debian-12,python-3.12.tar"
    assert name_of_bundle(["a", "b"]) == "evidence-a+b.tar"
    long = name_of_bundle([f"cell-{number}" for number in range(256)])
    assert len(long) < 60
    assert long != name_of_bundle([f"cell-{number}" for number in range(255)])


def test_a_run_whose_outputs_were_changed_makes_no_bundle(tmp_path: Path) -> None:
    run = stored(tmp_path, 1)
    next(run.path.rglob("stdout")).write_text("better")
    with pytest.raises(UnusableRun, match="not what the run left"):
        write_bundle(run, [CELL])
    assert not list(run.path.glob("*.tar"))
    assert not list(run.path.glob(".*"))


# what is no bundle


def refused(content: bytes, folder: Path) -> str:
    """Read a file that must be refused, and return why; nothing may be left outside of its own folder."""
    folder = folder / str(len(list(folder.iterdir())) if folder.exists() else 0)
    folder.mkdir(parents=True)
    path = folder / "evidence.tar"
    path.write_bytes(content)
    with pytest.raises(UnusableRun) as refusal:
        read_bundle(path, folder / "read")
    assert {entry.name for entry in folder.iterdir()} <= {"evidence.tar", "read"}
    return str(refusal.value)


@given(data=st.data())
def test_no_byte_can_be_changed_added_or_taken_away_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    (folder / "made").mkdir()
    bundle = write_bundle(stored(folder / "made", 1), [CELL])
    content = bundle.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    match data.draw(st.sampled_from(["flip", "cut", "add", "drop", "double"])):
        case "flip":
            bit = 1 << data.draw(st.integers(0, 7))
            other = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
        case "cut":
            other = content[:place]
        case "add":
            other = content[:place] + b"x" + content[place:]
        case "drop":
            other = content[:place] + content[place + 1 :]
        case _:
            other = content + content
    damaged = folder / "damaged.tar"
    damaged.write_bytes(other)
    refusal = ""
    read: RunFolder | None = None
    try:
        read = read_bundle(damaged, folder / "read")
    except UnusableRun as error:
        refusal = str(error)
    if read is None:
        assert "damaged.tar" in refusal
        return
    # What is left to change are the names in the manifest that nothing is made of: engine, run, cells.
    assert content[:512] == other[:512]
    assert content[512 + manifest_size(content) :] == other[512 + manifest_size(content) :]
    assert read.record() == RunFolder(bundle.parent).record()


def manifest_size(content: bytes) -> int:
    return int(content[124:135], 8)


@given(st.binary(max_size=4096))
def test_no_bytes_that_somebody_made_up_are_a_bundle(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    assert "is no bundle" in refused(content, tmp_path_factory.mktemp("noise"))


def packed(members: list[tuple[str, bytes]], manifest: object) -> bytes:
    """A file in the form of a bundle, whatever its manifest and its members say."""
    written = canonical_json(manifest)
    parts = [("manifest.json", written), *members]
    body = b"".join(
        bundles._header(name, len(content)) + content + bundles._padding(len(content)) for name, content in parts
    )
    return body + bundles._END


def told(members: list[tuple[str, bytes]]) -> Manifest:
    outputs = tuple(Output(name, digest_of_bytes(content), len(content)) for name, content in members)
    return Manifest(engine="test", run="run", cells=(CELL,), members=outputs)


def members_of(bundle: Path) -> list[tuple[str, bytes]]:
    with tarfile.open(bundle) as opened:
        found = [(member.name, opened.extractfile(member)) for member in opened.getmembers()[1:]]
        return [(name, stream.read()) for name, stream in found if stream is not None]


def test_a_bundle_that_is_put_together_by_hand_is_one(bundle: Path, tmp_path: Path) -> None:
    members = members_of(bundle)
    manifest = msgspec.structs.replace(told(members), run=bundle.parent.name, engine="test")
    assert packed(members, manifest) == bundle.read_bytes()
    (tmp_path / "hand.tar").write_bytes(packed(members, told(members)))
    assert read_bundle(tmp_path / "hand.tar", tmp_path / "read").record().observations


HEX = "0" * 64


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/tmp/evil",
        "objects/../../evil",
        "objects/../evil",
        "objects/" + "g" * 64,
        "objects/" + "A" * 64,
        f"objects/{HEX}/x",
        f"objects/{HEX}\n",
        "report.html",
        "",
    ],
)
def test_a_member_by_another_name_is_refused_before_it_is_written(name: str, bundle: Path, tmp_path: Path) -> None:
    members = [*members_of(bundle)[:2], (name, b"evil")]
    manifest = told(members)
    zeros = msgspec.structs.replace(manifest.members[2], digest=f"sha256:{HEX}")
    for odd in (manifest, msgspec.structs.replace(manifest, members=(*manifest.members[:2], zeros))):
        assert "is no bundle" in refused(packed(members, odd), tmp_path / "refused")
    assert not (tmp_path / "evil").exists()


def test_members_that_stand_twice_or_in_another_order_are_refused(bundle: Path, tmp_path: Path) -> None:
    plan, record, *objects = members_of(bundle)
    for members in (
        [plan, record, objects[0], *objects],
        [plan, record, *reversed(objects)],
        [record, plan, *objects],
        [plan, plan, *objects],
        [plan, *objects],
        [],
    ):
        assert "not those of a bundle" in refused(packed(members, told(members)), tmp_path / "refused")


def test_an_object_that_no_record_names_or_one_that_is_not_there_is_refused(bundle: Path, tmp_path: Path) -> None:
    plan, record, *objects = members_of(bundle)
    more = (f"objects/{digest_of_bytes(b'evil').removeprefix('sha256:')}", b"evil")
    for members in ([plan, record, *sorted([*objects, more])], [plan, record, *objects[1:]]):
        assert "does not hold what its record names" in refused(packed(members, told(members)), tmp_path / "refused")


def test_an_object_under_the_name_of_another_is_refused(bundle: Path, tmp_path: Path) -> None:
    plan, record, (first, one), (second, other), *objects = members_of(bundle)
    members = [plan, record, (first, other), (second, one), *objects]
    assert f"it holds '{first}'" in refused(packed(members, told(members)), tmp_path / "refused")


def test_a_file_that_has_no_room_for_what_its_manifest_names_is_refused_before_anything_is_written(
    bundle: Path, tmp_path: Path
) -> None:
    members = members_of(bundle)
    manifest = told(members)
    large = msgspec.structs.replace(manifest.members[2], size=1 << 30)
    manifest = msgspec.structs.replace(manifest, members=(*manifest.members[:2], large, *manifest.members[3:]))
    assert "bytes must follow its manifest" in refused(packed(members, manifest), tmp_path / "refused")
    assert not list((tmp_path / "refused").rglob("read"))


def with_header(content: bytes, place: int, **changes: object) -> bytes:
    """The same file with one header changed, its checksum right again."""
    info = tarfile.TarInfo.frombuf(content[place : place + 512], "utf-8", "strict")
    for name, value in changes.items():
        setattr(info, name, value)
    header = info.tobuf(tarfile.GNU_FORMAT)[-512:]
    return content[:place] + header + content[place + 512 :]


@pytest.mark.parametrize(
    "changes",
    [
        {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        {"type": tarfile.LNKTYPE, "linkname": "plan.json"},
        {"type": tarfile.FIFOTYPE},
        {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 5},
        {"type": tarfile.DIRTYPE},
        {"type": tarfile.GNUTYPE_SPARSE},
        {"type": tarfile.GNUTYPE_LONGNAME},
        {"type": tarfile.XHDTYPE},
        {"mode": 0o4755},
        {"uid": 1000},
        {"mtime": 1},
        {"size": 1 << 40},
    ],
    ids=str,
)
def test_links_devices_sparse_files_and_extended_headers_are_refused(
    changes: dict[str, object], bundle: Path, tmp_path: Path
) -> None:
    content = bundle.read_bytes()
    size = manifest_size(content)
    second = 512 + size + -size % 512
    assert "is no bundle" in refused(with_header(content, 0, **changes), tmp_path / "refused")
    assert "is no bundle" in refused(with_header(content, second, **changes), tmp_path / "refused")


@pytest.mark.parametrize("size", [-1, 1 << 62, 10**30])
def test_a_size_that_cannot_be_is_refused_without_reading_so_much(size: int, bundle: Path, tmp_path: Path) -> None:
    members = members_of(bundle)
    raw = msgspec.json.decode(canonical_json(told(members)))
    for place in (0, 2):
        raw["members"][place]["size"] = size
        assert "is no bundle" in refused(packed(members, raw), tmp_path / "refused")
        raw["members"][place]["size"] = len(members[place][1])


@pytest.mark.parametrize(
    "manifest",
    [
        b"{",
        b"[" * 100_000,
        b'{"x":' + b"[" * 100_000,
        b"\xff",
        b"null",
        b'{"engine":"","run":"","cells":[],"members":[]}',
    ],
    ids=["cut", "deep", "deep in a field", "no text", "nothing", "empty"],
)
def test_a_manifest_that_cannot_be_read_is_refused(manifest: bytes, tmp_path: Path) -> None:
    content = bundles._header("manifest.json", len(manifest)) + manifest + bundles._padding(len(manifest))
    assert "is no bundle" in refused(content + bundles._END, tmp_path / "refused")


def test_a_later_format_is_named(bundle: Path, tmp_path: Path) -> None:
    members = members_of(bundle)
    later = msgspec.structs.replace(told(members), schema="speccursor.bundle/2")
    assert "'speccursor.bundle/2'" in refused(packed(members, later), tmp_path / "refused")


def rewritten(bundle: Path, *, plan: Plan | None = None, record: Record | None = None) -> bytes:
    """The same bundle with another plan or record, every digest right."""
    (_, old_plan), (_, old_record), *objects = members_of(bundle)
    members = [
        ("plan.json", canonical_json(plan) if plan is not None else old_plan),
        ("record.json", canonical_json(record) if record is not None else old_record),
        *objects,
    ]
    return packed(members, told(members))


@pytest.mark.parametrize("part", ["plan.json", "record.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"x":' + b"[" * 100_000])
def test_a_plan_or_record_that_cannot_be_read_is_refused(
    part: str, content: bytes, bundle: Path, tmp_path: Path
) -> None:
    members = [(name, content if name == part else kept) for name, kept in members_of(bundle)]
    assert "cannot be read" in refused(packed(members, told(members)), tmp_path / "refused")


@pytest.mark.parametrize("name", ["../../../../evil", "/evil", "..", ".", "", "a/b", "a\nb", "x" * 256])
def test_outputs_that_would_lead_out_of_their_folder_are_refused(name: str, bundle: Path, tmp_path: Path) -> None:
    record = RunFolder(bundle.parent).record()
    first, *others = record.observations
    assert first.envelope is not None
    out = msgspec.structs.replace(first.envelope.outputs[0], name=name)
    lead = msgspec.structs.replace(first, envelope=msgspec.structs.replace(first.envelope, outputs=(out,)))
    lied = msgspec.structs.replace(record, observations=(lead, *others))
    assert "is no output" in refused(rewritten(bundle, record=lied), tmp_path / "refused")
    (preparation,) = record.preparations
    assert preparation.log is not None
    log = msgspec.structs.replace(preparation, log=msgspec.structs.replace(preparation.log, name=name))
    lied = msgspec.structs.replace(record, preparations=(log,))
    assert "has no name" in refused(rewritten(bundle, record=lied), tmp_path / "refused")


def test_a_fifo_or_a_folder_is_no_bundle(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "evidence.tar")
    with pytest.raises(UnusableRun, match="no plain file"):
        read_bundle(tmp_path / "evidence.tar", tmp_path / "read")
    assert not is_bundle(tmp_path)
    assert not is_bundle(tmp_path / "nowhere")
    assert is_bundle(tmp_path / "evidence.tar")


def test_a_record_that_was_changed_in_its_folder_changes_the_bundle(tmp_path: Path) -> None:
    run = stored(tmp_path, 1)
    first = write_bundle(run, [CELL]).read_bytes()
    changed(run, machine="another")
    assert write_bundle(run, [CELL]).read_bytes() != first
