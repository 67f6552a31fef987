#!/bin/sh
# Runs Node.js (the program that REAL_NODE names) in a network of its own: a loopback interface and nothing else, on which
# every port is free and nobody else's. Root may make one; others may where the system lets them have namespaces, and are
# themselves in it: no more rights than outside.
node=$REAL_NODE
unset REAL_NODE
up='ip link set lo up && exec "$@"'
if [ "$(id -u)" = 0 ]; then
  exec unshare --net sh -c "$up" sh "$node" "$@"
fi
exec unshare --user --map-current-user --keep-caps --net sh -c "$up" sh \
  setpriv --inh-caps=-all --ambient-caps=-all "$node" "$@"
