#!/bin/sh
# tools.sh - tools/play and tools/test do what they say. Every function here is a case.
set -u

# IPC objects of others on this machine come and go. Who may have a place of his own takes it.
if [ -z "${TOOLS_ALONE:-}" ] && unshare --ipc true 2>/dev/null; then
    TOOLS_ALONE=yes exec unshare --ipc "$0"
fi

here=$(dirname -- "$(readlink -f -- "$0")")
tools=$(dirname -- "$(dirname -- "$here")")/tools
failures=0
# shellcheck source=tests/e2e/tools_world.sh
. "$here/tools_world.sh"

play_becomes_rondo_where_it_was_called() {
    run play --loop 'a b.flac' ''
    expect_status 3
    expect out "rondo in $world/else where
[--loop]
[a b.flac]
[]
input"
    expect err 'tools/play: building build/release'
    expect cmake "--preset release -DBUILD_TESTING=OFF
--build --preset release --parallel $(nproc)"
    expect_none apt
    expect_none sudo
}

learn_runs_a_command_that_finds_all_programs() {
    run learn rondo 'a b'
    expect_status 3
    expect out "rondo in $world/else where
[a b]
input"
    expect cmake "--preset release -DBUILD_TESTING=OFF -DRONDO_STUDY=ON
--build --preset release --parallel $(nproc)"
    run learn sh -c 'echo "${PATH%%:*} ${PATH#*:}"'
    expect_in out "$tree/build/release/bin $tree/build/release/bin/ipc:"
    expect_status 0
}

learn_starts_a_shell_and_needs_more_than_play() {
    echo 0 >"$world/user"
    without libcairo2-dev libcmocka-dev
    printf 'echo "a shell with $#"\n' | stand_in shell
    SHELL=$bin/shell run learn
    expect out 'a shell with 0'
    expect_in err 'tools/learn: installing libcairo2-dev'
    run learn --fast
    expect_status 2
    expect_in err "'--fast' is no option"
}

play_works_through_a_symbolic_link() {
    ln -s "$tree/tools/play" "$bin/listen"
    (cd "$world/else where" && PATH=$bin listen x </dev/null) >"$world/out" 2>"$world/err"
    status=$?
    expect_status 3
    expect_in out '[x]'
}

a_failed_build_is_shown_and_plays_nothing() {
    : >"$world/release-fails"
    run play x
    expect_status 2
    expect out ''
    expect_in err 'what cmake prints'
    [ "$(ls "$tree/build")" = '' ] || fail "left in build/: $(ls "$tree/build")"
}

only_what_is_missing_is_installed_in_one_call() {
    echo 0 >"$world/user"
    without gcc libjson-c-dev flac pkgconf
    echo 'installed clang ' >>"$world/packages"
    run play x
    expect_status 3
    expect apt '-q update
-q -y -o DPkg::Lock::Timeout=300 --no-install-recommends --no-remove install pkgconf libjson-c-dev'
    expect_in err 'tools/play: installing pkgconf libjson-c-dev'
    expect_none sudo
}

a_removed_package_is_missing() {
    echo 0 >"$world/user"
    without make
    echo 'config-files make ' >>"$world/packages"
    run play x
    expect_in err 'installing make'
}

the_tests_need_more_than_the_build() {
    echo 0 >"$world/user"
    without flac libcmocka-dev make
    run test
    expect_status 0
    expect_in err 'tools/test: installing make libcmocka-dev flac'
}

a_user_who_may_installs_through_sudo() {
    echo 1000 >"$world/user"
    : >"$world/may-sudo"
    without make
    run play x
    expect_status 3
    expect_in sudo '-n env DEBIAN_FRONTEND=noninteractive apt-get'
    expect_in apt 'install make'
}

a_user_who_may_not_is_told_what_is_missing() {
    echo 1000 >"$world/user"
    without make libasound2-dev
    run play x
    expect_status 2
    expect err 'tools/play: packages are missing; install them as root: '\
'apt-get install make libasound2-dev'
    expect_none cmake
    expect_none apt
    rm "$bin/sudo"
    run play x
    expect_status 2
    expect_in err 'apt-get install make libasound2-dev'
}

a_failed_installation_ends_it() {
    echo 0 >"$world/user"
    : >"$world/apt-fails"
    without make
    run test
    expect_status 2
    expect_in err 'these could not be installed: make'
    expect_none cmake
}

another_system_is_told_what_is_missing() {
    elsewhere
    run test
    expect_status 0
    rm "$bin/sox" "$bin/make"
    run test
    expect_status 2
    expect err 'tools/test: missing are what Debian calls: make sox'
    echo 'exit 1' | stand_in pkg-config
    run play
    expect err 'tools/play: missing are what Debian calls: '\
'make libsndfile1-dev libvorbis-dev libopusfile-dev portaudio19-dev libasound2-dev '\
'libsoxr-dev libseccomp-dev libjson-c-dev libncurses-dev libtag1-dev libebur128-dev libexpat1-dev'
}

