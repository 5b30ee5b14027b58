#include "junheng/io/io.h"

#include <nettle/sha2.h>

const char *jh_sha256_text(const void *bytes, size_t size, jh_arena *arena) {
  static const char digits[] = "0123456789abcdef";
  struct sha256_ctx context;
  uint8_t digest[SHA256_DIGEST_SIZE];
  sha256_init(&context);
  sha256_update(&context, size, bytes);
  sha256_digest(&context, sizeof digest, digest);
  char *const text = jh_arena_alloc(arena, 2 * sizeof digest + 1, 1);
  if (!text) return NULL;
  for (size_t i = 0; i < sizeof digest; i++) {
    text[2 * i] = digits[digest[i] >> 4];
    text[2 * i + 1] = digits[digest[i] & 15];
  }
  return text;
}
