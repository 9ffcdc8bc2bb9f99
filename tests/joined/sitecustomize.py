"""Put first on the path of a second process, this lets xlwings find the live Calc of the tests.

On Windows and Mac xlwings finds the running Excel by itself; nothing in the product knows of this.
"""

import os

if pipe := os.environ.get("PMF_TEST_PIPE"):
    import sys

    import xlwings

    from tests.live_kit import attach

    app = attach(pipe)
    for word in sys.orig_argv:
        # without Windows or a Mac, xlwings cannot take the name of the calling book from here
        if word.startswith("--wb="):
            app.books[word.removeprefix("--wb=")].set_mock_caller()
    del app, xlwings
