#include "compression.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define ACCELERATED __attribute__((target("sha,sse4.1,ssse3")))
#define ALWAYS_INLINE inline __attribute__((always_inline))

/// The instructions want the eight words as two registers, (a b e f) and (c d g h), first word on top.
typedef struct {
  __m128i abef, cdgh;
} halves;

ACCELERATED static ALWAYS_INLINE halves load(const uint32_t state[8]) {
  __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
  __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
  halves h = {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xf0)};
  return h;
}

ACCELERATED static ALWAYS_INLINE void save(halves h, uint32_t state[8]) {
  __m128i feba = _mm_shuffle_epi32(h.abef, 0x1b);
  __m128i dchg = _mm_shuffle_epi32(h.cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/// `lanes` is a constant wherever this is inlined, so that the lanes' instructions alternate.
ACCELERATED static ALWAYS_INLINE void compress(
  uint32_t (*states)[8], const uint8_t *const *messages, size_t blocks, const int lanes
) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  halves current[2];
  for (int lane = 0; lane < lanes; lane++) current[lane] = load(states[lane]);
  for (size_t block = 0; block < blocks; block++) {
    halves start[2];
    __m128i words[2][4];  // the schedule's last sixteen words, in a ring
    for (int lane = 0; lane < lanes; lane++) start[lane] = current[lane];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      const __m128i constants = _mm_load_si128((const __m128i *)(salur_sha256_constants + 4 * i));
#pragma clang loop unroll(full)
      for (int lane = 0; lane < lanes; lane++) {
        __m128i *w = words[lane];
        halves *h = &current[lane];
        if (i < 4) {
          const uint8_t *source = messages[lane] + 64 * block + 16 * i;
          w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)source), big_endian);
        } else {
          __m128i last = w[(i + 3) & 3];
          __m128i sum = _mm_add_epi32(
            _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]), _mm_alignr_epi8(last, w[(i + 2) & 3], 4));
          w[i & 3] = _mm_sha256msg2_epu32(sum, last);
        }
        __m128i input = _mm_add_epi32(w[i & 3], constants);
        h->cdgh = _mm_sha256rnds2_epu32(h->cdgh, h->abef, input);
        h->abef = _mm_sha256rnds2_epu32(h->abef, h->cdgh, _mm_shuffle_epi32(input, 0x0e));
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      current[lane].abef = _mm_add_epi32(current[lane].abef, start[lane].abef);
      current[lane].cdgh = _mm_add_epi32(current[lane].cdgh, start[lane].cdgh);
    }
  }
  for (int lane = 0; lane < lanes; lane++) save(current[lane], states[lane]);
}

ACCELERATED static void compress_sha_ni(
  uint32_t (*states)[8], const uint8_t *const *messages, size_t blocks, int lanes
) {
  if (lanes == 2) compress(states, messages, blocks, 2);
  else compress(states, messages, blocks, 1);
}

static compression *accelerated;

__attribute__((constructor)) static void look_at_processor(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA)) accelerated = compress_sha_ni;
}

compression *salur_compress_accelerated(void) { return accelerated; }

#else

compression *salur_compress_accelerated(void) { return NULL; }

#endif
