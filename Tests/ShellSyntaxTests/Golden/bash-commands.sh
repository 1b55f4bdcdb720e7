[[ -n $a && ( $b == c* || $d =~ ^(e|f)$ ) ]] && g
((h++))
time { i; }
time -p ! j
k=(l "$m") n+=o
declare -a p=(q)
r <<< "s" &> t
