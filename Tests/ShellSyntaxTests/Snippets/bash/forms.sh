[[ a ]]
%%
[[ -f a ]]
%%
[[ -n "$a" ]] && b
%%
[[ $a == b ]]
%%
[[ $a == b* && $c != d ]]
%%
[[ $a == "b" || $c -eq 1 ]]
%%
[[ ! $a ]]
%%
[[ ( $a ) && ( $b ) ]]
%%
[[ a < b && c > d ]]
%%
[[ $a =~ ^b(c|d)$ ]]
%%
[[ $a =~ ^[0-9]+\.[0-9]+$ ]] && b
%%
[[ $a =~ "b c" ]]
%%
[[ $a == @(b|c) ]]
%%
[[ $a == *.txt ]] || b
%%
if [[ $a == b ]]; then c; fi
%%
[[ "$ADD_AUTH" == "true" ]] && set -- "$@" --build-arg=BASE="$BASE"
%%
[[ $a == b &&
  $c == d ]]
%%
[[ $(a) == b ]]
%%
! [[ a ]]
%%
[[ a ]] > b
%%
((a))
%%
((a+1))
%%
(( a > 1 )) && b
%%
((a++))
%%
(( (a) + (b) ))
%%
((a = $b + 1))
%%
((a)); b
%%
((a); (b))
%%
((a) && (b))
%%
function f { a; }
%%
function f() { a; }
%%
function f () { a; }
%%
function f
{
a
}
%%
function f-g { a; }
%%
f-g() { a; }
%%
f.g() { a; }
%%
f:g () { a; }
%%
a <<< b
%%
a <<< "b c"
%%
a <<< $b > c
%%
a <<<b
%%
a &> b
%%
a &>b
%%
a &>> b
%%
a >&b
%%
a |& b
%%
a |& b | c
%%
a |&
b
%%
a $'b'
%%
a $'b\'c' d
%%
a $'b\nc\t\\' 
%%
a x$'b'y
%%
a ${b/c/d} ${b//c/d} ${b/#c/d} ${b/%c/d}
%%
a ${b/c} ${b//c}
%%
a ${b//\//-} ${b/master/latest}
%%
a "${b//"c"/d}" "${b//$c/$d}"
%%
a ${b:1} ${b:1:2} ${b: -1} ${b:$c}
%%
a ${b^} ${b^^} ${b,} ${b,,}
%%
a ${!b}
%%
a ${b[0]} ${b[@]} "${b[@]}" ${b[*]}
%%
a ${#b[@]}
%%
a=(b c)
%%
a=()
%%
a=(b "c d" $e $(f))
%%
a=(
  b
  c
)
%%
a+=(b)
%%
a+=b
%%
a=(b) c=(d)
%%
declare a=b
%%
declare -a a=(b c)
%%
local a=b c
%%
a <(b)
%%
a <(b) <(c; d)
%%
a < <(b)
%%
a > >(b)
%%
a >(b) c
%%
diff <(a | b) <(c)
%%
source <(a)
%%
while a; do b; done < <(c)
%%
case a in b) c;& d) e;; esac
%%
case a in b) c;;& d) e;; esac
%%
a &>/dev/null && b
%%
if ((a > 1)); then b; fi
%%
while ((a--)); do b; done
%%
{ a; } &> b
%%
a 2>&1 |& b
%%
a {b,c}{d,e} {1..3}
%%
a ${b@Q}
%%
a=${b//x/y} c
%%
for a in {1..3}; do b; done
%%
${P_TYPE_EOSREG_CTA_TAG:1}
%%
a "${CI_COMMIT_REF_NAME/master/latest}"
