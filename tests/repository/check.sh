#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Cellwright developers
# SPDX-License-Identifier: GPL-3.0-or-later
# check.sh RULE [ROOT]: checks one rule of the house over the source tree at ROOT, prints each breach as file:line
# and exits 1 when there is one. "check.sh --list" names the rules. Needs bash, grep, sed and find only.
set -euo pipefail
shopt -s lastpipe # so that the last command of a pipe may count breaches
export LC_ALL=C.UTF-8

rules=(qt_free no_file_access charts_in_one_room no_umbrella_headers layers rooms licence length finished readme
    private_words whitespace executable top_level)

sources='\.(cpp|h|hpp)$'
layers='^(app|analytics|data|widgets)/'
program_text='(\.(cpp|h|hpp|cmake|sh|in|sql|qrc|svg|xml|desktop)|(^|/)CMakeLists\.txt|^packaging/packages\.txt|^\.clang-[a-z]+)$'

# Every file of the tree, without what builds leave behind; in a checkout this is what git knows or would add.
list_files() {
    local all
    if ! all=$(git ls-files --cached --others --exclude-standard 2>/dev/null) || [[ ! -e .git ]]; then
        all=$(find . \( -name .git -o -path './build' -o -path './build-*' -o -path ./report.pdf -o -path ./map.png \) \
            -prune -o -type f -print | sed 's|^\./||')
    fi
    local file
    while IFS= read -r file; do
        [[ -f $file ]] && printf '%s\n' "$file"
    done <<<"$all"
    return 0
}

# files REGEX [EXCEPT]: the files whose path matches, one a line.
files() { printf '%s\n' "$tree" | grep -E -- "$1" | { [[ -n ${2:-} ]] && grep -vE -- "$2" || cat; } || true; }

# forbid WHY PATTERN [grep option...] < files: breaches are the lines that match the Perl expression.
forbid() {
    local why=$1 pattern=$2 hits status=0 names
    shift 2
    mapfile -t names
    [[ -n ${names[*]} ]] || return 0
    hits=$(grep -nIHP "$@" -- "$pattern" "${names[@]}" 2>&1) || status=$?
    ((status == 1)) || breach "$why" "$hits"
}

breach() {
    printf '%s:\n  %s\n' "$1" "${2//$'\n'/$'\n'  }"
    breaches=$((breaches + 1))
}

is_script() { head -c 2 -- "$1" | grep -q '^#!'; }

qt_free() {
    files '^(analytics|data)/.*'"$sources" |
        forbid "analytics and data know no Qt" '#[[:space:]]*include[[:space:]]*[<"]Q[A-Za-z/]+'
}

# The kernels room may read the description of the machine from the operating system, in this one file.
no_file_access() {
    local header='fstream|filesystem|iostream|fcntl\.h|unistd\.h|sys/(stat|file|socket|wait)\.h|sqlite3\.h'
    files '^analytics/.*'"$sources" '^analytics/kernels/(machine|system)\.cpp$' |
        forbid "analytics does no input or output" \
            "#[[:space:]]*include[[:space:]]*<($header)>|\b(fopen|freopen|popen|ifstream|ofstream)\b|std::(cout|cerr|clog)\b"
}

charts_in_one_room() {
    local series='Area|Bar|BoxPlot|Candlestick|HorizontalBar|Line|PercentBar|Pie|Scatter|Spline|StackedBar|XY|Abstract|AbstractBar'
    local other='QtCharts.*|QChart(View)?|QPolarChart|QLegend(Marker)?|QBarSet|QBoxSet|QPieSlice|QAbstractAxis|Q(Value|LogValue|Category|BarCategory|DateTime)Axis'
    files "$layers.*$sources" '^widgets/charts/' |
        forbid "only widgets/charts includes Qt Charts" "#[[:space:]]*include[[:space:]]*<($other|Q($series)Series)>"
}

no_umbrella_headers() {
    files '^(app|analytics|data|widgets|tests)/.*'"$sources" |
        forbid "include the class, not the module (a module header costs seconds per file)" \
            '#[[:space:]]*include[[:space:]]*<(Qt(Core|Gui|Widgets|Charts|Svg|Test|Concurrent)/)?Qt(Core|Gui|Widgets|Charts|Svg|Test|Concurrent)>'
}

layers() {
    local include='#[[:space:]]*include[[:space:]]*"'
    files '^analytics/.*'"$sources" | forbid "analytics lies at the bottom" "$include(data|widgets|app)/"
    files '^data/.*'"$sources" | forbid "data lies below the widgets and the programs" "$include(widgets|app)/"
    files '^widgets/.*'"$sources" | forbid "widgets lie below the programs" "${include}app/"
    files "$layers.*$sources" | forbid "the program does not know its tests" "${include}tests/"
}

# Within a layer, rooms stand in one order, the one of its CMakeLists.txt; includes point to earlier rooms only.
rooms() {
    local layer order
    for layer in analytics data widgets; do
        [[ -f $layer/CMakeLists.txt ]] || continue
        order=$(sed -n 's/^foreach(room \(.*\))$/\1/p' "$layer/CMakeLists.txt")
        [[ -n $order ]] || breach "the order of the rooms is not readable" "$layer/CMakeLists.txt"
        check_order "$layer" "$order"
    done
}

