#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a test of the window on a display and a session bus of its own.
#   tests/run-ui.sh COMMAND [ARGUMENT]...
# With ATLAS_SCREEN=1366x768 the display has that size.
set -eu

for needed in Xvfb dbus-daemon
do
  command -v "$needed" >/dev/null || { echo "run-ui: $needed is missing" >&2; exit 77; }
done

home=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$home"' EXIT
trap 'exit 1' INT TERM

# The server writes the number of the display that it found free, and its end of line, when ready.
mkfifo "$home/display"
Xvfb -displayfd 3 -noreset -nolisten tcp -screen 0 "${ATLAS_SCREEN:-1400x900}x24" \
  3>"$home/display" >/dev/null 2>&1 &
server=$!
read -r number <"$home/display"

export DISPLAY=":$number"
export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
export XDG_DATA_HOME="$home/share" XDG_STATE_HOME="$home/state" XDG_RUNTIME_DIR="$home/run"
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
export GSK_RENDERER=cairo GDK_BACKEND=x11 GDK_DEBUG="${GDK_DEBUG:-gl-disable}"
export ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0 GIO_USE_VFS=local
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

"$(dirname -- "$0")/../build-aux/with-bus" "$@"
