/*
 * fanOut(data: Buffer, fds: Int32Array, count: number, sent: Int32Array): void
 *
 * Offers the same bytes to each of the first `count` sockets, and says in `sent` of each how many bytes the kernel took:
 * 0 when its buffer is full, -1 when the connection is broken. Never waits. What it does for one socket is what
 * src/fan-out.ts does with Node's `writeSync`, which costs twice as much as the system call that it makes.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <node_api.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

static int32_t offer(int fd, const void *data, size_t length) {
  ssize_t taken;
  do taken = send(fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (taken < 0 && errno == EINTR);
  if (taken >= 0) return (int32_t)taken;
  return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
}

/* The numbers of an Int32Array; NULL when the value is none, or has fewer than so many. */
static int32_t *numbers(napi_env env, napi_value value, size_t count) {
  napi_typedarray_type type;
  size_t length;
  void *data;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, NULL, NULL) != napi_ok) return NULL;
  return type == napi_int32_array && length >= count ? data : NULL;
}

static napi_value fan_out(napi_env env, napi_callback_info info) {
  napi_value given[4];
  size_t arguments = 4, length;
  uint32_t count;
  void *data;
  if (napi_get_cb_info(env, info, &arguments, given, NULL, NULL) == napi_ok && arguments == 4 &&
      napi_get_buffer_info(env, given[0], &data, &length) == napi_ok && length <= INT32_MAX &&
      napi_get_value_uint32(env, given[2], &count) == napi_ok) {
    const int32_t *fds = numbers(env, given[1], count);
    int32_t *sent = numbers(env, given[3], count);
    if (fds && sent) {
      for (uint32_t i = 0; i < count; i++) sent[i] = offer(fds[i], data, length);
      return NULL;
    }
  }
  napi_throw_type_error(env, NULL, "expected a Buffer, an Int32Array, a number of its elements, an Int32Array as long");
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "fanOut", NAPI_AUTO_LENGTH, fan_out, NULL, &function) != napi_ok ||
      napi_set_named_property(env, exports, "fanOut", function) != napi_ok)
    return NULL;
  return exports;
}
