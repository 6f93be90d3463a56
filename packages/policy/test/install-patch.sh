#!/bin/sh
# The tests apply diffs with GNU patch; where it is missing, it comes from the system's packages.
set -eu
command -v patch >/dev/null 2>&1 && exit 0
apt-get update -q
apt-get install -y -q --no-install-recommends patch
