#!/bin/sh
# Makes target/camel-openrouter.aot (JDK 25 and newer) or target/camel-openrouter.jsa (older): what the JVM has loaded, linked
# and learnt in a training run against the sandbox, so that the next start need not. Made by one JVM for that JVM, this jar
# and this class path alone; a JVM that it does not fit goes on without it.
#
#   mvn -DskipTests package && sh src/assembly/aot-cache.sh
set -eu

target=$(cd "$(dirname "$0")/../../target" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=${PORT:-18080}
calls=${CALLS:-1000}

version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')
if [ "$version" -ge 25 ]; then
    cache=$target/camel-openrouter.aot make=-XX:AOTCacheOutput= use=-XX:AOTCache=
else
    cache=$target/camel-openrouter.jsa make=-XX:ArchiveClassesAtExit= use=-XX:SharedArchiveFile=
fi

url=http://127.0.0.1:$port
log=$target/aot-cache.log
cd "$target/.."
rm -f "$cache"
# Nothing of the caller's own settings: this run has no key, and no other upstream than itself.
env -i PATH="$PATH" CAMEL_SERVER_PORT="$port" CAMEL_MANAGEMENT_PORT=0 \
    "$java" "$make$cache" -jar "$target/camel-openrouter.jar" --sandbox > "$log" 2>&1 &
gateway=$!
trap 'kill $gateway 2> /dev/null || true' EXIT
until curl -sf -o /dev/null "$url/health"; do
    kill -0 $gateway 2> /dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.2
done

call() {
    curl -sf -o /dev/null -H 'Content-Type: application/json' -d "$2" "$url$1?[1-$3]"
}
message='"messages":[{"role":"user","content":"Say hello."}]'
call /v1/chat/completions "{\"model\":\"openrouter/openai/gpt-4o-mini\",$message}" "$calls"
call /v1/chat/completions "{\"model\":\"openrouter/openai/gpt-4o-mini\",\"stream\":true,$message}" $((calls / 10))
call /v1/responses '{"model":"openrouter/openai/gpt-4o-mini","input":"Say hello."}' 20
call /anthropic/v1/messages "{\"model\":\"claude-3-5-sonnet\",\"max_tokens\":50,$message}" 20
curl -sf -o /dev/null "$url/v1/models"

kill $gateway
wait $gateway || [ $? -eq 143 ]
trap - EXIT
[ -s "$cache" ] || { cat "$log" >&2; exit 1; }
echo "$java $use$cache -jar $target/camel-openrouter.jar"
