internal import ShellSyntax

extension TranslationFunction {
  /// The context and the Dockerfile.
  var input: String {
    #"""
    case $_context in
      '') fail "no --context" ;;
      dir://*) _context=${_context#dir://} ;;
      tar://*)
        _file=${_context#tar://}
        [ "$_file" != stdin ] || _file=-
        mkdir "$_tmp/context" && tar -xzf "$_file" -C "$_tmp/context" || exit
        _context=$_tmp/context
        ;;
      git://*)
        # It means HTTPS to Kaniko; BuildKit takes an address for a repository where its path ends in .git.
        _context=${_context#git://}
        case $_context in *'#'*) _branch=${_context#*'#'} _context=${_context%%'#'*} ;; esac
        case $_context in *.git) ;; *) _context=$_context.git ;; esac
        is_on "$_submodules" || _context="$_context?submodules=false"
        # A commit stands behind its branch.
        _branch=${_branch#*'#'}${_context_sub_path:+:$_context_sub_path}
        [ "${GIT_PULL_METHOD:-}" = http ] && _remote=http://$_context || _remote=https://$_context
        _remote=$_remote${_branch:+#$_branch}
        [ -z "${GIT_USERNAME:-}${GIT_PASSWORD:-}" ] || fail "BuildKit takes no GIT_USERNAME and GIT_PASSWORD"
        [ -z "${GIT_TOKEN:-}" ] || set -- "$@" --secret id=GIT_AUTH_TOKEN,env=GIT_TOKEN
        ;;
      https://*.blob.core.windows.net/*) fail "BuildKit has no key for $_context" ;;
      https://*)
        _remote=$_context _inside=${_context_sub_path:+$_context_sub_path/}
        [ -z "$_context_sub_path" ] || set -- "$@" --opt "contextsubdir=$_context_sub_path"
        ;;
      *://*) fail "BuildKit cannot read the context $_context" ;;
      *) _context_sub_path='' ;; # Kaniko ignores it for a plain path.
    esac
    _context=$_context${_context_sub_path:+/$_context_sub_path}
    [ -n "$_remote" ] || _inside=$_context/
    # Kaniko looks for the Dockerfile in the working directory first, then in the context.
    case $_dockerfile in
      http://* | https://*) wget -qO "$_tmp/Dockerfile" "$_dockerfile" && _dockerfile=$_tmp/Dockerfile || exit ;;
      /dev/stdin) cat >"$_tmp/Dockerfile" && _dockerfile=$_tmp/Dockerfile || exit ;;
      *) [ -f "$_dockerfile" ] || _dockerfile=$_inside$_dockerfile ;;
    esac
    if [ -z "$_remote" ]; then
      set -- "$@" --local "context=$_context"
    else
      set -- "$@" --opt "context=$_remote"
      [ ! -f "$_dockerfile" ] || set -- "$@" --opt dockerfilekey=dockerfile
    fi
    if [ -f "$_dockerfile" ] || [ -z "$_remote" ]; then
      set -- "$@" --local "dockerfile=$(dirname "$_dockerfile")"
      _dockerfile=$(basename "$_dockerfile")
    fi
    [ "$_dockerfile" = Dockerfile ] || set -- "$@" --opt "filename=$_dockerfile"
    case $_target in *,*) fail "one call builds one --target, not '$_target'" ;; esac
    [ -z "$_target" ] || set -- "$@" --opt "target=$_target"
    _custom_platform=${_old_platform:-$_custom_platform}
    [ -z "$_custom_platform" ] || set -- "$@" --opt "platform=$_custom_platform"
    """#
  }

  /// The flags of the cache; behind them `_cache_repo` is the image that holds it, or nothing.
  var cacheFlags: String {
    let mode = cache.mode == .max ? ",mode=max" : ""
    return #"""
      if is_on "$_insecure" || is_on "$_skip_tls_verify"; then _insecure=,registry.insecure=true; else _insecure=''; fi
      [ -z "${KANIKO_NO_PUSH+set}" ] || _no_push=${KANIKO_NO_PUSH:-empty}
      if is_on "$_no_push"; then _no_push=true; else _no_push=''; fi
      if is_on "$_cache"; then
        is_on "$_cache_run_layers" || fail "BuildKit has nothing like --cache-run-layers=false"
      \#(cacheStore)
        set -- "$@" --import-cache "$_import"
        is_on "$_no_push_cache" || set -- "$@" --export-cache "$_export\#(mode),ignore-error=true"
      else
        _cache_repo=''
      fi
      """#
  }

  /// Sets `_import` and `_export`.
  private var cacheStore: String {
    if let reference = cache.reference {
      return #"""
          _cache_repo=\#(ShellFragment(double: reference).source)
          _import=type=registry,$(field "ref=$_cache_repo")$_insecure
          _export=$_import
        """#
    }
    return #"""
        if [ -z "$_cache_repo" ]; then
          if [ -z "$_names" ] || [ -n "$_no_push" ]; then fail "--cache without a push needs --cache-repo"; fi
          _cache_repo=${_names%%,*}
          case ${_cache_repo##*/} in *:*) _cache_repo=${_cache_repo%:*} ;; esac
        fi
        case $_cache_repo in
          oci:*)
            _import=type=local,$(field "src=${_cache_repo#oci:}")
            _export=type=local,$(field "dest=${_cache_repo#oci:}")
            _cache_repo=''
            ;;
          *)
            case ${_cache_repo##*/} in *:*) fail "--cache-repo takes no tag: $_cache_repo" ;; esac
            _import=type=registry,$(field "ref=$_cache_repo:\#(cache.tag)")$_insecure
            _export=$_import
            ;;
        esac
      """#
  }

  /// The outputs: archive, layout and, last, the image, whose digest the metadata file gets.
  var outputs: String {
    #"""
    if is_on "$_reproducible"; then
      set -- "$@" --opt build-arg:SOURCE_DATE_EPOCH=0
      _attributes=$_attributes,rewrite-timestamp=true
    fi
    _image=${_names:+,$(field "name=$_names")}
    _files=\#(digestFiles.map { "$\($0)" }.joined())
    [ -n "$_names" ] || [ -z "\#(digestFiles.dropFirst().map { "$\($0)" }.joined())" ] ||
      fail "no --destination whose name can be written"
    case $_files in *https://*) fail "the digest cannot be sent to an address: $_files" ;; esac
    [ -z "$_tar_path" ] || set -- "$@" --output "type=docker$_image,$(field "dest=$_tar_path")$_attributes"
    [ -z "$_oci_layout_path" ] ||
      set -- "$@" --output "type=oci,tar=false,$(field "dest=$_oci_layout_path")$_attributes"
    if [ -z "$_no_push" ]; then
      [ -n "$_names" ] || fail "no --destination and no --no-push"
      set -- "$@" --output "type=image$_image,push=true$_attributes$_insecure"
    elif [ -n "$_files" ] && [ -z "$_tar_path$_oci_layout_path" ]; then
      set -- "$@" --output "type=image$_image,push=false$_attributes$_insecure"
    fi
    """#
  }

  /// The variables of the files that receive the digest: alone, with names, with names and tags.
  var digestFiles: [String] {
    [FlagMapping.digestFile, .nameFile, .nameTagFile].compactMap { mapping in
      KanikoFlag.all.first { $0.mapping == mapping }.map(Self.variable)
    }
  }
}
