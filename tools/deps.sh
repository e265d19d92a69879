#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: Chromium, PostgreSQL, antiword, Tesseract, khal. Needs root or sudo on Debian.
set -euo pipefail
want=()
command -v chromium >/dev/null || want+=(chromium fonts-liberation)
[ -n "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ] || command -v initdb >/dev/null || want+=(postgresql)
command -v antiword >/dev/null || want+=(antiword)
command -v khal >/dev/null || want+=(khal)
tesseract --list-langs 2>/dev/null | grep -qx vie || want+=(tesseract-ocr tesseract-ocr-vie)
if [ ${#want[@]} -gt 0 ]; then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  echo "installing: ${want[*]}"
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends "${want[@]}" >/dev/null
fi
