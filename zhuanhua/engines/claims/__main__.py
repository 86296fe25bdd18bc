"""`python -m zhuanhua.engines.claims FILE [--json]`: a letter's own arithmetic, without any database."""

import sys

from zhuanhua.engines.claims.show import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
