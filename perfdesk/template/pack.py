"""A 表样包: one template file from elsewhere, the unit's own or handed on by another."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from perfdesk.errors import TemplatePackError
from perfdesk.template.loader import template_of
from perfdesk.template.merge import SUFFIX, merged_with
from perfdesk.template.model import Template

FORMAT: Final = 1
"""Number of the format that this program reads and writes."""
MOST_BYTES: Final = 1024 * 1024
_ID: Final = re.compile(r"[\w.-]{1,80}")
_NEWER: Final = "请升级程序后再试"


def load_pack(content: bytes, name: str, folder: Path, edition_id: str = "") -> Template:
    """The template of a pack; `folder` holds the parts of our own that it may extend.

    `edition_id`: the id under which the data file keeps this edition, where it is not the pack's own.

    TemplatePackError when it is no pack or of a newer format; TemplateError names the key that is wrong.
    """
    own = _parsed(content, name)
    number = own.pop("format", None)
    if not isinstance(number, int) or isinstance(number, bool):
        raise TemplatePackError(name, "没有格式号 format，不是绩效填报台的表样包")
    if number > FORMAT:
        raise TemplatePackError(name, f"格式号 {number} 比本程序认识的新", _NEWER)
    if number < 1:
        raise TemplatePackError(name, f"格式号 {number} 不认识")
    if edition_id:
        own["id"] = edition_id
    template = template_of(merged_with(folder, name, own))
    if not _ID.fullmatch(template.id) or (folder / f"{template.id}{SUFFIX}").exists():
        raise TemplatePackError(name, f"编号“{template.id}”不能用（与自带表样相同或含有符号）")
    return template


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    import tomllib

    if len(content) > MOST_BYTES:
        raise TemplatePackError(name, "超过 1 MB")
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
        return tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError:
        raise TemplatePackError(name, "不是文字文件") from None
    except (tomllib.TOMLDecodeError, RecursionError):
        raise TemplatePackError(name, "不是完整的 TOML 文本") from None
