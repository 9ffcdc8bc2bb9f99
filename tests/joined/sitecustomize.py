"""Put first on the path of a second process, this lets xlwings find the live Calc of the tests.

On Windows and Mac xlwings finds the running Excel by itself; nothing in the product knows of this.
With `PMF_TEST_KILL` the process kills itself at its second write, as the task manager would.
"""

import os
import signal
import sys


def join(pipe: str) -> None:
    from tests.live_kit import attach

    app = attach(pipe)
    for word in sys.orig_argv:
        # without Windows or a Mac, xlwings cannot take the name of the calling book from here
        if word.startswith("--wb="):
            app.books[word.removeprefix("--wb=")].set_mock_caller()


def die_at_the_second_write() -> None:
    from pmf_engine.ribbon import writing

    put, count = writing._put, []

    def killing(*arguments: object) -> None:
        count.append(1)
        if len(count) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        put(*arguments)

    writing._put = killing


if "PMF_TEST_PIPE" in os.environ:
    join(os.environ["PMF_TEST_PIPE"])
if "PMF_TEST_KILL" in os.environ:
    die_at_the_second_write()
