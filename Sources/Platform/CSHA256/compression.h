#ifndef SALUR_COMPRESSION_H
#define SALUR_COMPRESSION_H

#include <stddef.h>
#include <stdint.h>

/// Mixes `blocks` blocks of 64 bytes into each of `lanes` (1 or 2) states. The lanes are independent: taken together
/// they hide each other's latency.
typedef void compression(uint32_t (*states)[8], const uint8_t *const *messages, size_t blocks, int lanes);

compression salur_compress_portable;

/// The compression by the processor's instructions, or NULL where there are none.
compression *salur_compress_accelerated(void);

extern const uint32_t salur_sha256_constants[64];

#endif
