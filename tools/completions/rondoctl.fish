# rondoctl.fish - completion of rondoctl for fish.

function __rondoctl_instances
    set -l folder "$XDG_RUNTIME_DIR/rondo"
    if test -z "$XDG_RUNTIME_DIR"
        set folder (test -n "$TMPDIR"; and echo $TMPDIR; or echo /tmp)/rondo-(id -u)
    end
    for file in $folder/*
        test -f $file; and string replace -r '.*/' '' -- $file
    end
end

complete -c rondoctl -f
complete -c rondoctl -n __fish_use_subcommand -s n -l name -x -a '(__rondoctl_instances)' -d 'The instance'
complete -c rondoctl -n __fish_use_subcommand -l timeout -x -d 'Seconds to wait for the player'
complete -c rondoctl -n __fish_use_subcommand -l help -d 'Print the verbs'
complete -c rondoctl -n __fish_use_subcommand -l version -d 'Print the version'
complete -c rondoctl -n __fish_use_subcommand -a play -d 'Go on after a pause'
complete -c rondoctl -n __fish_use_subcommand -a pause -d 'Fall silent and stay at this place'
complete -c rondoctl -n __fish_use_subcommand -a toggle -d 'Pause, or go on'
complete -c rondoctl -n __fish_use_subcommand -a stop -d 'Fade out and end the player'
complete -c rondoctl -n __fish_use_subcommand -a next -d 'Play the next track'
complete -c rondoctl -n __fish_use_subcommand -a previous -d 'Play the track before'
complete -c rondoctl -n __fish_use_subcommand -a go -d 'Play a track, by its number'
complete -c rondoctl -n __fish_use_subcommand -a seek -d 'Go to a time, or by one'
complete -c rondoctl -n __fish_use_subcommand -a volume -d 'Set it, or change it'
complete -c rondoctl -n __fish_use_subcommand -a slow -d 'Go so many times slower'
complete -c rondoctl -n __fish_use_subcommand -a step -d 'Let steps of the protocol happen'
complete -c rondoctl -n __fish_use_subcommand -a repeat -d 'Play it again and again'
complete -c rondoctl -n __fish_use_subcommand -a shuffle -d 'Play in an order by chance'
complete -c rondoctl -n __fish_use_subcommand -a loop -d 'Repeat a part of the track'
complete -c rondoctl -n __fish_use_subcommand -a add -d 'Add to the list'
complete -c rondoctl -n __fish_use_subcommand -a insert -d 'Add behind what plays'
complete -c rondoctl -n __fish_use_subcommand -a remove -d 'Take a track out of the list'
complete -c rondoctl -n __fish_use_subcommand -a move -d 'Move a track in the list'
complete -c rondoctl -n __fish_use_subcommand -a clear -d 'Take all out of the list but what plays'
complete -c rondoctl -n __fish_use_subcommand -a list -d 'Print the list'
complete -c rondoctl -n __fish_use_subcommand -a save -d 'Write the list to a file'
complete -c rondoctl -n __fish_use_subcommand -a status -d 'Print what it does'
complete -c rondoctl -n __fish_use_subcommand -a quit -d 'End the player at once'
complete -c rondoctl -n __fish_use_subcommand -a doctor -d 'Explain all instances'
complete -c rondoctl -n '__fish_seen_subcommand_from status' -l plain -d 'For people'
complete -c rondoctl -n '__fish_seen_subcommand_from list' -l json -d 'For programs'
complete -c rondoctl -n '__fish_seen_subcommand_from doctor' -l reap -d 'Remove what dead ones left'
complete -c rondoctl -n '__fish_seen_subcommand_from repeat' -a 'off one all'
complete -c rondoctl -n '__fish_seen_subcommand_from shuffle' -a 'on off'
complete -c rondoctl -n '__fish_seen_subcommand_from slow' -a off -d 'The usual speed'
complete -c rondoctl -n '__fish_seen_subcommand_from loop' -a off -d 'Go on behind the part'
complete -c rondoctl -n '__fish_seen_subcommand_from add insert save' -F
