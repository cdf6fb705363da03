"""The titles of the menus, in their order."""

FILE, EDIT, ROWS, CHECK, FORM, VIEW, HELP = "文件", "编辑", "指标", "自检", "表", "视图", "帮助"
MENUS = (FILE, EDIT, ROWS, CHECK, FORM, VIEW, HELP)
