"""Every action of the window in one table: menus, shortcuts, palette, help and tests read it."""

from dataclasses import dataclass
from enum import Enum

from ui.actions.menus import CHECK, EDIT, FILE, FORM, HELP, ROWS, SHARE, VIEW


class Needs(Enum):
    """What must be there for an action to be possible."""

    NOTHING = 0
    FILE = 1
    FORM = 2
    WRITABLE_FILE = 3
    WRITABLE_FORM = 4


class KeyScope(Enum):
    """Where a shortcut works."""

    WINDOW = "window"
    FORM = "form"
    """Only with the cursor on the paper: editors and panels have their own use of the keys."""
    CELL = "cell"
    """On the paper, and in an open editor too."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that can be done. `id` is also the name of the method that does it."""

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: Needs = Needs.NOTHING
    scope: KeyScope = KeyScope.WINDOW
    tip: str = ""
    separated: bool = False
    """A line stands above it in the menu."""
    checkable: bool = False


_W, _WF, _F, _O = Needs.WRITABLE_FILE, Needs.WRITABLE_FORM, Needs.FORM, Needs.FILE
_PAPER = KeyScope.FORM

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_file", "新建数据文件…", FILE, icon="file-plus-2", tip="一个单位一个数据文件"),
    ActionSpec("open_file", "打开数据文件…", FILE, ("Ctrl+O",), "folder-open"),
    ActionSpec("open_sample", "打开示例", FILE, tip="用公开的真实表格试一试，不影响自己的数据"),
    ActionSpec("save_now", "保存", FILE, ("Ctrl+S",), "save", _O, tip="每次改动都已自动保存"),
    ActionSpec("backup_to", "备份到…", FILE, needs=_O, tip="把数据文件另存一份，如存到 U 盘"),
    ActionSpec(
        "restore_backup", "从备份恢复…", FILE, needs=_W, tip="看备份里有什么，恢复全部或部分表"
    ),
    ActionSpec("check_file", "检查数据文件…", FILE, tip="数据文件和备份是否完好；损坏时抢救或恢复"),
    ActionSpec(
        "shrink_file", "整理数据文件", FILE, needs=_W, tip="合并很早以前的修改步骤，让文件变小"
    ),
    ActionSpec(
        "save_elsewhere",
        "另存到其他盘…",
        FILE,
        needs=_O,
        tip="本盘写不进去时，连同未保存的一起另存",
    ),
    ActionSpec(
        "import_files",
        "导入…",
        FILE,
        ("Ctrl+I",),
        "import",
        _W,
        tip="从 Excel、WPS、Word 导入",
        separated=True,
    ),
    ActionSpec("import_folder", "导入文件夹…", FILE, needs=_W, tip="一次读入整个文件夹里的表"),
    ActionSpec(
        "import_clipboard",
        "导入剪贴板中的表…",
        FILE,
        needs=_W,
        tip="在 Excel、WPS、Word 里选中整张表复制后，从这里导入",
    ),
    ActionSpec(
        "export_excel",
        "导出 Excel…",
        FILE,
        ("Ctrl+E",),
        "file-spreadsheet",
        _O,
        tip="按官方表样导出，可再导入",
    ),
    ActionSpec(
        "export_pdf",
        "导出 PDF…",
        FILE,
        ("Ctrl+Shift+E",),
        "file-text",
        _O,
        tip="按官方表样导出 PDF",
    ),
    ActionSpec(
        "fill_in",
        "填入主管部门的表格…",
        FILE,
        needs=_O,
        tip="把表填进主管部门或系统发来的 Excel、Word 表格，另存一份",
    ),
    ActionSpec("blank_form", "空白表…", FILE, needs=_O, tip="把空的官方表样存为 Excel，发给别人填"),
    ActionSpec("print_preview", "打印预览…", FILE, ("Ctrl+Shift+P",), "eye", _F, separated=True),
    ActionSpec("print_form", "打印…", FILE, ("Ctrl+P",), "printer", _F),
    ActionSpec("close_file", "关闭数据文件", FILE, ("Ctrl+W",), "", _O, separated=True),
    ActionSpec("quit", "退出", FILE, ("Ctrl+Q",)),
    ActionSpec("undo", "撤销", EDIT, ("Ctrl+Z",), "undo-2", _W),
    ActionSpec("redo", "重做", EDIT, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", _W),
    ActionSpec(
        "step_list",
        "撤销记录…",
        EDIT,
        ("Ctrl+Alt+Z",),
        "",
        _O,
        tip="每一步何时在哪张表做了什么，看清后可回到任何一步",
    ),
    ActionSpec(
        "edit_cell",
        "修改单元格",
        EDIT,
        ("F2",),
        "",
        _WF,
        _PAPER,
        "在原有内容上修改",
        separated=True,
    ),
    ActionSpec("cut", "剪切", EDIT, ("Ctrl+X",), "scissors", _WF, _PAPER),
    ActionSpec("copy", "复制", EDIT, ("Ctrl+C",), "copy", _F, _PAPER),
    ActionSpec(
        "paste",
        "粘贴",
        EDIT,
        ("Ctrl+V",),
        "clipboard-paste",
        _WF,
        _PAPER,
        "可粘贴 Excel、WPS 中的一块",
    ),
    ActionSpec("clear", "清除内容", EDIT, ("Del",), "", _WF, _PAPER),
    ActionSpec(
        "fill_down", "向下填充", EDIT, ("Ctrl+D",), "", _WF, _PAPER, "用选中的第一格填下面的格"
    ),
    ActionSpec("insert_date", "填入今天", EDIT, ("Ctrl+;",), "calendar", _WF, KeyScope.CELL),
    ActionSpec(
        "set_automatic",
        "采用计算值",
        EDIT,
        ("Ctrl+Shift+A",),
        "calculator",
        _WF,
        _PAPER,
        "让这一格按数自动计算",
    ),
    ActionSpec("find", "查找…", EDIT, ("Ctrl+F",), "search", _O, separated=True),
    ActionSpec("replace", "替换…", EDIT, ("Ctrl+H",), "replace", _W),
    ActionSpec("fill_field", "批量填写…", EDIT, needs=_W, tip="把一项内容填进许多张表"),
    ActionSpec(
        "phrases",
        "常用语…",
        EDIT,
        ("Ctrl+L",),
        "",
        _WF,
        KeyScope.CELL,
        "从本单位的常用语中选一句填入",
    ),
    ActionSpec(
        "recover_drafts", "找回未填完的文字", EDIT, needs=_W, tip="上次意外退出时正在填的文字"
    ),
    ActionSpec(
        "insert_row",
        "增加指标",
        ROWS,
        ("Ctrl++", "Ctrl+="),
        "list-plus",
        _WF,
        tip="在当前指标下方加一行",
    ),
    ActionSpec("remove_rows", "删除指标", ROWS, ("Ctrl+-",), "list-x", _WF, tip="删除选中的指标行"),
    ActionSpec(
        "move_up", "上移", ROWS, ("Alt+Shift+Up",), "arrow-up", _WF, tip="把选中的指标行上移"
    ),
    ActionSpec(
        "move_down", "下移", ROWS, ("Alt+Shift+Down",), "arrow-down", _WF, tip="把选中的指标行下移"
    ),
    ActionSpec(
        "next_finding",
        "下一条",
        CHECK,
        ("F8",),
        "arrow-right",
        _F,
        tip="从光标处往下，跳到下一条自检结果",
    ),
    ActionSpec("previous_finding", "上一条", CHECK, ("Shift+F8",), "", _F),
    ActionSpec(
        "check_all", "全审", CHECK, ("F9",), "clipboard-check", _O, tip="检查数据文件中的全部表"
    ),
    ActionSpec(
        "apply_fix", "一键改正", CHECK, ("Ctrl+.",), "sparkles", _WF, tip="按所选自检结果的建议改正"
    ),
    ActionSpec(
        "accept_finding",
        "填写出错说明…",
        CHECK,
        ("Ctrl+Shift+M",),
        "",
        _WF,
        tip="保留原样并写明原因",
    ),
    ActionSpec(
        "copy_findings",
        "复制自检结果为表格",
        CHECK,
        needs=_O,
        tip="可粘贴到 Excel、WPS，次序同列表",
    ),
    ActionSpec(
        "group_by_rule",
        "自检结果按规则分组",
        CHECK,
        needs=_O,
        tip="同一类问题放在一起，可收起、展开",
        separated=True,
        checkable=True,
    ),
    ActionSpec(
        "group_by_form",
        "自检结果按表分组",
        CHECK,
        needs=_O,
        tip="每张表的问题放在一起",
        checkable=True,
    ),
    ActionSpec(
        "group_none", "自检结果不分组", CHECK, needs=_O, tip="全部按轻重排列", checkable=True
    ),
    ActionSpec("open_groups", "展开全部分组", CHECK, needs=_O),
    ActionSpec("close_groups", "收起全部分组", CHECK, needs=_O),
    ActionSpec(
        "check_report", "自检报告…", CHECK, needs=_O, tip="导出 Excel 或 PDF", separated=True
    ),
    ActionSpec(
        "verify_paper", "核对纸质件…", CHECK, needs=_O, tip="按页脚校验码核对纸质件是不是现在的数"
    ),
    ActionSpec(
        "accept_score",
        "采用建议得分",
        CHECK,
        ("Ctrl+Return", "Ctrl+Enter"),
        "",
        _WF,
        _PAPER,
        "填入算出的得分，或格旁的合计数（整体支出表的项目支出）",
    ),
    ActionSpec(
        "new_form", "新建表…", FORM, ("Ctrl+N",), "file-plus-2", _W, tip="按官方表样新建一张表"
    ),
    ActionSpec(
        "make_template",
        "表样制作…",
        FORM,
        needs=_W,
        tip="由主管部门的空表或填好的表制作自己的表样，存入数据文件或交给别人",
    ),
    ActionSpec(
        "carry_over",
        "照上年同表新建…",
        FORM,
        needs=_WF,
        tip="上年同表新建：照去年的表做今年的，或照申报表做自评表：名称、目标、指标照抄，资金和完成情况待填",
    ),
    ActionSpec(
        "make_self_evaluation",
        "由申报表生成自评表",
        FORM,
        needs=_WF,
        tip="所选各表（或本表）的项目，按申报的目标、指标和批复的指标值生成同年的自评表；原表不变",
    ),
    ActionSpec(
        "make_monitoring",
        "由申报表生成监控表",
        FORM,
        needs=_WF,
        tip="按申报的目标、指标、指标值和年初预算生成同年的监控表，金额折算为万元；原表不变",
    ),
    ActionSpec(
        "make_next_declaration",
        "生成下年申报表",
        FORM,
        needs=_WF,
        tip="照所选各表（或本表）的项目生成下一年的申报表，资金留空待填；原表不变",
    ),
    ActionSpec(
        "side_by_side", "申报、监控、自评对照…", FORM, needs=_F, tip="同一项目同年的三张表并排看"
    ),
    ActionSpec(
        "approval",
        "登记指标调整…",
        FORM,
        needs=_WF,
        tip="当前指标经财政批准的调整：申请、批复的值，日期和文号",
    ),
    ActionSpec(
        "review", "退回意见…", FORM, needs=_WF, tip="复核、审核提出的意见，可读入复核意见表"
    ),
    ActionSpec("duplicate_form", "复制本表", FORM, ("Ctrl+Shift+D",), "files", _WF),
    ActionSpec(
        "remove_form", "删除本表", FORM, needs=_WF, icon="trash-2", tip="移到回收站，可恢复"
    ),
    ActionSpec(
        "money_table",
        "资金总表…",
        FORM,
        ("Ctrl+M",),
        "table-2",
        _O,
        tip="全年各项目预算数、执行数在一张表里填",
    ),
    ActionSpec("summary", "汇总表…", FORM, needs=_O, tip="本年度各项目汇总，导出 Excel 或 PDF"),
    ActionSpec(
        "cell_note",
        "备注…",
        FORM,
        ("Shift+F2",),
        "sticky-note",
        _WF,
        _PAPER,
        "只给自己看，不打印",
        True,
    ),
    ActionSpec("cell_history", "本格历史…", FORM, ("Ctrl+Shift+H",), "history", _F, _PAPER),
    ActionSpec("form_history", "本表历史…", FORM, needs=_F, icon="file-clock"),
    ActionSpec(
        "freeze",
        "定稿…",
        FORM,
        icon="stamp",
        needs=_WF,
        tip="给现在的内容起个名字存为版本并锁定，以后可对照、恢复",
        separated=True,
    ),
    ActionSpec(
        "unlock",
        "解除定稿",
        FORM,
        needs=_WF,
        tip="作为新的一稿继续修改；定稿的内容留在“版本”里",
    ),
    ActionSpec(
        "versions", "版本…", FORM, needs=_F, tip="各版本的时间、定稿人，逐格对照，恢复到某一版"
    ),
    ActionSpec("recycle_bin", "回收站…", FORM, needs=_W),
    ActionSpec("library", "指标库…", SHARE, needs=_F, tip="查找指标，插入到表中；同一指标各年对照"),
    ActionSpec(
        "narrative", "自评报告（Word）…", SHARE, needs=_O, tip="数字取自各表，只有人能写的地方标出"
    ),
    ActionSpec(
        "publication", "公开版…", SHARE, needs=_O, tip="去掉联系电话、人员和签字栏的 PDF、Excel"
    ),
    ActionSpec(
        "hand_outs",
        "科室分工…",
        SHARE,
        needs=_O,
        tip="把表或几行指标发给业务科室填，收回合并；谁交了、还缺什么一目了然",
        separated=True,
    ),
    ActionSpec(
        "merge_copies",
        "收回、合并交回的文件…",
        SHARE,
        needs=_W,
        tip="科室交回的工作簿、几个人各填的数据文件合到一起；两边都改过的逐处选",
    ),
    ActionSpec(
        "pack",
        "打上报包…",
        SHARE,
        needs=_O,
        tip="PDF、Excel、自检结果和清单打成一个压缩包",
        separated=True,
    ),
    ActionSpec("unpack", "收上报包…", SHARE, needs=_W, tip="核对别的单位的上报包，收入本数据文件"),
    ActionSpec("board", "报送情况…", SHARE, needs=_O, tip="哪些单位已报、哪些未报，还有多少错误"),
    ActionSpec(
        "analysis_tables",
        "导出供分析的表…",
        SHARE,
        needs=_O,
        tip="CSV 和 JSON 行，给 DuckDB 等统计用",
    ),
    ActionSpec("zoom_in", "放大", VIEW, ("Ctrl+Alt+=", "Ctrl+Alt++"), "zoom-in"),
    ActionSpec("zoom_out", "缩小", VIEW, ("Ctrl+Alt+-",), "zoom-out"),
    ActionSpec("zoom_fit", "适合宽度", VIEW, ("Ctrl+0",), "maximize"),
    ActionSpec(
        "toggle_tree", "项目列表", VIEW, ("Ctrl+1",), "panel-left", separated=True, checkable=True
    ),
    ActionSpec("toggle_findings", "自检结果", VIEW, ("Ctrl+2",), "panel-right", checkable=True),
    ActionSpec("next_pane", "下一个区域", VIEW, ("F6",)),
    ActionSpec(
        "toggle_dark", "深色界面", VIEW, ("Ctrl+Shift+N",), "moon", separated=True, checkable=True
    ),
    ActionSpec("settings", "设置…", VIEW, ("Ctrl+,",), "settings"),
    ActionSpec("palette", "查找功能…", HELP, ("Ctrl+K",), "command", tip="输入几个字找到任何功能"),
    ActionSpec(
        "cell_help", "本格填报说明", HELP, ("F1",), "circle-help", tip="这一格怎么填，附正反例"
    ),
    ActionSpec("help", "帮助", HELP, ("Shift+F1",), "book-open", separated=True),
    ActionSpec("first_steps", "第一次用的步骤", HELP, tip="在项目列表下面列出六步，做完一步勾一步"),
    ActionSpec("shortcuts", "快捷键", HELP, icon="keyboard"),
    ActionSpec("whats_new", "本版更新", HELP),
    ActionSpec("copy_diagnostics", "复制诊断信息", HELP, tip="不含填报内容", separated=True),
    ActionSpec("about", "关于绩效填报台", HELP, icon="info"),
)

