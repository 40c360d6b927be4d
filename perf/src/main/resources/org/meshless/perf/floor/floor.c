/*
 * The floor: protect each packet for each receiver and send it, batched. Nothing else.
 *
 * cc -O2 -o floor floor.c -lcrypto
 * floor PLAN
 *
 * PLAN is text: "receivers N" and N lines "address port"; "bursts N" and N lines
 * "due-ns count size size ..." (sizes of the RTP packets in the clear, header included);
 * "repeat N", "period-ns N", "paced 0|1". The bursts are sent N times over, each
 * to all receivers, receiver by receiver, when due (paced) or at once.
 *
 * Runs of equal size, the last of which may be shorter, leave as one segmented datagram
 * (UDP_SEGMENT); a burst leaves by as few sendmmsg calls as hold it. Prints one line:
 * "packets P cpu-ns C wall-ns W late-ns L refused R gso G".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum { HEADER = 20, TAG = 16, MAX_PACKET = 1500, MESSAGES = 512, MESSAGE_BYTES = 16384, SEGMENTS = 10 };

struct receiver {
  struct sockaddr_in address;
  EVP_CIPHER_CTX *cipher;
  uint8_t salt[12];
  uint64_t index;
};

struct burst {
  int64_t due;
  int count;
  int *sizes;
};

static struct mmsghdr headers[MESSAGES];
static struct iovec vectors[MESSAGES];
static char controls[MESSAGES][CMSG_SPACE(sizeof(uint16_t))];
static uint8_t data[MESSAGES][MESSAGE_BYTES];
static int messages;
static int gso = 1;
static int64_t refused;

static int64_t now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t cpu(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  int64_t accounted = (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000LL +
                      (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000LL;
  int64_t exact = now(CLOCK_PROCESS_CPUTIME_ID);
  return exact > accounted ? exact : accounted;
}

static void flush(int fd) {
  int sent = 0;
  int tries = 0;
  while (sent < messages && tries < 64) {
    int n = sendmmsg(fd, headers + sent, messages - sent, 0);
    if (n > 0) {
      sent += n;
    } else if (errno == EINVAL || errno == EIO) {
      gso = 0;
      break;
    } else {
      tries++;
    }
  }
  refused += messages - sent;
  messages = 0;
}

/* One packet: header, payload, tag. The header changes as a server's would. */
static int protect(struct receiver *r, const uint8_t *plain, int size, uint8_t *out) {
  uint8_t iv[12];
  int length;
  memcpy(out, plain, HEADER);
  out[2] = (uint8_t)(r->index >> 8);
  out[3] = (uint8_t)r->index;
  memcpy(iv, r->salt, 12);
  for (int i = 0; i < 6; i++) {
    iv[11 - i] ^= (uint8_t)(r->index >> (8 * i));
  }
  r->index++;
  EVP_EncryptInit_ex(r->cipher, NULL, NULL, NULL, iv);
  EVP_EncryptUpdate(r->cipher, NULL, &length, out, HEADER);
  EVP_EncryptUpdate(r->cipher, out + HEADER, &length, plain + HEADER, size - HEADER);
  EVP_EncryptFinal_ex(r->cipher, out + size, &length);
  EVP_CIPHER_CTX_ctrl(r->cipher, EVP_CTRL_GCM_GET_TAG, TAG, out + size);
  return size + TAG;
}

static void add(struct receiver *r, int bytes, int segment) {
  struct msghdr *m = &headers[messages].msg_hdr;
  memset(m, 0, sizeof *m);
  vectors[messages].iov_base = data[messages];
  vectors[messages].iov_len = bytes;
  m->msg_name = &r->address;
  m->msg_namelen = sizeof r->address;
  m->msg_iov = &vectors[messages];
  m->msg_iovlen = 1;
  if (segment < bytes) {
    m->msg_control = controls[messages];
    m->msg_controllen = CMSG_SPACE(sizeof(uint16_t));
    struct cmsghdr *c = CMSG_FIRSTHDR(m);
    c->cmsg_level = SOL_UDP;
    c->cmsg_type = UDP_SEGMENT;
    c->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    uint16_t size = (uint16_t)segment;
    memcpy(CMSG_DATA(c), &size, sizeof size);
  }
  messages++;
}

