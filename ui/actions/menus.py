"""The titles of the menus, in their order."""

FILE, EDIT, ROWS, CHECK, FORM = "文件", "编辑", "指标", "自检", "表"
SHARE, VIEW, HELP = "报送", "视图", "帮助"
MENUS = (FILE, EDIT, ROWS, CHECK, FORM, SHARE, VIEW, HELP)

KEYS = dict(zip(MENUS, "FEICTSVH", strict=True))
"""With Alt they open the menu: Alt+F for 文件(F)."""
