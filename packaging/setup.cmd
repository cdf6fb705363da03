@echo off
rem Find a fitting Python and let packaging\prepare.py do the rest. Arguments are passed on.
setlocal
chcp 65001 >nul
set PYTHONUTF8=1
set "FIT=import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))"
for %%P in ("py -3.11" "py -3.12" "py -3.13" "python" "python3") do (
    %%~P -c "%FIT%" >nul 2>nul && (
        %%~P "%~dp0prepare.py" %*
        goto :end
    )
)
echo Python 3.11, 3.12 or 3.13 was not found: please install it first. 1>&2
exit /b 2
:end
exit /b %ERRORLEVEL%
