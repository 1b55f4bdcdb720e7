if [ -f x ]; then a; elif ! b; then
  c
else d; fi > e
