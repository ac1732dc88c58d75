#!/bin/sh
# Installs the packages of the checkout by its lock, as ./raydeck does.
set -eu
cd "$(dirname "$0")/../.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

install() { # ci or install, arguments
  npm "$@" --ignore-scripts --no-audit --no-fund >"$log" 2>&1
}

# Where the registry lacks builds for other platforms, `npm ci` calls the lock out of step although it is not.
# `npm install` keeps to the same lock and does without them.
if ! install ci; then
  if ! grep -q '^npm error Missing: .* from lock file' "$log" || ! install install --no-save; then
    cat "$log" >&2
    exit 1
  fi
fi
