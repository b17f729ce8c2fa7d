# rondo.fish - completion of rondo for fish.

function __rondo_instances
    set -l folder "$XDG_RUNTIME_DIR/rondo"
    if test -z "$XDG_RUNTIME_DIR"
        set folder (test -n "$TMPDIR"; and echo $TMPDIR; or echo /tmp)/rondo-(id -u)
    end
    for file in $folder/*
        test -f $file; and string replace -r '.*/' '' -- $file
    end
end

function __rondo_outputs
    printf '%s\n' auto portaudio sim wav: raw: null
    rondo --list-devices 2>/dev/null | string replace -rf '^.\s*\d+  (.*\S)\s+\S+\s+\d+ channels .*' 'portaudio:$1'
end

function __rondo_sounds
    __fish_complete_suffix .aif .aifc .aiff .au .caf .flac .mp1 .mp2 .mp3 .oga .ogg .opus .rf64 .snd .voc .w64 .wav .wave .3gp .aac .ac3 .alac .amr .ape .asf .dsf .dts .eac3 .it .m4a .m4b .mka .mlp .mod .mp4 .mpc .mpp .ra .s3m .shn .spx .tak .thd .tta .weba .webm .wma .wv .xm .m3u .m3u8 .pls .xspf .cue
end

complete -c rondo -f -a '(__rondo_sounds)'
complete -c rondo -s o -l output -x -a '(__rondo_outputs)' -d 'Where the sound goes'
complete -c rondo -s n -l name -x -a '(__rondo_instances)' -d 'The name of this player'
complete -c rondo -l start -x -d 'Begin the first track there'
complete -c rondo -l end -x -d 'End the last track of the list there'
complete -c rondo -l loop -x -d 'Repeat this part of the first track'
complete -c rondo -l repeat -x -a 'off one all' -d 'Play it again and again'
complete -c rondo -l shuffle -d 'In an order by chance'
complete -c rondo -l seed -x -d 'In just the order by chance that has this number'
complete -c rondo -l buffer -x -d 'Decode so many seconds ahead'
complete -c rondo -l latency -x -d 'Milliseconds that the device holds'
complete -c rondo -l spool-limit -x -d 'MiB of memory for what is no file to seek in'
complete -c rondo -l rate -x -a '44100 48000 88200 96000 176400 192000' -d 'Resample everything to that'
complete -c rondo -l channels -x -a '1 2 6 8' -d 'Mix everything to so many'
complete -c rondo -l volume -x -d '0 to 100'
complete -c rondo -l on-device-loss -x -a 'pause wait quit' -d 'What a lost device does'
complete -c rondo -l consumer-timeout -x -d 'Replace a consumer that hands no sound over'
complete -c rondo -l producer-timeout -x -d 'Replace a producer that decodes nothing'
complete -c rondo -l no-sandbox -d 'Let the decoder do what it likes'
complete -c rondo -l slow -x -d 'So many times slower'
complete -c rondo -l step -d 'Each step waits to be allowed'
complete -c rondo -l resume -d 'Go on where the last session left off'
complete -c rondo -s u -l screen -d 'Use all of the terminal'
complete -c rondo -s q -l quiet -d 'Print nothing but errors'
complete -c rondo -l config -r -F -d 'Read options from there'
complete -c rondo -l no-config -d 'Read no options from a file'
complete -c rondo -l scan -d 'Tell how loud the files are'
complete -c rondo -l json -d 'As JSON, with --scan'
complete -c rondo -l print-config -d 'Print all options as a file'
complete -c rondo -l list-devices -d 'The devices that portaudio can play on'
complete -c rondo -l signals -d 'What each signal does'
complete -c rondo -s h -l help -d 'Print the options'
complete -c rondo -l version -d 'Print the version'
