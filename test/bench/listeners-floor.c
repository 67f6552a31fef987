/*
 * The floor: what the kernel alone costs for a given pattern of writes. Accepts listeners, answers each with a bare
 * head, and repeats to all of them the writes it reads from standard input: lines `MILLISECONDS BYTES`, the time counted
 * from the first line. No history, no limits, no error answers. Ends when standard input ends.
 *
 *   listeners-floor PORT < pattern
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 20000

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static const char HEAD[] = "HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\nConnection: close\r\n\r\n";
static int fds[MOST], count;

static void admit(int server) {
  char request[4096];
  int fd;
  while (count < MOST && (fd = accept4(server, NULL, NULL, 0)) >= 0) {
    if (recv(fd, request, sizeof request, 0) <= 0 || send(fd, HEAD, sizeof HEAD - 1, MSG_NOSIGNAL) < 0) close(fd);
    else fds[count++] = fd;
  }
}

static void send_all(const char *bytes, size_t length) {
  for (int i = 0; i < count; i++)
    if (send(fds[i], bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EAGAIN) {
      close(fds[i]);
      fds[i--] = fds[--count];
    }
}

int main(int argc, char **argv) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  static char bytes[1 << 20];
  double began = -1, at_ms;
  size_t length;
  if (argc != 2) {
    fprintf(stderr, "usage: listeners-floor PORT < pattern\n");
    return 2;
  }
  at.sin_port = htons(atoi(argv[1]));
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(server, (struct sockaddr *)&at, sizeof at) < 0 || listen(server, 4096) < 0) {
    perror("listeners-floor");
    return 1;
  }
  memset(bytes, 'x', sizeof bytes);
  while (scanf("%lf %zu", &at_ms, &length) == 2) {
    if (began < 0) began = now_ms() - at_ms;
    for (double wait; (wait = began + at_ms - now_ms()) > 0;) {
      struct pollfd p = {.fd = server, .events = POLLIN};
      if (poll(&p, 1, wait < 1 ? 1 : (int)wait) > 0) admit(server);
    }
    send_all(bytes, length < sizeof bytes ? length : sizeof bytes);
  }
  return 0;
}
