#!/bin/bash
# course.sh BIN - the commands of samples/README.md, as they stand there, from the first to the last.
#
# A block is what stands together; all its lines run in one shell, in a folder that has the samples.
# What is for other terminals goes into the background: the player of terminal 2, and programs that
# wait for hands. Only processes of this session are seen by the course's pgrep.
set -u

if [ -z "${COURSE_SESSION:-}" ]; then
    export COURSE_SESSION=yes
    unshare --ipc true 2>/dev/null && exec setsid --wait unshare --ipc "$0" "$@"
    exec setsid --wait "$0" "$@"
fi

here=$(dirname -- "$(readlink -f -- "$0")")
root=$(dirname -- "$(dirname -- "$here")")
bin=$(readlink -f -- "$1")
world=$(mktemp -d)
failures=0
mkdir -m 700 "$world/bin" "$world/run" "$world/home" "$world/here"
ln -s "$root/samples" "$world/here/samples"
printf '#!/bin/sh\nexec %s -s 0 "$@"\n' "$(command -v pgrep)" >"$world/bin/pgrep"
chmod +x "$world/bin/pgrep"
export PATH="$world/bin:$bin:$bin/ipc:$PATH" XDG_RUNTIME_DIR="$world/run" HOME="$world/home"
unset XDG_CONFIG_HOME XDG_STATE_HOME
cd "$world/here" || exit 1

# Nothing may be left, whatever went wrong: first those that end in order, then all.
leave() {
    rondoctl stop >/dev/null 2>&1
    for pid in $(pgrep . | grep -vx $$); do kill -9 "$pid" 2>/dev/null; done
    rm -r "$world"
}
trap leave EXIT

fail() {
    printf 'lesson %s: %s: %s\n' "$lesson" "$line" "$1"
    sed 's/^/    /' "$world/out"
    failures=$((failures + 1))
}

# lesson_blocks N: its lines without the indent; an empty line between two blocks.
lesson_blocks() {
    awk -v lesson="## $1. " '
        /^## / { inside = index($0, lesson) == 1 }
        inside && /^    / { print substr($0, 5); shown = 1; next }
        inside && shown { print ""; shown = 0 }
    ' samples/README.md
}

# until_true COMMAND...: waits for it; a minute is for ever.
until_true() {
    for ((i = 0; i < 600; i++)); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    fail "waited in vain for: $*"
}

start_player() {
    "$@" >"$world/player" 2>&1 </dev/null &
    player=$!
    until_true rondoctl status
}

end_player() {
    [ -n "$player" ] || return
    rondoctl stop >/dev/null 2>&1
    wait "$player" || fail "the player ended with $?"
    player=
}

# Ctrl-C where the terminal would send it, to the whole process group: three times.
by_hand() {
    set -m
    "$@" >"$world/out" 2>&1 &
    pid=$!
    set +m
    until_true grep -q . "$world/out"
    for _ in 1 2 3; do
        sleep 0.3
        kill -INT -- "-$pid"
    done
    wait "$pid"
}

# Its text takes minutes at the pace of a reader.
begin_and_stop() {
    "$@" >"$world/out" 2>&1 &
    pid=$!
    until_true grep -q . "$world/out"
    kill -TERM "$pid"
    wait "$pid"
    [ -s "$world/out" ]
}

# shellcheck disable=SC2086 # a line is words of a command
run_line() {
    case $line in
    'rondo -o sim '*)
        end_player
        start_player $line
        ;;
    *--by-hand) by_hand $line || fail "status $?" ;;
    pseudo-player*) begin_and_stop $line || fail "status $?" ;;
    'for '*) eval "$line" >"$world/out" 2>&1 ;; # its commands are killed, which is the point
    *)
        eval "$line" >"$world/out" 2>&1 || fail "status $?"
        ! grep -q '✗' "$world/out" || fail 'something was not as it was told'
        ;;
    esac
}

run_block() {
    case $1 in
    *'rondo -o sim'*) ;;
    *rondoctl* | *'pgrep -x rondo'*) start_player rondo -o sim samples/audio/rondo.m3u ;;
    esac
    while IFS= read -r line <&3; do
        run_line
    done 3<<<"$1"
    end_player
    wait
}

lines=0
player=
for lesson in 1 2 3 4 5 6 7 8 9 10 11 12; do
    block=
    while IFS= read -r line <&4; do
        if [ -n "$line" ]; then
            block+=${block:+$'\n'}$line
            lines=$((lines + 1))
        elif [ -n "$block" ]; then
            run_block "$block"
            block=
        fi
    done 4< <(lesson_blocks "$lesson")
done
[ "$(ipcs | grep -c ' 600 ')" -eq 0 ] || { ipcs; failures=$((failures + 1)); }
printf '%d command lines, %d failures\n' "$lines" "$failures"
[ "$lines" -gt 0 ] && [ "$failures" -eq 0 ]
