a > b
%%
a >b
%%
a < b
%%
a >> b
%%
a >| b
%%
a <> b
%%
a 2> b
%%
a 2>b 1>c
%%
a 2>&1
%%
a >&2
%%
a <&0
%%
a <&- >&-
%%
a 2>&-
%%
a > b 2>&1
%%
a > "b c" < 'd' >> $e 2> ${f}
%%
a > $(b)
%%
a>b
%%
a>b c
%%
a > b c d > e
%%
a b2>c
%%
a b 2>c
%%
a b 2 >c
%%
a "2">c
%%
a \2>c
%%
a > b; c < d | e > f
%%
{ a; } > b
%%
(a) > b 2>&1
%%
(a)>b
%%
if a; then b; fi > c
%%
for a in b; do c; done < d
%%
while a; do b; done > c 2>&1
%%
case a in b) c;; esac > d
%%
f() { a; } > b
%%
a > ~/b
%%
a > b\
c
%%
a >\
b
%%
a > /dev/null 2>&1 &
%%
a > /dev/null && exit 1 || true
%%
cat <<E
E
%%
cat <<E
a
E
%%
cat <<E
a
b c

E
%%
cat << E
a
E
%%
cat <<E > x
a
E
%%
cat > x <<E
a
E
b
%%
cat <<E; b
a
E
%%
cat <<E | b
a
E
c
%%
cat <<E && b
a
E
%%
cat <<E || {
a
E
b
}
%%
cat <<E &
a
E
%%
cat <<'E'
$a `b` $(c) \d
E
%%
cat <<"E"
$a
E
%%
cat <<\E
$a
E
%%
cat <<E'F'
$a
EF
%%
cat <<E
$a ${b} ${c:-d} $(e) `f` $((1))
E
%%
cat <<E
\$a \`b\` \\ \c \"d\"
E
%%
cat <<E
"$a" 'b' "c"
E
%%
cat <<E
a \
b
E
%%
cat <<E
{"auths":{"$CI_REGISTRY":{"username":"$U","password":"$P"}}}
E
%%
cat <<E
${a:-"b c"} ${d:-'e'}
E
%%
cat <<E
$
$.
$ a
E
%%
cat <<E
# a
E
%%
cat <<E
E E
 E
E
%%
cat <<-E
	a
	b
	E
%%
cat <<-E
a
		$b
E
%%
cat <<-'E'
	$a
	E
%%
cat <<A <<B
a
A
b
B
%%
cat <<A; cat <<B
a
A
b
B
c
%%
cat <<A - <<B | d
$a
A
$b
B
%%
if a; then cat <<E
b
E
fi
%%
if cat <<E
a
E
then b; fi
%%
for a in b; do
  cat <<E
c
E
done
%%
{ cat <<E
a
E
}
%%
(cat <<E
a
E
)
%%
a $(cat <<E
b
E
)
%%
a "$(cat <<E
b "c"
E
)" d
%%
cat <<E $(a
)
b
E
%%
cat <<E
$(cat <<F
a
F
)
E
%%
while read a; do b; done <<E
c
E
%%
f() { cat <<E
a
E
}
%%
a <<E b
c
E
%%
<<E a
c
E
%%
cat <<EOF_1.x-y
a
EOF_1.x-y
%%
cat <<E # a
b
E
%%
a <<E \
b
c
E
%%
cat <<E
é $a ü
E
%%
case a in b) cat <<E
c
E
;; esac
%%
! cat <<E
a
E
