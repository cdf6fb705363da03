"""Start of the program: the window, or the command line when a command is named."""

import gc
import sys


def wants_window(arguments: list[str]) -> bool:
    """Nothing, or one data file and no more, opens the window; all else is for the command line."""
    return not arguments or (len(arguments) == 1 and arguments[0].lower().endswith(".perfdesk"))


def main(arguments: list[str]) -> int:
    """Run the window or the command line and return the exit code."""
    if getattr(sys, "frozen", False) and {"--multiprocessing-fork", "-c"} & set(arguments):
        from multiprocessing import freeze_support

        freeze_support()
    gc.set_threshold(500_000)  # a start makes no garbage; looking for it is 1/20 of its time
    if wants_window(arguments):
        from ui.window.app import run

        return run(arguments[0] if arguments else None)
    from perfdesk.cli import main as command_line

    return command_line(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
