"""What is stored comes back equal."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines.office.papers import shapes

TEXTS = st.text(max_size=12)
RUNS = st.lists(st.builds(shapes.Run, TEXTS, st.booleans(), st.booleans(), TEXTS), max_size=3)
COLUMNS = st.builds(
    shapes.Column, TEXTS, st.integers(5, 90), st.sampled_from(["left", "right", "center"])
)


@st.composite
def tables(draw):
    columns = draw(st.lists(COLUMNS, min_size=1, max_size=4))
    row = st.lists(RUNS, min_size=1, max_size=len(columns))
    return shapes.Table(columns, draw(st.lists(row, max_size=3)), draw(TEXTS), [0])


BLOCKS = st.lists(
    st.one_of(
        st.builds(shapes.Heading, TEXTS, st.integers(1, 4)),
        st.builds(shapes.Paragraph, RUNS, st.booleans()),
        st.builds(shapes.Bullets, st.lists(RUNS, max_size=3)),
        tables(),
    ),
    max_size=4,
)
LINES = st.lists(TEXTS, max_size=3)
PAPERS = st.builds(
    shapes.Paper,
    form=st.sampled_from(["state", "party"]),
    parent=TEXTS,
    issuer=TEXTS,
    number=st.none() | st.integers(1, 9999),
    symbol=TEXTS,
    place=TEXTS,
    day=st.none() | st.dates(date(1945, 9, 2), date(2100, 1, 1)),
    kind=TEXTS,
    abstract=TEXTS,
    addressed_to=LINES,
    grounds=LINES,
    blocks=BLOCKS,
    recipients=LINES,
    drafter_mark=TEXTS,
    signature=st.builds(shapes.Signature, TEXTS, TEXTS, TEXTS, TEXTS),
    annexes=st.lists(st.builds(shapes.Annex, TEXTS, BLOCKS, st.booleans()), max_size=2),
    urgency=TEXTS,
    copy_mark=st.sampled_from(["", "SY", "TrS", "SL"]),
)


@given(PAPERS)
def test_a_stored_paper_comes_back_equal(paper):
    stored = json.dumps(shapes.paper_to_data(paper))
    assert shapes.paper_from_data(json.loads(stored)) == paper


@given(BLOCKS)
def test_a_stored_section_comes_back_equal(blocks):
    stored = json.dumps(shapes.blocks_to_data(blocks))
    assert shapes.blocks_from_data(json.loads(stored)) == tuple(blocks)


def test_a_text_stands_for_one_run():
    assert shapes.Paragraph("a") == shapes.Paragraph([shapes.Run("a")])
    assert shapes.Bullets(["a"]) == shapes.Bullets([[shapes.Run("a")]])
    table = shapes.Table([shapes.Column("x", 10)], [["1"]])
    assert table.rows == (((shapes.Run("1"),),),)
    assert hash(table)


def test_a_row_wider_than_its_table_is_refused():
    with pytest.raises(ValueError, match="row"):
        shapes.Table([shapes.Column("x", 10)], [["1", "2"]])


def test_a_stored_block_of_no_known_kind_is_refused():
    with pytest.raises(ValueError, match="picture"):
        shapes.blocks_from_data([{"block": "picture"}])


def test_the_lines_over_a_name_are_in_the_order_of_the_form():
    signature = shapes.Signature(
        on_behalf="TM. ỦY BAN NHÂN DÂN", authority="KT. CHỦ TỊCH", position="PHÓ CHỦ TỊCH"
    )
    assert signature.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
