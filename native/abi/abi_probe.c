/*
 * Prints every constant, size and offset that the library uses, as this machine's compiler and
 * headers see them; AbiTest holds each line against the bindings. Compiled with _GNU_SOURCE, so
 * that what bindings/include/gnu_names.h declares by hand is compared with glibc's own
 * declarations.
 */
#define _GNU_SOURCE
#include "posix_sockets.h"

#include <inttypes.h>

/* glibc's macros, which would be expanded in the member's own name. */
#undef sa_handler
#undef sa_sigaction

#define __fds_bits fds_bits /* the member's name depends on _GNU_SOURCE, its place does not */

#define NUMBER(name) printf("constant %s %" PRId64 "\n", #name, (int64_t)(name));
#define TEXT(name) printf("text %s \"%s\"\n", #name, name);
#define SIZE(name, type) printf("size %s %zu %zu\n", #name, sizeof(type), _Alignof(type));
#define OFFSET(name, type, member)                                                                 \
    printf("offset %s %s %zu\n", #name, #member, offsetof(type, member));

int main(void) {
#include "constants.def"
#include "structs.def"
    return 0;
}
