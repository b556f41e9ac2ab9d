# SPDX-License-Identifier: GPL-3.0-or-later
# Read by the other scripts of this folder, from the top of the project. They set $me, their name,
# first.

# What must be built to run the programs where they are.
programs="src/app/provision-atlas src/ctl/atlasctl data/gschemas.compiled"

say ()
{
  echo "$me: $*"
}

fail ()
{
  echo "$me: $*" >&2
  exit 1
}

# Builds all of the folder $1, made with meson's $options if it is not there, or the targets named.
build ()
{
  build_dir=$1
  shift
  mkdir -p "$build_dir"

  if [ ! -f "$build_dir/build.ninja" ]
  then
    say "configuring $build_dir"
    # shellcheck disable=SC2086
    meson setup "$build_dir" ${options:-} >"$build_dir/configure.log" 2>&1 || {
      tail -n 20 "$build_dir/configure.log" >&2
      fail "configuring failed; the whole of it is in $build_dir/configure.log"
    }
  fi

  say "building in $build_dir"
  ninja -C "$build_dir" "$@" >"$build_dir/build.log" 2>&1 || {
    grep -A 20 -m 3 -E '^FAILED|error:' "$build_dir/build.log" >&2 ||
      tail -n 30 "$build_dir/build.log" >&2
    fail "building failed; the whole of it is in $build_dir/build.log"
  }
}

# Runs a command with a display, a message bus and a runtime folder of its own; $screen is the
# display's size.
on_virtual_display ()
{
  runtime=$(mktemp -d)
  chmod 700 "$runtime"
  status=0
  env -u WAYLAND_DISPLAY -u DISPLAY -u DBUS_SESSION_BUS_ADDRESS \
    XDG_RUNTIME_DIR="$runtime" GDK_BACKEND=x11 GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1 \
    xvfb-run -a -s "-screen 0 ${screen:-1366x900}x24 -noreset -nolisten tcp" \
    build-aux/with-bus "$@" || status=$?
  rm -rf "$runtime"
  return "$status"
}

# Runs the tests of the build folder $1, which keeps what they said in meson-logs/; the rest are
# meson's options.
run_tests ()
{
  test_dir=$1
  shift
  rm -f "$test_dir/meson-logs/testlog.json"
  say "running the tests of $test_dir"
  on_virtual_display meson test -C "$test_dir" --no-rebuild "$@" || {
    status=$?
    say "some tests failed; what they said is in $test_dir/meson-logs/testlog.txt"
    return "$status"
  }
}

# Lets programs run from the build folder $1: their settings schema, icons and translations are
# there or in data/.
use_uninstalled ()
{
  top=$(pwd)
  export GSETTINGS_SCHEMA_DIR="$top/$1/data"
  export XDG_DATA_DIRS="$top/data:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
  export PROVISION_ATLAS_LOCALE_DIR="$top/$1/po"
}
