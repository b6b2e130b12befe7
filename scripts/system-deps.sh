#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: Chromium, PostgreSQL, fonts, a software token,
# and poppler, which checks our signatures a second time. A laptop without root rights goes on
# without them; there the tests that need them are skipped. With the argument `redmine` also
# Debian's Redmine and a server for it, which `make bench PEER=redmine` measures.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
fc-list 2>/dev/null | grep -qi liberation || missing+=(fonts-liberation fontconfig)
command -v softhsm2-util >/dev/null || missing+=(softhsm2)
command -v pdfsig >/dev/null || missing+=(poppler-utils)
if [ "${1:-}" = redmine ]; then
  [ -e /usr/share/redmine/config.ru ] || missing+=(redmine redmine-pgsql redmine-sqlite)
  command -v puma >/dev/null || missing+=(puma)
fi
((${#missing[@]})) || exit 0
command -v apt-get >/dev/null || exit 0
sudo=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null && sudo -n true 2>/dev/null || exit 0
  sudo="sudo -n"
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
