import pytest
from tests import sweeping, world
from tests.reading_pages import Page
from django.db import connection
from django.test.utils import CaptureQueriesContext
pytestmark = pytest.mark.django_db
def test_q(django_db_setup, django_db_blocker):
    out=[]
    with world.living(django_db_blocker) as made:
        sweep=sweeping.Sweep(made)
        for name,(route,parts,view) in sorted(sweeping.pages().items()):
            if not name.startswith(('bottleneck','obstacle')): continue
            addr=sweep.address(name,parts)
            g=sweep.row('get',addr); p=sweep.row('post',addr)
            b=sweep.browsers['monitor']
            for lang in ('vi','en'):
                b.cookies['sauro_language']=lang
                r=b.get(addr,follow=True)
                with CaptureQueriesContext(connection) as c: r=b.get(addr,follow=True)
                if r.status_code==200:
                    pg=Page(r.content.decode())
                    out.append(f"   {lang} {len(r.content)} q={len(c)} h1={pg.headings.count(1)} inline={pg.inline} dup={[i for i,n in pg.ids.items() if n>1]} unnamed={pg.unnamed} hd={pg.headings}")
            out.append(f"{name} GET {g} POST {p}")
        for method,path,what in sweeping.operations():
            if 'bottleneck' in path or 'obstacle' in path:
                a,more=sweeping.api_request(sweep,method,path,what)
                out.append(f"{method} {path} {sweep.row(method,a,**more)} {more.get('data','')[:200]}")
    open('/tmp/bottleneck/sweep.txt','w').write("\n".join(out))
