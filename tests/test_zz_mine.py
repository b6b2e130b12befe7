import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import sweeping, world
from tests.test_permissions import *  # noqa
pytestmark = pytest.mark.django_db

@pytest.fixture(scope="module")
def sw(django_db_setup, django_db_blocker):
    with world.living(django_db_blocker) as made:
        yield sweeping.Sweep(made)

def test_all(sw):
    for name,(route,parts,view) in sweeping.pages().items():
        if 'giai-trinh' not in route: continue
        for m in ('get','post'):
            print(m, name, sw.row(m, sw.address(name, parts)))
    for method,path,what in sweeping.operations():
        if 'explanations' not in path: continue
        url,more=sweeping.api_request(sw,method,path,what)
        print(method,path,sw.row(method,url,**more))
    for who,name in (('leader','explanation_ask'),('leader','explanation_list'),('clerk','explanation_detail'),('leader','explanation_statistics'),('clerk','explanation_answer'),('leader','task_detail'),('leader','target_detail'),('leader','indicator_detail'),('leader','report_detail'),('clerk','home'),('leader','home'),('leader','task_list'),('leader','dashboard')):
        route,parts,_=sweeping.pages()[name]
        url=sw.address(name,parts)
        if name=='explanation_ask': url+=f"?kind=programmes.task&id={sw.world.late_task.pk}"
        for _ in range(2):
            with CaptureQueriesContext(connection) as c:
                a=sw.browsers[who].get(url)
        print(name,who,a.status_code,len(c),len(a.content))
