#!/bin/sh
# decode.sh PROGRAMS BARE: what the ring costs. Ten minutes of FLAC through all three processes
# (rondo -o null), and through a bare libsndfile loop, in turn; prints the ratio of the times.
set -eu

programs=$1
bare=$2
runs=${RUNS:-7}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM

now() {
    date +%s%N
}

# time_of COMMAND...: nanoseconds.
time_of() {
    began=$(now)
    "$@"
    echo $(($(now) - began))
}

median() {
    sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

"$programs/rondo-compose" --seconds 600 "$folder/ten.flac"
cat "$folder/ten.flac" >/dev/null
run=0
while [ "$run" -le "$runs" ]; do
    bare_ns=$(time_of "$bare" "$folder/ten.flac")
    rondo_ns=$(time_of "$programs/rondo" -q -n "bench-$$" -o null "$folder/ten.flac")
    # The first of each warms up.
    [ "$run" -eq 0 ] || echo "$bare_ns $rondo_ns" >>"$folder/times"
    run=$((run + 1))
done
bare_ms=$(awk '{ print int($1 / 1000000) }' "$folder/times" | median)
rondo_ms=$(awk '{ print int($2 / 1000000) }' "$folder/times" | median)
ratio=$(awk '{ printf "%.3f\n", $2 / $1 }' "$folder/times" | median)
echo "600 s of FLAC: bare loop $bare_ms ms, rondo -o null $rondo_ms ms, ratio $ratio (median of $runs)"
