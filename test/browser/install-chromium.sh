#!/bin/sh
# Installs Debian's Chromium, which the browser tests drive, unless there is one. Needs the rights to install packages.
set -eu

if [ -n "${CHROMIUM_PATH:-}" ] || command -v chromium >/dev/null; then
  exit 0
fi
apt-get update
apt-get install --yes --no-install-recommends chromium
