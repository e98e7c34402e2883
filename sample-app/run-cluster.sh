#!/usr/bin/env bash
# Builds the sample and runs three members of one cluster on this machine, each in a separate process, until Ctrl-C.
#
#   bash sample-app/run-cluster.sh
#
# HTTP_PORT and GOSSIP_PORT are the first member's ports (8081, 7946); the other members use the next ports.
# JAVA_OPTS replaces the options that keep the processes small. The script passes its arguments to each member:
#   bash sample-app/run-cluster.sh --membership.profile=lan
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

http_port=${HTTP_PORT:-8081}
gossip_port=${GOSSIP_PORT:-7946}
java_opts=${JAVA_OPTS:--Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1}
jar=sample-app/target/sample-app.jar
members=3
pids=()

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

java=java
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then java=$JAVA_HOME/bin/java; fi

check_number() {
  [[ $2 =~ ^[0-9]+$ ]] && [ "$2" -ge 1024 ] && [ $(($2 + members)) -le 65535 ] || fail "$1=$2 is not a usable port: choose a number between 1024 and $((65535 - members))."
}

# Succeeds if a process listens on the TCP port of this machine.
taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

check_ports() {
  check_number HTTP_PORT "$http_port"
  check_number GOSSIP_PORT "$gossip_port"
  local n
  for ((n = 0; n < members; n++)); do
    if taken $((http_port + n)); then
      fail "Port $((http_port + n)) is in use, but member $((n + 1)) needs it for its page. Choose other ports:
  HTTP_PORT=18081 bash sample-app/run-cluster.sh"
    fi
    if taken $((gossip_port + n)); then
      fail "Port $((gossip_port + n)) is in use, but member $((n + 1)) needs it for gossip. Choose other ports:
  GOSSIP_PORT=17946 bash sample-app/run-cluster.sh"
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
  # Build the jar only; ./mvnw verify runs checks, tests and reports.
  "$maven" -q -B -ntp package -pl sample-app -am -Dmaven.test.skip=true -Dspring-javaformat.validate.skip=true \
    -Dcheckstyle.skip=true -Djacoco.skip=true -Dcyclonedx.skip=true -Dspring-boot.aot.skip=true
}

# Prints the command-line arguments of member $1.
arguments() {
  printf '%s' "--membership.node-name=node-$1 --server.port=$((http_port + $1 - 1)) --membership.bind-port=$((gossip_port + $1 - 1))"
  # All members have the same two seeds, so either one may be down.
  printf '%s' " --membership.join=127.0.0.1:$gossip_port,127.0.0.1:$((gossip_port + 1))"
}

# Puts the member's name before each line, and reads until the member has ended, so that no line is lost.
prefixed() {
  trap '' INT TERM HUP
  local line color='' plain=''
  if [ -t 1 ]; then color=$'\033[3'$((1 + $1))m plain=$'\033[0m'; fi
  while IFS= read -r line; do printf '%snode-%s |%s %s\n' "$color" "$1" "$plain" "$line"; done
}

start() {
  local n=$1
  shift
  # shellcheck disable=SC2046,SC2086 # split into words on purpose
  "$java" $java_opts -jar "$jar" $(arguments "$n") --spring.main.banner-mode=off --spring.main.log-startup-info=false \
    --logging.level.root=warn --logging.level.io.membership.sample=info \
    '--logging.pattern.console=%d{HH:mm:ss} %msg%n' "$@" > >(prefixed "$n") 2>&1 &
  pids+=($!)
  # Without this, the shell prints a message when the process ends.
  disown
}

running() { [ -n "$1" ] && kill -0 "$1" 2> /dev/null; }

end_all() {
  trap '' INT TERM HUP
  trap - EXIT
  say ""
  say "Ending the members"
  local pid
  for pid in "${pids[@]:-}"; do ! running "$pid" || kill "$pid" 2> /dev/null || true; done
  for pid in "${pids[@]:-}"; do while running "$pid"; do sleep 0.1; done; done
}

# Prints the number of members that node-1 reports as alive.
alive_at_first() {
  {
    exec 3<> "/dev/tcp/127.0.0.1/$http_port" || return 0
    printf 'GET /actuator/cluster HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
    sed -n 's/.*"counts":{"alive":\([0-9]*\).*/\1/p' <&3
    exec 3>&-
  } 2> /dev/null
}

wait_until_formed() {
  local n deadline=$((SECONDS + 120))
  until [ "$(alive_at_first)" = "$members" ]; do
    for ((n = 1; n <= members; n++)); do
      running "${pids[n - 1]}" || fail "node-$n did not start; its output above says why.
If a port is in use, choose others: HTTP_PORT=18081 GOSSIP_PORT=17946 bash sample-app/run-cluster.sh"
    done
    [ "$SECONDS" -lt "$deadline" ] || fail "The members did not find each other within two minutes."
    sleep 0.5
  done
}

explain() {
  say "
Three members of one cluster run here, each in its own process:"
  local n
  for ((n = 1; n <= members; n++)); do
    say "  node-$n   http://127.0.0.1:$((http_port + n - 1))/   gossip 127.0.0.1:$((gossip_port + n - 1))   pid ${pids[n - 1]}"
  done
  say "
Open a page in a browser, or try in another terminal, in this folder:
  add a fourth member    $java -jar $jar $(arguments 4)
                         Ctrl-C there makes it leave; kill -9 with the pid that it logs first makes it fail
  kill node-2            kill -9 ${pids[1]}
  bring it back          $java -jar $jar $(arguments 2)
  send an event to all   curl -H 'Content-Type: application/json' -d '{\"message\": \"hello\"}' http://127.0.0.1:$http_port/event
  ask all for their load curl http://127.0.0.1:$http_port/load
  ask for the members    curl http://127.0.0.1:$http_port/actuator/cluster

Ctrl-C here ends all three. From now on their output follows:
"
}

watch() {
  local n alive=1
  while [ "$alive" -gt 0 ]; do
    sleep 1
    alive=0
    for ((n = 1; n <= members; n++)); do
      if running "${pids[n - 1]}"; then
        alive=$((alive + 1))
      elif [ -n "${pids[n - 1]}" ]; then
        pids[n - 1]=''
        say "node-$n has ended. Bring it back in another terminal: $java -jar $jar $(arguments "$n")"
      fi
    done
  done
}

command -v "$java" > /dev/null || fail "No java found. A JDK 17 or newer is needed: set JAVA_HOME or the PATH."
check_ports
build
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
for ((n = 1; n <= members; n++)); do start "$n" "$@"; done
wait_until_formed
explain
watch
