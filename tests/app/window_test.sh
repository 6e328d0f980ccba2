#!/usr/bin/env bash
# Runs a script of Python beside the real window, which it finds its way in through AT-SPI (window.py).
# Usage: window_test.sh WATCHGLASS SCRIPT [PROGRAM that the script needs...]. Exits with 77 without the programs.
set -u
app=$1
script=$2
here=$(cd "$(dirname "$0")" && pwd)
for program in Xvfb dbus-run-session python3 "${@:3}"; do
    command -v "$program" >/dev/null || { echo "SKIP: $program is not installed"; exit 77; }
done
[ -x /usr/libexec/at-spi-bus-launcher ] || { echo "SKIP: at-spi2-core is not installed"; exit 77; }
python=
for candidate in python3 /usr/bin/python3; do  # the modules are the distribution's
    "$candidate" -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null && python=$candidate
done
[ -n "$python" ] || { echo "SKIP: python3-gi or gir1.2-atspi-2.0 is not installed"; exit 77; }
if [ -z "${WG_IN_SESSION:-}" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    chmod 700 "$work"
    env -u DISPLAY -u AT_SPI_BUS_ADDRESS XDG_RUNTIME_DIR="$work" XDG_CONFIG_HOME="$work/config" \
        XDG_DATA_HOME="$work/data" WORK="$work" WG_IN_SESSION=1 dbus-run-session -- "$0" "$@"
    exit $?
fi

pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done; }
trap finish EXIT
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$WORK/display" 2>/dev/null &
pids+=($!)
for _ in $(seq 100); do [ -s "$WORK/display" ] && break; sleep 0.1; done
[ -s "$WORK/display" ] || { echo "FAIL: Xvfb did not start"; exit 1; }
DISPLAY=:$(cat "$WORK/display")
export DISPLAY QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1

cat >"$WORK/board.json" <<'EOF'
{"title": "Spoken", "schemaVersion": 42, "time": {"from": "now-5m", "to": "now"}, "panels": [
 {"id": 1, "type": "stat", "title": "Answer", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 6},
  "targets": [{"refId": "A", "expr": "vector(42)"}]},
 {"id": 2, "type": "timeseries", "title": "Lines", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
  "targets": [{"refId": "A", "expr": "vector(7)", "legendFormat": "seven"},
              {"refId": "B", "expr": "vector(8)", "legendFormat": "eight"}]}]}
EOF
"$app" --in-memory --no-tray "$WORK/board.json" >"$WORK/log" 2>&1 &
pids+=($!)
BOARD="$WORK/board.json" timeout 100 "$python" "$here/$script" || { cat "$WORK/log"; exit 1; }
