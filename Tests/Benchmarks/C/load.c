// Reads the files that a list names, one a line, into libyaml's own document trees.
#include "files.h"

static void parse(const unsigned char *bytes, size_t count) {
  yaml_parser_t parser;
  yaml_document_t document;
  int more = 1;
  if (!yaml_parser_initialize(&parser)) exit(2);
  yaml_parser_set_input_string(&parser, bytes, count);
  while (more) {
    if (!yaml_parser_load(&parser, &document)) break;
    more = yaml_document_get_root_node(&document) != NULL;
    yaml_document_delete(&document);
  }
  yaml_parser_delete(&parser);
}

int main(int count, char **arguments) { return for_each_file(count, arguments, parse); }
