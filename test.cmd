@echo off
rem One command: set up, then run all tests. Arguments go to pytest.
setlocal
call "%~dp0packaging\setup.cmd" --test || exit /b 2
cd /d "%~dp0"
rem Tests start the program many times; without cached bytecode each start compiles it all again.
set PYTHONDONTWRITEBYTECODE=
.venv\Scripts\python.exe -m pytest -n 2 --dist worksteal %*
exit /b %ERRORLEVEL%
