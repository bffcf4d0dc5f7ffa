#!/bin/sh
# 試験のファイルから種を fuzz/corpus/ に置く。
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/grid corpus/value corpus/header corpus/manuscript corpus/toml corpus/pdf corpus/picture
cp ../tests/books/* corpus/grid/
cp ../input/評価/*/* corpus/grid/
cp ../input/tenken.toml corpus/toml/
cp ../input/概要版.md corpus/manuscript/
# 圧縮しない写しは、変えた中身がそのまま読み手に届く。
if command -v unzip >/dev/null && command -v zip >/dev/null; then
    for book in ../tests/books/*.ods ../input/評価/令和9年度/*.xlsx; do
        folder=$(mktemp -d)
        unzip -q "$book" -d "$folder"
        rm -rf "$folder"/Thumbnails "$folder"/styles.xml "$folder"/xl/theme
        stored="$PWD/corpus/grid/stored-$(basename "$book").zip"
        (cd "$folder" && zip -q -0 -r "$stored" .)
        rm -rf "$folder"
    done
fi
cut -f3 ../tests/values.tsv | awk 'NF { printf "%s", $0 > ("corpus/value/" NR) ; close("corpus/value/" NR) }'
# 試験が書いた PDF（cargo nextest run の後）と、写真。
cp ../target/tmp/preflight/*.pdf corpus/pdf/ 2>/dev/null || true
cp ../tests/pictures/*.jpg corpus/picture/
printf '\000番号\t事業名\t取組実績\t評価\n1101\t産後ケア\t訪問した\t◎\n' > corpus/header/table
