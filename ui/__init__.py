"""The window of 绩效填报台: Qt over perfdesk.session."""
