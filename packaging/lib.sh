# Shared by the scripts of this folder: installs what is missing, configures and builds.
# shellcheck shell=bash

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LANG=C.UTF-8

say() { printf '%s\n' "$*" >&2; }

# packages GROUP...: the names in packages.txt that belong to one of the groups.
packages() {
    local group
    for group in "$@"; do
        sed -n "s/^$group //p" "$top/packaging/packages.txt"
    done
}

# absent NAME...: those that are not installed.
absent() {
    local name
    for name in "$@"; do
        case "$(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null)" in
        ii*) ;;
        *) printf '%s\n' "$name" ;;
        esac
    done
}

# wanted GROUP...: what has to be installed, as far as apt's lists tell.
wanted() {
    local name
    # shellcheck disable=SC2046
    absent $(packages "$@")
    # shellcheck disable=SC2046
    for name in $(absent $(packages "${@/%/?}")); do
        # A name that others refer to is known and shows nothing.
        if [ -n "$(apt-cache show "$name" 2>/dev/null)" ]; then printf '%s\n' "$name"; fi
    done
}

# install_missing GROUP...: asks apt only for what is not there, so that a second run needs neither root
# nor network.
install_missing() {
    local missing sudo=
    if ! command -v dpkg-query >/dev/null; then
        say "This is no Debian system: install by its own means what packaging/packages.txt lists."
        return 0
    fi
    mapfile -t missing < <(wanted "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "Missing packages: ${missing[*]}"
            say "Install them as root (apt-get install --no-install-recommends ...), or install sudo, and run this again."
            return 1
        fi
        sudo=sudo
    fi
    # sudo drops exported variables, hence env.
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq update </dev/null || return 1
    mapfile -t missing < <(wanted "$@")
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" \
        </dev/null >/dev/null || return 1
}

# configure PRESET [cmake argument...]
configure() {
    local preset=$1
    shift
    mkdir -p "$top/build/$preset"
    (cd "$top" && cmake --preset "$preset" "$@" >"build/$preset/configure.log" 2>&1) || {
        say "The configuration failed:"
        tail -n 30 "$top/build/$preset/configure.log" >&2
        return 1
    }
}

# compile PRESET [cmake --build argument...]: quiet unless it fails or stderr is a terminal.
compile() {
    local preset=$1
    shift
    if [ -t 2 ]; then
        (cd "$top" && cmake --build --preset "$preset" "$@" >&2)
        return
    fi
    (cd "$top" && cmake --build --preset "$preset" "$@" >"build/$preset/build.log" 2>&1) || {
        grep -A12 -m3 -E 'FAILED|error:|undefined reference' "$top/build/$preset/build.log" >&2
        say "The build failed; all of its output is in build/$preset/build.log"
        return 1
    }
}
