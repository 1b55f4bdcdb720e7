cat <<A - <<-'B' | d
$a \$b $(c)
A
	e $f
	B
cat <<C > /kaniko/.docker/config.json
{"auths":{"$CI_REGISTRY":{"auth":"$(echo -n "$U:$P" | base64)"}}}
C
cat <<END
no delimiter
