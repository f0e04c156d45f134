#!/bin/sh
# Makes camel-openrouter.aot (JDK 25 and newer) or camel-openrouter.jsa (older) beside camel-openrouter.jar: what the JVM has
# loaded, linked and learnt in a training run, so that the next start need not. It is trained in front of the sandbox of another
# process, by calls and streams that come at once, as in the first minute of a new one. Made by one JVM for that JVM, this jar
# and this lib/ alone; a JVM that it does not fit goes on without it. Takes half a minute and needs curl 7.67.
#
#   mvn -DskipTests package && sh src/assembly/aot-cache.sh      in a checkout, for target/camel-openrouter.jar
#   bin/aot-cache.sh                                             where the zip is unpacked
#
#   JAVA_HOME  the Java that the gateway will run on; else the java of PATH
#   JAVA_OPTS  the options that it will run with; another garbage collector, for one, wants another cache
#   CALLS      how many calls it is trained with, 6000
set -euf
export LC_ALL=C

unset CDPATH
home=$(cd -- "$(dirname -- "$0")/.." && pwd)
[ -f "$home/camel-openrouter.jar" ] || home=$(cd -- "$home/../target" 2> /dev/null && pwd) || home=target
if [ ! -f "$home/camel-openrouter.jar" ]; then
    echo "There is no camel-openrouter.jar in $home: build it first, mvn -DskipTests package." >&2
    exit 1
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
calls=${CALLS:-6000}
curl --no-progress-meter -Z --version > /dev/null 2>&1 || {
    echo "The training calls are made by curl 7.67 or newer, and there is none." >&2
    exit 1
}

version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = \(1\.\)\{0,1\}\([0-9]*\).*/\2/p')
if [ "${version:-0}" -lt 17 ] 2> /dev/null; then
    echo "The gateway needs Java 17 or newer, and \"$java\" is ${version:-none}." >&2
    exit 1
elif [ "$version" -ge 25 ]; then
    cache=$home/camel-openrouter.aot make=-XX:AOTCacheOutput= use=-XX:AOTCache=
else
    cache=$home/camel-openrouter.jsa make=-XX:ArchiveClassesAtExit= use=-XX:SharedArchiveFile=
fi

made=$cache.made
[ -w "$home" ] || {
    echo "Nobody but its owner may write to $home: run this as somebody who may." >&2
    exit 1
}
# As the start script starts the gateway, where there is one.
script=$home/bin/camel-openrouter
options=
[ ! -f "$script" ] || options=$(AOT_CACHE=options "$script" --version)
work=$(mktemp -d)
running=
end() {
    # shellcheck disable=SC2086 # process ids
    [ -z "$running" ] || { kill $running 2> /dev/null || :; wait; }
    rm -rf "$work" "$made" "$made.config"
}
trap end EXIT
trap 'exit 130' INT TERM

say() {
    printf '%s  %s\n' "$(date +%H:%M:%S)" "$1"
}

# Starts the gateway, and waits until its log says where it listens. Nothing of the caller's own settings, by environment or by
# file: no key, any free ports, a directory of its own.
#   $1  its name here
#   $2  an argument for it, or nothing; what follows are settings, and java with its options
start() {
    name=$1 argument=$2
    shift 2
    if [ -d "$home/lib/ext" ]; then
        set -- "$@" -cp "$home/camel-openrouter.jar:$home/lib/ext/*" io.github.camelopenrouter.RunnableJar
    else
        set -- "$@" -jar "$home/camel-openrouter.jar"
    fi
    [ -z "$argument" ] || set -- "$@" "$argument"
    mkdir -p "$work/$name"
    (cd "$work/$name" && exec env -i PATH="$PATH" CAMEL_SERVER_PORT=0 CAMEL_MANAGEMENT_PORT=0 \
        ${JDK_JAVA_OPTIONS:+"JDK_JAVA_OPTIONS=$JDK_JAVA_OPTIONS"} ${JAVA_TOOL_OPTIONS:+"JAVA_TOOL_OPTIONS=$JAVA_TOOL_OPTIONS"} "$@") > "$work/$name/log" 2>&1 &
    started=$!
    running="$running $started"
    url=
    while [ -z "$url" ]; do
        kill -0 "$started" 2> /dev/null || { cat "$work/$name/log" >&2; exit 1; }
        sleep 0.05
        url=$(sed -n 's/.* listens on \(http:[^,]*\),.*/\1/p' "$work/$name/log")
    done
}

