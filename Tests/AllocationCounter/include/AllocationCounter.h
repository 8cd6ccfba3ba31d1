#pragma once
#include <stdint.h>

/// How often this thread has asked for heap memory so far; always 0 where the C library offers no way to count.
uint64_t allocation_count(void);
