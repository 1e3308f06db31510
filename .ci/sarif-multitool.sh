#!/bin/sh
# Validates SARIF files with Microsoft's SARIF Multitool, by the rules of the standard and of GitHub Advanced Security.
# Usage: .ci/sarif-multitool.sh FILE...
# Fails on any result of level error or warning. Notes pass: they ask for snippets and version control details. Whether links can be
# reached would be a note, too, for which the tool waits for the network ten times as long as for all the rest: it is not asked.
# The tool is installed once, with npm, into $SARIF_MULTITOOL_CACHE or the user's cache directory.
set -eu

version=5.7.0
case "$(uname -s)" in
  Linux) package=@microsoft/sarif-multitool-linux ;;
  Darwin) package=@microsoft/sarif-multitool-darwin ;;
  *) echo "no SARIF Multitool for $(uname -s)" >&2; exit 2 ;;
esac
if [ $# -eq 0 ]; then
  echo "usage: $0 FILE..." >&2
  exit 2
fi

cache=${SARIF_MULTITOOL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/baalint-ci/sarif-multitool-$version}
tool=$cache/node_modules/$package/Sarif.Multitool
if [ ! -f "$tool" ]; then
  mkdir -p "$cache"
  npm install --prefix "$cache" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "$package@$version" >&2
fi
chmod u+x "$tool"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
echo '{"SARIF2006.UrisShouldBeReachable.Options": {"RuleEnabled": "Disabled"}}' >"$out/config.json"
status=0
n=0
for file in "$@"; do
  n=$((n + 1))
  if [ ! -s "$file" ]; then
    echo "$file: no such file, or empty" >&2
    status=1
    continue
  fi
  # The exit code tells whether the tool ran; what it found is in the log.
  "$tool" validate "$file" --config "$out/config.json" --rule-kind "Sarif;Ghas" --level "Error;Warning" \
    --log ForceOverwrite --output "$out/$n.sarif" >"$out/$n.txt" 2>&1 || true
  if [ ! -s "$out/$n.sarif" ]; then
    head -n 20 "$out/$n.txt" >&2
    echo "$file: SARIF Multitool gave no result" >&2
    status=1
    continue
  fi
  node - "$file" "$out/$n.sarif" <<'JS' || status=1
const [file, log] = process.argv.slice(2)
let faults = 0
const say = (level, text) => { faults++; console.error(`${file}: ${level}: ${text}`) }
const text = (message, rule) => {
  const template = message.text ?? rule?.messageStrings?.[message.id]?.text ?? message.id ?? ''
  return template.replace(/\{(\d+)\}/g, (_, i) => message.arguments?.[i] ?? '')
}
const runs = JSON.parse(require('fs').readFileSync(log, 'utf8').replace(/^\uFEFF/, '')).runs ?? []
if (runs.length === 0) say('error', 'SARIF Multitool logged no run')
for (const run of runs) {
  const rules = run.tool?.driver?.rules ?? []
  for (const result of run.results ?? []) {
    const level = result.level ?? 'warning'
    if (level !== 'error' && level !== 'warning') continue
    const line = result.locations?.[0]?.physicalLocation?.region?.startLine
    say(level, `${result.ruleId}${line ? ` at line ${line}` : ''}: ${text(result.message, rules[result.ruleIndex])}`)
  }
  for (const invocation of run.invocations ?? []) {
    for (const kind of ['toolExecutionNotifications', 'toolConfigurationNotifications']) {
      for (const n of invocation[kind] ?? []) {
        if ((n.level ?? 'warning') === 'error') say('error', text(n.message))
      }
    }
  }
}
if (faults === 0) console.log(`${file}: valid`)
process.exit(faults === 0 ? 0 : 1)
JS
done
exit $status
