#!/bin/sh
# 試験のファイルから種を fuzz/corpus/ に置く。
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/grid corpus/value corpus/header corpus/manuscript corpus/toml
cp ../tests/books/* corpus/grid/
cp ../input/評価/*/* corpus/grid/
cp ../input/tenken.toml corpus/toml/
cp ../input/概要版.md corpus/manuscript/
cut -f3 ../tests/values.tsv | awk 'NF { printf "%s", $0 > ("corpus/value/" NR) ; close("corpus/value/" NR) }'
printf '\000番号\t事業名\t取組実績\t評価\n1101\t産後ケア\t訪問した\t◎\n' > corpus/header/table
