# SPDX-FileCopyrightText: 2026 Cellwright developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Shared by run and test: install what is missing, configure, build.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build="$root/build/release"

say() { printf '%s\n' "$@" >&2; }

fail() {
    say "$@"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

listed_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$root/packaging/packages.txt"; }

# The listed packages that dpkg does not know as installed; all of them where there is no dpkg.
missing_packages() {
    if ! has dpkg-query; then
        listed_packages
        return
    fi
    local package
    local -A installed=()
    # shellcheck disable=SC2016 # dpkg-query fills in its own fields
    while read -r package; do
        installed[$package]=1
    done < <(listed_packages | xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
        sed -n 's/^installed //p')
    for package in $(listed_packages); do
        [[ -n ${installed[$package]:-} ]] || printf '%s\n' "$package"
    done
}

# Prints the words that run a command as root, and nothing for root itself.
become_root() {
    [[ $(id -u) -eq 0 ]] && return 0
    has sudo && sudo -n true 2>/dev/null && printf 'sudo -n' && return 0
    return 1
}

# Explains why the packages could not be installed, names them, and ends the script.
give_up() {
    local reason=$1
    shift
    say "" "Cannot install what Cellwright needs: $reason." "Missing packages (names of Debian 12):"
    printf '  %s\n' "$@" >&2
    say "Install them and run this again. With equal packages under other names, set CELLWRIGHT_SKIP_PACKAGES=1."
    exit 1
}

install_packages() {
    [[ -z ${CELLWRIGHT_SKIP_PACKAGES:-} ]] || return 0
    local missing prefix
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]})) || return 0
    has apt-get || give_up "this distribution has no apt-get" "${missing[@]}"
    prefix=$(become_root) || give_up "this needs root or sudo without a password" "${missing[@]}"
    say "Installing: ${missing[*]}"
    local apt="$prefix env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q -y"
    # An outdated list may still do, so only a failing installation counts.
    $apt update >&2 || say "The package lists could not be refreshed; trying the ones at hand."
    $apt install --no-install-recommends "${missing[@]}" >&2 ||
        give_up "apt-get failed; its messages are above (no network?)" "${missing[@]}"
}

# configure_and_build TARGET...: the release build of these targets.
configure_and_build() {
    (cd "$root" && cmake --preset release) >&2 || fail "Configuring failed; the messages of CMake are above."
    cmake --build "$build" --parallel "$(nproc)" --target "$@" >&2 || fail "The build failed; the messages are above."
}
