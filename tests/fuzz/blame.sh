#!/bin/sh
# blame.sh LOG - whose is the finding in what a fuzzer has printed?
#
# It is his whose code stands uppermost in the first stack, under the sanitizers and the C library.
# Prints "FUNCTION in MODULE"; exit status 0: a decoder's library, which the producer's sandbox is
# there for; 1: ours.
set -u

frame=$(sed -n 's/^ *#[0-9][0-9]* 0x[0-9a-f]* in //p' "$1" | awk '
    $1 ~ /^(__interceptor_|__asan_|__sanitizer_|__ubsan_|__lsan_|fuzzer::)/ { next }
    $1 ~ /^(operator|raise|abort|__assert|__GI_|__libc_|__pthread_)/ { next }
    $0 ~ /\/lib(c|m|pthread)[.-][^\/]*so/ { next }
    { print; exit }')
function=${frame%% *}
where=${frame#* }
where=${where%% (BuildId*}
echo "${function:-something} in ${where:-an unknown place}"
case $where in
*/libsndfile.so* | */libFLAC.so* | */libvorbis*.so* | */libogg.so*) exit 0 ;;
*/libopus.so* | */libmpg123.so* | */libmp3lame.so*) exit 0 ;;
esac
exit 1
