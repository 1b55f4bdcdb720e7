A=b C="$d" /kaniko/executor --context $CI_PROJECT_DIR 2>&1 > 'log file' # build