stop() {
    kill "$1"
    wait "$1" || [ $? -eq 143 ]
}

message='"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Say hello."}]'

# So many calls of one kind at once, until there have been enough: $1 path, $2 body, $3 how many, $4 at once, 1
call() {
    curl -sSf --no-progress-meter -Z --parallel-max "${4:-1}" -o /dev/null -H 'Content-Type: application/json' -d "$2" "$url$1?[1-$3]" > /dev/null
}

# Milliseconds of processor time that all children had so far; not to be asked in a subshell, which has none.
count() {
    times > "$work/times"
    counted=$(awk 'NR == 2 { gsub(/[ms]/, " "); $0 = $0; print int(($1 * 60 + $2 + $3 * 60 + $4) * 1000) }' "$work/times")
}

# What a start, the first answer and the stop cost.
first_answer() {
    count
    cost=$counted
    # shellcheck disable=SC2086 # options are split at spaces
    start "compared" --sandbox "$java" $options ${JAVA_OPTS:-} "$@"
    call /v1/chat/completions "{\"model\":\"openrouter/sandbox/fast\",$message}" 1
    stop "$started"
    count
    cost=$((counted - cost))
}

say "Java $version trains for $cache: about half a minute."
say "Starting without it, to compare."
first_answer
before=$cost
say "Starting for the training, in front of the sandbox."
start "sandbox" --sandbox "$java"
sandbox=$started
# shellcheck disable=SC2086 # options are split at spaces
start "trained" "" OPENROUTER_API_KEY=training OPENROUTER_BASE_URL="$url" "$java" $options ${JAVA_OPTS:-} "$make$made"
say "$calls plain calls."
call /v1/chat/completions "{\"model\":\"openrouter/sandbox/fast\",$message}" "$calls" 32
say "$((calls / 4)) streams, and some calls of each other kind."
call /v1/chat/completions "{\"model\":\"openrouter/sandbox/fast\",\"stream\":true,$message}" $((calls / 4)) 100
call /v1/responses '{"model":"openrouter/sandbox/fast","input":"Say hello."}' $((calls / 20)) 4
call /anthropic/v1/messages "{\"model\":\"sandbox/fast\",\"max_tokens\":50,$message}" $((calls / 20)) 4
call /anthropic/v1/messages "{\"model\":\"sandbox/fast\",\"max_tokens\":50,\"stream\":true,$message}" $((calls / 20)) 4
curl -sSf -o /dev/null "$url/v1/models"
say "Stopping, and writing what was learnt: the longest part."
stop "$started"
stop "$sandbox"
[ -s "$made" ] || { cat "$work/trained/log" >&2; exit 1; }
rm -f "$cache" "$cache.of"
mv "$made" "$cache"
say "Starting with it, to compare."
first_answer "$use$cache"
say "Done: $(($(wc -c < "$cache") / 1000000)) MB. To start, answer once and stop takes $cost ms of CPU with it, $before ms without."
echo "Use it with: $java ${JAVA_OPTS:+$JAVA_OPTS }$use\"$cache\" -jar \"$home/camel-openrouter.jar\""
[ -f "$script" ] || exit 0
if AOT_CACHE=fits "$script" --version; then
    echo "$(AOT_CACHE=name "$script" --version) $(($(wc -c < "$cache")))" > "$cache.of"
    chmod a+r "$cache" "$cache.of"
    echo "$script takes it by itself."
else
    echo "$script does not take it: Java and JAVA_OPTS must be those that it is started with." >&2
    exit 1
fi
