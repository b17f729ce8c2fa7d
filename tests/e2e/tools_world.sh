# shellcheck shell=sh
# tools_world.sh - the world in which tools.sh runs tools/play and tools/test.
#
# Each case has a copy of the scripts in a folder of its own, and a PATH that holds some true
# commands and stand-ins for those that install, build and test. The stand-ins note their
# arguments in $world, and do what files there tell them.

top=$(mktemp -d) || exit
trap 'rm -rf "$top"' EXIT
trap 'exit 1' INT TERM
true_id=$(command -v id)

# stand_in NAME: makes a command of standard input.
stand_in() {
    { echo '#!/bin/sh' && cat; } >"$bin/$1"
    chmod +x "$bin/$1"
}

# A checkout on a complete Debian, whose tests all pass.
new_world() {
    world=$top/$1
    bin=$world/bin
    tree="$world/a checkout"
    mkdir -p "$bin" "$tree/tools" "$world/else where"
    cp "$tools/play" "$tools/test" "$tools/learn" "$tools/setup.sh" "$tree/tools"
    for command in awk cat cp dirname env flock grep ln mkdir nproc readlink rm sed sh sleep tr; do
        ln -s "$(command -v "$command")" "$bin/$command"
    done
    for package in cmake make gcc g++ libc6-dev pkgconf libsndfile1-dev libvorbis-dev \
        libopusfile-dev portaudio19-dev \
        libasound2-dev libsoxr-dev libseccomp-dev libjson-c-dev libexpat1-dev \
        libtag1-dev libebur128-dev libcairo2-dev libncurses-dev \
        systemtap-sdt-dev libcmocka-dev flac sox sndfile-programs lame \
        vorbis-tools opus-tools vorbisgain mp3gain loudgain spin tmux python3-jsonschema; do
        echo "installed $package "
    done >"$world/packages"
    echo 3.25.1 >"$world/version"
    suite run >"$world/release.xml"
    suite run >"$world/asan.xml"
    suite >"$world/bench.xml"

    stand_in true </dev/null
    stand_in dpkg-query <<END
cat "$world/packages"
END
    stand_in apt-get <<END
echo "\$*" >>"$world/apt"
! [ -e "$world/apt-fails" ]
END
    stand_in id <<END
[ -e "$world/user" ] && cat "$world/user" || "$true_id" "\$@"
END
    stand_in sudo <<END
echo "\$*" >>"$world/sudo"
[ "\$1" != -n ] || shift
[ -e "$world/may-sudo" ] && exec "\$@"
END
    stand_in cmake <<END
[ "\$1" != --version ] || { echo "cmake version \$(cat "$world/version")"; exit; }
echo "\$*" >>"$world/cmake"
echo "what cmake prints"
cat
[ "\$1" = --build ] || [ ! -e "$world/\$2-fails" ] || exit 1
[ "\$1" = --build ] || { mkdir -p "build/\$2/bin" && cp "$world/rondo" "build/\$2/bin/rondo"; }
END
    stand_in ctest <<END
printf '[%s]' "\$@" >>"$world/ctest"
echo >>"$world/ctest"
cat
results=\$2.xml
case "\$*" in *"-L ^bench"*) results=bench.xml && cat "$world/bench" ;; esac
[ ! -e "$world/mess" ] || . "$world/mess"
[ ! -e "$world/\$results" ] || cp "$world/\$results" "\$8"
! grep -qs -e '"fail"' -e Unable "$world/\$results"
END
    : >"$world/bench"
    stand_in ../rondo <<'END'
echo "rondo in $PWD"
printf '[%s]\n' "$@"
cat
exit 3
END
}

# suite STATUS...: results as ctest writes them, a test for each status.
suite() {
    echo '<testsuite name="x" tests="9" failures="9" skipped="9">'
    for status in "$@"; do
        case $status in
        skip) echo '<testcase name="x" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/>' ;;
        gone) echo '<testcase name="x" status="notrun"><skipped message="Unable to find"/>' ;;
        *) printf '<testcase name="x" status="%s">\n' "$status" ;;
        esac
    done
}

# without PACKAGE...: they are not installed.
without() {
    for package in "$@"; do
        sed -i "/ $package /d" "$world/packages"
    done
}

elsewhere() {
    rm "$bin/dpkg-query" "$bin/apt-get"
    for command in cmake make cc c++ sndfile-convert flac sox lame oggenc opusenc \
        vorbisgain mp3gain loudgain spin tmux jsonschema pkg-config; do
        [ -e "$bin/$command" ] || stand_in "$command" </dev/null
    done
}

# run SCRIPT ARGUMENT...: from another folder; into $status, $world/out and $world/err.
run() {
    script=$1
    shift
    (cd "$world/else where" && echo input | PATH=$bin "$tree/tools/$script" "$@") \
        >"$world/out" 2>"$world/err"
    status=$?
}

fail() {
    echo "  $1"
    bad=1
}

expect_status() {
    [ "$status" -eq "$1" ] || fail "exit status $status, not $1: $(cat "$world/err")"
}

# expect FILE TEXT: the file of $world holds just that.
expect() {
    [ "$(cat "$world/$1" 2>/dev/null)" = "$2" ] ||
        fail "$1 is: $(cat "$world/$1" 2>/dev/null), not: $2"
}

expect_in() {
    grep -qsF -- "$2" "$world/$1" || fail "$1 lacks: $2; it is: $(cat "$world/$1" 2>/dev/null)"
}

expect_none() {
    [ ! -e "$world/$1" ] || fail "$1 was called: $(cat "$world/$1")"
}

expect_total() {
    last=$(tail -n 1 "$world/out")
    [ "$last" = "$1" ] || fail "the last line is: $last, not: $1"
}