check_order() {
    local layer=$1 order=" $2 " room earlier pattern
    for room in $(files "^$layer/[^/]+/.*$sources" | cut -d/ -f2 | sort -u); do
        if [[ $order != *" $room "* ]]; then
            breach "a room that $layer/CMakeLists.txt does not name" "$layer/$room"
            continue
        fi
        earlier=$(xargs <<<"${order%%" $room "*} $room")
        pattern="#[[:space:]]*include[[:space:]]*\"$layer/"
        files "^$layer/$room/.*$sources" |
            forbid "$layer/$room may include only these rooms of its layer: $earlier" "$pattern(?!(${earlier// /|})/)"
    done
}

# AppStream wants its metadata, and nothing else here, under a licence that software catalogues may copy.
licence() {
    local file missing="" tag
    local lines=("SPDX-FileCopyrightText: 2026 Cellwright developers" "SPDX-License-Identifier: GPL-3.0-or-later")
    while IFS= read -r file; do
        [[ $file =~ $program_text ]] || is_script "$file" || continue
        for tag in "${lines[@]}"; do
            head -n 5 -- "$file" | grep -qF -- "$tag" || missing+="$file: $tag"$'\n'
        done
    done < <(files . '^tests/.*/(corpus|data|golden)/|\.(md|json|csv|png|metainfo\.xml\.in)$')
    [[ -z $missing ]] || breach "a line of the licence is missing" "${missing%$'\n'}"
}

length() {
    local file long="" count
    while IFS= read -r file; do
        count=$(wc -l <"$file")
        ((count <= 600)) || long+="$file: $count lines"$'\n'
    done < <(files "$layers.*($sources|CMakeLists\.txt$)")
    [[ -z $long ]] || breach "a source file has at most 600 lines" "${long%$'\n'}"
}

finished() {
    files '^(app|analytics|data|widgets|resources|packaging|tests)/|^CMakeLists' '^tests/repository/' |
        forbid "unfinished work" '\b(TODO|FIXME|XXX)\b|\b[Nn]ot (yet )?implemented\b|\b[Ss]tub(bed)?\b'
}

# Every layer and every room introduces itself, briefly.
readme() {
    local folder file missing="" long=""
    for folder in $(files "^((app|analytics|data|widgets)(/[^/]+)?|resources|tests|packaging)/[^/]+$" | xargs -r -n1 dirname | sort -u); do
        [[ -f $folder/README.md ]] || missing+="$folder"$'\n'
    done
    while IFS= read -r file; do
        (($(wc -l <"$file") <= 15)) || long+="$file"$'\n'
    done < <(files '/README\.md$')
    [[ -z $missing ]] || breach "README.md is missing in" "${missing%$'\n'}"
    [[ -z $long ]] || breach "the README.md of a folder has at most 15 lines" "${long%$'\n'}"
}

private_words() {
    local about="agents?|(this|previous|next|earlier|later|last|coding|development) sessions?|issue #?[0-9]+"
    files "$program_text|\.md$" '^tests/repository/' |
        forbid "the text speaks of how it was made" "\b($about)\b" -i
    files "$program_text|\.(md|json)$" '^tests/repository/' |
        forbid "a path of one computer" '(^|[^A-Za-z0-9_.}])/(work|home|root|Users)/'
}

whitespace() {
    local text last="" file
    text=$(files "$program_text|\.(md|json)$|^packaging/[a-z-]+$" '^tests/.*/(corpus|data|golden)/')
    forbid "trailing blanks or a carriage return" '[[:space:]]+$' <<<"$text"
    files "$sources" | forbid "a tab in a source" $'\t'
    while IFS= read -r file; do
        [[ -z $file || ! -s $file || -z $(tail -c 1 -- "$file") ]] || last+="$file"$'\n'
    done <<<"$text"
    [[ -z $last ]] || breach "no newline at the end" "${last%$'\n'}"
}

executable() {
    local file wrong=""
    while IFS= read -r file; do
        if is_script "$file"; then
            [[ -x $file ]] || wrong+="$file: a script that cannot be run"$'\n'
        elif [[ -x $file ]]; then
            wrong+="$file: executable, but no script"$'\n'
        fi
    done < <(files .)
    [[ -z $wrong ]] || breach "the executable bit is wrong" "${wrong%$'\n'}"
}

top_level() {
    local allowed='CMakeLists\.txt|CMakePresets\.json|README\.md|LICENSE|\.clang-format|\.clang-tidy|\.gitignore|\.ci'
    local other
    other=$(printf '%s\n' "$tree" | cut -d/ -f1 | sort -u |
        grep -vxE "$allowed|app|analytics|data|widgets|resources|tests|packaging" || true)
    [[ -z $other ]] || breach "nothing else belongs at the top" "$other"
}

if [[ ${1:-} == --list ]]; then
    printf '%s\n' "${rules[@]}"
    exit 0
fi
[[ " ${rules[*]} " == *" ${1:-} "* ]] || { echo "unknown rule '${1:-}'; known: ${rules[*]}" >&2; exit 2; }
cd "${2:-$(dirname "${BASH_SOURCE[0]}")/../..}"
tree=$(list_files)
[[ -n $tree ]] || { echo "no files under $PWD" >&2; exit 2; }
breaches=0
"$1"
((breaches == 0))
