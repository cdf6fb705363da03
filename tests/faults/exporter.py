"""Exports the forms of a data file over and over, to be killed: python exporter.py FILE FOLDER."""

import sys
from itertools import count
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2])]

from perfdesk.session.send_out.transfer import ExportPlan  # noqa: E402
from perfdesk.session.workspace import Workspace  # noqa: E402

if __name__ == "__main__":
    with Workspace.open(Path(sys.argv[1])) as workspace:
        for number in count(1):
            forms = [form.id for form in workspace.forms()]
            workspace.transfer.export(ExportPlan(Path(sys.argv[2]), ("xlsx", "pdf", "json")), forms)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
