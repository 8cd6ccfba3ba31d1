#include "sha256.h"
#include "compression.h"

#include <string.h>

static const uint32_t initial_state[8] = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

/// The end of a message of known length: its last bytes, and the padding that follows them in every such message.
typedef struct {
  uint8_t bytes[128];
  size_t blocks;
} ending;

static ending padding(size_t length) {
  ending e = {{0}, 0};
  size_t rest = length % 64;
  e.blocks = rest < 56 ? 1 : 2;
  e.bytes[rest] = 0x80;
  uint64_t bits = (uint64_t)length * 8;
  for (int i = 0; i < 8; i++) e.bytes[64 * e.blocks - 1 - i] = (uint8_t)(bits >> 8 * i);
  return e;
}

static void store(const uint32_t state[8], uint8_t *digest) {
  for (int i = 0; i < 8; i++) {
    uint32_t word = __builtin_bswap32(state[i]);
    memcpy(digest + 4 * i, &word, 4);
  }
}

/// Hashes `lanes` messages one `stride` apart; `ends` already hold their padding.
static inline void hash(
  compression *compress, const uint8_t *message, size_t length, size_t stride, ending ends[], uint8_t *digests, int lanes
) {
  uint32_t states[2][8];
  const uint8_t *bodies[2], *tails[2];
  size_t body = length / 64 * 64;
  for (int i = 0; i < lanes; i++) {
    memcpy(states[i], initial_state, sizeof initial_state);
    bodies[i] = message + i * stride;
    tails[i] = ends[i].bytes;
    memcpy(ends[i].bytes, bodies[i] + body, length - body);
  }
  if (body > 0) compress(states, bodies, body / 64, lanes);
  compress(states, tails, ends[0].blocks, lanes);
  for (int i = 0; i < lanes; i++) store(states[i], digests + 32 * i);
}

static compression *fastest(void) {
  compression *accelerated = salur_compress_accelerated();
  return accelerated ? accelerated : salur_compress_portable;
}

static void hash_one(compression *compress, const void *message, size_t length, void *digest) {
  ending ends[1] = {padding(length)};
  hash(compress, message, length, 0, ends, digest, 1);
}

void salur_sha256(const void *message, size_t length, void *digest) {
  hash_one(fastest(), message, length, digest);
}

void salur_sha256_portable(const void *message, size_t length, void *digest) {
  hash_one(salur_compress_portable, message, length, digest);
}

void salur_sha256_many(const void *messages, size_t length, size_t stride, size_t count, void *digests) {
  compression *compress = fastest();
  const uint8_t *message = messages;
  uint8_t *digest = digests;
  ending ends[2] = {padding(length), padding(length)};
  for (; count >= 2; count -= 2, message += 2 * stride, digest += 64) {
    hash(compress, message, length, stride, ends, digest, 2);
  }
  if (count > 0) hash(compress, message, length, stride, ends, digest, 1);
}

void salur_sha256_nodes(const void *pairs, size_t count, void *digests) {
  // A node is 65 bytes and its padding: two blocks in one piece.
  compression *compress = fastest();
  const uint8_t *pair = pairs;
  uint8_t *digest = digests;
  uint8_t nodes[2][128] = {
    {0x01, [65] = 0x80, [126] = 0x02, [127] = 0x08},
    {0x01, [65] = 0x80, [126] = 0x02, [127] = 0x08},
  };
  const uint8_t *const messages[2] = {nodes[0], nodes[1]};
  while (count > 0) {
    int lanes = count >= 2 ? 2 : 1;
    uint32_t states[2][8];
    for (int i = 0; i < lanes; i++, pair += 64) {
      memcpy(states[i], initial_state, sizeof initial_state);
      memcpy(nodes[i] + 1, pair, 64);
    }
    compress(states, messages, 2, lanes);
    for (int i = 0; i < lanes; i++, digest += 32) store(states[i], digest);
    count -= (size_t)lanes;
  }
}

int salur_sha256_is_accelerated(void) { return salur_compress_accelerated() != NULL; }
