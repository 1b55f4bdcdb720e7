case $NAME in
  a | "b") /kaniko/executor ;;
  (c) d ;& # e
  *) f
esac
