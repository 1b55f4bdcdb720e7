a && b
%%
a || b
%%
a && b || c && d
%%
a&&b||c
%%
a &&
b
%%
a ||

  b
%%
a && # c
b
%%
a | b
%%
a|b|c
%%
a |
b
%%
a | # c
  b
%%
a | b && c | d
%%
! a
%%
! a | b
%%
! a && ! b
%%
a && ! b
%%
a | b &
%%
a && b &
%%
a && b; c || d
%%
a;
b;
%%
a; # b
c # d
%%
# a
%%
# a
b
%%
#a
#b

#c
%%
a #b
%%
a#b
%%
a;#b
%%
a &#b
%%
	# a
%%
{ a; }
%%
{ a; b; }
%%
{
a
}
%%
{ a & }
%%
{ { a; }; }
%%
{ a; } && { b; } || { c; }
%%
{ a; } | { b; }
%%
{ (a) }
%%
( a )
%%
(a)
%%
(a; b)
%%
(a;b;)
%%
(
a
b
)
%%
( (a) )
%%
(a) && (b) | (c)
%%
(a)|(b)
%%
(a)&(b)
%%
(a &)
%%
!(a)
%%
! (a)
%%
! { a; }
%%
a || { echo failed; exit 1; }
%%
a && { # c
b; }
%%
(cd x && a)
%%
a \
  && b \
  || c
%%
a | \
b
%%
a | tee b | c
%%
a; ! b; c
%%
a&b&c
%%
mkdir -p x && echo "y" > x/z
%%
cd ${DIR} && /kaniko/executor --context .
%%
[ -n "$A" ] && B=c || B=d
%%
a & wait
