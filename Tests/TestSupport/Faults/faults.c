// Lets one system call of the command fail, be cut short, or end the process: preloaded by the tests.
//
// A call counts when it changes something below FAULT_BELOW. Call number FAULT_AT, from 1, does what FAULT_KIND says:
// the name of an error (ENOSPC, EIO, EACCES), SHORT for a write of half the bytes that is followed by ENOSPC, or the
// number of a signal, which the process gets in front of the call. Every counted call adds a line to FAULT_LOG.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int calls;
static int isShort;

static int is_below(const char *path) {
  const char *below = getenv("FAULT_BELOW");
  char folder[4096];
  if (!below || !path) return 0;
  if (path[0] != '/') {
    if (!getcwd(folder, sizeof folder)) return 0;
    path = folder;
  }
  return strncmp(path, below, strlen(below)) == 0;
}

static int is_open_below(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

// Whether the call is to fail; errno is set then.
static int fails(const char *call, const char *what) {
  const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND"), *log = getenv("FAULT_LOG");
  // Children of the command inherit the library; only the command itself is meant.
  if (strncmp(program_invocation_short_name, "kaniko2buildkit", 15) != 0) return 0;
  pthread_mutex_lock(&mutex);
  int number = ++calls;
  if (log) {
    char line[4200];
    int length = snprintf(line, sizeof line, "%s %s\n", call, what);
    int descriptor = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (descriptor >= 0) {
      syscall(SYS_write, descriptor, line, length);
      syscall(SYS_close, descriptor);
    }
  }
  pthread_mutex_unlock(&mutex);
  if (!at || !kind || number != atoi(at)) {
    // A disk that was full stays full.
    if (isShort && strcmp(call, "write") == 0) {
      errno = ENOSPC;
      return 1;
    }
    return 0;
  }
  if (strcmp(kind, "ENOSPC") == 0) errno = ENOSPC;
  else if (strcmp(kind, "EIO") == 0) errno = EIO;
  else if (strcmp(kind, "EACCES") == 0) errno = EACCES;
  else if (strcmp(kind, "SHORT") == 0) {
    if (strcmp(call, "write") == 0) {
      isShort = 1;
      return 2;
    }
    return 0;
  } else {
    kill(getpid(), atoi(kind));
    return 0;
  }
  return 1;
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

static int opened(const char *name, const char *path, int flags, mode_t mode) {
  if ((flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) && is_below(path) && fails("open", path)) return -1;
  return REAL(name, int (*)(const char *, int, ...))(path, flags, mode);
}

#define MODE(flags) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, int); va_end(list); }

int open(const char *path, int flags, ...) { MODE(flags) return opened("open", path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened("open64", path, flags, mode); }

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (is_open_below(descriptor)) {
    int failure = fails("write", "");
    if (failure == 1) return -1;
    if (failure == 2) count = count > 1 ? count / 2 : count;
  }
  return syscall(SYS_write, descriptor, bytes, count);
}

int fsync(int descriptor) {
  if (is_open_below(descriptor) && fails("fsync", "")) return -1;
  return REAL("fsync", int (*)(int))(descriptor);
}

int fchmod(int descriptor, mode_t mode) {
  if (is_open_below(descriptor) && fails("fchmod", "")) return -1;
  return REAL("fchmod", int (*)(int, mode_t))(descriptor, mode);
}

int fchown(int descriptor, uid_t owner, gid_t group) {
  if (is_open_below(descriptor) && fails("fchown", "")) return -1;
  return REAL("fchown", int (*)(int, uid_t, gid_t))(descriptor, owner, group);
}

int ftruncate(int descriptor, off_t length) {
  if (is_open_below(descriptor) && fails("ftruncate", "")) return -1;
  return REAL("ftruncate", int (*)(int, off_t))(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
  if (is_open_below(descriptor) && fails("ftruncate", "")) return -1;
  return REAL("ftruncate64", int (*)(int, off64_t))(descriptor, length);
}

int link(const char *old, const char *new) {
  if (is_below(new) && fails("link", new)) return -1;
  return REAL("link", int (*)(const char *, const char *))(old, new);
}

int rename(const char *old, const char *new) {
  if (is_below(new) && fails("rename", new)) return -1;
  return REAL("rename", int (*)(const char *, const char *))(old, new);
}

int unlink(const char *path) {
  if (is_below(path) && fails("unlink", path)) return -1;
  return REAL("unlink", int (*)(const char *))(path);
}

int mkdir(const char *path, mode_t mode) {
  if (is_below(path) && fails("mkdir", path)) return -1;
  return REAL("mkdir", int (*)(const char *, mode_t))(path, mode);
}
