# shellcheck shell=sh disable=SC2154
# setup.sh - for tools/play and tools/test: installs what is missing, and builds.
#
# The caller sets `program`, its name in messages, and `tools`, the full path of this folder,
# and sources this file, which sets `root`. Nothing is written outside build/. Everything is
# said on standard error, for standard output may carry sound.

root=$(dirname -- "$tools")

say() {
    printf '%s: %s\n' "$program" "$1" >&2
}

# What is needed, to build and to test. The packages are Debian's; "|": any of them will do. The
# third column tells how to find the thing itself on other systems.
needs() {
    cat <<'END'
build cmake               command:cmake           configures and builds
build make                command:make            is what cmake drives
build gcc|clang           command:cc              compiles
build g++|clang           command:c++             compiles the one file that speaks to TagLib, which is C++
build libc6-dev|libc-dev  -                       the C library's headers, which gcc only recommends
build pkgconf|pkg-config  command:pkg-config      finds the libraries below
build libsndfile1-dev     module:sndfile          decodes (rondo-producer)
build libvorbis-dev       module:vorbisfile       decodes Ogg Vorbis, and goes about in it (rondo-producer)
build libopusfile-dev     module:opusfile         the same for Opus (rondo-producer)
build portaudio19-dev     module:portaudio-2.0    plays (rondo-consumer)
build libasound2-dev      module:alsa             silences what ALSA prints (rondo-consumer)
build libsoxr-dev         module:soxr             resamples (rondo-producer)
build libseccomp-dev      module:libseccomp       locks the decoder in (rondo-producer)
build libjson-c-dev       module:json-c           reads the player's answers (rondoctl)
build libncurses-dev      module:ncursesw         draws on the terminal (rondo-screen, rondoscope)
build libtag1-dev         module:taglib           reads the tags about loudness (rondo-scanner)
build libebur128-dev      module:libebur128       measures loudness (rondo-scanner)
build libexpat1-dev       module:expat            reads XSPF playlists (rondo)
study libcairo2-dev       module:cairo            draws plots (rondotrace, rondolab, ipcbench, ringsim)
study systemtap-sdt-dev   -                       probes for bpftrace and perf
test  libcmocka-dev       module:cmocka           the framework of the unit tests
test  flac                command:flac            makes FLAC files to decode and compare
test  sox                 command:sox             makes and compares sound files
test  sndfile-programs    command:sndfile-convert makes files in the other formats
test  lame                command:lame            encodes MP3 as people do
test  vorbis-tools        command:oggenc          encodes Ogg Vorbis
test  opus-tools          command:opusenc         encodes Opus
test  vorbisgain          command:vorbisgain      writes ReplayGain into Ogg Vorbis
test  mp3gain             command:mp3gain         writes ReplayGain into APE tags of MP3
test  loudgain            command:loudgain        measures loudness, writes ID3 and R128 tags
test  spin                command:spin            tries every order of the steps of the protocol
test  python3-jsonschema  command:jsonschema      checks JSON against its schema
test  tmux                command:tmux            a terminal that a test can look at
wish  ffmpeg              command:ffmpeg          decodes what libsndfile does not (rondo), makes such files
wish  chafa               command:chafa           draws covers (rondo-screen)
wish  curl                command:curl            fetches what lies at http:// addresses (rondo)
wish  pulseaudio          command:pulseaudio      a real sound server, to be killed and come back
wish  libasound2-plugins  -                       the way from ALSA to it
wish  mandoc              command:mandoc          checks the manual pages
wish  zsh                 command:zsh             reads its completions
wish  fish                command:fish            reads its completions
wish  clang               command:clang           compiles the fuzzers
wish  libclang-rt-dev     -                       its runtime for them, which it only recommends
END
}

# needs_of GROUP...: the lines of these groups, without the group.
needs_of() {
    for group in "$@"; do
        needs | sed -n "s/^$group  *//p"
    done
}

# Reads lines of needs_of, prints the packages that are not installed.
missing_packages() {
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package} \n' 2>/dev/null |
        sed -n 's/^installed / /p')
    while read -r packages _; do
        found=
        for package in $(echo "$packages" | tr '|' ' '); do
            case $installed in
            *" $package "*) found=yes ;;
            esac
        done
        [ -n "$found" ] || echo "${packages%%|*}"
    done
}

# The same where there is no dpkg: looks for the thing itself.
missing_things() {
    while read -r packages thing _; do
        case $thing in
        command:*) command -v "${thing#*:}" >/dev/null ;;
        module:*) pkg-config --exists "${thing#*:}" 2>/dev/null ;;
        esac || echo "${packages%%|*}"
    done
}

# quietly COMMAND...: shows what it prints only if it fails.
quietly() {
    mkdir -p "$root/build" || return 1
    log=$root/build/log.$$
    "$@" >"$log" 2>&1 </dev/null && rm "$log" && return
    cat "$log" >&2
    rm "$log"
    return 1
}

# install_packages PACKAGE...: as root, or through sudo.
install_packages() {
    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        sudo=sudo
        [ -t 0 ] || sudo='sudo -n' # nobody is there to type a password
        if ! $sudo true 2>/dev/null; then
            say "packages are missing; install them as root: apt-get install $*"
            return 2
        fi
    fi
    say "installing $*"
    # A repository that cannot be reached may not be the one that is needed: go on. But never
    # remove anything: on a desktop a sound server may stand in the way of another.
    # shellcheck disable=SC2086 # none, one or two words
    {
        quietly $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q update
        quietly $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
            --no-install-recommends --no-remove install "$@"
    } && return
    say "these could not be installed: $*"
    return 2
}

# setup_packages GROUP...: 0 when all that these groups need is there; 2 and a message else.
setup_packages() {
    if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
        missing=$(needs_of "$@" | missing_packages | tr '\n' ' ')
        # shellcheck disable=SC2086 # a list of words
        [ -z "$missing" ] || install_packages $missing || return
    else
        missing=$(needs_of "$@" | missing_things | tr '\n' ' ')
        if [ -n "$missing" ]; then
            say "missing are what Debian calls: ${missing% }"
            return 2
        fi
    fi
    version=$(cmake --version | sed -n 's/^cmake version //p')
    case $version in
    [012].* | 3.?.* | 3.1?.* | 3.2[0-4].*)
        say "cmake 3.25 or later is needed, and this is $version"
        return 2
        ;;
    esac
}

# setup_wishes: installs what some tests are skipped without, if it can be had and pushes nothing
# out. Elsewhere than on Debian they are used if they are there.
setup_wishes() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
    missing=$(needs_of wish | missing_packages | tr '\n' ' ')
    # shellcheck disable=SC2086 # a list of words
    [ -z "$missing" ] || install_packages $missing || say "some tests will be skipped without them"
}

# setup_build PRESET [OPTION...]: configures with these options, and builds into build/PRESET.
setup_build() {
    preset=$1
    shift
    say "building build/$preset"
    # Two builds in one folder would spoil each other. cmake finds the presets where it stands.
    lock=
    command -v flock >/dev/null && lock='flock -o build/.lock'
    mkdir -p "$root/build" || return 2
    # shellcheck disable=SC2086 # none, or several words
    (
        cd "$root" &&
            quietly $lock cmake --preset "$preset" "$@" &&
            quietly $lock cmake --build --preset "$preset" --parallel "$(nproc)"
    ) && return
    say "the build in $root/build/$preset failed; it may help to remove that folder"
    return 2
}
