#!/bin/sh
# Stands in for /kaniko/executor: reads its command line as pflag does, and writes the files that Kaniko writes.
. /stand-ins/common.sh
record executor "$@"
record_credentials
copy /kaniko/ssl/certs/* >"$here/certificates"

context=/workspace/ dockerfile=Dockerfile sub_path='' digest_file='' name_file='' name_tag_file='' archive='' layout=''
destinations=''

is_switch() {
  case $1 in
  --cache | --cache-copy-layers | --cache-run-layers | --cleanup | --compressed-caching | --dryrun | --force | \
    --force-build-metadata | --ignore-var-run | --insecure | --insecure-pull | --log-timestamp | --materialize | \
    --no-push | --no-push-cache | --pre-cleanup | --preserve-context | --push-ignore-immutable-tag-errors | --reproducible | --single-snapshot | \
    --skip-default-registry-fallback | --skip-push-permission-check | --skip-tls-verify | --skip-tls-verify-pull | \
    --skip-unused-stages | --use-new-run | --whitelist-var-run) return 0 ;;
  esac
  return 1
}

is_option() {
  case $1 in
  --annotation | --bucket | --build-arg | --cache-dir | --cache-repo | --cache-ttl | --compression | \
    --compression-level | --context | --context-sub-path | --credential-helpers | --custom-platform | --customPlatform | --destination | \
    --digest-file | --dockerfile | --git | --ignore-path | --image-download-retry | --image-format | --image-fs-extract-retry | \
    --image-name-tag-with-digest-file | --image-name-with-digest-file | --insecure-registry | --kaniko-dir | --label | \
    --log-format | --oci-layout-path | --push-retry | --registry-certificate | --registry-client-cert | \
    --registry-map | --registry-mirror | --secret | --skip-tls-verify-registry | --snapshot-mode | --snapshotMode | --tar-path | \
    --tarPath | --target | --verbosity) return 0 ;;
  esac
  return 1
}

take() {
  case $1 in
  --context) context=$2 ;;
  --context-sub-path) sub_path=$2 ;;
  --dockerfile) dockerfile=$2 ;;
  --digest-file) digest_file=$2 ;;
  --image-name-with-digest-file) name_file=$2 ;;
  --image-name-tag-with-digest-file) name_tag_file=$2 ;;
  --tar-path | --tarPath) archive=$2 ;;
  --oci-layout-path) layout=$2 ;;
  --destination) destinations="$destinations $2" ;;
  *) is_option "$1" || is_switch "$1" || refuse "unknown flag: $1" ;;
  esac
}

if [ "${1:-}" = version ]; then
  echo version
  exit 0
fi
while [ $# -gt 0 ]; do
  case $1 in
  --*=*) take "${1%%=*}" "${1#*=}" && shift ;;
  --*)
    if is_switch "$1"; then
      shift
    else
      [ $# -gt 1 ] || refuse "flag needs an argument: $1"
      take "$1" "$2" && shift 2
    fi
    ;;
  -[cdfbv]*)
    case $1 in
    -c*) name=--context ;; -d*) name=--destination ;; -f*) name=--dockerfile ;; -b*) name=--bucket ;;
    *) name=--verbosity ;;
    esac
    value=${1#-?}
    if [ -n "$value" ]; then
      # As in pflag an equals sign counts only in front of something: `-d=` has the value `=`.
      case $value in =?*) value=${value#=} ;; esac
      take "$name" "$value" && shift
    else
      [ $# -gt 1 ] || refuse "flag needs an argument: $1"
      take "$name" "$2" && shift 2
    fi
    ;;
  *) refuse "unknown command \"$1\" for \"executor\"" ;;
  esac
done

case $context in
tar://*)
  mkdir "$here/unpacked"
  tar -xzf "${context#tar://}" -C "$here/unpacked" || refuse "cannot unpack $context"
  context=$here/unpacked/$sub_path
  ;;
dir://*) context=${context#dir://}/$sub_path ;;
*://*) refuse "the stand-in knows no context like $context" ;;
esac
record_context "$context"

# The working folder comes before the context.
case $dockerfile in
http://* | https://*) printf 'content of %s\n' "$dockerfile" >"$here/Dockerfile" ;;
/dev/stdin) cat >"$here/Dockerfile" ;;
*)
  if [ -f "$dockerfile" ]; then
    copy "$dockerfile" >"$here/Dockerfile"
  elif [ -f "$context/$dockerfile" ]; then
    copy "$context/$dockerfile" >"$here/Dockerfile"
  else
    refuse "error resolving dockerfile path: $dockerfile"
  fi
  ;;
esac
fail_if_asked
: >"$here/built"

repository() {
  case ${1##*/} in *:*) name=${1%:*} ;; *) name=$1 ;; esac
  case $name in docker.io/*) name=index.$name ;; *.*/* | *:*/* | localhost/*) ;; */*) name=index.docker.io/$name ;; *) name=index.docker.io/library/$name ;; esac
}

with_tag() {
  repository "$1"
  case ${1##*/} in *:*) name=$name:${1##*:} ;; *) name=$name:latest ;; esac
}

write() {
  mkdir -p "$(dirname "$1")"
  cat >"$1"
}

if [ -n "$digest_file" ]; then printf '%s' "$digest" | write "$digest_file"; fi
if [ -n "$name_file$name_tag_file" ]; then
  for destination in $destinations; do
    # With both files Kaniko writes the tag into both.
    if [ -n "$name_tag_file" ]; then with_tag "$destination"; else repository "$destination"; fi
    printf '%s@%s\n' "$name" "$digest"
  done >"$here/names"
  if [ -n "$name_file" ]; then write "$name_file" <"$here/names"; fi
  if [ -n "$name_tag_file" ]; then write "$name_tag_file" <"$here/names"; fi
fi
if [ -n "$archive" ]; then echo 'image archive' >"$archive" || refuse "cannot write $archive"; fi
if [ -n "$layout" ]; then echo 'image layout' | write "$layout/index.json"; fi
echo 'image built'
