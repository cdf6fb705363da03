@echo off
rem One command: set up, then open the window on a data file made from real forms.
setlocal
call "%~dp0packaging\setup.cmd" && "%~dp0.venv\Scripts\python.exe" "%~dp0packaging\open_sample.py"
if %ERRORLEVEL% equ 0 exit /b 0
rem Double-clicked, cmd was started with this file's full path: keep its window open, so that the reason can be read.
echo %CMDCMDLINE% | find /i "%~f0" >nul && pause
exit /b 2
