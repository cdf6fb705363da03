@echo off
rem One command: set up, then run all tests. Arguments go to pytest.
call "%~dp0packaging\setup.cmd" --test || exit /b 2
cd /d "%~dp0"
.venv\Scripts\python.exe -m pytest -n 2 --dist worksteal %*
exit /b %ERRORLEVEL%
