#!/usr/bin/env bash
# Runs baalint once for all that the action shows: the log, annotations, the summary, SARIF to upload, evidence and outputs. The
# step succeeds whatever is found, so that the upload follows; the last step of the action ends the job. Part of action.yml.
set -euo pipefail

reports=$(mktemp -d "$RUNNER_TEMP/baalint.XXXXXX")

token=$GH_TOKEN
unset GH_TOKEN

# shellcheck source=compare.sh
source "$ACTION_PATH/.github/action/compare.sh"

output() {
	echo "$1=$2" >>"$GITHUB_OUTPUT"
}

args=()

# add FLAG LINES: adds a flag for each line that is not blank; without a flag, the lines alone.
add() {
	local line
	while IFS= read -r line || [ -n "$line" ]; do
		line=${line%$'\r'}
		if [ -n "${line//[[:space:]]/}" ]; then
			if [ -n "$1" ]; then args+=("$1"); fi
			args+=("$line")
		fi
	done <<<"$2"
}

# What an input does not say is left to .baalint.yaml and to baalint.
add --agreement "$INPUT_AGREEMENT"
add --environment "$INPUT_ENVIRONMENT"
add --var-file "$INPUT_VAR_FILES"
add --policy "$INPUT_POLICY"
shared=(${args[@]+"${args[@]}"}) # what is as true of the commit that a change begins at
add --plan "$INPUT_PLAN"
add --fail-on "$INPUT_FAIL_ON"
add --open "$INPUT_OPEN"
add --baseline "$INPUT_BASELINE"
add --sarif-category "$INPUT_CATEGORY"
given=${#args[@]}
add "" "$INPUT_ARGS"
shared+=(${args[@]+"${args[@]:given}"})
args+=(
	--format text --format "sarif=$reports/baalint.sarif" --format "json=$reports/evidence.json" --format "github=$reports/annotations"
	--format "markdown=$reports/summary.md" --format "counts=$reports/counts"
)
cd "$GITHUB_WORKSPACE"
cd "$INPUT_WORKING_DIRECTORY"
if [ -n "$INPUT_NEW_FROM_REF" ]; then
	if ! git diff --no-ext-diff --no-color --src-prefix=a/ --dst-prefix=b/ --end-of-options "$INPUT_NEW_FROM_REF..." >"$reports/diff"; then
		echo "::error title=baalint::There is no way from the input new-from-ref to this commit: check out with fetch-depth: 0."
		exit 1
	fi
	args+=(--diff "$reports/diff")
fi
args+=(--)
add "" "$INPUT_PATH"

compares=false
if [ "$INPUT_COMPARE" = true ] && [ "$INPUT_SUMMARY" = true ] && [ "${GITHUB_EVENT_NAME#pull_request}" != "$GITHUB_EVENT_NAME" ]; then
	compares=true
fi

output version "$("$BAALINT" version | cut -d ' ' -f 2)"

# Names in the configuration must not become commands of the log.
quiet=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$quiet"
if [ "$compares" = true ]; then
	judge_begin ${shared[@]+"${shared[@]}"} || true # before the change itself, whose reports stay where args has both written
fi
code=0
"$BAALINT" "${args[@]}" || code=$?
echo "::$quiet::"
output exit-code "$code"
if [ ! -s "$reports/counts" ]; then # nothing was judged; the log says why
	echo "::error title=baalint::baalint ended with exit code $code; the log says why."
	output upload false
	exit 0
fi

cat "$reports/counts" >>"$GITHUB_OUTPUT"
output sarif-file "$reports/baalint.sarif"
output evidence-file "$reports/evidence.json"
if [ "$INPUT_ANNOTATIONS" = true ]; then
	cat "$reports/annotations"
fi
if [ "$INPUT_SUMMARY" = true ]; then
	{
		if [ "$compares" = true ]; then tell_difference; fi
		cat "$reports/summary.md"
	} >>"$GITHUB_STEP_SUMMARY"
fi

upload=$INPUT_UPLOAD_SARIF
if [ "$upload" = true ] && { [ "$FORK" = true ] || [ "$ACTOR" = 'dependabot[bot]' ]; }; then
	echo "::notice title=baalint::Not uploaded to code scanning: the token of a fork may not. Annotations and the summary tell the findings."
	upload=false
elif [ "$upload" = true ] && { [ "$code" = 3 ] || [ -n "$INPUT_NEW_FROM_REF" ]; } && [ "${GITHUB_EVENT_NAME#pull_request}" = "$GITHUB_EVENT_NAME" ]; then
	echo "::warning title=baalint::Not uploaded to code scanning: the alerts of what was not read, or not asked about, would be closed as fixed."
	upload=false
fi
output upload "$upload"
