"""The clock of the benchmarks of the window: what a clock on the wall says, or the thread's own time.

On a machine that does other work meanwhile, `PERFDESK_BENCH_CLOCK=cpu` leaves out what others took: ours and
the reference alike are measured in the time that the main thread itself worked.
"""

import os
import time
from collections.abc import Callable

CPU = os.environ.get("PERFDESK_BENCH_CLOCK") == "cpu"
now: Callable[[], float] = time.thread_time if CPU else time.perf_counter
