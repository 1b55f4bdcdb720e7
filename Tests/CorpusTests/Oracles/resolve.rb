# frozen_string_literal: true

# Resolves GitLab pipelines the way GitLab does, independently of the product: Psych with GitLab's own load options,
# includes from the repository and from other projects that are at hand, inputs, `extends`, `!reference`, `default:` and
# globals, `inherit`, variables.
#
#   ruby resolve.rb REPOSITORY ...
#
# where REPOSITORY is a directory, or JSON: { "directory": path, "entry": file, "projects": { project => directory } },
# prints one JSON object: directory => { "pipelines": { file => pipeline }, "templates": { file => pipeline },
# "unresolved": [include], "error": text }. Templates are files that no pipeline here includes; their inputs stay open.
# A pipeline is { "jobs": { name => { "definition": …, "variables": …, "script": … } }, "hidden": the same }; what is
# resolved and in which order follows lib/gitlab/ci/config.rb: inputs, include, extends, !reference, then the defaults.

require 'json'
require 'psych'
require 'shellwords'

# The only tag that means something to GitLab.
class Reference
  yaml_tag '!reference'
  attr_reader :path

  def init_with(coder)
    @path = coder.seq
  end
end

class ResolutionError < StandardError; end

# Reads one file: at most three documents, a `spec:` header before the content.
module Loader
  OPTIONS = { permitted_classes: [Symbol, Reference], permitted_symbols: [], aliases: true }.freeze

  def self.load(path)
    text = File.read(path, encoding: 'UTF-8')
    raise ResolutionError, "#{path}: not UTF-8" unless text.valid_encoding?

    # A piece that holds nothing, or comments alone, is no document.
    pieces = text.sub(/\A\uFEFF/, '').split(/^---\s+/, 3)
    values = pieces.map { |piece| stringify(Psych.safe_load(piece, **OPTIONS)) }.select(&:itself)
    header = values.first if values.first.is_a?(Hash) && values.first.key?('spec') && values.length > 1
    value = header ? values.last : values.first
    raise ResolutionError, "#{path}: invalid configuration format" unless value.is_a?(Hash)

    [header, value]
  rescue Psych::Exception => e
    raise ResolutionError, "#{path}: #{e.message}"
  end

  def self.stringify(value)
    case value
    when Hash then value.to_h { |key, item| [key.to_s, stringify(item)] }
    when Array then value.map { |item| stringify(item) }
    when Symbol then value.to_s
    else value
    end
  end
end

# Puts the values of inputs into a configuration (lib/gitlab/ci/config/interpolation).
class Inputs
  BLOCK = /\$\[\[\s*(\S.*?\S)\s*\]\]/

  def initialize(header, given, component)
    @values = {}
    declared = header['spec'].is_a?(Hash) ? header['spec']['inputs'] || {} : {}
    declared.each do |name, details|
      details = {} unless details.is_a?(Hash)
      value = given.key?(name) ? given[name] : details['default']
      value = value.to_s if (details['type'] || 'string') == 'string' && !value.nil?
      @values["inputs.#{name}"] = value unless value.nil?
    end
    @values.merge!(component)
  end

  def apply(value)
    case value
    when Hash then value.to_h { |key, item| [text(key), apply(item)] }
    when Array then value.flat_map { |item| item.is_a?(String) && whole(item).is_a?(Array) ? whole(item) : [apply(item)] }
    when String then whole(value).nil? ? text(value) : whole(value)
    when Reference then value.tap { value.path.map! { |item| item.is_a?(String) ? text(item) : item } }
    else value
    end
  end

  private

  # The value of a string that is nothing but one block.
  def whole(string)
    match = BLOCK.match(string)
    match && match[0] == string ? value(match[1]) : nil
  end

  def text(string)
    string.gsub(BLOCK) { |block| [nil, Array, Hash].any? { |kind| kind === value($1) } ? block : value($1).to_s }
  end

  def value(expression)
    name, *functions = expression.split('|').map(&:strip)
    functions.reduce(@values[name]) { |result, function| result.nil? ? nil : call(function, result.to_s) }
  end

  def call(function, text)
    case function
    when 'expand_vars' then text
    when 'posix_escape' then Shellwords.escape(text)
    when /\Atruncate\((\d+),\s*(\d+)\)\z/ then text[$1.to_i, $2.to_i].to_s
    end
  end
end

def deep_merge(base, top)
  base.merge(top) { |_, a, b| a.is_a?(Hash) && b.is_a?(Hash) ? deep_merge(a, b) : b }
end

# One repository with the other projects that are at hand.
Repository = Struct.new(:directory, :projects) do
  # The directory of a project; nil stands for the repository itself.
  def root(project)
    project ? projects[project] : directory
  end
end

# A file to be read: of which project, with which inputs; `:open` leaves them as they are.
Source = Struct.new(:project, :path, :inputs, :component)

