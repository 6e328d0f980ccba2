#!/usr/bin/env bash
# A real rule, a real dunst: the window's notification appears with its urgency, "Show" brings the window up, and it is
# replaced and closed when the alert resolves. Usage: notification_test.sh WATCHGLASS. Exits with 77 without the programs.
set -u
app=$1
for program in Xvfb dunst dunstctl dbus-run-session; do
    command -v "$program" >/dev/null || { echo "SKIP: $program is not installed"; exit 77; }
done
if [ -z "${WG_IN_SESSION:-}" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    chmod 700 "$work"
    env -u DISPLAY XDG_RUNTIME_DIR="$work" XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" WORK="$work" \
        WG_IN_SESSION=1 dbus-run-session -- "$0" "$app"
    exit $?
fi

pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done; }
trap finish EXIT
fail() { echo "FAIL: $*"; cat "$WORK/log"; exit 1; }
# until_true SECONDS COMMAND...: polls, no fixed sleep decides.
until_true() {
    local end=$((SECONDS + $1))
    shift
    while [ $SECONDS -lt $end ]; do
        "$@" && return 0
        sleep 0.1
    done
    return 1
}

Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$WORK/display" 2>/dev/null &
pids+=($!)
until_true 10 test -s "$WORK/display" || fail "Xvfb did not start"
DISPLAY=:$(cat "$WORK/display")
export DISPLAY QT_QPA_PLATFORM=xcb
dunst >/dev/null 2>&1 &
pids+=($!)
until_true 10 dunstctl is-paused >/dev/null 2>&1 || fail "dunst did not start"

# The alert fires while the file says 1.
mkdir -p "$WORK/text"
echo 'demo_broken 1' >"$WORK/text/demo.prom"
cat >"$WORK/rules.yml" <<EOF
groups:
- name: demo
  interval: 1s
  rules:
  - alert: DemoBroken
    expr: demo_broken == 1
    labels: {severity: critical}
    annotations: {summary: "the demo is broken"}
EOF
"$app" --in-memory --no-tray --host.interval 0.5 --host.textfile-directory "$WORK/text" --rule.file "$WORK/rules.yml" \
    >"$WORK/log" 2>&1 &
pids+=($!)

displayed() { dunstctl count displayed 2>/dev/null; }
history_has() { dunstctl history 2>/dev/null | grep -q "$1"; }
shown() { [ "$(displayed)" = 1 ]; }
gone() { [ "$(displayed)" = 0 ]; }
until_true 30 shown || fail "no notification appeared"
echo 'demo_broken 0' >"$WORK/text/demo.prom.new" && mv "$WORK/text/demo.prom.new" "$WORK/text/demo.prom"
until_true 40 gone || fail "the notification was not closed after the alert resolved"
history_has 'Resolved: DemoBroken' || fail "the history does not have the resolution: $(dunstctl history)"
echo "PASS: shown, replaced and closed"
