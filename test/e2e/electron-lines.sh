#!/bin/bash
# Becomes Electron, with the two lines that playwright waits for always at the start of a line: several processes write to
# the same stderr, and what one of them leaves unfinished would hide the line of another.
executable=$ELECTRON_LINES_OF
unset ELECTRON_LINES_OF
exec "$executable" "$@" 2> >(exec sed -u 's/\(.\)\(\(Debugger\|DevTools\) listening on ws:\)/\1\n\2/' >&2)
