"""Parsing of the command line; each command is a small module of its own."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from perfdesk import __version__
from perfdesk.cli import (
    carry_command,
    commands,
    fill_command,
    handout_command,
    library_command,
    merge_command,
    package_command,
    report_command,
    summary_command,
    template_command,
)
from perfdesk.cli.explain_option import ExplainOption
from perfdesk.cli.output import DONE, FAILED, complain, discard_output, say, use_utf8
from perfdesk.cli.wording import ChineseHelp, in_chinese
from perfdesk.errors import PerfDeskError, SaveError
from perfdesk.errors.causes import cause_of
from perfdesk.kinds import KINDS

Command = Callable[[argparse.Namespace], int]


class _ArgumentParser(argparse.ArgumentParser):
    """Says in one Chinese line what is wrong with the call."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=ChineseHelp)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        complain(
            f"命令写法有误（{in_chinese(message)}）；没有做任何改动，请用 {self.prog} --help 查看写法。"
        )
        raise SystemExit(FAILED)


def main(argv: Sequence[str]) -> int:
    """Run one command; 0 done, 1 `check` found errors, 2 something could not be done."""
    use_utf8()
    arguments = _parser().parse_args(argv)
    if arguments.version:
        say(f"PerfDesk {__version__}")
        return DONE
    command: Command | None = commands.selftest if arguments.selftest else arguments.run
    if command is None:
        _parser().print_help(sys.stdout)
        return DONE
    try:
        return command(arguments)
    except SaveError as error:
        complain(error.without_window)
    except PerfDeskError as error:
        complain(str(error))
    except BrokenPipeError:
        # The reader of our output has gone (`… | head`); nothing is left to say to it.
        discard_output()
        return FAILED
    except OSError as error:
        complain(
            f"文件读写失败（{cause_of(error)}）：{error.filename or ''}；原文件未改动，请检查位置与权限后重试。"
        )
    except KeyboardInterrupt:
        complain("已中断；已完成的部分保留，可重新运行。")
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = _ArgumentParser(
        prog="main.py", description="绩效填报台：读取、自检、导入、导出绩效表（不带命令时打开窗口）"
    )
    parser.add_argument("--version", action="store_true", help="版本号")
    parser.add_argument("--selftest", action="store_true", help="在临时文件夹中完整试运行一遍")
    parser.set_defaults(run=None)
    kinds = parser.add_subparsers(title="命令", parser_class=_ArgumentParser)
    _add_reading(kinds)
    _add_moving(kinds)
    _add_export(kinds)
    _add_filling(kinds)
    _add_year(kinds)
    _add_other(kinds)
    return parser


def _add_reading(kinds: "argparse._SubParsersAction[_ArgumentParser]") -> None:
    for name, run, text in (
        ("read", commands.read, "读出文件中的绩效表，不存入"),
        ("check", commands.check, "自检工作簿、文档、JSON 或数据文件"),
    ):
        command = _command(kinds, name, run, text)
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        _add_templates(command)
    command.add_argument(
        "--explain", action=ExplainOption, metavar="RULE", help="一条规则看什么，举例说明"
    )


