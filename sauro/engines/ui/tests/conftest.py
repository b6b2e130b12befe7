import pytest

NAVIGATION: tuple[object, ...] = ()


@pytest.fixture(autouse=True)
def no_navigation(settings):
    """The components are tested without the entries of the whole system."""
    settings.SAURO = {**settings.SAURO, "navigation": f"{__name__}.NAVIGATION"}
