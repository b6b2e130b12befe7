"""Backup and restore: the same records and files again, or nothing at all."""

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from sauro.domains.accounts.models import User
from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.services import evidence
from sauro.domains.programmes.tests.factories import make_programme, make_task, report
from sauro.engines.history import reading
from sauro.engines.history.models import Event
from sauro.shell import archives
from sauro.shell.archives import shape
from tests.apart import migrated_file

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def empty_later(db):
    """A moment before any data, to which the database can go back."""
    return transaction.savepoint()


@pytest.fixture
def packed(empty_later, kept, tmp_path, request, at):
    """An archive of a small province, and a database that is empty again."""
    province, department, monitor, clerk = (
        request.getfixturevalue(name) for name in ("province", "department", "monitor", "clerk")
    )
    programme = make_programme(owner=province, by=monitor, at=at)
    task = make_task(programme=programme, lead=department, by=monitor, at=at)
    update = report(task=task, by=clerk, at=at)
    proof = evidence.Proof(name="biên bản.pdf", file=io.BytesIO(PDF))
    evidence.add_evidence(update=update, proofs=[proof], by=clerk, at=at)
    reading.seal()
    target = tmp_path / "b.tar.gz"
    manifest = archives.backup(target=target, at=at)
    transaction.savepoint_rollback(empty_later)
    for path in kept.rglob("*.pdf"):
        path.unlink()
    assert not User.objects.exists()
    return target, manifest