TOOL_BAR: tuple[str, ...] = (
    "new_form", "import_files", "|", "undo", "redo", "|", "insert_row", "remove_rows", "move_up", "move_down", "|",
    "money_table", "find", "|", "next_finding", "check_all", "|", "export_excel", "export_pdf", "print_preview",
)  # fmt: skip
WITH_TEXT = frozenset(TOOL_BAR) - {"|", "undo", "redo"}
"""Tools that say their name beside the icon; the two arrows need no words."""

FOLDED_FIRST = (
    "move_up", "move_down", "redo", "find", "next_finding", "money_table", "print_preview", "undo", "remove_rows",
    "export_pdf", "check_all", "export_excel",
)  # fmt: skip
"""Tools that a narrow window puts into its menu ⋯, the least used first."""

CELL_MENU: tuple[str, ...] = (
    "edit_cell", "cut", "copy", "paste", "clear", "|", "set_automatic", "phrases", "insert_date", "|",
    "insert_row", "remove_rows", "move_up", "move_down", "|", "cell_help", "cell_note", "cell_history",
)  # fmt: skip
TREE_MENU: tuple[str, ...] = (
    "new_form", "carry_over", "make_self_evaluation", "make_monitoring", "make_next_declaration",
    "side_by_side", "duplicate_form", "remove_form", "|",
    "export_excel", "export_pdf", "print_preview", "|", "freeze", "unlock", "versions", "form_history",
)  # fmt: skip


def by_id(action_id: str) -> ActionSpec:
    """The action of this id; KeyError when there is none."""
    return _BY_ID[action_id]


_BY_ID = {action.id: action for action in ACTIONS}
