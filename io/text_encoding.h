/* text_encoding.h - bytes of a file into UTF-8. */
#ifndef JUNHENG_IO_TEXT_ENCODING_H
#define JUNHENG_IO_TEXT_ENCODING_H

#include "junheng/problems.h"
#include "junheng/status.h"

/* A byte order mark says what a file is; without one `encoding` does, and without that valid UTF-8 is UTF-8 and the
 * rest is GB18030 (of which GBK and GB2312 are parts). The result has no mark and no NUL byte inside; it may be
 * `bytes` itself. Names: utf-8, gb18030, gbk, gb2312, utf-16, or any that iconv knows.
 * JH_BAD_INPUT with a problem that names file and line when the bytes are not what they should be. */
jh_status jh_text_to_utf8(const char *bytes, size_t size, const char *name, const char *encoding, jh_arena *arena,
                          jh_problems *problems, const char **text, size_t *text_size);

#endif
