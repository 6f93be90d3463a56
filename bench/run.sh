#!/bin/sh
# Runs every benchmark, one after the other: they would disturb each other.
set -e
cd "$(dirname "$0")"
for bench in ingest.ts answers.ts audit.ts policy.ts confirmations.ts readiness.ts startup.ts redaction/redaction.ts; do
  echo "== bench/$bench"
  node --experimental-strip-types --disable-warning=ExperimentalWarning "$bench"
done
