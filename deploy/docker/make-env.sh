#!/bin/sh
# Writes FILE, else .env, for docker-compose.yml: deploy/docker/.env.example with new secrets in it.
set -eu
file=${1:-}
[ -n "$file" ] || file=$(dirname "$0")/../../.env
if [ -e "$file" ]; then
  echo "$file is there already and stays as it is. Add to it what deploy/docker/.env.example has," >&2
  echo 'or write another one, make-env.sh FILE, and name it in each call: docker compose --env-file FILE …' >&2
  exit 1
fi

hex() { # bytes
  od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'
}

base64_key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

umask 077
while IFS= read -r line; do
  case $line in
    ADMIN_PASSWORD=) line=$line$(hex 10) ;;
    ENCRYPTION_KEYS=) line=${line}k1:$(base64_key) ;;
    RAYDECK_API_KEY=) line=${line}rdk_$(hex 5)_$(base64_key | tr '+/' '-_' | tr -d =) ;;
    *_PASSWORD= | *_SECRET= | *_TOKEN=) line=$line$(hex 32) ;;
  esac
  printf '%s\n' "$line"
done <"$(dirname "$0")/.env.example" >"$file.$$"
mv "$file.$$" "$file"
echo "Written: $file. It holds the administrator's password and an API key too. Now: docker compose up --detach"
