internal import CLibYAML

/// What libyaml says of a file, asked without anything of the product.
public enum LibYAMLVerdict {
  /// Whether libyaml reads bytes to their end as UTF-8.
  public static func accepts(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
      defer { parser.deallocate() }
      guard yaml_parser_initialize(parser) != 0 else { return false }
      defer { yaml_parser_delete(parser) }
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      let skipped = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let content = UnsafeBufferPointer(rebasing: buffer[skipped...])
      yaml_parser_set_input_string(parser, content.baseAddress, content.count)
      var event = yaml_event_t()
      while true {
        guard yaml_parser_parse(parser, &event) != 0 else { return false }
        let type = event.type
        yaml_event_delete(&event)
        if type == YAML_STREAM_END_EVENT || type == YAML_NO_EVENT { return true }
      }
    }
  }
}
