extension TranslationFunction {
  /// What the daemon has to know about registries.
  var registries: String {
    #"""
    for _host in $(full_names "$_names" "$_cache_repo" | sed 's|/.*||' | sort -u); do
      if is_on "$_skip_tls_verify"; then set -- "$@" --registry-auth-tlscontext "host=$_host,insecure=true"; fi
      # Kaniko tries plain HTTP too where a host is private.
      case $_insecure$_host in
        ,*) ;;
        *.local | *.local:* | 10.*.*.* | 192.168.*.* | 172.1[6-9].*.* | 172.2[0-9].*.* | 172.3[01].*.*)
          grep -qF "\"$_host\"" "$_tmp/registries" || registry "$_host" 'http = true'
          ;;
      esac
    done
    # Kaniko calls Docker Hub index.docker.io.
    _mirrors=$_mirrors${KANIKO_REGISTRY_MIRROR:+index.docker.io=$KANIKO_REGISTRY_MIRROR}
    echo "$_maps${KANIKO_REGISTRY_MAP:-};$_mirrors" | tr ';' '\n' | awk -F = '
      $1 == "" || $1 == "docker.io" { next }
      $1 == "index.docker.io" { $1 = "docker.io" }
      { mirrors[$1] = mirrors[$1] ", \"" $2 "\"" }
      END { for (host in mirrors) printf "registry.\"%s\".mirrors = [%s]\n", host, substr(mirrors[host], 3) }
      ' >>"$_tmp/registries" || exit
    if [ -s "$_tmp/registries" ]; then
      sort -u "$_tmp/registries" >"$_tmp/buildkitd.toml" || exit
      export BUILDKITD_FLAGS="${BUILDKITD_FLAGS:-} --config=$_tmp/buildkitd.toml"
    fi
    """#
  }

  /// The call of buildctl, and the files that receive the digest.
  var build: String {
    let files = digestFiles
    let (digest, names, tags) = (files[0], files[1], files[2])
    return #"""
      [ -z "$_files" ] || set -- "$@" --metadata-file "$_tmp/metadata.json"
      set -- build --frontend dockerfile.v0 "$@"
      case $_verbosity in debug | trace) export BUILDKITD_FLAGS="${BUILDKITD_FLAGS:-} --debug" && set -- --debug "$@" ;; esac
      \#(BuildctlCommand.program) "$@" || exit
      [ -n "$_files" ] || exit 0
      _digest=$(sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]*\)".*/\1/p' "$_tmp/metadata.json")
      [ -n "$_digest" ] || fail "no digest"
      [ -z "$\#(digest)" ] || printf '%s' "$_digest" | save "$\#(digest)" || exit
      # With both files, Kaniko writes the tags into both.
      full_names "$_names" | sed 's|^docker\.io/|index.&|; \|:[^/]*$|!s|$|:latest|' |
        if [ -n "$\#(tags)" ]; then cat; else sed 's|:[^/]*$||'; fi |
        sed "s|\$|@$_digest|" >"$_tmp/names" || exit
      [ -z "$\#(names)" ] || save "$\#(names)" <"$_tmp/names" || exit
      [ -z "$\#(tags)" ] || save "$\#(tags)" <"$_tmp/names" || exit
      """#
  }
}