def rewritten(source, target, change):
    """The archive with its members changed by a function of name and content."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            for name, data in change(member.name, old.extractfile(member).read()):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                new.addfile(info, io.BytesIO(data))
    return target


def refused(path, words):
    with pytest.raises(archives.ArchiveRefused, match=words):
        archives.restore(source=path)
    assert not User.objects.exists()
    assert not Event.objects.exists()


def test_everything_comes_back(packed, kept, tmp_path, at):
    source, manifest = packed
    taken = archives.restore(source=source)
    assert (taken.rows, taken.files) == (manifest.rows, 1)
    assert [path.read_bytes() for path in kept.rglob("*.pdf")] == [PDF]
    assert Task.objects.get().spans.get(until_at=None).state == Task.objects.get().state
    assert list(reading.broken_links()) == []
    assert User.objects.get(username="can-bo").check_password("mat-khau-thu-nghiem")
    again = archives.backup(target=tmp_path / "again.tar.gz", at=at)
    assert again.parts == manifest.parts


def test_numbers_go_on_after_the_last_one(packed, at):
    archives.restore(source=packed[0])
    last = max(Event.objects.values_list("pk", flat=True))
    task = Task.objects.select_related("lead", "programme__owner").get()
    report(task=task, by=User.objects.get(username="can-bo"), at=at, percent=55)
    assert ProgressUpdate.objects.count() == 2
    assert Event.objects.latest("pk").pk > last


def test_an_archive_is_readable_by_its_owner_only(packed):
    assert packed[0].stat().st_mode & 0o077 == 0


def test_a_half_written_archive_is_not_left_behind(kept, tmp_path, at, monkeypatch):
    monkeypatch.setattr("sauro.shell.archives.writing._pack", lambda *_a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        archives.backup(target=tmp_path / "b.tar.gz", at=at)
    assert list(tmp_path.iterdir()) == []


def test_a_database_with_data_is_refused(packed, system):
    with pytest.raises(archives.ArchiveRefused, match="accounts_user"):
        archives.restore(source=packed[0])


@pytest.mark.parametrize("size", [0, 10, 500, -200])
def test_a_cut_archive_changes_nothing(packed, tmp_path, size):
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(packed[0].read_bytes()[:size])
    refused(cut, ".")


def test_a_file_that_is_no_archive_changes_nothing(empty_later, tmp_path):
    other = tmp_path / "x.tar.gz"
    other.write_bytes(b"PK\x03\x04 not a tar")
    refused(other, ".")
    other.write_bytes(gzip.compress(b"x" * 5000))
    refused(other, ".")
    refused(tmp_path / "missing.tar.gz", ".")


def test_a_changed_row_is_noticed(packed, tmp_path):
    def change(name, data):
        yield name, data.replace(b"can-bo", b"ke-gia") if "accounts_user" in name else data

    refused(rewritten(packed[0], tmp_path / "c.tar.gz", change), "accounts_user")


def test_a_missing_table_is_noticed(packed, tmp_path):
    def change(name, data):
        if "history_event" not in name:
            yield name, data

    refused(rewritten(packed[0], tmp_path / "c.tar.gz", change), "history_event")


@pytest.mark.parametrize(
    "name", ["../evil", "files/../../evil", "/evil", "tables/x.jsonl", "files/ok.txt"]
)
def test_a_path_that_leads_out_is_refused(packed, tmp_path, name):
    def change(old, data):
        if old == shape.MANIFEST and not name.startswith("tables"):
            values = json.loads(data)
            values["parts"][name] = {"size": 3, "sha256": "0" * 64, "rows": None}
            data = json.dumps(values).encode()
        yield old, data
        if old == shape.MANIFEST:
            yield name, b"bad"

    refused(rewritten(packed[0], tmp_path / "c.tar.gz", change), ".")
    assert not list(tmp_path.parent.rglob("evil"))


def test_a_link_in_an_archive_is_refused(packed, tmp_path):
    path = tmp_path / "c.tar.gz"
    with tarfile.open(packed[0]) as old, tarfile.open(path, "w:gz") as new:
        for member in old:
            if member.name.endswith("accounts_user.jsonl"):
                member.type, member.linkname, member.size = tarfile.SYMTYPE, "/etc/passwd", 0
                new.addfile(member)
            else:
                new.addfile(member, old.extractfile(member))
    refused(path, "accounts_user")


@pytest.mark.parametrize("change", ["drop", "add"])
def test_other_migrations_are_refused(packed, tmp_path, change):
    def other(name, data):
        if name == shape.MANIFEST:
            values = json.loads(data)
            if change == "drop":
                values["migrations"]["programmes"].pop()
            else:
                values["migrations"]["later"] = ["0001_initial"]
            data = json.dumps(values).encode()
        yield name, data

    words = "programmes" if change == "drop" else "later"
    refused(rewritten(packed[0], tmp_path / "c.tar.gz", other), words)


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{}", b'{"format": 99}', b'{"format": 1, "parts": {"x": {}}}']
)
def test_a_manifest_that_makes_no_sense_is_refused(packed, tmp_path, manifest):
    def change(name, data):
        yield name, manifest if name == shape.MANIFEST else data

    refused(rewritten(packed[0], tmp_path / "c.tar.gz", change), ".")


def test_a_row_that_points_nowhere_undoes_everything(packed, tmp_path, kept):
    import hashlib

    def change(name, data):
        if name.endswith("orgs_rolegrant.jsonl"):
            names, *rows = data.decode().splitlines()
            place = json.loads(names).index("user_id")
            row = json.loads(rows[0])
            row[place] = 987654
            data = "\n".join([names, json.dumps(row), *rows[1:], ""]).encode()
        parts[name] = (len(data), hashlib.sha256(data).hexdigest())
        yield name, data

    parts = {}
    path = rewritten(packed[0], tmp_path / "c.tar.gz", change)

    def promise(name, data):
        if name == shape.MANIFEST:
            values = json.loads(data)
            part = values["parts"]["tables/orgs_rolegrant.jsonl"]
            part["size"], part["sha256"] = parts["tables/orgs_rolegrant.jsonl"]
            data = json.dumps(values).encode()
        yield name, data

    refused(rewritten(path, tmp_path / "d.tar.gz", promise), ".")
    assert not list(kept.rglob("*.pdf"))


def test_another_file_in_the_same_place_is_not_overwritten(packed, kept):
    with tarfile.open(packed[0]) as archive:
        name = next(name for name in archive.getnames() if name.startswith(shape.FILES))
    there = kept / name.removeprefix(shape.FILES)
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(b"mine")
    refused(packed[0], ".")
    assert there.read_bytes() == b"mine"


def test_the_commands_say_what_they_did(packed, tmp_path, capsys):
    call_command("restore", packed[0], format="json")
    assert json.loads(capsys.readouterr().out)["files"] == 1
    target = tmp_path / "more" / "c.tar.gz"
    call_command("backup", to=target, format="json")
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["bytes"]) == (str(target), target.stat().st_size)
    with pytest.raises(CommandError) as ended:
        call_command("restore", packed[0])
    assert ended.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_a_backup_beside_the_server_leaves_no_transaction_open(clerk, kept, tmp_path, at):
    manifest = archives.backup(target=tmp_path / "b.tar.gz", at=at)
    assert manifest.parts["tables/accounts_user.jsonl"].rows == 1
    assert not connection.in_atomic_block
    with transaction.atomic():
        User.objects.update(phone="1")
    assert User.objects.get().phone == "1"


@pytest.mark.slow
def test_an_archive_goes_to_sqlite_and_back(packed, tmp_path):
    source, manifest = packed
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}",
        "SAURO_DATA": str(tmp_path / "other"),
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
    }
    back = tmp_path / "back.tar.gz"
    shutil.copy(migrated_file(), tmp_path / "other.sqlite3")
    for words in (
        ["restore", str(source)],
        ["backup", "--to", str(back)],
        ["nightly"],
    ):
        command = [sys.executable, "-c", "from sauro.config.cli import main; main()", *words]
        subprocess.run(command, env=env, check=True, capture_output=True, timeout=120)
    taken = archives.restore(source=back)
    assert taken.database == "sqlite"
    assert taken.rows == manifest.rows
    assert list(reading.broken_links()) == []
    assert connection.vendor in ("sqlite", "postgresql")
