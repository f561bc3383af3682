/* The floor of a run: starts /bin/true that many times, one after the other.

   spawn COUNT          posix_spawn and wait, nothing else
   spawn COUNT FILE     and before and after each one 300 bytes appended to FILE and made durable with fdatasync */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void record(int file) {
  static char line[300];
  if (file < 0) return;
  memset(line, 'x', sizeof line - 1);
  line[sizeof line - 1] = '\n';
  if (write(file, line, sizeof line) != sizeof line || fdatasync(file) != 0) {
    perror("append");
    exit(1);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int file = argc > 2 ? open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600) : -1;
  if (argc > 2 && file < 0) return perror(argv[2]), 1;
  char *words[] = {"/bin/true", NULL};
  for (int count = atoi(argv[1]); count > 0; count--) {
    pid_t pid;
    int status;
    record(file);
    if (posix_spawn(&pid, words[0], NULL, NULL, words, environ) != 0) return 1;
    if (waitpid(pid, &status, 0) != pid || status != 0) return 1;
    record(file);
  }
  return 0;
}
