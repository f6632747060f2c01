# What benchmarks of several programs share; to be sourced.
# shellcheck shell=bash

# bench_program NAME: builds benches/NAME.rs; prints the path of the program
bench_program() {
    # Without the default features no other program is built beside it.
    cargo bench --quiet --no-default-features --bench "$1" --no-run --message-format=json |
        sed -n 's/.*"executable":"\([^"]*\)".*/\1/p'
}

# Half of the numbers on standard input are not above this one.
median() {
    sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

# turn NAME COMMAND...: one run over $WORK/notes with $MODEL on all processors, whose documents a second and seconds of
# processor time go to files of that name in $WORK
turn() {
    local name=$1 TIMEFORMAT='%U %S'
    shift
    { time "$@" "$MODEL" "$WORK/notes" "$(nproc)" >"$WORK/line"; } 2>"$WORK/time" || {
        cat "$WORK/time" >&2
        exit 1
    }
    cut -d' ' -f1 "$WORK/line" >>"$WORK/$name.rates"
    cut -d' ' -f3 "$WORK/line" >>"$WORK/entities"
    # What the program itself said stands before the times.
    tail -n 1 "$WORK/time" | awk '{ print $1 + $2 }' >>"$WORK/$name.seconds"
}

# expect_agreement: an error unless all turns found as many entities
expect_agreement() {
    [ "$(sort -u "$WORK/entities" | wc -l)" = 1 ] || { echo "the languages disagree on the entities" >&2; exit 1; }
}
