#!/bin/sh
# Stands in for wget: records the address and writes what a download would have written.
. /stand-ins/common.sh
record wget "$@"
file='' address=''
while [ $# -gt 0 ]; do
  case $1 in
  -O | -qO | -nvO) file=$2 && shift ;;
  -O* | -qO*) file=${1#*O} ;;
  -*) ;;
  *) address=$1 ;;
  esac
  shift
done
[ -n "$address" ] || refuse 'no address'
printf '%s' "$address" >"$here/address"
[ -n "$file" ] || file=${address##*/}
if [ "$file" = - ]; then
  printf 'content of %s\n' "$address"
  exit 0
fi
printf '%s' "$file" >"$here/file"
case $address in
*/docker-credential-ecr-login) printf '#!/bin/sh\nexit 1\n' >"$file" ;;
*) printf 'content of %s\n' "$address" >"$file" ;;
esac || refuse "cannot write $file"
