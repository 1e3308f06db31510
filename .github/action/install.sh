#!/usr/bin/env bash
# Finds the baalint to run: the one that is named, or a release, which is held against its checksum and its attestation before anything runs it, or where
# none is meant nothing yet, and "build" says that the action's own checkout has to be built. Part of action.yml.
set -euo pipefail

repository=baalint/baalint
dir=$(mktemp -d "$RUNNER_TEMP/baalint.XXXXXX")

fail() {
	echo "::error title=baalint::$1"
	exit 1
}

output() {
	echo "$1=$2" >>"$GITHUB_OUTPUT"
}

sha256() {
	if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# download NAME: fetches a file of the release and prints the HTTP status.
download() {
	curl --silent --show-error --location --proto '=https' --tlsv1.2 --retry 3 --output "$dir/$1" --write-out '%{http_code}' \
		"https://github.com/$repository/releases/download/v$version/$1"
}

if [ -n "$INPUT_BINARY" ]; then
	[ -x "$INPUT_BINARY" ] || fail "The input binary is no program."
	output bin "$INPUT_BINARY"
	output build false
	exit 0
fi

release='^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$'
version=${INPUT_VERSION#v}
if [ -z "$version" ] && [[ ${ACTION_REF#v} =~ $release ]]; then
	version=${ACTION_REF#v}
fi
output bin "$dir/baalint"
if [ -z "$version" ]; then
	output build true
	exit 0
fi
[[ $version =~ $release ]] || fail "The input version must be that of a release, such as 1.2.3."

case "$RUNNER_OS" in
Linux) os=linux ;;
macOS) os=darwin ;;
Windows) os=windows ;;
*) fail "There is no release for this runner's system." ;;
esac
case "$RUNNER_ARCH" in
X64) arch=amd64 ;;
ARM64) arch=arm64 ;;
*) fail "There is no release for this runner's architecture." ;;
esac
archive=baalint_${version}_${os}_$arch.tar.gz

status=$(download "$archive") || fail "The release could not be downloaded."
if [ "$status" = 404 ] && [ -z "$INPUT_VERSION" ]; then
	output build true
	exit 0
fi
[ "$status" = 200 ] || fail "The release $version could not be downloaded: HTTP status $status."

if [ -n "$INPUT_CHECKSUM" ]; then
	want=$INPUT_CHECKSUM
else
	[ "$(download checksums.txt)" = 200 ] || fail "The release $version has no checksums."
	want=$(awk -v name="$archive" '$2 == name { print $1 }' "$dir/checksums.txt")
fi
[ "$(sha256 "$dir/$archive")" = "$want" ] || fail "The archive of release $version is not the one that its checksum says."
if [ -z "$INPUT_CHECKSUM" ]; then # a checksum from the same place shows no more than that the download is whole
	command -v gh >/dev/null || fail "The release cannot be verified without gh: install it, or give the archive's SHA-256 as input checksum."
	gh attestation verify "$dir/$archive" --repo "$repository" || fail "The attestation of release $version cannot be verified."
fi
tar -xzf "$dir/$archive" -C "$dir"
output build false
