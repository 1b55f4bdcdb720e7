if [ -f x ]
  a
fi
%%
if a; then b
%%
if a then b; fi
%%
if a; then fi
%%
if; then a; fi
%%
fi
%%
}
%%
done
%%
a; }
%%
a; fi; b
%%
{ a
%%
{ a }
%%
( a
%%
a )
%%
( )
%%
{ }
%%
a (b)
%%
a b (c)
%%
for; do a; done
%%
for a in b c; a; done
%%
for 1a in b; do c; done
%%
for a in b; do done
%%
for a in b & do c; done
%%
while a; b; done
%%
while; do a; done
%%
case a b) c;; esac
%%
case in b) c;; esac
%%
case a in b c) d;; esac
%%
case a in b) c;;
%%
case a in ) b;; esac
%%
a "b
%%
a 'b
%%
a `b
%%
a $(b
%%
a ${b
%%
a ${b!}
%%
a ${}
%%
a ${ b}
%%
a $((1)
%%
a $((1
%%
a "$(b"
%%
a &&
%%
a ||
%%
a |
%%
| a
%%
&& a
%%
; a
%%
;; a
%%
& a
%%
a & ; b
%%
a ; ; b
%%
a >
%%
a > ; b
%%
a > > b
%%
a < | b
%%
cat << ; a
%%
!
%%
! ! a
%%
a | ! b
%%
f() }
%%
f(
%%
f( a ) { b; }
%%
f()
%%
then a
%%
do a
%%
else
%%
elif
%%
esac
%%
{ a; } b
%%
(a) b
%%
if a; then b; fi c
%%
a $(b;; c)
%%
a `b)`
%%
a `if b`
%%
--context "${CI_PROJECT_DIR} --dockerfile "x
%%
a $(cat <<E)
b
E
%%
A=b if c; then d; fi
%%
case a in b) c ;; ;; esac
%%
a
if b
c "d
%%
while a; do b; fi
%%
(a}
%%
{ a; )
%%
a () b () 
