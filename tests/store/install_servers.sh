#!/bin/sh
# Installs Debian's PostgreSQL and PostGIS, of which tests start servers, where they are missing and
# may be installed. Where they may not, those tests are skipped: this is no failure.

newest() { ls /usr/lib/postgresql 2>/dev/null | sort -V | tail -n 1; }

complete() {
  [ -x "/usr/lib/postgresql/$(newest)/bin/postgres" ] &&
    [ -e "/usr/share/postgresql/$(newest)/extension/postgis.control" ]
}

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Options::=--force-confold "$@"; }

install() {
  # Servers of tests have folders and ports of their own: Debian need not start another one.
  own=/etc/postgresql-common/createcluster.conf
  [ -e "$own" ] || { mkdir -p "${own%/*}" && echo "create_main_cluster = false" >"$own"; }
  apt update &&
    apt install -y --no-install-recommends postgresql &&
    apt install -y --no-install-recommends "postgresql-$(newest)-postgis-3"
}

complete && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing the Debian packages postgresql and PostGIS, for tests."
  install >/dev/null 2>&1
fi
complete || echo "PostgreSQL or PostGIS is not installed: tests that need it are skipped."
exit 0
