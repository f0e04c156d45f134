@echo off
rem Starts the gateway that is unpacked here, from wherever it is called: bin\camel-openrouter.cmd [--sandbox] [--dev]
rem
rem It reads application.properties, routes\ and kamelets\ of the directory above bin\, and relative paths in settings begin
rem there.
rem   JAVA_HOME  the Java to run on, 17 or newer; else the java of PATH
rem   JAVA_OPTS  options for the JVM
setlocal EnableExtensions DisableDelayedExpansion
pushd "%~dp0.." || exit /b 1

set "JAVA=java"
if not defined JAVA_HOME goto find
set "JAVA=%JAVA_HOME:"=%\bin\java.exe"
if exist "%JAVA%" goto run
echo JAVA_HOME is "%JAVA_HOME:"=%", and there is no bin\java.exe in it. 1>&2
exit /b 1

:find
where java >nul 2>nul
if not errorlevel 1 goto run
echo There is no java: install Java 17 or newer, or name its directory in JAVA_HOME. 1>&2
exit /b 1

:run
rem Libraries of one's own, such as those of an export to Kafka, come behind the gateway's.
set "START=-jar camel-openrouter.jar"
if exist lib\ext\ set "START=-cp camel-openrouter.jar;lib\ext\* io.github.camelopenrouter.RunnableJar"
"%JAVA%" %JAVA_OPTS% %START% %*
exit /b %ERRORLEVEL%
