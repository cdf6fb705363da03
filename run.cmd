@echo off
rem One command: set up, then open the window on a data file made from real forms.
call "%~dp0packaging\setup.cmd" || exit /b 2
"%~dp0.venv\Scripts\python.exe" "%~dp0packaging\open_sample.py"
exit /b %ERRORLEVEL%
