#!/bin/sh
# Stands in for buildctl-daemonless.sh: refuses what buildctl refuses, and writes the files that buildctl writes.
. /stand-ins/common.sh
record buildctl "$@"
record_credentials
if [ -n "${SSL_CERT_DIR:-}" ]; then copy "$SSL_CERT_DIR"/* >"$here/certificates"; fi
if [ -n "${SSL_CERT_FILE:-}" ]; then cat "$SSL_CERT_FILE" >>"$here/certificates"; fi

settings=$HOME/.config/buildkit/buildkitd.toml
next=
for flag in ${BUILDKITD_FLAGS:-}; do
  if [ -n "$next" ]; then settings=$flag next=; fi
  case $flag in --config=*) settings=${flag#--config=} ;; --config) next=yes ;; esac
done
if [ -f "$settings" ]; then copy "$settings" >"$here/buildkitd.toml"; fi

context='' dockerfile='' filename=Dockerfile remote='' metadata='' outputs=0 archives='' layouts=''

take_local() {
  [ -d "${1#*=}" ] || refuse "invalid local: stat ${1#*=}: not a directory"
  case $1 in context=*) context=${1#*=} ;; dockerfile=*) dockerfile=${1#*=} ;; *=*) ;; *) refuse "invalid value $1" ;; esac
}

take_option() {
  case $1 in
  filename=*) filename=${1#*=} ;;
  context=*) remote=${1#*=} ;;
  *=*) ;;
  *) refuse "invalid value $1" ;;
  esac
}

take_output() {
  outputs=$((outputs + 1))
  case $1 in
  *dest=*)
    archive=${1#*dest=}
    archive=${archive%%[,\"]*}
    case $1 in *tar=false*) layouts="$layouts $archive" ;; *) archives="$archives $archive" ;; esac
    ;;
  esac
}

while [ "${1:-}" = --debug ]; do shift; done
if [ "${1:-}" = --version ]; then
  echo version
  exit 0
fi
[ "${1:-}" = build ] || refuse "the stand-in knows 'buildctl build' alone"
shift
while [ $# -gt 0 ]; do
  case $1 in
  --no-cache)
    shift
    continue
    ;;
  --*=*) name=${1%%=*} value=${1#*=} && shift ;;
  --* | -o)
    [ $# -gt 1 ] || refuse "flag needs an argument: $1"
    name=$1 value=$2 && shift 2
    ;;
  *) refuse "unexpected argument $1" ;;
  esac
  case $name in
  --local) take_local "$value" ;;
  --opt) take_option "$value" ;;
  --output | -o) take_output "$value" ;;
  --metadata-file) metadata=$value ;;
  --frontend | --progress | --export-cache | --import-cache | --secret | --ssh | --allow | --registry-auth-tlscontext) ;;
  *) refuse "flag provided but not defined: $name" ;;
  esac
done

if [ -n "$context" ]; then record_context "$context"; elif [ -z "$remote" ]; then refuse "no context"; fi
[ -n "$dockerfile" ] || [ -n "$remote" ] || refuse "no folder of the Dockerfile"
if [ -n "$dockerfile" ]; then
  case $filename in /* | ../* | */../*) refuse "failed to read dockerfile: open $filename: no such file" ;; esac
  copy "$dockerfile/$filename" >"$here/Dockerfile" || refuse "failed to read dockerfile: open $filename: no such file"
fi
fail_if_asked
: >"$here/built"

for archive in $archives; do
  echo 'image archive' >"$archive" || refuse "cannot write $archive"
done
for layout in $layouts; do
  mkdir -p "$layout"
  echo 'image layout' >"$layout/index.json" || refuse "cannot write $layout"
done
if [ -n "$metadata" ] && [ "$outputs" -gt 0 ]; then
  cat >"$metadata" <<EOT || refuse "cannot write $metadata"
{
  "containerimage.config.digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
  "containerimage.digest": "$digest",
  "image.name": "stand-in"
}
EOT
fi
echo 'image built'
