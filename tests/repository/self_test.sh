#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Cellwright developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves that each rule of check.sh can fail: a small tree that keeps every rule is spoiled in one place at a time,
# and exactly the rule in question must then complain and name the place.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
check="$here/check.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tree="$folder/tree"
failures=0

licensed() { printf '%s SPDX-FileCopyrightText: 2026 Cellwright developers\n%s SPDX-License-Identifier: GPL-3.0-or-later\n' "$1" "$1"; }

write() {
    mkdir -p "$tree/$(dirname "$1")"
    { licensed "$2"; printf '%s\n' "${@:3}"; } >"$tree/$1"
}

good_tree() {
    rm -rf "$tree"
    write CMakeLists.txt '#' 'project(X)'
    write analytics/CMakeLists.txt '#' 'foreach(room quantity radio)' 'endforeach()'
    write data/CMakeLists.txt '#' 'foreach(room store)' 'endforeach()'
    write widgets/CMakeLists.txt '#' 'foreach(room canvas charts)' 'endforeach()'
    write analytics/quantity/text.h // '#include <string>'
    write analytics/radio/loss.cpp // '#include "analytics/quantity/text.h"' '#include <cmath>'
    write data/store/file.cpp // '#include "analytics/radio/loss.h"' '#include <fstream>'
    write widgets/canvas/view.cpp // '#include "data/store/file.h"' '#include <QWidget>' 'edit.setPlaceholderText(t);'
    write widgets/charts/bars.cpp // '#include <QBarSeries>'
    write app/cli/main.cpp // '#include "widgets/canvas/view.h"'
    write tests/a_test.cpp // '#include <QTest>'
    write packaging/run '#!/bin/sh
#' 'true'
    chmod +x "$tree/packaging/run"
    local readme
    for readme in app app/cli analytics analytics/quantity analytics/radio data data/store widgets widgets/canvas \
        widgets/charts tests packaging; do
        echo "# Here" >"$tree/$readme/README.md"
    done
}

complain() {
    printf 'FAIL: %s\n' "$*"
    failures=$((failures + 1))
}

# expect_breach RULE PLACE: over the tree as it stands the rule fails and its message holds PLACE.
expect_breach() {
    local rule=$1 place=$2 output
    if output=$("$check" "$rule" "$tree" 2>&1); then
        complain "$rule did not see the breach in $place"
    elif [[ $output != *"$place"* ]]; then
        complain "$rule did not name $place but said: $output"
    fi
    tried[$rule]=1
    good_tree
}

# add FILE LINE: appends to a file of the tree, or begins it with a licence.
add() {
    [[ -f $tree/$1 ]] || write "$1" //
    printf '%s\n' "$2" >>"$tree/$1"
}

declare -A tried=()
good_tree
for rule in $("$check" --list); do
    "$check" "$rule" "$tree" || complain "$rule refuses the good tree"
done

for header in '<QString>' '<QtCore/qglobal.h>' '"QString"'; do
    add analytics/radio/loss.cpp "#include $header" && expect_breach qt_free analytics/radio/loss.cpp:5
done
add data/store/file.h '#  include <QSqlQuery>' && expect_breach qt_free data/store/file.h:4
for line in '#include <fstream>' '#include <filesystem>' 'auto f = fopen("x", "r");' 'std::cout << 1;'; do
    add analytics/quantity/text.h "$line" && expect_breach no_file_access analytics/quantity/text.h:4
done
for header in QtCharts/QChart QChartView QLineSeries QStackedBarSeries QBarSet QValueAxis QtCharts; do
    add widgets/canvas/view.cpp "#include <$header>" && expect_breach charts_in_one_room widgets/canvas/view.cpp:6
done
for header in QtWidgets QtCore QtGui QtWidgets/QtWidgets QtTest; do
    add tests/a_test.cpp "#include <$header>" && expect_breach no_umbrella_headers tests/a_test.cpp:4
done
add analytics/radio/loss.cpp '#include "data/store/file.h"' && expect_breach layers analytics/radio/loss.cpp:5
add data/store/file.cpp '#include "widgets/canvas/view.h"' && expect_breach layers data/store/file.cpp:5
add widgets/canvas/view.cpp '#include "app/cli/main.h"' && expect_breach layers widgets/canvas/view.cpp:6
add app/cli/main.cpp '#include "tests/support/registry.h"' && expect_breach layers app/cli/main.cpp:4
add analytics/quantity/text.h '#include "analytics/radio/loss.h"' && expect_breach rooms analytics/quantity/text.h:4
add widgets/canvas/view.cpp '#include "widgets/charts/bars.h"' && expect_breach rooms widgets/canvas/view.cpp:6
add analytics/unlisted/x.h 'struct X {};' && expect_breach rooms analytics/unlisted
sed -i 2d "$tree/analytics/radio/loss.cpp" && expect_breach licence analytics/radio/loss.cpp
sed -i 's/GPL-3.0-or-later/MIT/' "$tree/packaging/run" && expect_breach licence packaging/run
seq -f '// line %g' 600 >>"$tree/widgets/canvas/view.cpp" && expect_breach length widgets/canvas/view.cpp
for words in 'TODO: later' 'FIXME' 'not implemented' 'a stub'; do
    add app/cli/main.cpp "// $words" && expect_breach finished app/cli/main.cpp:4
done
rm "$tree/analytics/radio/README.md" && expect_breach readme analytics/radio
rm "$tree/tests/README.md" && expect_breach readme tests
seq 16 >"$tree/data/README.md" && expect_breach readme data/README.md
for words in 'written by an agent' 'in the next session' 'see issue #12'; do
    add data/store/file.cpp "// $words" && expect_breach private_words data/store/file.cpp:5
done
add data/README.md 'lies in /home/me/cellwright' && expect_breach private_words data/README.md:2
add data/store/file.cpp 'int x; ' && expect_breach whitespace data/store/file.cpp:5
add data/store/file.cpp $'int x;\r' && expect_breach whitespace data/store/file.cpp:5
add data/store/file.cpp $'\tint x;' && expect_breach whitespace data/store/file.cpp:5
printf 'int x;' >>"$tree/data/store/file.cpp" && expect_breach whitespace data/store/file.cpp
chmod -x "$tree/packaging/run" && expect_breach executable packaging/run
chmod +x "$tree/data/store/file.cpp" && expect_breach executable data/store/file.cpp
echo x >"$tree/notes.txt" && expect_breach top_level notes.txt
mkdir "$tree/scripts" && echo x >"$tree/scripts/x" && expect_breach top_level scripts

for rule in $("$check" --list); do
    [[ -n ${tried[$rule]:-} ]] || complain "no breach of $rule was tried"
done
if "$check" no_such_rule "$tree" 2>/dev/null; then complain "an unknown rule passes"; fi
mkdir "$folder/empty"
if "$check" licence "$folder/empty" 2>/dev/null; then complain "an empty tree passes"; fi
((failures == 0)) && echo "every rule can fail"
