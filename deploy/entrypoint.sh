#!/bin/sh
# Runs a command with the database's password where libpq looks for it. The secret is a file that
# others may be able to read, which libpq refuses; its copy, in memory, is for this user alone.
set -eu
secret=${VOLTWIN_PASSWORD_FILE:-/run/secrets/database_password}
if [ -r "$secret" ]; then
  umask 077
  printf '*:*:*:*:%s\n' "$(sed 's/[\\:]/\\&/g' "$secret")" > "${PGPASSFILE:?}"
fi
exec "$@"
