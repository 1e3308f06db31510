# shellcheck shell=bash
# What a pull request changes: the commit that the change begins at is judged as the change itself is, so that the summary of the job can
# tell the difference. Nothing here ends the job: what is in the way stands in the summary. Part of run.sh.

why=    # there is nothing to compare with
remark= # what to know of the comparison

has() { git cat-file -e "$1^{commit}" 2>/dev/null; }

# fetch COMMIT: by what the checkout has left to fetch with, else by the token of the action.
fetch() {
	local get=(git -c http.lowSpeedLimit=1000 -c http.lowSpeedTime=30 fetch --quiet --no-tags --no-recurse-submodules)
	if [ "$(git rev-parse --is-shallow-repository)" = true ]; then get+=(--depth=1); fi
	get+=(origin "$1")
	export GIT_TERMINAL_PROMPT=0
	"${get[@]}" 2>/dev/null || GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader" \
		GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$token" | base64 | tr -d '\n')" "${get[@]}" 2>/dev/null
}

# find_begin sets commit to where the change begins: of the merge that GitHub makes of a pull request the first parent, else where the branch
# left its base.
find_begin() {
	local first second fork merged=
	commit=$BASE_SHA
	read -r first second <<<"$(git cat-file commit HEAD 2>/dev/null | sed -n '/^$/q; s/^parent //p' | tr '\n' ' ')"
	if [ -n "$second" ] && [ "$second" = "$HEAD_SHA" ]; then merged=yes commit=$first; fi
	if ! [[ $commit =~ ^[0-9a-f]{40,64}$ ]] || ! has HEAD; then
		why="there is no checkout of the pull request in the working directory"
		return 1
	fi
	if ! has "$commit" && { ! fetch "$commit" || ! has "$commit"; }; then
		why="the commit that it begins at is not in the clone and could not be fetched; \`fetch-depth: 0\` of the checkout brings it"
		return 1
	fi
	if fork=$(git merge-base "$commit" HEAD 2>/dev/null); then
		commit=$fork
	elif [ -z "$merged" ]; then
		remark="The clone does not tell where the branch left its base: what was merged there since counts as taken out. \`fetch-depth: 0\` of the checkout helps."
	fi
}

# take_modules copies what terraform init has installed, of which no commit knows.
take_modules() {
	local top dir taken=
	top=$(git rev-parse --show-toplevel)
	while IFS= read -r dir; do
		if [ -d "$tree/${dir%/.terraform/modules}" ] && mkdir -p "$tree/$dir" && cp -R "$top/$dir/." "$tree/$dir/"; then taken=yes; fi
	done < <(cd "$top" && find . -type d -path '*/.terraform/modules' -prune)
	if [ -n "$taken" ]; then remark="$remark${remark:+ }Downloaded modules are those of the change, before and after."; fi
}

# find_paths sets paths to those of INPUT_PATH that the commit has.
find_paths() {
	local line wanted=
	paths=(--)
	while IFS= read -r line || [ -n "$line" ]; do
		line=${line%$'\r'}
		case $line in
		*[![:space:]]*) wanted=yes ;;
		*) continue ;;
		esac
		case $line in
		/* | [A-Za-z]:*)
			why="a path is absolute, and means the change"
			return 1
			;;
		esac
		if [ -e "$line" ]; then paths+=("$line"); fi
	done <<<"$INPUT_PATH"
	if [ -n "$wanted" ] && [ "${#paths[@]}" = 1 ]; then
		why="there was nothing at these paths before"
		return 1
	fi
}

# judge_begin FLAGS: writes begin.json, or says why not.
judge_begin() {
	local commit paths prefix tree=$reports/begin code=0
	if [ -n "$INPUT_PLAN" ]; then
		why="a plan is that of the change alone"
		return
	fi
	find_begin || return 0
	prefix=$(git rev-parse --show-prefix)
	if ! GIT_LFS_SKIP_SMUDGE=1 git -c core.hooksPath=/dev/null worktree add --quiet --detach "$tree" "$commit"; then
		why="the commit that it begins at could not be checked out; the log says why"
		return
	fi
	take_modules
	if ! pushd "$tree/$prefix" >/dev/null 2>&1; then
		why="there was no such working directory before"
	else
		if find_paths; then
			"$BAALINT" "$@" --format "json=$reports/begin.json" "${paths[@]}" || code=$?
			if [ ! -s "$reports/begin.json" ]; then why="what was there before could not be judged (exit code $code); the log says why"; fi
		fi
		popd >/dev/null
	fi
	git worktree remove --force "$tree"
}

# tell_difference prints the difference in Markdown.
tell_difference() {
	if [ -z "$why" ] && ! "$BAALINT" compare --format markdown "$reports/begin.json" "$reports/evidence.json"; then
		why="the reports could not be compared; the log says why"
	fi
	if [ -n "$why" ]; then
		printf '**Not compared with what was there before:** %s.\n' "$why"
	elif [ -n "$remark" ]; then
		printf '%s\n' "$remark"
	fi
	echo
}
