"""`python -m tests.fake_telegram PORT`: a Bot API for whoever wants to look at the hotline by hand."""

import sys

from tests.fake_telegram.server import running

with running(int(sys.argv[1])) as fake:
    print(fake.url, flush=True)
    fake.wait_for(lambda _: False, seconds=10**8)
