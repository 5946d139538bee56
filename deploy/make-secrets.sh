#!/bin/sh
# Writes a file .env with fresh secrets for docker-compose.yml, unless there is one: what it protects would be lost with it.
set -eu
cd "$(dirname "$0")/.."
umask 077
if [ -e .env ]; then
  echo '.env is there already; nothing is changed.' >&2
  exit 1
fi
{
  for name in POSTGRES_PASSWORD OWNER_PASSWORD APP_PASSWORD REDIS_PASSWORD JWT_SECRET OPS_TOKEN; do
    echo "$name=$(openssl rand -hex 32)"
  done
  for name in KEY_ENCRYPTION_KEY BLIND_INDEX_KEY AUDIT_SIGNING_KEY; do
    echo "$name=$(openssl rand -base64 32)"
  done
} > .env
echo 'wrote .env: back it up apart from the database.'
