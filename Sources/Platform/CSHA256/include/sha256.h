#ifndef SALUR_SHA256_H
#define SALUR_SHA256_H

#include <stddef.h>
#include <stdint.h>

/// SHA-256 (FIPS 180-4), with the processor's instructions where it has them. No function allocates or keeps state.

/// Hashes one message.
void salur_sha256(const void *message, size_t length, void *digest);

/// Hashes `count` messages of `length` bytes, one every `stride` bytes, two at a time.
void salur_sha256_many(const void *messages, size_t length, size_t stride, size_t count, void *digests);

/// Hashes `count` pairs of digests, 64 bytes each, into SHA-256(0x01 || pair) (RFC 6962 section 2.1), two at a time.
void salur_sha256_nodes(const void *pairs, size_t count, void *digests);

/// Whether the processor's own instructions are used.
int salur_sha256_is_accelerated(void);

/// For tests: hashes as on a processor without them.
void salur_sha256_portable(const void *message, size_t length, void *digest);

#endif
