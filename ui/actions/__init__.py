"""Every action of the window: the table, the menus, and what Qt makes of them. Commands and dialogs enter."""
