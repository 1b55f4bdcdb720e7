a \
b
%%
a\
b c
%%
\
a
%%
a \
  b \
  c
%%
a "b\
c"
%%
a $b\
c
%%
a ${b\
c}
%%
a $\
b
%%
/kaniko/executor \
  --context "$CI_PROJECT_DIR" \
  --dockerfile Dockerfile \
  --destination "$A"
%%
a \
# b
%%
a 'b\
c'
%%
if a; \
then b; \
fi
%%
a=\
b
%%
a | \
  b | \
  c
%%
a && \
  b
%%
for a in \
  b \
  c; do d; done
%%
a \
	b
%%
a $(b \
c)
%%
a `b \
c`
%%
a "$b\
c"
