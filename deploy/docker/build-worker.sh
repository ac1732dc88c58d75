#!/bin/sh
# Puts into FOLDER what the worker and the migrate step run from; the packages must be installed.
set -eu
folder=${1:?say where to: build-worker.sh FOLDER}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
if [ -n "$(ls -A "$folder")" ]; then
  echo "$folder is not empty: give a new folder." >&2
  exit 1
fi
cd "$(dirname "$0")/../.."

[ -f packages/db/src/generated/client.ts ] || node packages/db/generate.ts
node apps/worker/assemble.ts "$folder"
# Whatever the umask of the checkout was: who runs it is not who built it.
chmod -R u=rwX,go=rX "$folder"