an_old_cmake_is_refused() {
    for version in 2.8.12 3.9.6 3.18.4 3.24.3; do
        echo "$version" >"$world/version"
        run play x
        expect_status 2
        expect_in err "cmake 3.25 or later is needed, and this is $version"
    done
    for version in 3.25.0 3.31.6 4.0.1; do
        echo "$version" >"$world/version"
        run play x
        expect_status 3
    done
}

the_total_is_the_sum_of_both_runs() {
    suite run run fail fail skip disabled >"$world/release.xml"
    suite run fail >"$world/asan.xml"
    suite run >"$world/bench.xml"
    run test
    expect_status 1
    expect_total '4 passed, 3 failed, 2 skipped'
}

all_is_well_when_nothing_failed() {
    suite run skip >"$world/asan.xml"
    run test
    expect_status 0
    expect_total '2 passed, 0 failed, 1 skipped'
    expect_in cmake '--preset release -DBUILD_TESTING=ON'
    expect_in cmake '--preset asan -DBUILD_TESTING=ON'
    common="[--timeout][300][--parallel][$((2 * $(nproc)))][--output-junit][$tree/build"
    expect ctest "[--preset][release]$common/release/results.xml][-LE][^bench$]
[--preset][release]$common/release/results.xml][-L][^bench$][-V]
[--preset][asan]$common/asan/results.xml][-LE][^bench$]"
}

a_test_that_could_not_run_has_failed() {
    suite run gone >"$world/release.xml"
    run test
    expect_status 1
    expect_total '2 passed, 1 failed, 0 skipped'
}

a_ctest_without_results_has_failed() {
    rm "$world/asan.xml"
    run test
    expect_status 1
    expect_total '1 passed, 1 failed, 0 skipped'
}

a_build_that_failed_counts_as_a_failed_test() {
    : >"$world/asan-fails"
    run test
    expect_status 1
    expect_total '1 passed, 1 failed, 0 skipped'
    expect_in err 'what cmake prints'
}

quick_is_without_the_sanitizers() {
    run test --quick
    expect_status 0
    expect_total '1 passed, 0 failed, 0 skipped'
    ! grep -q asan "$world/cmake" "$world/ctest" || fail 'the sanitizers came in'
}

a_pattern_goes_to_every_run() {
    run test 'ring.*a b'
    expect_status 0
    [ "$(grep -cF '[-R][ring.*a b]' "$world/ctest")" -eq 3 ] || fail "$(cat "$world/ctest")"
}

a_pattern_that_matches_nothing_fails() {
    suite >"$world/release.xml"
    suite >"$world/asan.xml"
    run test nothing
    expect_status 1
    expect_in err 'no test matches'
    expect_total '0 passed, 1 failed, 0 skipped'
}

a_benchmark_runs_once_and_its_figures_are_shown() {
    suite run >"$world/bench.xml"
    printf '%s\n' 'UpdateCTestConfiguration' '9: Test command: /x' '9: ratio 1.5' \
        '1/1 Test #9: x ... Passed' >"$world/bench"
    run test
    expect_status 0
    expect out 'ratio 1.5
1/1 Test #9: x ... Passed
3 passed, 0 failed, 0 skipped'
}

what_was_left_behind_fails() {
    before=$(ipcmk -Q | sed 's/.*: //')
    cat >"$world/mess" <<END
[ -e "$world/left" ] || {
    for kind in '-Q' '-S 1' '-M 64'; do
        $(command -v ipcmk) \$kind | sed 's/.*: //'
    done >"$world/left"
    cp "$(command -v sleep)" build/release/bin/rondo
    build/release/bin/rondo 60 >"$world/sound" 2>&1 &
    echo \$! >>"$world/left"
}
END
    run test
    ipcrm -q "$before"
    expect_status 1
    expect_total '2 passed, 1 failed, 0 skipped'
    while read -r queue && read -r set && read -r segment && read -r process; do
        expect_in err "message-queue:$queue semaphore-set:$set memory-segment:$segment"
        expect_in err "process:$process"
        ipcrm -q "$queue" -s "$set" -m "$segment"
        kill "$process"
    done <"$world/left"
}

a_wrong_option_is_refused() {
    for arguments in --slow 'a b'; do
        # shellcheck disable=SC2086 # one or two words
        run test $arguments
        expect_status 2
        expect_in err 'Usage: tools/test'
        expect_none cmake
    done
}

# shellcheck disable=SC2013 # each line is one word
for case in $(sed -n 's/^\([a-z_]*\)() {$/\1/p' "$0"); do
    bad=0
    new_world "$case"
    "$case"
    if [ "$bad" -eq 0 ]; then
        echo "ok $case"
    else
        echo "FAILED $case"
        failures=$((failures + 1))
    fi
done
[ "$failures" -eq 0 ]
