@echo off
rem Replace the installed or the given portable program by the one in this pack: update.cmd [FOLDER]
rem make_archives.py packs this file in GBK. Only PerfDesk.exe, PerfDesk.com and _internal are replaced. Exit 0: done. Exit 2: nothing was changed.
setlocal
set "NEW=%~dp0program"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\Programs\PerfDesk"

if exist "%TARGET%\PerfDesk.exe" goto found
echo 没有找到已安装的绩效填报台。便携版请把它的文件夹拖到 update.cmd 上；没有做任何改动。
goto failed

:found
"%NEW%\PerfDesk.com" --selftest >nul
if errorlevel 1 (
    echo 新程序在这台电脑上试运行没有通过，旧程序没有改动。
    goto failed
)

rem Copied in full first: a disk that runs full leaves the old program as it was.
if exist "%TARGET%\update.new" rmdir /s /q "%TARGET%\update.new"
xcopy "%NEW%" "%TARGET%\update.new\" /e /i /q /y >nul
if errorlevel 1 (
    rmdir /s /q "%TARGET%\update.new" 2>nul
    echo 复制没有完成，磁盘可能已满或不能写入，旧程序没有改动。
    goto failed
)

rem Windows refuses to rename the folder of a running program: then nothing has been changed yet.
if exist "%TARGET%\_internal.old" rmdir /s /q "%TARGET%\_internal.old"
ren "%TARGET%\_internal" _internal.old
if not exist "%TARGET%\_internal.old" (
    rmdir /s /q "%TARGET%\update.new"
    echo 绩效填报台正在运行，请先关闭再更新；没有做任何改动。
    goto failed
)
if exist "%TARGET%\PerfDesk.exe.old" del /q "%TARGET%\PerfDesk.exe.old"
if exist "%TARGET%\PerfDesk.com.old" del /q "%TARGET%\PerfDesk.com.old"
ren "%TARGET%\PerfDesk.exe" PerfDesk.exe.old
if exist "%TARGET%\PerfDesk.com" ren "%TARGET%\PerfDesk.com" PerfDesk.com.old
move "%TARGET%\update.new\_internal" "%TARGET%\_internal" >nul
move "%TARGET%\update.new\PerfDesk.exe" "%TARGET%\PerfDesk.exe" >nul
move "%TARGET%\update.new\PerfDesk.com" "%TARGET%\PerfDesk.com" >nul
"%TARGET%\PerfDesk.com" --version
if errorlevel 1 goto restore

rmdir /s /q "%TARGET%\_internal.old" "%TARGET%\update.new"
del /q "%TARGET%\PerfDesk.exe.old" "%TARGET%\PerfDesk.com.old" 2>nul
echo 更新完成。设置、备份和数据文件都没有动。
pause
exit /b 0

:restore
rmdir /s /q "%TARGET%\_internal" "%TARGET%\update.new" 2>nul
ren "%TARGET%\_internal.old" _internal
del /q "%TARGET%\PerfDesk.exe" "%TARGET%\PerfDesk.com" 2>nul
ren "%TARGET%\PerfDesk.exe.old" PerfDesk.exe
if exist "%TARGET%\PerfDesk.com.old" ren "%TARGET%\PerfDesk.com.old" PerfDesk.com
echo 替换没有完成，已恢复成旧程序。

:failed
pause
exit /b 2
