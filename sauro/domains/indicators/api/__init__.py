"""The API of figures, forms and indicators."""

from ninja import Router

from sauro.domains.indicators.api import (
    data_sets,
    deciding,
    entry,
    excel,
    indicator_figures,
    sheets,
)

router = Router()
for _part in (deciding, excel, entry, sheets, indicator_figures, data_sets):
    router.add_router("", _part.router)

__all__ = ["router"]
