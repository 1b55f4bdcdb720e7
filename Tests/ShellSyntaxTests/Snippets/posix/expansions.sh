a $b
%%
a $b$c $b.c $b/c $b-c $b:c
%%
a $1 $9 $10 $0
%%
a $@ $* $# $? $- $$ $!
%%
a "$@" "$*"
%%
a $_ $_x $x_y1
%%
a $ $. $/ $=
%%
a ${b}
%%
a ${b}c ${b}${c}
%%
a ${1} ${10} ${@} ${*} ${#} ${?} ${-} ${$} ${!}
%%
a ${#b} ${#1} ${#@} ${#*}
%%
a ${b:-c} ${b-c} ${b:=c} ${b=c} ${b:?c} ${b?c} ${b:+c} ${b+c}
%%
a ${b:-} ${b-} ${b:+} ${b:?}
%%
a ${b#c} ${b##c} ${b%c} ${b%%c}
%%
a ${b#*/} ${b##*/} ${b%/*} ${b%%/*} ${b%%=*} ${b#*=}
%%
a ${b:-$c} ${b:-${c}} ${b:-${c:-d}} ${b:-$(c)}
%%
a ${b:-c d} ${b:- c }
%%
a ${b:-"c d"} ${b:-'c d'}
%%
a "${b:-c d}" "${b:-"c d"}"
%%
a "${b:-$c}" "${b:-"$c"}" "${b:-${c:-"d"}}"
%%
a "${b%"$c"}" "${b#'c'}"
%%
a "${b:-\}}" ${b:-\}}
%%
a ${b:-"}"} "${b:-"}"}"
%%
a ${b:-{c}d
%%
a ${b:-(c)} ${b:-c;d|e&f<g>h}
%%
a ${b:-#c} ${b#\#}
%%
a ${b:-
c}
%%
a ${b:-'}'}
%%
a ${@:-b} ${1:-b} ${*-b} ${1#b}
%%
a ${#:-b}
%%
a ${b:-`c`} ${b:-$((1))}
%%
: ${b:=c} "${d:=e}"
%%
${b} ${c:-d} e
%%
a="${b:-${c}}" d
%%
a ${b:-\"c\"} 
%%
a ${b:-a\ b}
%%
a "${ECR_REPOSITORY%%/*}"
%%
a $b"c"$d'e'
%%
a x$b x${b}y x$(b)y x`b`y
%%
a ${b%.*}.${c##*.}
%%
a ~ ~/b ~c x~
%%
a $((1)) $(( 1 + 2 )) $((b)) $(($b)) $((${b}+1))
%%
a $((b*(c+d))) $((1<<2)) $((1>2)) $((1&&2)) $((1|2))
%%
a $((b=1)) $((b+=1)) $((1?2:3)) $((!b)) $((~b)) $((-1))
%%
a $(($(b)+`c`)) "$((b + 1))"
%%
a $(( (1) )) $(((1)+(2)))
%%
a=$((a+1))
%%
a $(b)
%%
a $(b c) $(d; e) $(f | g) $(h && i)
%%
a $( b ) $(
b
)
%%
a $(b $(c $(d)))
%%
a $( (b) ) $( { b; } )
%%
a $()
%%
a $( )
%%
a $(b)c$(d)
%%
$(b) c
%%
a $(b > c) $(< d)
%%
a $(case b in c) d;; esac)
%%
a $(case b in (c) d;; esac)
%%
a $(if b; then c; fi)
%%
a $(for b in c; do d; done)
%%
a $(b # c
)
%%
a $(b 'c)' ")" \))
%%
a $(echo "$(b "c")" 'd')
%%
a "$(
  b
  c
)"
%%
a `b`
%%
a `b c` `d; e` `f | g`
%%
a `b`c`d`
%%
a `b "c" 'd'`
%%
a `b \$c`
%%
a `b \`c\``
%%
a "`b \"c\"`"
%%
a ``
%%
`b` c
%%
a=`b`
%%
a `b
c`
%%
for D in $DESTS; do echo "--destination $D"; done
%%
/kaniko/executor --context "$C" $ARGS $(for D in $DESTS; do echo "--destination $D"; done)
%%
a $(git log --format="%h" -n 1) $(date +%s) $(cat VERSIONTAG.txt)
