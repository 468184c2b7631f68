# Installs what is missing of scripts/packages.txt. Source it, then: ensure_packages GROUP...
# Everything it says goes to stderr: stdout belongs to the program that runs afterwards.

packages_of() {
  local list group word
  list="$(dirname "${BASH_SOURCE[0]}")/../packages.txt"
  for group in "$@"; do
    sed -n -e 's/#.*//' -e "s/^$group[[:space:]]\+//p" "$list"
  done | tr -s '[:space:]' '\n' | sort -u | while read -r word; do
    case "$word" in
      "") ;;
      */*) command -v "${word#*/}" >/dev/null || echo "${word%/*}" ;;
      *) echo "$word" ;;
    esac
  done
}

# Those of the named packages that dpkg does not report as installed.
missing_packages() {
  local have
  # dpkg-query fails as soon as one of them is unknown; that is the question, not an error.
  have="$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
          sed -n 's/^installed //p' | sort -u)"
  comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$have")
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "cxload: need root for: $* (run as root, or install sudo)" >&2
    return 1
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" >&2
}

# True when apt has a candidate for each package; without package lists it has none.
apt_knows_all() {
  local known
  known="$(apt-cache policy "$@" 2>/dev/null | grep -c '^  Candidate: [^(]')" || true
  [ "$known" -ge "$#" ]
}

# Peers such as Kamailio and nginx are started by the tests alone, so their packages may not start services here.
with_services_off() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
  "$@" || status=$?
  as_root rm -f "$policy"
  return "$status"
}

ensure_packages() {
  local wanted missing
  mapfile -t wanted < <(packages_of "$@")
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "cxload: this machine has no apt; make sure you have: ${wanted[*]}" >&2
    return 0
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ "${#missing[@]}" -eq 0 ] && return 0
  echo "cxload: installing with apt: ${missing[*]}" >&2
  if ! apt_knows_all "${missing[@]}"; then
    echo "cxload: refreshing apt's package lists" >&2
    apt_get update
  fi
  # Old package lists name versions that the mirror has replaced: refresh once and try again.
  with_services_off apt_get install --no-install-recommends "${missing[@]}" ||
    { apt_get update && with_services_off apt_get install --no-install-recommends "${missing[@]}"; }
}
