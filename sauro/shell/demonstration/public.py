"""One public page: what Đồng Nai showed to everybody after its report of the first six months."""

from __future__ import annotations

from datetime import date

from sauro.domains.accounts.models import User
from sauro.shell.demonstration.stage import Stage
from sauro.shell.publishing import services

PROGRAMME = "DN-KH57-2025"
AS_OF, RELEASED_ON = date(2025, 6, 30), date(2025, 7, 10)
WORDS = (
    "Kết quả 6 tháng đầu năm 2025 thực hiện Nghị quyết số 57-NQ/TW, công khai để người dân và "
    "doanh nghiệp theo dõi, góp ý."
)


def tell(stage: Stage) -> None:
    """The release, prepared by the monitor and released by the leader."""
    prepared = services.prepare(
        programme=stage.programmes[PROGRAMME],
        as_of=AS_OF,
        introduction=WORDS,
        by=stage.monitor("DN"),
        at=stage.moment(RELEASED_ON, "public-page"),
    )
    services.release(
        release=prepared,
        by=User.objects.get(username="lanh-dao"),
        at=stage.evening(RELEASED_ON),
    )
