"""Long work that is left and found again: started by a service, run by `sauro work`.

A domain declares its kinds in `jobs.py`; `config/jobs.py` names them all. Domains meet `services`,
`selectors`, `kinds` and `work`; the libraries behind the queue stay inside this package.
"""
