#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Cellwright developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs packaging/run and packaging/test with false tools in place of apt, dpkg, CMake and the programs, and checks what
# they do on machines that have everything, lack packages, or cannot install them. Nothing is installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
clone=$folder/clone tools=$folder/tools log=$folder/log out=$folder/out
failures=0
status=0

# tool NAME BODY: a false program that notes how it was called.
tool() {
    printf '#!/usr/bin/env bash\nprintf "%%s\\n" "%s $*" >>"%s"\n%s\n' "$1" "$log" "${2:-}" >"$tools/$1"
    chmod +x "$tools/$1"
}

# Every package is installed except those named.
packages_without() {
    # shellcheck disable=SC2016 # the body is expanded by the false tool
    tool dpkg-query 'shift 3
for p; do case " '"$*"' " in *" $p "*) ;; *) echo "installed $p" ;; esac; done'
}

fresh_machine() {
    rm -rf "$clone" "$tools"
    mkdir -p "$clone/build/release/app/cli" "$clone/build/release/app/desktop" "$tools"
    cp -r "$here/../../packaging" "$clone/"
    local real
    for real in bash env sed dirname xargs mktemp rm cat; do ln -s "$(command -v "$real")" "$tools/$real"; done
    packages_without
    tool apt-get
    tool id 'echo 0'
    tool nproc 'echo 2'
    tool cmake
    tool ctest 'echo "100% tests passed"'
    tool cellwright 'exit 0'
    # shellcheck disable=SC2016
    tool cellwright-cli 'case $1 in evaluate) echo "the summary" ;; *) while [[ $1 != -o ]]; do shift; done; echo x >"$2" ;; esac'
    mv "$tools/cellwright" "$clone/build/release/app/desktop/"
    mv "$tools/cellwright-cli" "$clone/build/release/app/cli/"
}

# call SCRIPT [VAR=value...]: runs it in an empty folder with the false tools only.
call() {
    local script=$1
    shift
    rm -rf "$folder/empty" && mkdir "$folder/empty"
    : >"$log"
    status=0
    (cd "$folder/empty" && env -i PATH="$tools" TMPDIR="$folder" "$@" bash "$clone/packaging/$script") \
        >"$out" 2>"$out.err" || status=$?
}

complain() {
    printf 'FAIL: %s (status %s)\n' "$*" "$status"
    sed 's/^/    /' "$log" "$out" "$out.err"
    failures=$((failures + 1))
}

called() { grep -qE -- "$1" "$log" || complain "$2: no call of '$1'"; }
not_called() { ! grep -qE -- "$1" "$log" || complain "$2: a call of '$1'"; }
succeeds() { ((status == 0)) || complain "$1 should succeed"; }
fails() { ((status != 0)) || complain "$1 should fail"; }
says() { grep -qE -- "$1" "$out" "$out.err" || complain "$2: does not say '$1'"; }
says_not() { ! grep -qE -- "$1" "$out" "$out.err" || complain "$2: says '$1'"; }

fresh_machine
call run
succeeds "run with everything installed"
not_called apt-get "everything installed"
called '^cmake --preset release' "everything installed"
called '^cmake --build .*--target cellwright cellwright-cli' "everything installed"
not_called '^cellwright --sample' "no display"
called '^cellwright-cli report .* -o report.pdf --force' "no display"
called '^cellwright-cli render .* -o map.png --force' "no display"
says 'the summary' "no display"
[[ -s $folder/empty/report.pdf && -s $folder/empty/map.png ]] || complain "run leaves report.pdf and map.png"

: >"$folder/wayland-9"
call run WAYLAND_DISPLAY=wayland-9 XDG_RUNTIME_DIR="$folder"
succeeds "run with a display"
called '^cellwright --sample hospital' "a display"
call run WAYLAND_DISPLAY=wayland-8 XDG_RUNTIME_DIR="$folder" DISPLAY=:4711
says 'the summary' "displays that nobody serves"

fresh_machine
packages_without libhwy-dev qt6-charts-dev
call run
called '^apt-get .*DPkg::Lock::Timeout=300.* update' "two packages missing"
called '^apt-get .*install --no-install-recommends libhwy-dev qt6-charts-dev$' "two packages missing"
succeeds "run that installs as root"

tool id 'echo 1000'
call run
fails "run without root"
says '^  libhwy-dev$' "no root"
says '^  qt6-charts-dev$' "no root"
says_not '^  qt6-svg-dev$' "no root"
not_called '^cmake' "no root"

fresh_machine
packages_without libhwy-dev
tool id 'echo 1000'
# shellcheck disable=SC2016
tool sudo '[[ $2 == true ]] || { shift; exec "$@"; }'
call run
succeeds "run with sudo"
called '^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get' "sudo without a password"
tool sudo 'exit 1'
call test
fails "test with a sudo that asks for a password"
says 'sudo without a password' "a sudo that asks for a password"

fresh_machine
packages_without libhwy-dev
# shellcheck disable=SC2016
tool apt-get 'echo "E: Unable to fetch some archives" >&2; exit 100'
call test
fails "test without a network"
says '^  libhwy-dev$' "no network"
not_called '^(cmake|ctest)' "no network"

fresh_machine
rm "$tools/apt-get" "$tools/dpkg-query"
call run
fails "run on another distribution"
says '^  g\+\+$' "another distribution"
says '^  qt6-base-dev$' "another distribution"
not_called '^cmake' "another distribution"
call run CELLWRIGHT_SKIP_PACKAGES=1
succeeds "run on another distribution that has it all"

fresh_machine
call test DISPLAY=:0
succeeds "test"
called '^cmake --build .* --target all$' "test builds everything"
called '^ctest .*--output-on-failure --no-tests=error' "test"
# shellcheck disable=SC2016
tool ctest '[[ -z ${DISPLAY:-} && $QT_QPA_PLATFORM == offscreen && -d $XDG_RUNTIME_DIR ]] || echo "not headless"; echo "1 tests failed"; exit 8'
call test DISPLAY=:0
((status == 8)) || complain "test passes on the status of ctest"
says_not 'not headless' "test"
[[ $(tail -n 1 "$out") == "1 tests failed" ]] || complain "test ends with the summary of ctest"

tool cmake 'exit 1'
call test
fails "test with a configuration that fails"
not_called '^(cmake --build|ctest)' "a configuration that fails"
says 'Configuring failed' "a configuration that fails"

fresh_machine
sed -i 's/echo "the summary"/exit 3/' "$clone/build/release/app/cli/cellwright-cli"
call run
((status == 3)) || complain "run passes on a fault of the program"
sed -i 's/exit 3/echo "no coverage"; exit 1/' "$clone/build/release/app/cli/cellwright-cli"
call run
succeeds "run of a plan that misses a target"

((failures == 0)) && echo "packaging behaves"