static int64_t send_burst(int fd, struct receiver *receivers, int n, struct burst *b,
                          const uint8_t *plain) {
  for (int r = 0; r < n; r++) {
    int i = 0;
    while (i < b->count) {
      if (messages == MESSAGES) {
        flush(fd);
      }
      int segment = b->sizes[i] + TAG;
      int bytes = 0;
      int run = 0;
      while (i < b->count && run < SEGMENTS && bytes + segment <= MESSAGE_BYTES) {
        int size = b->sizes[i] + TAG;
        if (run > 0 && (!gso || size > segment)) {
          break;
        }
        bytes += protect(&receivers[r], plain, b->sizes[i], data[messages] + bytes);
        run++;
        i++;
        if (size < segment) {
          break;
        }
      }
      add(&receivers[r], bytes, segment);
    }
  }
  flush(fd);
  return (int64_t)n * b->count;
}

static void wait_until(int64_t due) {
  struct timespec t = {due / 1000000000LL, due % 1000000000LL};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {
  }
}

static int read_number(FILE *f, const char *word, long long *value) {
  char name[32];
  return fscanf(f, "%31s %lld", name, value) == 2 && strcmp(name, word) == 0;
}

int main(int argc, char **argv) {
  FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
  long long n, bursts, repeat, period, paced;
  if (!f || !read_number(f, "receivers", &n) || n < 1) {
    return 2;
  }
  struct receiver *receivers = calloc(n, sizeof *receivers);
  for (long long i = 0; i < n; i++) {
    char address[64];
    int port;
    uint8_t key[16];
    if (fscanf(f, "%63s %d", address, &port) != 2) {
      return 2;
    }
    receivers[i].address.sin_family = AF_INET;
    receivers[i].address.sin_port = htons((uint16_t)port);
    inet_pton(AF_INET, address, &receivers[i].address.sin_addr);
    for (int k = 0; k < 16; k++) {
      key[k] = (uint8_t)(i * 31 + k * 7);
    }
    memcpy(receivers[i].salt, key, 12);
    receivers[i].cipher = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(receivers[i].cipher, EVP_aes_128_gcm(), NULL, NULL, NULL);
    EVP_EncryptInit_ex(receivers[i].cipher, NULL, NULL, key, NULL);
  }
  if (!read_number(f, "bursts", &bursts) || bursts < 1) {
    return 2;
  }
  struct burst *list = calloc(bursts, sizeof *list);
  for (long long i = 0; i < bursts; i++) {
    long long due;
    if (fscanf(f, "%lld %d", &due, &list[i].count) != 2) {
      return 2;
    }
    list[i].due = due;
    list[i].sizes = calloc(list[i].count, sizeof(int));
    for (int k = 0; k < list[i].count; k++) {
      if (fscanf(f, "%d", &list[i].sizes[k]) != 1 || list[i].sizes[k] < HEADER ||
          list[i].sizes[k] > MAX_PACKET) {
        return 2;
      }
    }
  }
  if (!read_number(f, "repeat", &repeat) || !read_number(f, "period-ns", &period) ||
      !read_number(f, "paced", &paced)) {
    return 2;
  }
  fclose(f);

  uint8_t plain[MAX_PACKET];
  for (int i = 0; i < MAX_PACKET; i++) {
    plain[i] = (uint8_t)(i * 131);
  }
  plain[0] = 0x80; /* RTP, version 2 */
  plain[1] = 96;
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  int size = 1 << 22;
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);

  int64_t packets = 0, late = 0;
  int64_t start = now(CLOCK_MONOTONIC) + 10000000;
  int64_t used = cpu(), begun = now(CLOCK_MONOTONIC);
  for (long long k = 0; k < repeat; k++) {
    for (long long i = 0; i < bursts; i++) {
      if (paced) {
        int64_t due = start + k * period + list[i].due;
        if (now(CLOCK_MONOTONIC) < due) {
          wait_until(due);
        }
        int64_t after = now(CLOCK_MONOTONIC) - due;
        late = after > late ? after : late;
      }
      packets += send_burst(fd, receivers, (int)n, &list[i], plain);
    }
  }
  printf("packets %lld cpu-ns %lld wall-ns %lld late-ns %lld refused %lld gso %d\n",
         (long long)packets, (long long)(cpu() - used),
         (long long)(now(CLOCK_MONOTONIC) - begun), (long long)late, (long long)refused, gso);
  return 0;
}
