// Reads every file that a list names into one buffer and hands it over.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static int for_each_file(int count, char **arguments, void (*body)(const unsigned char *, size_t)) {
  static unsigned char buffer[1 << 22];
  static char path[4096];
  FILE *list = count == 2 ? fopen(arguments[1], "r") : NULL;
  if (!list) return 2;
  while (fgets(path, sizeof path, list)) {
    path[strcspn(path, "\n")] = 0;
    FILE *file = fopen(path, "rb");
    if (!file) return 3;
    size_t size = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    body(buffer, size);
  }
  return 0;
}
