for D in $DESTS "x y"; do echo "--destination $D"; done
for a; do b; done
while read -r a; do b; done < c
until a; do b & done
