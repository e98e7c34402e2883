#!/usr/bin/env bash
# Builds the two sample applications and runs one shop and two stocks on this machine, each in a separate process, until
# Ctrl-C. The shop finds the stocks by name, without a server or a list of addresses.
#
#   bash src/samples/run.sh
#
# HTTP_PORT and GOSSIP_PORT are the shop's ports (8090, 7955); the stocks use the next ports.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

http_port=${HTTP_PORT:-8090}
gossip_port=${GOSSIP_PORT:-7955}
java_opts=${JAVA_OPTS:--Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1}
shop_jar=src/samples/shop/target/shop-exec.jar
stock_jar=src/samples/stock/target/stock-exec.jar
pids=()

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

java=java
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then java=$JAVA_HOME/bin/java; fi

# Succeeds if a process listens on the TCP port of this machine.
taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

check_ports() {
  local n
  for n in 0 1 2; do
    if taken $((http_port + n)) || taken $((gossip_port + n)); then
      fail "Port $((http_port + n)) or $((gossip_port + n)) is in use. Choose others:
  HTTP_PORT=18090 GOSSIP_PORT=17955 bash src/samples/run.sh"
    fi
  done
}

build() {
  say "Building (the first time takes a few minutes)"
  # The wrapper downloads its Maven version; without access to it, use an installed Maven.
  local maven=./mvnw
  if ! "$maven" --version > /dev/null 2>&1; then
    command -v mvn > /dev/null || "$maven" --version
    maven=mvn
  fi
  # Build the jars only; ./mvnw verify runs checks, tests and reports.
  "$maven" -q -B -ntp ${MAVEN_OPTIONS:-} package -pl src/samples/shop,src/samples/stock -am -DskipTests \
    -Dspring-javaformat.validate.skip=true -Dcheckstyle.skip=true -Djacoco.skip=true -Dcyclonedx.skip=true
}

# Prints the command that runs application $1 as number $2.
command_line() {
  local jar=$stock_jar
  if [ "$1" = shop ]; then jar=$shop_jar; fi
  printf '%s' "$java $java_opts -jar $jar --server.port=$((http_port + $2)) --membership.bind-port=$((gossip_port + $2)) --membership.join=127.0.0.1:$gossip_port"
}

start() {
  # shellcheck disable=SC2046 # split into words on purpose
  $(command_line "$1" "$2") --spring.main.banner-mode=off --logging.level.root=error >&2 &
  pids+=($!)
  # Without this, the shell prints a message when the process ends.
  disown
}

running() { kill -0 "$1" 2> /dev/null; }

end_all() {
  trap '' INT TERM HUP
  trap - EXIT
  say ""
  say "Ending the applications"
  local pid
  for pid in "${pids[@]:-}"; do ! running "$pid" || kill "$pid" 2> /dev/null || true; done
  for pid in "${pids[@]:-}"; do while running "$pid"; do sleep 0.1; done; done
}

# Requests path $1 from the shop and prints the first line that looks like JSON.
ask() {
  {
    exec 3<> "/dev/tcp/127.0.0.1/$http_port" || return 0
    printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$1" >&3
    grep -m1 '^[{[]' <&3 || true
    exec 3>&-
  } 2> /dev/null
}

wait_until_found() {
  local deadline=$((SECONDS + 120)) pid
  until [ "$(ask /instances)" = "[\"stock:$((http_port + 1))\",\"stock:$((http_port + 2))\"]" ]; do
    for pid in "${pids[@]}"; do running "$pid" || fail "An application did not start; its output above says why."; done
    [ "$SECONDS" -lt "$deadline" ] || fail "The applications did not find each other within two minutes."
    sleep 0.5
  done
}

explain() {
  say "
A shop and two stocks run here, each in its own process:
  shop    http://127.0.0.1:$http_port/offers/apple   pid ${pids[0]}
  stock   http://127.0.0.1:$((http_port + 1))/items/apple    pid ${pids[1]}
  stock   http://127.0.0.1:$((http_port + 2))/items/apple    pid ${pids[2]}

The shop calls http://stock/items/apple. Try in another terminal, in this folder:
  kill a stock           kill -9 ${pids[1]}     (no offer is lost: the shop asks the other one)
  shut a stock down      kill ${pids[1]}        (it takes itself out first)
  start a third          $(command_line stock 3)
  see the catalog        curl http://127.0.0.1:$http_port/actuator/clusterservices/catalog/stock

Ctrl-C here ends them all. Two offers a second from now on:
"
}

watch() {
  local offer served=''
  while running "${pids[0]}"; do
    offer=$(ask /offers/apple)
    served=$(sed -n 's/.*"servedBy":"\([^"]*\)".*/\1/p' <<< "$offer")
    say "$(date +%T)  offer of apples: ${served:-LOST}   the shop would call: $(ask /instances)"
    sleep 0.5
  done
}

command -v "$java" > /dev/null || fail "No java found. A JDK 17 or newer is needed: set JAVA_HOME or the PATH."
check_ports
build
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
start shop 0
start stock 1
start stock 2
wait_until_found
explain
watch
