#!/bin/sh
# verify.sh - checks the protocol's model with Spin. README.md says what is checked.
#
#   verify.sh ring      all that must hold, exhaustively
#   verify.sh mutants   every mutant must be found out
#   verify.sh MUTANT    this one, and shows the shortest way to its failure
#
# Works in a temporary folder. Exit status: 0 as it should be, 1 not, 2 wrong usage or no Spin.
set -u

here=$(dirname -- "$(readlink -f -- "$0")")
root=$(dirname -- "$(dirname -- "$here")")

# A mutant, what ring.pml and mutant.c are told, and what is wrong with it.
mutants() {
    cat <<'END'
undo-posts   -DMUTANT=MUTANT_UNDO_POSTS          SEM_UNDO on takes and posts alike
no-undo      -DMUTANT=MUTANT_NO_UNDO             no SEM_UNDO on claims
debt-first   -DMUTANT=MUTANT_DEBT_FIRST,-DCUT    a commit in two semops, the debt first
post-first   -DMUTANT=MUTANT_POST_FIRST,-DCUT    a commit in two semops, the post first
index-first  -DMUTANT=MUTANT_INDEX_FIRST,-DCUT   HEAD and TAIL moved before the commit
index-last   -DMUTANT=MUTANT_INDEX_LAST,-DCUT    HEAD and TAIL moved after the commit
forgets      -DMUTANT=MUTANT_NONE,-DFORGETS      a successor publishes less than was heard
hasty        -DMUTANT=MUTANT_NONE,-DHASTY        the epoch is not looked at after a claim
END
}

usage() {
    sed -n '4,6s/^# *//p' "$0" >&2
    echo 'Mutants:' >&2
    mutants | sed 's/^\([^ ]*  *\)[^ ]*  */  \1/' >&2
    exit 2
}

# build NAME SLOTS DEFINITIONS OPTION...: makes the verifier $folder/NAME/pan. DEFINITIONS stand
# between commas. NOREDUCE, because Spin's reduction does not know what kernel.c changes.
build() {
    place=$folder/$1
    defines="-DMODEL_SLOTS=$2 $(echo "$3" | tr ',' ' ')"
    shift 3
    mkdir "$place" || return
    # shellcheck disable=SC2086 # several words
    (
        cd "$place" &&
            spin $defines -a "$here/ring.pml" &&
            "${CC:-cc}" -std=gnu17 -D_GNU_SOURCE -w -DNOREDUCE "$@" $defines -I"$root" -o pan \
                pan.c "$here/kernel.c" "$here/mutant.c" \
                "$root/shmring/step.c" "$root/shmring/semset.c"
    ) >"$place/build.log" 2>&1 && return
    echo "$place: could not be built"
    cat "$place/build.log"
    return 1
}

# way PLACE: the trail that was found, as steps and what they leave in the set.
way() {
    (cd "$1" && ./pan -r ring.pml.trail 2>/dev/null) | sed -n 's/^      //p'
}

# verdict LOG: why the search failed or ended early. Spin has only numbers for the semaphores.
verdict() {
    sed -n -e 's/value\[0\]/FREE/g' -e 's/value\[1\]/FILLED/g' -e 's/value\[2\]/HEAD/g' \
        -e 's/value\[3\]/TAIL/g' -e 's/value\[4\]/PAUSED/g' \
        -e 's/^pan:[0-9]*: \(.*\) (at depth.*/\1/p' -e '/^error:/p' "$1" | tail -n 1
}

# search NAME PLACE OPTION...: no error must be found, and nothing left unsearched.
search() {
    name=$1
    place=$folder/$2
    log=$place/log
    shift 2
    (cd "$place" && ./pan -m1000000 -w23 "$@") >"$log" 2>&1
    depth=$(sed -n 's/^State-vector.* depth reached \([0-9]*\), errors: 0$/\1/p' "$log")
    if [ -n "$depth" ] && ! grep -q -e '^Warning: Search not completed' -e '^error:' "$log"; then
        echo "$name: holds in all of" \
            "$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' "$log") states, depth $depth," \
            "$(sed -n 's/^ *\([0-9]*\)\.[0-9]*\ttotal actual memory usage/\1/p' "$log") MB," \
            "$(sed -n 's/^pan: elapsed time \([0-9.]*\) seconds/\1/p' "$log") s"
        return
    fi
    echo "$name: FAILS, or was not searched to the end: $(verdict "$log")"
    cat "$log"
    [ ! -f "$place/ring.pml.trail" ] || way "$place"
    return 1
}

# The processes came to every place in the model: nothing holds for want of trying.
all_reached() {
    unreached=$(grep '\.pml:.* state ' "$1" | grep -v '"-end-"')
    [ -z "$unreached" ] && return
    echo 'never reached:'
    echo "$unreached"
    return 1
}

# What holds at every moment, with four slots; what happens at last, with three.
ring() {
    status=0
    build moment 4 -DMUTANT=MUTANT_NONE -O2 -DSAFETY || return
    search 'every moment' moment || status=1
    all_reached "$folder/moment/log" || status=1
    build last 3 -DMUTANT=MUTANT_NONE -O2 || return
    search silent last -a -f -N silent || status=1
    search lively last -a -f -N lively || status=1
    return "$status"
}

# fails NAME DEFINITIONS WHAT [OPTION]: within 3000 steps.
fails() {
    build "$1" 3 "$2" -O0 -DSAFETY -DNOCLAIM ${4:+"$4"} || return
    (cd "$folder/$1" && ./pan -m3000 -w20) >"$folder/$1/log" 2>&1
    if grep -q ', errors: 1$' "$folder/$1/log"; then
        echo "$1 ($3): found out, $(verdict "$folder/$1/log")"
        return
    fi
    echo "$1 ($3): NOT found out"
    cat "$folder/$1/log"
    return 1
}

# The same by a search in breadth, which finds the shortest way.
fails_and_shows() {
    fails "$@" -DBFS && way "$folder/$1"
}

# each_mutant COMMAND [MUTANT]
each_mutant() {
    mutants | {
        status=0
        while read -r name definitions what; do
            [ "${2:-$name}" = "$name" ] || continue
            "$1" "$name" "$definitions" "$what" </dev/null || status=1
        done
        return "$status"
    }
}

[ $# -eq 1 ] || usage
command -v spin >/dev/null || {
    echo 'verify.sh: spin is needed (https://spinroot.com; Debian: spin)' >&2
    exit 2
}
folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
case $1 in
ring) ring ;;
mutants) each_mutant fails ;;
*)
    mutants | grep -q "^$1 " || usage
    each_mutant fails_and_shows "$1"
    ;;
esac
