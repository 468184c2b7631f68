#!/usr/bin/env bash
# Runs hdr_reference.mjs with the packages of package-lock.json, which it installs in a folder of the build first.
# Usage: hdr_reference.sh PATH_OF_HDR_TOOL FOLDER
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
tool="$1" folder="$2"
command -v node npm >/dev/null || { echo "node and npm are needed to prove the histogram format"; exit 1; }
mkdir -p "$folder"
cp "$here"/hdr_reference.mjs "$here"/package.json "$here"/package-lock.json "$folder"
cd "$folder"
if ! cmp -s package-lock.json installed-lock.json; then
  npm ci --silent --no-audit --no-fund
  cp package-lock.json installed-lock.json
fi
node hdr_reference.mjs "$tool"
