# frozen_string_literal: true

# Loads files as GitLab does and prints what they say in one canonical line each.
#
#   ruby load.rb < texts.json        a JSON list of texts -> a JSON list of lines
#   ruby load.rb --json < any.json   a JSON list of values -> a JSON list of lines
#
# A line is `error` where the loader refuses the text, `crash` where Ruby itself fails on it.

require 'json'
require 'psych'

# The only tag that means something to GitLab.
class Reference
  yaml_tag '!reference'
  attr_reader :path

  def init_with(coder)
    @path = coder.type == :seq ? coder.seq : nil
  end

  def valid?
    @path.is_a?(Array) && !@path.empty? && @path.all?(String)
  end
end

OPTIONS = { permitted_classes: [Symbol, Reference], permitted_symbols: [], aliases: true }.freeze
MAXIMUM_DEPTH = 100

def canonical(value, sorted: false)
  case value
  when nil then 'n'
  when true, false then "b#{value}"
  when Integer then "i#{value}"
  when Float then "f#{value}"
  when Symbol then "y#{text(value.to_s)}"
  when String then "s#{text(value)}"
  when Array then "[#{value.map { |item| canonical(item, sorted: sorted) }.join(',')}]"
  when Reference then value.valid? ? "r[#{value.path.map { |item| text(item) }.join(',')}]" : 'r[]'
  when Hash
    pairs = value.to_h { |key, item| [key.to_s, item] }
    pairs = pairs.sort.to_h if sorted
    "{#{pairs.map { |key, item| "#{text(key)}=#{canonical(item, sorted: sorted)}" }.join(',')}}"
  else raise ArgumentError, value.class.name
  end
end

def text(string)
  "#{string.bytesize}:#{string}"
end

def depth(value)
  case value
  when Hash then 1 + (value.values.map { |item| depth(item) }.max || 0)
  when Array then 1 + (value.map { |item| depth(item) }.max || 0)
  else 0
  end
end

def load(text)
  documents = text.split(/^---\s+/, 3).map { |piece| Psych.safe_load(piece, **OPTIONS) }
  documents = documents.reject { |value| value.nil? || value == false || (value.respond_to?(:empty?) && value.empty?) }
  first = documents.first
  content = documents.size > 1 && first.is_a?(Hash) && first.key?('spec') ? documents.last : first
  return 'error' unless content.nil? || content.is_a?(Hash)
  return 'error' if depth(content) > MAXIMUM_DEPTH

  canonical(content || {})
rescue Psych::Exception
  'error'
rescue StandardError, SystemStackError
  'crash'
end

input = JSON.parse($stdin.read)
puts JSON.generate(input.map { |item| ARGV.first == '--json' ? canonical(item, sorted: true) : load(item) })
