import pytest
from sauro.domains.indicators.tests.pages.test_indicator_pages import *
from sauro.domains.indicators.tests.factories import JUNE
def test_probe(placed, handed_in, commune, neighbour, province, rate, monitor, client, read):
    for n in range(14):
        u = make_org(f"UBND xã Tân Phú {n}", "commune", f"LV-X{n}", province)
        for k in range(6 if n else 5):
            Observation.objects.create(indicator=rate, organisation=u, period=JUNE-5+k, amount=(2000_000+n*300_000+k*200_000), base=10_000_000,status=1+n%2,since=date(2025,6,9))
    totals.rebuild(indicators=[rate.pk])
    client.cookies["sauro_language"]="en"
    for name,a in (("detail",page_of(rate)),("map",page_of(rate,"ban-do/")),("compare",page_of(rate,f"so-sanh/?unit={commune.pk}&unit={neighbour[0].pk}")),("pivot",f"/chi-so/tong-hop/?indicator={rate.pk}"),("sheet",page_of(rate,"sua/")),("list","/chi-so/"),("form",f"/bieu-so-lieu/{handed_in.data_set_id}/sua/"),("cell",page_of(rate,f"{commune.pk}/{JUNE}/"))):
        open(f"/tmp/mapin/web/{name}.html","w").write(read(monitor,a))
