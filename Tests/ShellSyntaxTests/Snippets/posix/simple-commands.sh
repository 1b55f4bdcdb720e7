a
%%
a b c
%%
  a	b  c  
%%
/kaniko/executor --context . --destination r/a:b
%%
a; b
%%
a;b;
%%
a & b
%%
a & b &
%%
a &
b
%%

a

b

%%
A=b
%%
A=b c
%%
A=b C=d e f
%%
A= b
%%
A=
%%
A="b c" D='e f' g
%%
A=$B
%%
A=$(b) c
%%
A=~/x:~
%%
A=b;C=d
%%
A=b#c
%%
A=b=c
%%
a A=b
%%
A_1=b _=c
%%
1A=b
%%
a=b\
c d
%%
export A=b C
%%
export A="$B" C
%%
a -x --y=z -- w
%%
a "" '' b
%%
./a ../b ~/c ~d/e
%%
a * ? [a-z] [!a] {b,c} {} }
%%
a @ % + , . / : = ^ _ ~ -
%%
a !
%%
a b!c
%%
a if then fi do done case esac for while until in { }
%%
echo if
%%
if=1 then=2
%%
"if" a
%%
\if a
%%
i"f" a
%%
$if a
%%
a é ü漢字 😀
%%
a b# c#d
%%
a \# b
%%
a > b
%%
>a
%%
> a b c > d
%%
A=b > c
%%
: 
%%
. ./x
%%
source x.env
%%
[ -f x ]
%%
[ "$A" = "b" ] && c
%%
set -- --cache=$CACHE --destination "$D"
%%
a[0] b[1]=c
%%
exec a b
%%
exec > x 2>&1
%%
eval "a $b"
%%
time a b
%%
time -p a | b
%%
a time
%%
export PATH="$HOME/bin:$PATH"
%%
mkdir -p ~/bin ~/.docker
%%
/busybox/sh -c "set -x; a"
