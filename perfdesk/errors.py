"""The one family of errors that a user may see.

Every class is one case; its constructor builds one Chinese sentence that says what is
wrong, what is safe, and what to do next. Readers of several files catch `PerfDeskError`
per path; anything else is a bug.
"""

from pathlib import Path


class PerfDeskError(Exception):
    """A condition with one clear Chinese sentence for the user (`str(error)`)."""


class TemplateError(PerfDeskError):
    """A template file that cannot be used: names the file, the key and what is wrong."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        super().__init__(f"模板文件 {file} 的“{key}”有误：{problem}；其他模板不受影响，请改正该文件或重新安装程序。")


class UnknownTemplateError(PerfDeskError):
    """A template id that the catalog does not hold."""

    def __init__(self, template_id: str) -> None:
        self.template_id = template_id
        super().__init__(
            f"没有编号为“{template_id}”的表样；数据未改动，请用 templates 命令查看可用的表样，或升级程序。"
        )


class UnknownFormError(PerfDeskError):
    """A form id that the data file does not hold (any more)."""

    def __init__(self, form_id: str) -> None:
        self.form_id = form_id
        super().__init__("这张表已不在数据文件中；其他表不受影响，请在左侧列表中另选一张。")


class BadFormJsonError(PerfDeskError):
    """A JSON file that does not hold forms as in CONTRACT.md."""

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(f"{path} 不是绩效表的 JSON 文件（{problem}）；原文件未改动，请检查文件内容后再试。")
