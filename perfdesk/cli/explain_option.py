"""`check --explain RULE`: what a rule looks at, with examples; like --version it asks for no file."""

import argparse
from collections.abc import Sequence
from typing import Any

from perfdesk.cli.output import DONE, FAILED, complain, say
from perfdesk.errors import UnknownRuleError


class ExplainOption(argparse.Action):
    """Prints the page of a rule and ends; an unknown rule is one sentence and exit 2."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        from perfdesk.session.check.explained import explain

        try:
            page = explain(str(values))
        except UnknownRuleError as error:
            complain(str(error))
            parser.exit(FAILED)
        for line in page.lines:
            say(line)
        parser.exit(DONE)
