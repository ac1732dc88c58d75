#!/bin/sh
# Builds the console and puts into FOLDER what it runs from; the packages must be installed.
set -eu
folder=${1:?say where to: build-web.sh FOLDER}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
if [ -n "$(ls -A "$folder")" ]; then
  echo "$folder is not empty: give a new folder." >&2
  exit 1
fi
cd "$(dirname "$0")/../.."

[ -f packages/db/src/generated/client.ts ] || node packages/db/generate.ts
cd apps/web
rm -rf .next/standalone
NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production node ../../node_modules/next/dist/bin/next build
node assemble.ts
# Whatever the umask of the checkout was: who runs it is not who built it.
chmod -R u=rwX,go=rX .next/standalone
rmdir "$folder"
mv .next/standalone "$folder"
