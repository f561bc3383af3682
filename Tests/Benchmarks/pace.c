/* Runs commands in turn, so that a drifting machine drifts for all of them, and prints the medians side by side.

   pace ROUNDS NAME COMMAND [ARGUMENT…] -- NAME COMMAND [ARGUMENT…] -- …

   Every command's outputs go to /dev/null. One line per command: name, median ms, best ms, peak KiB, exit status,
   median ms of processor time.
   The first round warms up and is not counted. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time) { return time.tv_sec * 1e3 + time.tv_usec / 1e3; }

static int order(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 0, count = 0;
  char **commands[32];
  for (int index = 2, first = 1; index < argc; index++) {
    if (first && count < 32) commands[count++] = argv + index;
    first = strcmp(argv[index], "--") == 0;
    if (first) argv[index] = NULL;
  }
  if (rounds < 1 || count < 1) return fprintf(stderr, "pace ROUNDS NAME COMMAND… [-- NAME COMMAND…]\n"), 2;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  double *times = malloc(sizeof(double) * rounds * count), *work = malloc(sizeof(double) * rounds * count);
  long peaks[32] = {0};
  int statuses[32] = {0};
  for (int round = -1; round < rounds; round++)
    for (int index = 0; index < count; index++) {
      pid_t pid;
      struct rusage usage;
      double start = now();
      int failure = posix_spawnp(&pid, commands[index][1], &actions, NULL, commands[index] + 1, environ);
      if (failure) return fprintf(stderr, "%s: %s\n", commands[index][1], strerror(failure)), 1;
      while (wait4(pid, &statuses[index], 0, &usage) == -1 && errno == EINTR) {}
      if (round >= 0) times[index * rounds + round] = now() - start;
      if (round >= 0) work[index * rounds + round] = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
      if (usage.ru_maxrss > peaks[index]) peaks[index] = usage.ru_maxrss;
    }
  for (int index = 0; index < count; index++) {
    qsort(times + index * rounds, rounds, sizeof(double), order);
    qsort(work + index * rounds, rounds, sizeof(double), order);
    double *own = times + index * rounds;
    int status = WIFEXITED(statuses[index]) ? WEXITSTATUS(statuses[index]) : 128 + WTERMSIG(statuses[index]);
    printf("%s\t%.3f\t%.3f\t%ld\t%d\t%.3f\n", commands[index][0], own[rounds / 2], own[0], peaks[index], status, work[index * rounds + rounds / 2]);
  }
  return 0;
}
