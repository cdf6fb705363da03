/* Makes the n-th write, fsync or rename of a process fail, once or from then on.
 *
 * FAULT_CALL: write, fsync or rename; FAULT_AT: which one, from 1; FAULT_ALWAYS: 1 for good;
 * FAULT_ERRNO: what to say. Counting starts when the file FAULT_WHEN exists, and only calls
 * on files count, so that pipes to the parent keep working. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int counted = 0;

static int strikes(const char *call) {
    const char *wanted = getenv("FAULT_CALL"), *when = getenv("FAULT_WHEN");
    if (!wanted || strcmp(wanted, call) != 0 || !when || access(when, F_OK) != 0) return 0;
    int at = atoi(getenv("FAULT_AT"));
    int number = __sync_add_and_fetch(&counted, 1);
    int always = getenv("FAULT_ALWAYS") && atoi(getenv("FAULT_ALWAYS"));
    if (number != at && !(always && number > at)) return 0;
    errno = atoi(getenv("FAULT_ERRNO"));
    return 1;
}

static int is_file(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
    if (is_file(fd) && strikes("write")) return -1;
    return REAL(write)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (is_file(fd) && strikes("write")) return -1;
    return REAL(pwrite)(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (is_file(fd) && strikes("write")) return -1;
    return REAL(pwrite64)(fd, data, size, at);
}

int fsync(int fd) {
    if (is_file(fd) && strikes("fsync")) return -1;
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    if (is_file(fd) && strikes("fsync")) return -1;
    return REAL(fdatasync)(fd);
}

int rename(const char *from, const char *to) {
    if (strikes("rename")) return -1;
    return REAL(rename)(from, to);
}

int unlink(const char *path) {
    if (strikes("rename")) return -1;
    return REAL(unlink)(path);
}

int ftruncate(int fd, off_t length) {
    if (is_file(fd) && strikes("write")) return -1;
    return REAL(ftruncate)(fd, length);
}

int ftruncate64(int fd, off64_t length) {
    if (is_file(fd) && strikes("write")) return -1;
    return REAL(ftruncate64)(fd, length);
}
