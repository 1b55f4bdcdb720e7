#!/bin/sh
# Stands in for sha256sum -c: no download is real, so it checks that the line is well formed and names a file.
. /stand-ins/common.sh
checks=
for argument; do case $argument in -c | --check) checks=yes ;; esac done
[ -n "$checks" ] || exec busybox sha256sum "$@"
record sha256sum "$@"
for argument; do case $argument in -*) ;; *) exec <"$argument" ;; esac done
while IFS= read -r line; do
  printf '%s\n' "$line" | grep -Eq '^[0-9a-f]{64}  .+$' || refuse "no checksum line: $line"
  [ -f "${line#*  }" ] || refuse "${line#*  }: no such file"
  printf '%s\n' "$line" >>"$here/lines"
done
[ -s "$here/lines" ] || refuse 'no checksum'
