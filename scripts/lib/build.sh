# Configures and builds one preset of CMakePresets.json. Source it, then: build_preset NAME [ninja target...]
# Silent when there is nothing to do; all output goes to stderr.

build_preset() {
  local preset="$1" dir log
  shift
  dir="$CXLOAD_ROOT/build-$preset"
  if [ ! -f "$dir/build.ninja" ]; then
    echo "cxload: configuring $preset" >&2
    (cd "$CXLOAD_ROOT" && cmake --preset "$preset" ${CXLOAD_CMAKE_ARGS:-} >&2) || return
  fi
  if [ "$(ninja -C "$dir" -n "$@" 2>/dev/null | tail -n 1)" = "ninja: no work to do." ]; then
    return 0
  fi
  echo "cxload: building $preset" >&2
  ninja -C "$dir" "$@" >&2
}
