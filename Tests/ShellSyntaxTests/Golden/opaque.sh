a
if [ -f x ]
  echo "b"
fi
c; }; d
e "f
g
