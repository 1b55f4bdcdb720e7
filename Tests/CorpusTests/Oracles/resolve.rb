# frozen_string_literal: true

# Resolves GitLab pipelines the way GitLab does, independently of the product: Psych with GitLab's own load options,
# local includes, `extends`, `!reference`, `default:` and globals, `inherit`, variables.
#
#   ruby resolve.rb DIRECTORY ...
#
# prints one JSON object: directory => { "pipelines": { file => pipeline }, "unresolved": [include], "error": text }.
# A pipeline is { "jobs": { name => { "definition": …, "variables": …, "script": … } } }; what is resolved and in which
# order follows lib/gitlab/ci/config.rb: include, extends, !reference, then the job's defaults.

require 'json'
require 'psych'

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
    value = values.first.is_a?(Hash) && values.first.key?('spec') && values.length > 1 ? values.last : values.first
    raise ResolutionError, "#{path}: invalid configuration format" unless value.is_a?(Hash)

    value
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

def deep_merge(base, top)
  base.merge(top) { |_, a, b| a.is_a?(Hash) && b.is_a?(Hash) ? deep_merge(a, b) : b }
end

# One pipeline: its entry file and everything that file includes from the repository.
class Pipeline
  RESERVED = %w[include before_script image services after_script variables stages cache default workflow spec].freeze
  GLOBALS = %w[image services before_script after_script cache].freeze
  FLATTENED = %w[script before_script after_script rules].freeze

  attr_reader :unresolved, :children

  def initialize(directory, entry)
    @directory = directory
    @unresolved = []
    @children = []
    @config = resolve_references(resolve_extends(with_includes(entry, [])))
    @jobs = @config.select { |name, value| job?(name, value) }
    find_children
  end

  def report
    { 'jobs' => @jobs.to_h { |name, job| [name, effective(job)] } }
  end

  private

  def job?(name, value)
    return false if name.start_with?('.') || RESERVED.include?(name)

    raise ResolutionError, "#{name}: config should implement the script:, run:, or trigger: keyword" unless value.is_a?(Hash)

    true
  end

  # Includes are merged in order, the including file on top.
  def with_includes(file, stack)
    raise ResolutionError, "#{file}: includes itself" if stack.include?(file)

    own = Loader.load(File.join(@directory, file))
    merged = local_files(own['include']).reduce({}) do |result, included|
      deep_merge(result, with_includes(included, stack + [file]))
    end
    deep_merge(merged, own.reject { |key, _| key == 'include' })
  end

  def local_files(value)
    entries = value.is_a?(Array) ? value : [value].compact
    entries.flat_map do |entry|
      path = entry.is_a?(Hash) ? entry['local'] : entry
      if path.nil? || path.match?(%r{\Ahttps?://})
        @unresolved << entry
        []
      else
        expand_local(path)
      end
    end
  end

  def expand_local(path)
    pattern = path.sub(%r{\A/+}, '')
    return matching(pattern) if pattern.include?('*')
    raise ResolutionError, "local file #{path} does not exist" unless File.file?(File.join(@directory, pattern))

    [pattern]
  end

  # As Repository#search_files_by_wildcard_path: `*` is anything but a slash, `**` anything; in the order of git.
  def matching(pattern)
    expression = Regexp.new("\\A#{Regexp.escape(pattern).gsub('\\*\\*', '.*').gsub('\\*', '[^/]*')}\\z")
    all = Dir.glob('**/*', File::FNM_DOTMATCH, base: @directory)
    all.select { |path| path.match?(expression) && File.file?(File.join(@directory, path)) }.sort_by(&:b)
  end

  def resolve_extends(config)
    config.to_h { |name, value| [name, extended(config, name, value, [])] }
  end

  def extended(config, name, value, chain)
    return value unless value.is_a?(Hash) && value.key?('extends')
    raise ResolutionError, "#{name}: circular or too deep `extends`" if chain.include?(name) || chain.length > 10

    bases = Array(value['extends']).map do |base|
      unless config[base].is_a?(Hash)
        next {} if @unresolved.any?

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
      return [] if @unresolved.any?

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

  def find_children
    @jobs.each_value do |job|
      trigger = job['trigger']
      included = trigger.is_a?(Hash) ? trigger['include'] : nil
      (included.is_a?(Array) ? included : [included].compact).each do |entry|
        path = entry.is_a?(Hash) ? entry['local'] : entry
        @children << path.delete_prefix('/') if path.is_a?(String)
      end
    end
  end
end

def resolve(directory)
  result = { 'pipelines' => {}, 'unresolved' => [] }
  pending = ['.gitlab-ci.yml']
  until pending.empty?
    entry = pending.shift
    next if result['pipelines'].key?(entry)

    pipeline = Pipeline.new(directory, entry)
    result['pipelines'][entry] = pipeline.report
    result['unresolved'] += pipeline.unresolved
    pending += pipeline.children
  end
  result
rescue ResolutionError, SystemCallError, SystemStackError => e
  result.merge('error' => e.message)
end

puts JSON.generate(ARGV.to_h { |directory| [directory, resolve(directory)] })
