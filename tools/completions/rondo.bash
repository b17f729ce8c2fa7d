# rondo.bash - completion of rondo and rondoctl for bash. It is installed under both names.

# The words up to the cursor, though bash also breaks them at ':' and '='; and `kept`, what of the
# last one stands before the last break: bash leaves that where it is.
_rondo_words() {
    local i word glue=
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 1)) && [[ $glue || $word == [:=]* ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        glue=
        [[ $word == [:=]* ]] && glue=yes
    done
    cur=${words[${#words[@]} - 1]}
    prev=
    ((${#words[@]} > 1)) && prev=${words[${#words[@]} - 2]}
    [[ $word == [:=]* ]] && word=
    kept=${cur%"$word"}
    if [[ $cur == --*=* ]]; then
        prev=${cur%%=*}
        cur=${cur#*=}
        kept=${kept#*=}
    fi
}

# Of the lines on standard input those that go on from `cur`; quoted, as they may have blanks.
_rondo_reply() {
    local line
    while IFS= read -r line; do
        [[ $line == "$cur"* ]] || continue
        line=${line#"$kept"}
        [[ $line ]] && COMPREPLY+=("$(printf '%q' "$line")")
    done
    [[ ${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace 2>/dev/null
}

_rondo_instances() {
    local folder=${XDG_RUNTIME_DIR:+$XDG_RUNTIME_DIR/rondo} file
    for file in "${folder:-${TMPDIR:-/tmp}/rondo-$UID}"/*; do
        [[ -f $file ]] && printf '%s\n' "${file##*/}"
    done
}

_rondo_outputs() {
    printf '%s\n' auto portaudio portaudio: sim wav: raw: null
    [[ $cur == portaudio:* ]] && "${words[0]}" --list-devices 2>/dev/null |
        sed -n 's/^. *[0-9]*  \(.*[^ ]\)  *[^ ][^ ]*  *[0-9]* channels .*/portaudio:\1/p'
}

# Files, and folders to go on in; all of them, or those with sound or a list.
_rondo_files() {
    local path part=${cur#"$kept"}
    compopt -o filenames 2>/dev/null
    while IFS= read -r path; do
        if [[ $1 == all || -d $path ]]; then
            COMPREPLY+=("$path")
            continue
        fi
        case ${path,,} in
        *.aif | *.aifc | *.aiff | *.au | *.caf | *.flac | *.mp1 | *.mp2 | *.mp3 | *.oga | *.ogg | \
            *.opus | *.rf64 | *.snd | *.voc | *.w64 | *.wav | *.wave | *.3gp | *.aac | *.ac3 | \
            *.alac | *.amr | *.ape | *.asf | *.dsf | *.dts | *.eac3 | *.it | *.m4a | *.m4b | \
            *.mka | *.mlp | *.mod | *.mp4 | *.mpc | *.mpp | *.ra | *.s3m | *.shn | *.spx | \
            *.tak | *.thd | *.tta | *.weba | *.webm | *.wma | *.wv | *.xm | *.m3u | *.m3u8 | \
            *.pls | *.xspf | *.cue)
            COMPREPLY+=("$path")
            ;;
        esac
    done < <(compgen -f -- "$part")
}

_rondo() {
    local words cur prev kept
    COMPREPLY=()
    _rondo_words
    case $prev in
    -o | --output)
        case $cur in
        wav:* | raw:*) _rondo_files all ;;
        *) _rondo_reply < <(_rondo_outputs) ;;
        esac
        ;;
    -n | --name) _rondo_reply < <(_rondo_instances) ;;
    --on-device-loss) _rondo_reply <<<$'pause\nwait\nquit' ;;
    --config) _rondo_files all ;;
    --repeat) _rondo_reply <<<$'off\none\nall' ;;
    --start | --end | --loop | --seed | --buffer | --latency | --spool-limit | --rate | --channels | --volume | --consumer-timeout | --producer-timeout | --slow) ;;
    *)
        if [[ $cur == -* ]]; then
            _rondo_reply <<'END'
--output
--name
--start
--end
--loop
--repeat
--shuffle
--seed
--buffer
--latency
--spool-limit
--rate
--channels
--volume
--on-device-loss
--consumer-timeout
--producer-timeout
--no-sandbox
--slow
--step
--resume
--screen
--quiet
--config
--no-config
--scan
--json
--print-config
--list-devices
--signals
--help
--version
END
        else
            _rondo_files sound
        fi
        ;;
    esac
}

_rondoctl() {
    local words cur prev kept i verb=
    COMPREPLY=()
    _rondo_words
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        case ${words[i]} in
        -n | --name | --timeout) ((i++)) ;;
        -*) ;;
        *)
            verb=${words[i]}
            break
            ;;
        esac
    done
    case $verb:$prev in
    :-n | :--name) _rondo_reply < <(_rondo_instances) ;;
    :--timeout) ;;
    status:*) _rondo_reply <<<--plain ;;
    list:*) _rondo_reply <<<--json ;;
    doctor:*) _rondo_reply <<<--reap ;;
    repeat:*) _rondo_reply <<<$'off\none\nall' ;;
    shuffle:*) _rondo_reply <<<$'on\noff' ;;
    loop:* | slow:*) _rondo_reply <<<off ;;
    add:* | insert:*) _rondo_files sound ;;
    save:*) _rondo_files all ;;
    :*)
        if [[ $cur == -* ]]; then
            _rondo_reply <<<$'--name\n--timeout\n--help\n--version'
        else
            _rondo_reply <<'END'
play
pause
toggle
stop
next
previous
go
seek
volume
slow
step
repeat
shuffle
loop
add
insert
remove
move
clear
list
save
status
quit
doctor
END
        fi
        ;;
    esac
}

complete -F _rondo rondo
complete -F _rondoctl rondoctl
