#!/bin/sh
# Finds a Chromium and axe-core for the tests of the HTML report, and installs what is missing: Chromium with apt-get, axe-core with npm
# into the user's cache directory. Prints what the tests read, to be evaluated: BAALINT_CHROMIUM=… BAALINT_AXE=….
# Usage: eval "$(.ci/browser.sh)"
set -eu

version=4.14.1
cache=${BAALINT_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/baalint-ci}/axe-core-$version

find_browser() {
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then
      command -v "$name"
      return
    fi
  done
}

browser=$(find_browser)
if [ -z "$browser" ] && command -v apt-get >/dev/null; then
  root=
  [ "$(id -u)" = 0 ] || root=sudo
  $root apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends chromium >&2
  browser=$(find_browser)
fi
if [ -z "$browser" ]; then
  echo "no Chromium, and no apt-get to install it with" >&2
  exit 1
fi

if [ ! -f "$cache/node_modules/axe-core/axe.min.js" ]; then
  mkdir -p "$cache"
  npm install --prefix "$cache" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "axe-core@$version" >&2
fi
echo "export BAALINT_CHROMIUM='$browser' BAALINT_AXE='$cache/node_modules/axe-core/axe.min.js'"
