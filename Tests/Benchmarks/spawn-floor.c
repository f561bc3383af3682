/* The floor of a run: starts /bin/true that many times, one after the other.

   spawn COUNT          posix_spawn and wait, nothing else
   spawn COUNT FILE     and before and after each one 300 bytes appended to FILE and made durable with fdatasync
   spawn COUNT FILE PROGRAM FOLDER
                        and what a supervisor cannot do without: a third record, the start of PROGRAM, and in a folder of the step's own
                        a file made durable before the command and, under another name, after it */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static void start(char *program) {
  pid_t pid;
  int status;
  char *words[] = {program, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (posix_spawn(&pid, program, &actions, NULL, words, environ) != 0 || waitpid(pid, &status, 0) != pid || status != 0) exit(1);
  posix_spawn_file_actions_destroy(&actions);
}

static void check(int failed) {
  if (!failed) return;
  perror("supervise");
  exit(1);
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
    int directory = -1, pending = -1;
    if (argc > 4) {
      char folder[4096];
      snprintf(folder, sizeof folder, "%s/%d", argv[4], count);
      check(mkdir(folder, 0700) != 0 || (directory = open(folder, O_RDONLY | O_DIRECTORY)) < 0);
      start(argv[3]);
      record(file);
      check((pending = openat(directory, "pending", O_WRONLY | O_CREAT | O_EXCL, 0600)) < 0 || write(pending, "who runs\n", 9) != 9);
      check(posix_fallocate(pending, 0, 65536) != 0 || fsync(pending) != 0 || fsync(directory) != 0);
    }
    if (posix_spawn(&pid, words[0], NULL, NULL, words, environ) != 0) return 1;
    if (waitpid(pid, &status, 0) != pid || status != 0) return 1;
    if (argc > 4) {
      check(pwrite(pending, "how it ended\n", 13, 0) != 13 || fdatasync(pending) != 0);
      check(renameat(directory, "pending", directory, "exit") != 0 || fsync(directory) != 0);
      close(pending);
      close(directory);
    }
    record(file);
  }
  return 0;
}
