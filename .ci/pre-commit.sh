#!/usr/bin/env bash
# Runs the hooks of .pre-commit-hooks.yaml on a sample repository as users do: pre-commit clones this commit and builds it. Without
# pre-commit this is left out; TestHooks of cmd/baalint does what pre-commit does. Usage: .ci/pre-commit.sh
set -euo pipefail
cd "$(dirname "$0")/.."

read -ra pre_commit <<<"${PRE_COMMIT_COMMAND:-pre-commit}"
if ! command -v "${pre_commit[0]}" >/dev/null; then
	echo "no pre-commit: left out"
	exit 0
fi

house=$PWD
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
GOMODCACHE=$(go env GOMODCACHE) # pre-commit has a module cache of its own, which would be filled again
export GOMODCACHE PRE_COMMIT_HOME=$work/home GIT_CONFIG_GLOBAL=$work/gitconfig
git config --global user.name baalint
git config --global user.email baalint@example.org
git config --global init.defaultBranch main
git config --global --add safe.directory '*'

# file NAME TEXT: writes a file of the sample repository.
file() {
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "$2" >"$1"
}

# runs WANT ARG...: pre-commit must pass or fail.
runs() {
	local want=$1 got=pass
	shift
	"${pre_commit[@]}" "$@" >"$work/log" 2>&1 || got=fail
	if [ "$got" != "$want" ]; then
		cat "$work/log"
		echo "pre-commit $*: $got, want $want"
		exit 1
	fi
	echo "pre-commit $*: $got"
}

# said TEXT: the last run must have said so.
said() {
	grep -qF -- "$1" "$work/log" || { cat "$work/log"; echo "not said: $1"; exit 1; }
}

git init -q "$work/sample"
cd "$work/sample"
call='module "volume" { source = "../../modules/volume" }'
file infra/dev/main.tf "$call"
file "infra/our prod/main.tf" "$call"
file modules/volume/main.tf '# nothing yet'
file lab/main.tf 'resource {'
file .baalint.yaml 'paths: [infra]'
file .pre-commit-config.yaml "repos:
  - repo: $house
    rev: $(git -C "$house" rev-parse HEAD)
    hooks: [{id: baalint}, {id: baalint-changed}, {id: baalint-config}]"
git add -A
git commit -qm sample

runs pass try-repo "$house" baalint --ref HEAD --all-files
runs pass run --all-files baalint
runs pass run --all-files baalint-config
runs pass run baalint-changed --files modules/volume/main.tf

volume='resource "aws_ebs_volume" "v" {
  availability_zone = "us-east-1a"
  size              = 1
}'
file "infra/our prod/own.tf" "$volume"
file lab/other.tf "$volume"
runs fail run --all-files baalint
runs pass run baalint-changed --files infra/dev/main.tf
runs fail run baalint-changed --files modules/volume/main.tf .baalint.yaml
said "infra/our prod/own.tf:1"
runs fail run baalint-changed --files modules/volume/main.tf
said "infra/our prod/own.tf:1"
if grep -q 'lab/' "$work/log"; then
	cat "$work/log"
	echo "a root module was judged that no changed file belongs to"
	exit 1
fi

file .baalint.yaml 'treshold: high'
runs fail run --all-files baalint-config
said ".baalint.yaml:1:"
