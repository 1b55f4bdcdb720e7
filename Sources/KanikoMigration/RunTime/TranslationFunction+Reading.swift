extension TranslationFunction {
  /// The loop over the arguments: pflag's grammar, then one branch for each flag.
  var reading: String {
    let switches = KanikoFlag.all.filter { $0.value == .bool }
    return #"""
      # Each argument leaves the front of the list, and what it becomes joins the end.
      for _word; do
        shift
        if [ -n "$_flag" ]; then
          _value=$_word
        else
          case $_word in
            --*=* | -[\#(Self.letters)]=?*) _flag=${_word%%=*} _value=${_word#*=} ;;
            -[\#(Self.letters)]?*) _value=${_word#-?} _flag=${_word%"$_value"} ;;
            \#(Self.pattern(switches, indentation: "        ")))
              _flag=$_word _value=true ;;
            -*) _flag=$_word && continue ;;
            *) fail "unexpected argument '$_word'" ;;
          esac
        fi
        case $_flag in
      \#(branches)
          *) fail "unknown flag $_flag" ;;
        esac
        _flag=''
      done
      [ -z "$_flag" ] || fail "unknown flag, or a flag without its value: $_flag"
      """#
  }

  /// The one-letter forms; no switch has one.
  private static var letters: String {
    String(KanikoFlag.all.compactMap(\.short).sorted())
  }

  // MARK: - Branches

  /// One branch for each flag; flags with the same commands share one, and those without any come last.
  private var branches: String {
    var order: [String] = []
    var flags: [String: [KanikoFlag]] = [:]
    for flag in KanikoFlag.all {
      let commands = commands(for: flag)
      if flags[commands] == nil { order.append(commands) }
      flags[commands, default: []].append(flag)
    }
    let sorted = order.filter { !$0.isEmpty } + order.filter(\.isEmpty)
    return sorted.map { commands in
      let pattern = Self.pattern(flags[commands] ?? [], indentation: "      ")
      let isShort = !commands.contains("\n") && !pattern.contains("\n") && pattern.count + commands.count < 100
      if isShort { return "    \(pattern)) \(commands) ;;" }
      let lines = commands.split(separator: "\n").map { "      \($0)\n" }.joined()
      return "    \(pattern))\n\(lines)      ;;"
    }.joined(separator: "\n")
  }

  /// Whether a flag's value is only kept, for what comes behind the loop.
  static func isStored(_ flag: KanikoFlag) -> Bool {
    switch flag.mapping {
    case .context, .contextSubPath, .dockerfile, .target, .platform, .noPush, .tarArchive, .ociLayout,
      .digestFile, .nameFile, .nameTagFile, .reproducible, .cache, .cacheRepository, .cacheRunLayers, .noPushCache,
      .insecure, .skipTLSVerify, .verbosity:
      true
    case .bucket, .git, .buildArgument, .label, .annotation, .secret, .destination, .compression, .compressionLevel,
      .imageFormat, .insecurePull, .insecureRegistry, .skipTLSVerifyPull, .skipTLSVerifyRegistry, .registryCertificate,
      .registryClientCertificate, .registryMap, .registryMirror, .logFormat, .ignoreVarRun, .drop, .person:
      false
    }
  }

  /// What happens when a flag is read: commands on lines of their own, or nothing.
  private func commands(for flag: KanikoFlag) -> String {
    switch flag.mapping {
    case .drop, .logFormat, .ignoreVarRun: ""
    case .bucket: ""  // It matters for contexts that the function refuses.
    case .git:
      #"""
      case $_value in
        branch=*) _branch=${_value#*=} ;;
        recurse-submodules=*) _submodules=${_value#*=} ;;
        insecure-skip-tls=*) if is_on "${_value#*=}"; then fail "BuildKit has nothing like $_flag $_value"; fi ;;
      esac
      """#
    case .person, .insecurePull, .skipTLSVerifyPull:
      flag.value == .bool
        ? #"if is_on "$_value"; then fail "BuildKit has nothing like $_flag"; fi"#
        : #"fail "BuildKit has nothing like $_flag""#
    case .platform where flag.isDeprecated: "_old_platform=$_value"
    case .buildArgument:
      #"""
      # A name alone takes its value from the environment.
      case $_value in *=*) ;; *) _value=$_value=$(printenv "$_value" || :) ;; esac
      set -- "$@" --opt "build-arg:$_value"
      """#
    case .label: #"set -- "$@" --opt "label:$_value""#
    case .secret: #"set -- "$@" --secret "$_value""#
    case .destination, .annotation, .compression, .compressionLevel, .imageFormat: commandsForOutput(flag)
    case .insecureRegistry, .skipTLSVerifyRegistry, .registryCertificate, .registryClientCertificate, .registryMap,
      .registryMirror:
      Self.commandsForConnection(flag)
    default: "\(Self.variable(of: flag))=$_value"
    }
  }

  /// Flags whose values are part of `--output`.
  private func commandsForOutput(_ flag: KanikoFlag) -> String {
    switch flag.mapping {
    case .destination:
      #"""
      case $_value in '' | *[,\"]*) fail "no image is named '$_value'" ;; esac
      _names=${_names:+$_names,}$_value\#(destinationSuffix.map(Self.tagApart) ?? "")
      """#
    case .annotation:
      #"""
      case ${_value%%=*} in *[[:upper:]]*) fail "buildctl writes keys in lower case: $_flag '$_value'" ;; esac
      _attributes=$_attributes,$(field "annotation.$_value")
      """#
    case .compression:
      #"""
      case $_value in gzip | zstd) ;; *) fail "$_flag takes gzip or zstd, not '$_value'" ;; esac
      _attributes=$_attributes,compression=$_value
      """#
    case .compressionLevel:
      #"case $_value in 0 | *[!0-9]*) ;; *) _attributes=$_attributes,compression-level=$_value ;; esac"#
    case .imageFormat:
      #"""
      case $_value in
        oci) _attributes=$_attributes,oci-mediatypes=true ;;
        docker) _attributes=$_attributes,oci-mediatypes=false ;;
        *) fail "$_flag takes oci or docker, not '$_value'" ;;
      esac
      """#
    default: ""
    }
  }

  /// Flags that say how servers are reached.
  private static func commandsForConnection(_ flag: KanikoFlag) -> String {
    switch flag.mapping {
    case .insecureRegistry: #"registry "$_value" 'http = true'"#
    case .skipTLSVerifyRegistry:
      #"""
      registry "$_value" 'insecure = true'
      set -- "$@" --registry-auth-tlscontext "host=$_value,insecure=true"
      """#
    case .registryCertificate:
      #"""
      case $_value in ?*=?*) ;; *) fail "$_flag takes HOST=FILE, not '$_value'" ;; esac
      registry "${_value%%=*}" "ca = [\"${_value#*=}\"]"
      set -- "$@" --registry-auth-tlscontext "host=${_value%%=*},$(field "ca=${_value#*=}")"
      """#
    case .registryClientCertificate:
      #"""
      case $_value in ?*=?*,?*) ;; *) fail "$_flag takes HOST=CERTIFICATE,KEY, not '$_value'" ;; esac
      _key=${_value#*,} _certificate=${_value#*=}
      _certificate=${_certificate%%,*}
      registry "${_value%%=*}" "keypair = [{ key = \"$_key\", cert = \"$_certificate\" }]"
      set -- "$@" --registry-auth-tlscontext "host=${_value%%=*},cert=$_certificate,key=$_key"
      """#
    case .registryMap: #"_maps="$_maps$_value;""#
    case .registryMirror: #"_mirrors="${_mirrors}index.docker.io=$_value;""#
    default: ""
    }
  }
}
