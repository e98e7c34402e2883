#!/bin/sh
# Measures clusters of our members and, where Go and memberlist's sources are installed, of HashiCorp's, in turns on the
# same machine, and prints a table of the medians and their ratios.
#
#   src/benchmarks/run-side-by-side.sh [SIZES] [PRESETS] [ROUNDS]      default: "10 50 100" "lan" 2
#
# EXTRA   further options for both programs, such as "-quick" or "-fails 1"
# JAVA_OPTS, OUT (file for the records), GOPATH (where memberlist's sources are; Debian's by default)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sizes=${1:-10 50 100}
presets=${2:-lan}
rounds=${3:-2}
extra=${EXTRA:-}
work=$here/jmh/target
jar=$work/benchmarks.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [ ! -f "$jar" ] || [ -n "$(find "$here/jmh/src" "$here/../../membership-core/src/main" -newer "$jar" -name '*.java' | head -n 1)" ]; then
  echo "Building $jar" >&2
  (cd "$here/../.." && ./mvnw -q package -pl src/benchmarks/jmh -am -DskipTests)
fi

peer=$work/go-peer
gopath=${GOPATH:-/usr/share/gocode}
if ! command -v go > /dev/null || [ ! -d "$gopath/src/github.com/hashicorp/memberlist" ]; then
  peer=
  echo "Go or memberlist's sources are not installed: only our own figures" >&2
else
  (cd "$here/go-peer" && GO111MODULE=off GOPATH=$gopath GOCACHE=$work/go-cache go build -o "$peer" .)
fi

out=${OUT:-$work/side-by-side-$(date +%Y%m%d-%H%M%S).jsonl}
: >> "$out"

ours() {
  # shellcheck disable=SC2086
  "$java" ${JAVA_OPTS:--Xmx1g} -jar "$jar" cluster "$@" $extra >> "$out"
}

theirs() {
  [ -z "$peer" ] && return
  # shellcheck disable=SC2086
  "$peer" "$@" $extra >> "$out"
}

for preset in $presets; do
  for n in $sizes; do
    round=1
    while [ "$round" -le "$rounds" ]; do
      echo "# n=$n $preset round $round of $rounds, load $(cut -d ' ' -f 1-3 /proc/loadavg)" >&2
      # whoever goes second finds the machine as the first has left it: take turns in that, too
      if [ $((round % 2)) -eq 1 ]; then
        ours -n "$n" -config "$preset" -run "$round"
        theirs -n "$n" -config "$preset" -run "$round"
      else
        theirs -n "$n" -config "$preset" -run "$round"
        ours -n "$n" -config "$preset" -run "$round"
      fi
      round=$((round + 1))
    done
  done
done

echo "# records: $out" >&2
"$java" -jar "$jar" compare "$out"
