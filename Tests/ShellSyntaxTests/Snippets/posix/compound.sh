if a; then b; fi
%%
if a; then b; else c; fi
%%
if a; then b; elif c; then d; fi
%%
if a; then b; elif c; then d; elif e; then f; else g; fi
%%
if a
then
b
else
c
fi
%%
if a; b; then c; d; fi
%%
if ! a; then b; fi
%%
if a && b; then c; fi
%%
if (a) then (b) fi
%%
if(a)then(b)else(c)fi
%%
if { a; } then { b; } fi
%%
if a; then if b; then c; fi; fi
%%
if a; then # c
b # d
fi # e
%%
if a & then b & fi
%%
if [ "$X" = "" ]; then a; fi
%%
if a; then b; fi && c
%%
if a; then b; fi | c
%%
if a; then b; fi; c
%%
if a; then b; fi &
%%
if [ $USE = "true" ]; then echo "$A" > x; else echo "{\"a\":{}}" > x; fi
%%
if [ -f x ]; then
    . ./x
else
    echo "none" >&2
    exit 1
fi
%%
for a in b; do c; done
%%
for a in b c d; do e; done
%%
for a in; do b; done
%%
for a; do b; done
%%
for a do b; done
%%
for a
do b; done
%%
for a
in b; do c; done
%%
for a in b
do
c
done
%%
for a in $b "$c" 'd' e$f $(g) *.h; do i; done
%%
for a in "$@"; do b; done
%%
for a in b; do c; done | d
%%
for a in b c ; do
  for d in e; do f; done
done
%%
for a in do done in; do b; done
%%
for a in b # c
do d; done
%%
for a in b \
  c; do d; done
%%
for e in ${SERVICES}; do svc="${e%%=*}"; /kaniko/executor \
    --context "$CI_PROJECT_DIR/$svc" \
    --destination "${e#*=}:$CI_COMMIT_SHORT_SHA"
done
%%
for in in in; do in2; done
%%
while a; do b; done
%%
until a; do b; done
%%
while a
do
b
done
%%
while :; do a; done
%%
while read -r a b; do c; done < d
%%
while a; b; do c; d; done
%%
while ! a; do sleep 1; done
%%
a | while read b; do c; done
%%
until a && b; do c & done
%%
while (a) do (b) done
%%
case a in b) c;; esac
%%
case a in esac
%%
case a in b) ;; esac
%%
case a in b);; esac
%%
case a in b) c; esac
%%
case a in b) c
esac
%%
case $a in b) c;; d) e;; *) f;; esac
%%
case "$a" in "b") c;; 'd') e;; esac
%%
case a in b|c) d;; esac
%%
case a in b | c | d ) e ;; esac
%%
case a in (b) c;; esac
%%
case a in (b|c) d;; (e) f;; esac
%%
case a in
b)
c
;;
d)
e
;;
esac
%%
case a in
  # x
  b) c ;; # y
  # z
esac
%%
case a
in
b) c;;
esac
%%
case a in [a-z]*) b;; ?) c;; esac
%%
case a in $b) c;; "$d"*) e;; esac
%%
case a in b) if c; then d; fi;; esac
%%
case a in b) case c in d) e;; esac;; esac
%%
case a in if) b;; then) c;; fi) d;; esac
%%
case a in b) c & ;; esac
%%
case a in b) (c) esac
%%
case a in (esac) b;; esac
%%
case $NAME in
  a) /kaniko/executor --destination r/a --context $CI_PROJECT_DIR ;;
  *) echo bad; exit 1 ;;
esac
%%
case a in b) c;; esac && d
%%
case $(a) in b) c;; esac
%%
case a in b\)) c;; ')') d;; esac
%%
f() { a; }
%%
f () { a; }
%%
f ( ) { a; }
%%
f()
{
a
}
%%
f()

# c
{ a; }
%%
f() (a)
%%
f() if a; then b; fi
%%
f() for a in b; do c; done
%%
f() { a; }; f
%%
f() { g() { a; }; g; }
%%
f() { a "$1"; return 0; } 2>/dev/null
%%
_f1() { :; }
%%
f(){ a;}
%%
f() case a in b) c;; esac
%%
f() while a; do b; done
%%
f() { # c
  a # d
} # e
%%
if a; then
  while b; do
    case c in
      d) { e; } ;;
      *) (f) ;;
    esac
  done
fi
%%
{ if a; then b; fi }
%%
{ { a; } }
%%
(if a; then b; fi)
%%
(a)
(b)
