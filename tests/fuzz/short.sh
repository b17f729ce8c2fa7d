#!/bin/sh
# short.sh FUZZER CORPUS RUNS - the committed inputs, and RUNS more that are the same each time.
#
# Exit status 77: there is no such fuzzer, for clang or its runtime was missing. What is found in
# a library that decodes is told and passes: nobody here can mend it, and another version of it
# may have it or not. tools/fuzz looks for more.
set -u

fuzzer=$1
corpus=$2
runs=$3
here=$(dirname -- "$0")

[ -x "$fuzzer" ] || {
    echo 'clang, or its runtime for fuzzing (on Debian libclang-rt-14-dev), is not installed'
    exit 77
}
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
mkdir "$work/new"

# Where things lie in memory finds its way into the inputs: let it be always the same.
fixed="setarch $(uname -m) --addr-no-randomize"
$fixed true 2>/dev/null || fixed=

export UBSAN_OPTIONS=print_stacktrace=1
$fixed "$fuzzer" -seed=1 -runs="$runs" -timeout=60 -artifact_prefix="$work/" \
    "$work/new" "$corpus" >"$work/log" 2>&1 && {
    grep -a '^#.*DONE' "$work/log"
    exit 0
}
if culprit=$("$here/blame.sh" "$work/log"); then
    echo "a finding in a library: $culprit"
    exit 0
fi
tail -n 60 "$work/log"
echo "a finding: $culprit"
for input in "$work"/*-*; do
    [ ! -f "$input" ] || base64 "$input"
done
exit 1
