"""The names of agencies in a plan, matched to organisations; a person's choice comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Collective, Organisation, Succession
from sauro.domains.programmes.planfile.agencies import Mention
from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.staging.report import Note
from sauro.engines import text


@dataclass(frozen=True, slots=True)
class Found:
    """What a mention came to mean."""

    organisation: Organisation | None = None
    collective: Collective | None = None


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """One party of a row, resolved as far as it can be."""

    role: str
    mention: str
    found: Found

    @property
    def key(self) -> str:
        """What makes two parties the same, whatever was written."""
        if self.found.organisation is not None:
            return f"{self.role}:o{self.found.organisation.pk}"
        if self.found.collective is not None:
            return f"{self.role}:c{self.found.collective.pk}"
        return f"{self.role}:{text.fold(self.mention)}"


class Followers:
    """Who has the work of closed organisations on a day; one SQL."""

    def __init__(self, day: date) -> None:
        closed = Succession.objects.filter(predecessor__valid_to__lt=day).order_by("-on", "-id")
        # Of several successors the first one counts, as it does where names are matched.
        self._next = dict(closed.values_list("predecessor_id", "successor_id"))

    def of(self, organisation: int) -> int:
        """The organisation itself, or who has its work when it is closed."""
        seen = set()
        while organisation in self._next and organisation not in seen:
            seen.add(organisation)
            organisation = self._next[organisation]
        return organisation

    def of_province(self, province: Organisation) -> Organisation:
        """The province in whose words a plan of this one is read: a former one has no agencies."""
        now = self.of(province.pk)
        return province if now == province.pk else Organisation.objects.get(pk=now)


class Directory:
    """Every mention of a file looked up at once."""

    def __init__(
        self,
        *,
        mentions: Iterable[str],
        root: Organisation | None,
        day: date,
        choices: Mapping[str, int],
        followers: Followers,
    ) -> None:
        self._followers = followers
        wanted = list(dict.fromkeys(mentions))
        self.matches = org_selectors.match_mentions(mentions=wanted, province_root=root, day=day)
        chosen = Organisation.objects.in_bulk(list(choices.values()))
        self._chosen = {mention: chosen[pk] for mention, pk in choices.items() if pk in chosen}

    def of(self, mention: str) -> Found:
        """What a mention means; nothing when nobody can be sure."""
        chosen = self._chosen.get(mention)
        if chosen is not None:
            return Found(organisation=chosen)
        match = self.matches[mention]
        if match.kind == "organisation":
            return Found(organisation=match.successor or match.object)  # type: ignore[arg-type]
        if match.kind == "collective":
            return Found(collective=match.object)
        return Found()

    def parties(
        self, leads: Sequence[Mention], coordinators: Sequence[Mention], authority: str
    ) -> list[PartyDraft]:
        """The parties of one row in order, each once a role."""
        named = [(PartyRole.LEAD, m.text) for m in leads]
        named += [(PartyRole.COORDINATE, m.text) for m in coordinators]
        if authority:
            named.append((PartyRole.AUTHORITY, authority))
        made: dict[str, PartyDraft] = {}
        for role, mention in named:
            party = PartyDraft(role.value, mention[:300], self.of(mention))
            made.setdefault(party.key, party)
        return list(made.values())

    def work_of(self, party: PartyDraft) -> str:
        """What makes two parties the same when a closed agency and its successor are one."""
        organisation = party.found.organisation
        if organisation is None:
            return party.key
        return f"{party.role}:o{self._followers.of(organisation.pk)}"

    def note_on(self, mention: str, where: str, count: int) -> Note | None:
        """What a person should look at about a name in `count` rows, or nothing when certain."""
        match = self.matches.get(mention)
        if mention in self._chosen or match is None:
            return None
        facts = {"name": mention, "count": count}
        if match.kind == "organisation" and match.successor is not None:
            return Note(
                "warning",
                where,
                _("“%(name)s” is closed; %(successor)s has its work (%(count)s times).")
                % (facts | {"successor": match.successor}),
                code="agency_closed",
            )
        if match.kind != "none":
            return None
        offered = "; ".join(str(s.object) for s in match.suggestions)
        return Note(
            "warning",
            where,
            _("No agency is called “%(name)s” (%(count)s times).") % facts,
            _("Perhaps: %(names)s.") % {"names": offered} if offered else "",
            code="agency_unknown",
        )

    def listed(self, counts: Mapping[str, int]) -> list[dict[str, Any]]:
        """Every mention with what it means, for the page on which a person decides."""
        return [self._line(mention, counts.get(mention, 0)) for mention in self.matches]

    def _line(self, mention: str, count: int) -> dict[str, Any]:
        found = self.of(mention)
        match = self.matches[mention]
        means = found.organisation or found.collective
        return {
            "mention": mention,
            "count": count,
            "chosen": mention in self._chosen,
            "means": str(means) if means else "",
            "collective": found.collective is not None,
            "suggestions": [
                {"id": s.object.pk, "name": str(s.object), "score": round(s.score)}
                for s in match.suggestions
                if isinstance(s.object, Organisation)
            ],
        }