# One pipeline: its entry file and everything that file includes.
class Pipeline
  RESERVED = %w[include before_script image services after_script variables stages cache default workflow spec].freeze
  GLOBALS = %w[image services before_script after_script cache].freeze
  FLATTENED = %w[script before_script after_script rules].freeze

  attr_reader :unresolved, :children, :files

  def initialize(repository, sources, is_template: false)
    @repository = repository
    @is_template = is_template
    @unresolved = []
    @children = []
    @files = []
    merged = sources.reduce({}) { |result, source| deep_merge(result, with_includes(source, [])) }
    @config = resolve_references(resolve_extends(merged))
    @jobs = @config.select { |name, value| job?(name, value) }
    find_children
  end

  def report
    hidden = @config.select { |name, value| name.start_with?('.') && value.is_a?(Hash) && value.key?('script') }
    { 'jobs' => effective_jobs(@jobs), 'hidden' => effective_jobs(hidden) }
  end

  private

  def effective_jobs(jobs)
    jobs.to_h { |name, job| [name, effective(job)] }
  end

  # Whether definitions may exist that are in no file here.
  def partial?
    @is_template || @unresolved.any?
  end

  def job?(name, value)
    return false if name.start_with?('.') || RESERVED.include?(name)

    raise ResolutionError, "#{name}: config should implement the script:, run:, or trigger: keyword" unless value.is_a?(Hash)

    true
  end

  # Includes are merged in order, the including file on top.
  def with_includes(source, stack)
    place = [source.project, source.path]
    raise ResolutionError, "#{source.path}: includes itself" if stack.include?(place)

    @files |= [place]
    header, own = Loader.load(File.join(@repository.root(source.project), source.path))
    own = Inputs.new(header, source.inputs, source.component || {}).apply(own) if header && source.inputs != :open
    merged = sources(own['include'], source).reduce({}) do |result, included|
      deep_merge(result, with_includes(included, stack + [place]))
    end
    deep_merge(merged, own.reject { |key, _| key == 'include' })
  end

  def sources(value, source)
    entries = value.is_a?(Array) ? value : [value].compact
    entries.flat_map do |entry|
      found = find(entry.is_a?(Hash) ? entry : { 'local' => entry }, source)
      @unresolved << entry unless found
      found || []
    end
  end

  # The files of one include; nil where they are not here.
  def find(entry, source)
    inputs = entry['inputs'] || {}
    if entry['local']
      return if entry['local'].match?(%r{\Ahttps?://})

      expand_local(entry['local'], source).map { |path| Source.new(source.project, path, inputs) }
    elsif entry['project']
      return unless @repository.root(entry['project'])

      Array(entry['file']).map { |path| Source.new(entry['project'], path.delete_prefix('/'), inputs) }
    elsif entry['component']
      find_component(entry['component'], inputs)
    end
  end

  def find_component(address, inputs)
    match = %r{\A[^/]+/(?<project>.+)/(?<name>[^/@]+)@(?<version>.+)\z}.match(address)
    return unless match

    project = match['project'].match?(/\A\$\{?CI_PROJECT_PATH\}?\z/) ? nil : match['project']
    root = @repository.root(project)
    return unless root

    path = ["templates/#{match['name']}.yml", "templates/#{match['name']}/template.yml"].find do |candidate|
      File.file?(File.join(root, candidate))
    end
    raise ResolutionError, "component #{address} does not exist" unless path

    component = { 'component.name' => match['name'] }
    component['component.reference'] = match['version'] unless match['version'].include?('$')
    [Source.new(project, path, inputs, component)]
  end

  # A wildcard that matches the file in which it stands does not bring it again.
  def expand_local(path, source)
    root = @repository.root(source.project)
    pattern = path.sub(%r{\A/+}, '')
    return matching(pattern, root) - [source.path] if pattern.include?('*')
    raise ResolutionError, "local file #{path} does not exist" unless File.file?(File.join(root, pattern))

    [pattern]
  end

  # As Repository#search_files_by_wildcard_path: `*` is anything but a slash, `**` anything; in the order of git.
  def matching(pattern, root)
    expression = Regexp.new("\\A#{Regexp.escape(pattern).gsub('\\*\\*', '.*').gsub('\\*', '[^/]*')}\\z")
    all = Dir.glob('**/*', File::FNM_DOTMATCH, base: root)
    all.select { |path| path.match?(expression) && File.file?(File.join(root, path)) }.sort_by(&:b)
  end

  def resolve_extends(config)
    config.to_h { |name, value| [name, extended(config, name, value, [])] }
  end

  def extended(config, name, value, chain)
    return value unless value.is_a?(Hash) && value.key?('extends')
    raise ResolutionError, "#{name}: circular or too deep `extends`" if chain.include?(name) || chain.length > 10

    bases = Array(value['extends']).map do |base|
      unless config[base].is_a?(Hash)
        next {} if partial?

        raise ResolutionError, "#{name}: unknown keys in `extends` (#{base})"
      end
      extended(config, base, config[base], chain + [name])
    end
    deep_merge(bases.reduce({}) { |a, b| deep_merge(a, b) }, value)
  end

  def resolve_references(config)
    @root = config
    walk(config, [])
  end

  def walk(value, chain)
    case value
    when Hash then value.transform_values { |item| walk(item, chain) }
    when Array then value.map { |item| walk(item, chain) }
    when Reference then follow(value.path, chain)
    else value
    end
  end

  def follow(path, chain)
    raise ResolutionError, "!reference #{path} is circular" if chain.include?(path) || chain.length > 10

    target = path.reduce(@root) { |value, key| value.is_a?(Hash) ? value[key] : nil }
    if target.nil? || target == false
      return [] if partial?

      raise ResolutionError, "!reference #{path} could not be found"
    end
    walk(target, chain + [path])
  end

  # What GitLab runs: defaults filled in, inherited variables under the job's own, scripts flattened.
  def effective(job)
    definition = job.reject { |key, _| %w[extends inherit].include?(key) }
    defaults(job).each { |key, value| definition[key] = value if definition[key].nil? }
    variables = inherited_variables(job).merge(job['variables'].is_a?(Hash) ? job['variables'] : {})
    definition['variables'] = variables.transform_values { |value| variable(value) }
    FLATTENED.each do |key|
      next if definition[key].nil?

      definition[key] = Array(definition[key].is_a?(Hash) ? [definition[key]] : definition[key]).flatten
    end
    definition['image'] = { 'name' => definition['image'] } if definition['image'].is_a?(String)
    summary(definition)
  end

  def summary(definition)
    {
      'definition' => definition,
      'image' => definition['image'],
      'variables' => definition['variables'].map { |name, value| value.merge('name' => name) },
      'before_script' => (definition['before_script'] || []).map(&:to_s),
      'script' => (definition['script'] || []).map(&:to_s),
      'after_script' => (definition['after_script'] || []).map(&:to_s)
    }
  end

  def variable(value)
    return { 'value' => value['value'].to_s, 'raw' => value['expand'] == false } if value.is_a?(Hash)

    { 'value' => value.to_s, 'raw' => false }
  end

  def defaults(job)
    global = @config.slice(*GLOBALS).compact
    all = global.merge(@config['default'].is_a?(Hash) ? @config['default'] : {})
    chosen(all, job.dig('inherit', 'default'))
  end

  def inherited_variables(job)
    all = @config['variables'].is_a?(Hash) ? @config['variables'] : {}
    chosen(all, job.dig('inherit', 'variables'))
  end

  def chosen(all, inherit)
    case inherit
    when false then {}
    when Array then all.slice(*inherit.map(&:to_s))
    else all
    end
  end

  # A trigger may put a child pipeline together from several files.
  def find_children
    @jobs.each_value do |job|
      trigger = job['trigger']
      included = trigger.is_a?(Hash) ? trigger['include'] : nil
      sources = (included.is_a?(Array) ? included : [included].compact).filter_map do |entry|
        entry = { 'local' => entry } unless entry.is_a?(Hash)
        Source.new(nil, entry['local'].delete_prefix('/'), entry['inputs'] || {}) if entry['local'].is_a?(String)
      end
      @children << sources unless sources.empty?
    end
  end
end

# Files with jobs that no pipeline here reads: templates and components for other repositories.
def templates(repository, known)
  all = Dir.glob('**/*.{yml,yaml}', File::FNM_DOTMATCH, base: repository.directory).sort_by(&:b)
  (all - known).filter_map do |path|
    header, content = Loader.load(File.join(repository.directory, path))
    jobs = content.values.grep(Hash).any? { |job| job.key?('script') || job.key?('extends') }
    next unless (header || jobs) && (content.keys & %w[apiVersion kind on jobs pipeline steps tasks]).empty?

    [path, Pipeline.new(repository, [Source.new(nil, path, :open)], is_template: true)]
  rescue ResolutionError
    nil
  end
end

def resolve(repository, entry)
  result = { 'pipelines' => {}, 'templates' => {}, 'unresolved' => [] }
  known = []
  pending = File.file?(File.join(repository.directory, entry)) ? [[Source.new(nil, entry, {})]] : []
  until pending.empty?
    sources = pending.shift
    name = sources.flat_map { |source| [source.path, *source.inputs.map { |key, value| "#{key}=#{value}" }] }.join(' ')
    next if result['pipelines'].key?(name)

    pipeline = Pipeline.new(repository, sources)
    known |= pipeline.files.filter_map { |project, path| path unless project }
    result['pipelines'][name] = pipeline.report
    result['unresolved'] += pipeline.unresolved
    pending += pipeline.children
  end
  templates(repository, known).each { |path, pipeline| result['templates'][path] = pipeline.report }
  result
rescue ResolutionError, SystemCallError, SystemStackError => e
  result.merge('error' => e.message)
end

repositories = ARGV.map { |argument| argument.start_with?('{') ? JSON.parse(argument) : { 'directory' => argument } }
puts JSON.generate(repositories.to_h { |options|
  repository = Repository.new(options['directory'], options['projects'] || {})
  [options['directory'], resolve(repository, options['entry'] || '.gitlab-ci.yml')]
})
