/kaniko/executor \
  --context "$CI_PROJECT_DIR\
/x" &\
& ec\
ho $a\
b
