# What the stand-ins share. Every call gets a folder of its own below /record; its files say what was asked for.
# Pure POSIX sh: it runs in Kaniko's image and in BuildKit's.

digest=sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef

# STAND_IN_RECORDS names another folder than /record.
#
# record PROGRAM ARGUMENT ...
record() {
  number=100
  records=${STAND_IN_RECORDS:-/record}
  while ! mkdir "$records/$number" 2>/dev/null; do number=$((number + 1)); done
  here=$records/$number
  printf '%s' "$1" >"$here/program"
  shift
  if [ $# -gt 0 ]; then printf '%s\0' "$@" >"$here/arguments"; else : >"$here/arguments"; fi
  pwd >"$here/folder"
  env -0 >"$here/environment"
}

# Ends the call as the tools end when something is wrong with the call itself.
refuse() {
  echo "$*" >&2
  printf '%s' "$*" >"$here/refused"
  exit 1
}

# The lines of files, as cat prints them. Starting cat itself takes longer than reading a few lines.
copy() {
  for file; do
    while IFS= read -r line || [ -n "$line" ]; do printf '%s\n' "$line"; done <"$file" || return 1
  done
}

# The credentials in effect.
record_credentials() {
  configuration=${DOCKER_CONFIG:-$HOME/.docker}/config.json
  if [ -r "$configuration" ]; then copy "$configuration" >"$here/config.json"; fi
  if command -v docker-credential-ecr-login >/dev/null; then echo ecr-login >"$here/helpers"; fi
}

# Names and checksums of the files that the build would see, in any order.
record_context() {
  [ -d "$1" ] || refuse "the context $1 is not a folder"
  (cd "$1" && find . -name .git -prune -o -type f -exec md5sum {} +) >"$here/context"
}

# The test asks for builds that fail.
fail_if_asked() {
  if [ -n "${STAND_IN_FAILS:-}" ]; then
    echo "the build failed as asked" >&2
    exit 1
  fi
}