def _add_moving(kinds: "argparse._SubParsersAction[_ArgumentParser]") -> None:
    command = _command(kinds, "import", commands.import_, "把文件中的绩效表导入数据文件")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    command.add_argument("--into", required=True, type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--dry-run", action="store_true", help="只报告，不写入")
    command.add_argument(
        "--on-duplicate",
        choices=("skip", "version", "merge"),
        default="skip",
        help="同一项目、年度、表种已有时：跳过、存为新版本、合并（只补空格和新指标行）",
    )

    merge_command.add_arguments(
        _command(
            kinds,
            "merge",
            merge_command.run,
            "把别人交回的数据文件、科室填好的工作簿合并进来，逐格比较",
        )
    )

    package_command.add_pack_arguments(
        _command(
            kinds, "pack", package_command.pack, "打成上报包：PDF、Excel、数据、自检结果和清单"
        )
    )
    package_command.add_unpack_arguments(
        _command(kinds, "unpack", package_command.unpack, "核对上报包并收入数据文件")
    )


def _add_export(kinds: "argparse._SubParsersAction[_ArgumentParser]") -> None:
    command = _command(kinds, "export", commands.export, "导出 Excel、PDF 或 JSON")
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--to", required=True, type=Path, metavar="DIR")
    command.add_argument(
        "--format",
        action="append",
        choices=("xlsx", "pdf", "json", "csv", "jsonl"),
        dest="formats",
        help="格式，可多次指定；不写时为 xlsx；csv、jsonl 是供分析的表（表、指标、自检结果各一份）",
    )
    command.add_argument("--one-file", action="store_true", help="全部表合成一个文件")
    command.add_argument(
        "--to-system",
        metavar="ID",
        help="按预算管理一体化系统的导入表导出，如 selfprogram、traceprogram",
    )
    command.add_argument(
        "--give",
        action="append",
        dest="given",
        type=_given,
        metavar="栏目=内容",
        help="系统要、表中没有的内容，可多次指定",
    )
    command.add_argument("--year", type=int, help="只导出这一年度")
    command.add_argument("--kind", choices=[kind.id for kind in KINDS], help="只导出一种表")
    command.add_argument(
        "--project",
        action="append",
        dest="projects",
        metavar="NAME",
        help="只导出这个项目，可多次指定",
    )


def _add_year(kinds: "argparse._SubParsersAction[_ArgumentParser]") -> None:
    text = "由申报表生成监控表、自评表，或由上年的表生成下年的"
    carry_command.add_arguments(_command(kinds, "carry", carry_command.run, text))


def _add_filling(kinds: "argparse._SubParsersAction[_ArgumentParser]") -> None:
    command = _command(kinds, "fill", fill_command.fill, "把表填入主管部门或系统发来的表格")
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    command.add_argument(
        "--project",
        action="append",
        dest="projects",
        metavar="NAME",
        help="只填这个项目，可多次指定",
    )
    command.add_argument("--year", type=int, help="只填这一年度的表")
    command.add_argument("--kind", help="只填这一表种，如 self_evaluation")
    command.add_argument(
        "--into", required=True, type=Path, metavar="THEIR-FILE", help="对方的表格，不会被改动"
    )
    command.add_argument("--to", required=True, type=Path, metavar="OUT", help="填好后另存的文件")
    command.add_argument(
        "--overwrite", action="store_true", help="已有其他内容的单元格也改为本表的内容"
    )


def _add_other(kinds: "argparse._SubParsersAction[_ArgumentParser]") -> None:
    command = _command(kinds, "blank", commands.blank, "生成空白的正式表（Excel）")
    command.add_argument("template", metavar="TEMPLATE")
    command.add_argument("--to", required=True, type=Path, metavar="FILE.xlsx")

    command = _command(kinds, "templates", commands.templates, "列出表样")
    command.add_argument(
        "--in",
        dest="data_file",
        type=Path,
        metavar="UNIT.perfdesk",
        help="连同这个数据文件自己的表样",
    )

    command = _command(
        kinds, "template", template_command.template, "由一份表制作表样，或把表样存入数据文件"
    )
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--to", type=Path, metavar="NAME.toml", help="制作成这个表样文件")
    command.add_argument(
        "--into", type=Path, metavar="UNIT.perfdesk", help="把表样文件存入数据文件"
    )
    _add_templates(command)

    summary_command.add_arguments(_command(kinds, "summary", summary_command.run, "生成汇总表"))

    report_command.add_arguments(
        _command(kinds, "report", report_command.run, "生成自评报告（Word），数字取自各表")
    )

    library_command.add_arguments(
        _command(kinds, "library", library_command.run, "指标库：收入表中的指标，或写成工作簿")
    )

    handout_command.add_arguments(
        _command(kinds, "handout", handout_command.run, "科室分工：把表或几行指标发给科室填")
    )

    command = _command(kinds, "verify", commands.verify, "检查数据文件及其备份")
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")


def _given(text: str) -> tuple[str, str]:
    head, sign, value = text.partition("=")
    if not sign or not head.strip():
        raise argparse.ArgumentTypeError("应写成 栏目=内容")
    return head.strip(), value.strip()


def _add_templates(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--templates",
        type=Path,
        metavar="DIR|UNIT.perfdesk",
        help="还可以用这个文件夹或数据文件里的表样",
    )


def _command(
    kinds: "argparse._SubParsersAction[_ArgumentParser]", name: str, run: Command, text: str
) -> argparse.ArgumentParser:
    command = kinds.add_parser(name, help=text, description=text)
    command.add_argument("--json", action="store_true", help="输出一份 JSON")
    command.set_defaults(run=run)
    return command
