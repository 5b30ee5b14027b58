#include "text_encoding.h"

#include "cell_text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

typedef struct encoded {
  const char *bytes;
  size_t size;
  const char *name; /* of the file */
  jh_arena *arena;
  jh_problems *problems;
} encoded;

/* Physical line on which byte `size` of UTF-8 or half-converted text stands. */
static int32_t line_of(const char *text, size_t size) {
  int32_t line = 1;
  for (size_t i = 0; i < size; i++)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= size || text[i + 1] != '\n'))) line++;
  return line;
}

/* Offset of the first byte that is not UTF-8, `size` when all is well. */
static size_t utf8_fault(const char *bytes, size_t size) {
  size_t at = 0;
  for (size_t step = jh_utf8_step(bytes, size); step > 0; step = jh_utf8_step(bytes + at, size - at)) at += step;
  return at;
}

static const char *byte_text(const encoded *input, char byte) {
  return jh_arena_printf(input->arena, jh_text(input->problems->language, "byte %02X"),
                         (unsigned)(unsigned char)byte);
}

static jh_status complain(const encoded *input, int32_t line, const char *found, const char *expected,
                          const char *hint) {
  jh_problems_add(input->problems, &(jh_problem){.severity = JH_ERROR,
                                                 .file = input->name,
                                                 .line = line,
                                                 .found = found,
                                                 .expected = expected,
                                                 .hint = hint});
  return JH_BAD_INPUT;
}

/* Converts with iconv in one go; the output is never more than three times the input and a bit. */
static jh_status convert(const encoded *input, const char *from, const char **text, size_t *text_size) {
  iconv_t converter = iconv_open("UTF-8", from);
  if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): what POSIX says */
    return complain(input, 0, from, JH_N("expected an encoding such as utf-8, gb18030 or utf-16"), NULL);
  size_t const room = input->size * 3 + 16;
  char *const out = input->size < SIZE_MAX / 4 ? jh_arena_alloc(input->arena, room, 1) : NULL;
  if (!out) {
    iconv_close(converter);
    return JH_NO_MEMORY;
  }
  char *from_at = (char *)input->bytes; /* iconv does not write there */
  char *to_at = out;
  size_t from_left = input->size, to_left = room - 1;
  size_t const answer = iconv(converter, &from_at, &from_left, &to_at, &to_left);
  iconv_close(converter);
  *text = out;
  *text_size = (size_t)(to_at - out);
  if (answer != (size_t)-1) return JH_OK;
  const char *const expected = jh_arena_printf(
      input->arena, jh_text(input->problems->language, "expected text in %s, as the rest of the file"),
      strcmp(from, "GB18030") == 0 ? jh_text(input->problems->language, "UTF-8 or GB18030") : from);
  return complain(input, line_of(out, *text_size), from_left ? byte_text(input, *from_at) : NULL, expected,
                  JH_N("save the file as CSV UTF-8, or name its encoding with --encoding"));
}

/* Text that is UTF-8 but for a few bytes is damaged UTF-8, not GB18030: Chinese in GB18030 hardly ever forms the
 * three-byte sequences that Chinese in UTF-8 consists of. */
static bool is_damaged_utf8(const char *bytes, size_t size) {
  size_t characters = 0, faults = 0;
  for (size_t at = 0; at < size;) {
    size_t const step = jh_utf8_step(bytes + at, size - at);
    if (step >= 3) characters++;
    if (step == 0) faults++;
    at += step ? step : 1;
  }
  return faults > 0 && characters > 4 * faults;
}

static jh_status as_utf8(const encoded *input, const char **text, size_t *text_size) {
  size_t const fault = utf8_fault(input->bytes, input->size);
  *text = input->bytes;
  *text_size = input->size;
  if (fault == input->size) return JH_OK;
  return complain(input, line_of(input->bytes, fault), byte_text(input, input->bytes[fault]),
                  JH_N("expected UTF-8 text, as the rest of the file"),
                  JH_N("the file was damaged or joined from two encodings; save it again as CSV UTF-8"));
}

static jh_status decode(encoded *input, const char *encoding, const char **text, size_t *text_size) {
  static const char utf8_mark[] = "\xEF\xBB\xBF";
  if (input->size >= 3 && memcmp(input->bytes, utf8_mark, 3) == 0) {
    input->bytes += 3;
    input->size -= 3;
    return as_utf8(input, text, text_size);
  }
  /* What Excel calls Unicode text. */
  if (input->size >= 2 && memcmp(input->bytes, "\xFF\xFE", 2) == 0) return convert(input, "UTF-16", text, text_size);
  if (input->size >= 2 && memcmp(input->bytes, "\xFE\xFF", 2) == 0) return convert(input, "UTF-16", text, text_size);
  if (!encoding) {
    *text = input->bytes;
    *text_size = input->size;
    if (utf8_fault(input->bytes, input->size) == input->size) return JH_OK;
    if (is_damaged_utf8(input->bytes, input->size)) return as_utf8(input, text, text_size);
    return convert(input, "GB18030", text, text_size);
  }
  if (strcasecmp(encoding, "utf-8") == 0 || strcasecmp(encoding, "utf8") == 0) return as_utf8(input, text, text_size);
  bool const is_gb =
      strcasecmp(encoding, "gbk") == 0 || strcasecmp(encoding, "gb2312") == 0 || strcasecmp(encoding, "gb18030") == 0;
  return convert(input, is_gb ? "GB18030" : encoding, text, text_size);
}

jh_status jh_text_to_utf8(const char *bytes, size_t size, const char *name, const char *encoding, jh_arena *arena,
                          jh_problems *problems, const char **text, size_t *text_size) {
  encoded input = {bytes, size, name, arena, problems};
  if (size >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
    return complain(&input, 0, NULL, JH_N("expected CSV text; this is a workbook or an archive"),
                    JH_N("open it and save the sheet as CSV UTF-8"));
  jh_status const status = decode(&input, encoding, text, text_size);
  if (status) return status;
  if (*text_size >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) { /* a mark that was converted with the rest */
    *text += 3;
    *text_size -= 3;
  }
  const char *const nul = *text_size ? memchr(*text, '\0', *text_size) : NULL;
  if (!nul) return JH_OK;
  return complain(&input, line_of(*text, (size_t)(nul - *text)), byte_text(&input, 0),
                  JH_N("expected text without NUL bytes"), JH_N("save the file as CSV UTF-8"));
}
