/* The floor for reconcile.sh: the least a program can do that tells two sorted lists of keys apart.
   One memchr a line, one memcmp a pair, 1 MiB read() buffers, cursors in locals; order is trusted.
   cc -O3 -o reconcile-floor reconcile-floor.c && ./reconcile-floor DATABASE OBJECTS MISSING ORPHANS */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE = 1 << 20 };
struct side { int fd, ended; char *base, *stop; };

static char *refill(struct side *s, char **at) { /* moves the rest to the front and reads on; the next newline or NULL */
  size_t rest = s->stop - *at;
  memmove(s->base, *at, rest);
  *at = s->base; s->stop = s->base + rest;
  while (!s->ended) {
    ssize_t n = read(s->fd, s->stop, SIZE - (s->stop - s->base));
    if (n < 0) { perror("read"); exit(1); }
    if (n == 0) { s->ended = 1; if (s->stop == s->base || s->stop[-1] == '\n') return NULL; *s->stop = '\n'; n = 1; }
    char *found = memchr(s->stop, '\n', n);
    s->stop += n;
    if (found) return found;
    if (s->stop - s->base == SIZE) { fputs("line too long\n", stderr); exit(1); }
  }
  return NULL;
}

static struct side start(const char *path) {
  struct side s = { open(path, O_RDONLY), 0, malloc(SIZE + 1), NULL };
  if (s.fd < 0 || !s.base) { perror(path); exit(1); }
  s.stop = s.base;
  return s;
}

#define NEXT(s, at, end) ((end = memchr(at, '\n', (s).stop - (at))) || (end = refill(&(s), &(at))))

int main(int count, char **words) {
  if (count != 5) return 2;
  struct side a = start(words[1]), b = start(words[2]);
  FILE *missing = fopen(words[3], "w"), *orphans = fopen(words[4], "w");
  char *x = a.base, *y = b.base, *ex, *ey;
  unsigned long same = 0, lost = 0, extra = 0;
  int hasX = !!NEXT(a, x, ex), hasY = !!NEXT(b, y, ey);
  while (hasX || hasY) {
    long nx = hasX ? ex - x : 0, ny = hasY ? ey - y : 0, order = !hasX ? 1 : !hasY ? -1 : memcmp(x, y, nx < ny ? nx : ny);
    if (order == 0 && hasX && hasY) order = nx - ny;
    if (order < 0) { lost++; fwrite(x, 1, nx + 1, missing); } else if (order > 0) { extra++; fwrite(y, 1, ny + 1, orphans); } else same++;
    if (order <= 0) { x = ex + 1; hasX = !!NEXT(a, x, ex); }
    if (order >= 0) { y = ey + 1; hasY = !!NEXT(b, y, ey); }
  }
  fclose(missing); fclose(orphans);
  printf("%lu %lu %lu\n", same, lost, extra);
}
