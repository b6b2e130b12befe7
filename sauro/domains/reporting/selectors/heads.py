"""What stands at the head and the foot of a report of an agency when nobody has chosen yet."""

from __future__ import annotations

from dataclasses import dataclass

from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.definitions import Definition
from sauro.domains.reporting.models import Report, Snapshot


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of a paper around its text."""

    place: str
    parent: str = ""
    addressed_to: str = ""
    recipients: str = ""
    on_behalf: str = ""
    position: str = ""
    grounds: str = ""
    authority: str = ""
    signer: str = ""


def head_of(*, definition: Definition, order_maker: Organisation, snapshot: Snapshot) -> Head:
    """The head of the last report of this kind by the same maker, else one from the tree."""
    last = (
        Report.objects.filter(definition=definition.code, maker=order_maker)
        .select_related("draft")
        .order_by("-id")
        .first()
    )
    if last is not None:
        return Head(
            last.place,
            last.parent_name,
            last.addressed_to,
            last.draft.recipients,
            last.on_behalf,
            last.draft.signer_position,
            last.grounds,
            last.authority,
            last.draft.signer_name,
        )
    return head_from_tree(maker=order_maker, owner=snapshot.owner)


def head_from_tree(*, maker: Organisation, owner: Organisation) -> Head:
    """The place of the province, and who stands over the maker inside it."""
    above = maker.path[: -Organisation.steplen]
    parent = Organisation.objects.filter(path=above)
    return Head(
        place=_place(owner),
        parent="".join(parent.values_list("name", flat=True))
        if above.startswith(owner.path)
        else "",
    )


def _place(owner: Organisation) -> str:
    name = owner.unit.name if owner.unit_id and owner.unit else owner.name
    for word in ("Tỉnh ", "Thành phố ", "tỉnh ", "thành phố "):
        name = name.removeprefix(word)
    return name
