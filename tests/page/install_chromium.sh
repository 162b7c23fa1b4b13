#!/bin/sh
# Installs Debian's Chromium, in which tests open the page, where it is missing and may be
# installed. Where it may not, those tests are skipped: this is no failure.

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Options::=--force-confold "$@"; }

command -v chromium >/dev/null && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing the Debian package chromium, for tests."
  { apt update && apt install -y --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1
fi
command -v chromium >/dev/null || echo "Chromium is not installed: tests that need it are skipped."
exit 0
