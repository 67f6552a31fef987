/*
 * Opens many listeners of one HTTP stream and discards what they get without copying it out of the kernel, so that the
 * load generator costs little beside the server. One thread, epoll.
 *
 *   listeners-load PORT PATH COUNT SETTLE_S MEASURE_S
 *
 * Prints `joined` when every listener has its answer (or 60 s have passed), waits SETTLE_S, prints `start`, measures for
 * MEASURE_S, prints `end` and then one line of JSON: listeners served, failed, bytes in the measured time, the longest
 * time in ms without data for any listener (its worst gap), and the median and 99th percentile of the listeners' worst gaps.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define AT_ONCE 64
#define JOIN_DEADLINE_S 60

enum state { FREE, CONNECTING, ASKED, SERVED, FAILED };

struct listener {
  int fd;
  enum state state;
  double last;
  double gap;
  long long bytes;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static struct listener *all;
static int count, port, poller, opened, pending, served, failed;
static const char *path;

static void fail(struct listener *l) {
  if (l->state == CONNECTING || l->state == ASKED) pending--;
  if (l->state == SERVED) served--;
  if (l->fd >= 0) close(l->fd);
  l->fd = -1;
  l->state = FAILED;
  failed++;
}

static void open_next(void) {
  while (opened < count && pending < AT_ONCE) {
    struct listener *l = &all[opened++];
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct epoll_event e = {.events = EPOLLOUT, .data.ptr = l};
    l->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    l->state = CONNECTING;
    pending++;
    if (l->fd < 0 || (connect(l->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) ||
        epoll_ctl(poller, EPOLL_CTL_ADD, l->fd, &e) < 0)
      fail(l);
  }
}

static void ask(struct listener *l) {
  char text[512];
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = l};
  int n = snprintf(text, sizeof text, "GET %s HTTP/1.0\r\nHost: localhost\r\nUser-Agent: listeners-load\r\n\r\n", path);
  if (write(l->fd, text, n) != n || epoll_ctl(poller, EPOLL_CTL_MOD, l->fd, &e) < 0) {
    fail(l);
    return;
  }
  l->state = ASKED;
}

static void answer(struct listener *l) {
  char text[16];
  ssize_t n = recv(l->fd, text, sizeof text, 0);
  if (n < 12 || memcmp(text + 8, " 200", 4) != 0) {
    fail(l);
    return;
  }
  l->state = SERVED;
  l->last = now();
  pending--;
  served++;
}

static void take(struct listener *l) {
  ssize_t n = recv(l->fd, NULL, 1 << 20, MSG_TRUNC);
  double t = now();
  if (n == 0 || (n < 0 && errno != EAGAIN)) {
    fail(l);
    return;
  }
  if (n < 0) return;
  if (t - l->last > l->gap) l->gap = t - l->last;
  l->last = t;
  l->bytes += n;
}

static void run_until(double end, int joining) {
  struct epoll_event events[512];
  while (now() < end && !(joining && served + failed == count)) {
    int n;
    if (joining) open_next();
    n = epoll_wait(poller, events, 512, 20);
    for (int i = 0; i < n; i++) {
      struct listener *l = events[i].data.ptr;
      if (l->state == CONNECTING) ask(l);
      else if (l->state == ASKED) answer(l);
      else if (l->state == SERVED) take(l);
    }
  }
}

int main(int argc, char **argv) {
  double start, end, worst = 0, *gaps;
  long long bytes = 0;
  int n = 0;
  if (argc != 6) {
    fprintf(stderr, "usage: listeners-load PORT PATH COUNT SETTLE_S MEASURE_S\n");
    return 2;
  }
  port = atoi(argv[1]);
  path = argv[2];
  count = atoi(argv[3]);
  all = calloc(count, sizeof *all);
  gaps = calloc(count + 1, sizeof *gaps);
  poller = epoll_create1(0);
  setvbuf(stdout, NULL, _IOLBF, 0);
  start = now();
  run_until(start + JOIN_DEADLINE_S, 1);
  printf("joined %d %.3f\n", served, now() - start);
  run_until(now() + atof(argv[4]), 0);
  for (int i = 0; i < count; i++) {
    all[i].gap = 0;
    all[i].bytes = 0;
  }
  printf("start\n");
  start = now();
  run_until(start + atof(argv[5]), 0);
  end = now();
  printf("end\n");
  for (int i = 0; i < count; i++) {
    if (all[i].state != SERVED) continue;
    if (end - all[i].last > all[i].gap) all[i].gap = end - all[i].last;
    if (all[i].gap > worst) worst = all[i].gap;
    gaps[n++] = all[i].gap;
    bytes += all[i].bytes;
  }
  qsort(gaps, n, sizeof *gaps, by_value);
  printf("{\"served\":%d,\"failed\":%d,\"bytes\":%lld,\"seconds\":%.3f,\"worstGapMs\":%.0f,\"medianGapMs\":%.0f,\"p99GapMs\":%.0f}\n",
         n, count - n, bytes, end - start, worst * 1e3, n ? gaps[n / 2] * 1e3 : 0, n ? gaps[n * 99 / 100] * 1e3 : 0);
  return 0;
}
