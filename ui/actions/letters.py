"""The letter of each action in its menu: Alt+F, then N makes a new data file."""

from ui.actions.table import ACTIONS, ActionSpec

_CHOSEN = {
    # 文件
    "new_file": "N", "open_file": "O", "open_sample": "M", "save_now": "S", "backup_to": "B",
    "restore_backup": "R", "check_file": "C", "shrink_file": "Z", "save_elsewhere": "A",
    "import_files": "I", "import_folder": "D", "import_clipboard": "V", "export_excel": "E",
    "export_pdf": "F", "fill_in": "L", "blank_form": "K", "print_preview": "W", "print_form": "P",
    "close_file": "G", "quit": "X",
    # 编辑
    "undo": "U", "redo": "R", "step_list": "S", "edit_cell": "E", "cut": "T", "copy": "C",
    "paste": "P", "clear": "A", "fill_down": "D", "insert_date": "J", "set_automatic": "V",
    "find": "F", "replace": "H", "fill_field": "B", "phrases": "L", "recover_drafts": "Z",
    # 指标
    "insert_row": "I", "remove_rows": "R", "move_up": "M", "move_down": "N",
    # 自检
    "next_finding": "N", "previous_finding": "P", "check_all": "A", "apply_fix": "F",
    "accept_finding": "E", "copy_findings": "C", "group_by_rule": "R", "group_by_form": "T",
    "group_none": "O", "open_groups": "X", "close_groups": "S", "check_report": "B",
    "verify_paper": "V", "accept_score": "G",
    # 表
    "new_form": "N", "make_template": "M", "carry_over": "C", "make_self_evaluation": "A",
    "make_monitoring": "J", "make_next_declaration": "X", "side_by_side": "B", "approval": "T",
    "review": "R", "duplicate_form": "D", "remove_form": "L", "money_table": "Z", "summary": "S",
    "cell_note": "K", "cell_history": "H", "form_history": "I", "freeze": "O", "unlock": "U",
    "versions": "V", "recycle_bin": "G",
    # 报送
    "library": "L", "narrative": "W", "publication": "P", "merge_copies": "M", "pack": "D",
    "unpack": "S", "board": "B", "analysis_tables": "A",
    # 视图
    "zoom_in": "I", "zoom_out": "O", "zoom_fit": "W", "toggle_tree": "T", "toggle_findings": "F",
    "next_pane": "N", "toggle_dark": "D", "settings": "S",
    # 帮助
    "palette": "F", "cell_help": "Q", "help": "H", "shortcuts": "K", "whats_new": "N",
    "copy_diagnostics": "D", "about": "A", "first_steps": "B",
}  # fmt: skip
RECENT = "T"
"""Of the list of recent files in 文件."""


def _all() -> dict[str, str]:
    """One for every action; one that is not named above takes a letter that its menu has left."""
    found = dict(_CHOSEN)
    for spec in ACTIONS:
        if spec.id not in found:
            taken = {found.get(other.id) for other in ACTIONS if other.menu == spec.menu}
            free = [letter for letter in (*spec.id.upper(), *"QWYUKJ") if letter.isalpha()]
            found[spec.id] = next((letter for letter in free if letter not in taken), "")
    return found


LETTERS = _all()


def lettered(spec: ActionSpec) -> str:
    """The words of an action in a menu: 打开数据文件(&O)…"""
    return with_letter(spec.text, LETTERS[spec.id])


def with_letter(text: str, letter: str) -> str:
    """A text for a menu with the letter that chooses it, before the dots that promise a question."""
    words = text.rstrip("…")
    return f"{words}(&{letter}){text[len(words) :]}" if letter else text
