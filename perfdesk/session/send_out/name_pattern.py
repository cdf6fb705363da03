"""Names of handed-in files by a pattern: `{单位}+{项目}+{年度}{表名}`.

YEAR.md 6: the standard's table of attachments takes names of at most 50 bytes; systems count a
Chinese character as two.
"""

import re
from collections.abc import Mapping
from typing import Final

from perfdesk.document import FormView
from perfdesk.errors import NamePatternError
from perfdesk.session.send_out.file_names import LONGEST, safe

DEFAULT: Final = "{单位}+{项目}+{年度}{表名}"
FIELDS: Final = ("单位", "单位代码", "主管部门", "项目", "项目编码", "年度", "表名", "序号")
NAME_BYTES: Final = 50
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_DOUBLE: Final = re.compile(r"[+_-]{2,}")


def check_pattern(pattern: str) -> None:
    """NamePatternError when a field is not known, or nothing tells one form from another."""
    found = _FIELD.findall(pattern)
    for name in found:
        if name not in FIELDS:
            raise NamePatternError(pattern, f"没有“{name}”这一项", FIELDS)
    if not {"项目", "项目编码", "序号"} & set(found):
        raise NamePatternError(pattern, "没有项目、项目编码或序号，各表会同名", FIELDS)


def name_of(view: FormView, pattern: str, number: int, codes: Mapping[str, str]) -> str:
    """The name of a form's files, without ending; what the form leaves blank is left out."""
    values = {
        "单位": view.text("organisation") or "",
        "单位代码": codes.get(view.text("organisation") or "", ""),
        "主管部门": view.text("department") or "",
        "项目": view.project_name,
        "项目编码": view.text("project_code") or codes.get(view.project_name, ""),
        "年度": str(view.year or ""),
        "表名": view.kind.full_name,
        "序号": f"{number:02d}",
    }
    text = _FIELD.sub(lambda found: safe(values.get(found.group(1), "")), pattern)
    text = _DOUBLE.sub(lambda found: found.group()[0], text).strip("+_- ")
    return safe(text)[:LONGEST] or f"{number:02d}"


def bytes_of(name: str) -> int:
    """The length of a file name in bytes as finance systems count it (GBK)."""
    return len(name.encode("gb18030", "replace"))
