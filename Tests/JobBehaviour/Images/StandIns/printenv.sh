#!/bin/sh
# Alpine's busybox has printenv, Debian's has not.
exec awk -v name="$1" 'BEGIN { if (!(name in ENVIRON)) exit 1; print ENVIRON[name] }'
