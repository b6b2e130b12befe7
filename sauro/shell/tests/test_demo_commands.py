"""The commands of the demonstration where nothing, or something else, is there."""

import json
import stat
from io import StringIO

import pytest
from django.core.management import call_command

from sauro.domains.accounts import services as accounts
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.tests.factories import make_programme
from sauro.shell.demonstration import logins, reading


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.django_db
def test_published_fails_without_records():
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("published", "--format", "json", stdout=out, stderr=err)

    assert ended.value.code == 1
    assert all(row["computed"] is None for row in json.loads(out.getvalue()))
    assert "sauro demo" in err.getvalue()


def test_demo_if_empty_leaves_other_programmes_alone(province, monitor, at):
    make_programme(owner=province, by=monitor, at=at)
    out = StringIO()

    call_command("demo", "--if-empty", "--format", "json", stdout=out)

    assert json.loads(out.getvalue()) == {"written": False, "counts": {}, "logins": []}
    assert Programme.objects.count() == 1
    assert not logins.logins_file().exists()


def test_log_ins_are_kept_where_only_the_owner_reads_and_used_again():
    first = logins.ensure_logins()

    assert logins.ensure_logins() == first == logins.kept_logins()
    assert stat.S_IMODE(logins.logins_file().stat().st_mode) == 0o600
    assert len({login.password for login in first}) == len(first)


def test_lost_log_ins_are_made_again(system, at):
    user = accounts.create_user(
        username="theo-doi", full_name="Lương Thị Hạnh", by=system, at=at, password="mat-khau-cu"
    )
    out = StringIO()

    call_command("demo", "--new-passwords", stdout=out)

    user.refresh_from_db()
    assert [login.username for login in logins.kept_logins()] == ["theo-doi"]
    assert user.check_password(logins.kept_logins()[0].password)


def test_every_row_of_the_data_has_every_column():
    tables = sorted(path.stem for path in reading.FOLDER.glob("*.psv"))

    assert len(tables) > 10
    for table in tables:
        for row in reading.rows(table):
            assert None not in row
            assert None not in row.values(), (table, row)
