a 'b'
%%
a 'b c' 'd'
%%
a 'b
c'
%%
a 'b"c' "d'e"
%%
a 'b\'
%%
a '$b `c` $(d)'
%%
a 'b''c'
%%
a 'b'"c"d
%%
a "b"
%%
a "b c"
%%
a "b
c"
%%
a "b\"c"
%%
a "b\\c\$d\`e"
%%
a "b\c\d\'e"
%%
a "b\
c"
%%
a "$b"
%%
a "$b$c" "$b c" "b $c"
%%
a "${b}c"
%%
a "b$"
%%
a "$ b" "$" "a$."
%%
a "$(b)"
%%
a "$(b "c")"
%%
a "$(b "$(c "d")")"
%%
a "`b`"
%%
a "`b 'c'`"
%%
a "$((1+2))"
%%
a "# b"
%%
a "b#" # "c
%%
a "b; c | d & e < f > g ( h ) { i }"
%%
a "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$U\",\"password\":\"$P\"}}}" > /kaniko/.docker/config.json
%%
echo "{\"auths\":{\"$R\":{\"auth\":\"$(echo -n $U:$P | base64)\"}}}" > x
%%
echo "{\"auths\":{\"$R\":{\"auth\":\"$(printf "%s:%s" "$U" "$P" | base64 | tr -d '\n')\"}}}" > x
%%
a \b \\ \" \' \  \$ \` \& \; \| \( \) \< \> \* \# \~
%%
a b\ c
%%
a \
b
%%
a b\
c
%%
a \

%%
a \é b
%%
a "$'b'"
%%
a $"b c"
%%
a '' "" ''""
%%
a "'" '"'
%%
a "b"'c'd$e"f"
%%
a "!b" '!c'
%%
a "\!" "\x"
%%
sed -i "0,/^RUN /s|^RUN |RUN echo a \&\& \\\\
 |" Dockerfile
%%
grep '^a\.b$' x
%%
awk '{print $1}' x
%%
a "$b"c"$d"
%%
a "~" '~' \~
%%
"a" "b"
%%
'a b' c
%%
sh -c "set -x; /kaniko/executor --context "${CI_PROJECT_DIR}" --x"
