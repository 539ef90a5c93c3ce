#include "message.h"
#include "bench.h"

#define STAMP sizeof(uint64_t)

static unsigned char pattern(size_t i) {
    return (unsigned char)(i * 31 + (i >> 8) * 7 + 1);
}

unsigned char *message_new(size_t size) {
    size_t pages = (size + MESSAGE_ALIGNED - 1) / MESSAGE_ALIGNED * MESSAGE_ALIGNED;
    unsigned char *message = aligned_alloc(MESSAGE_ALIGNED, pages);
    if (message == NULL) {
        fail("aligned_alloc");
    }
    for (size_t i = 0; i < size; i++) {
        message[i] = pattern(i);
    }
    return message;
}

void message_stamp(unsigned char *message, size_t size, uint64_t number) {
    if (size < STAMP) {
        message[0] = (unsigned char)number;
    } else {
        memcpy(message, &number, STAMP);
        memcpy(message + size - STAMP, &number, STAMP);
    }
}

static bool stamped(const unsigned char *message, size_t size, uint64_t number) {
    if (size < STAMP) {
        return message[0] == (unsigned char)number;
    }
    return memcmp(message, &number, STAMP) == 0 &&
           memcmp(message + size - STAMP, &number, STAMP) == 0;
}

void message_verify(const unsigned char *message, size_t size, uint64_t number) {
    if (!stamped(message, size, number)) {
        wrong("what came is not the message that was to come");
    }
}

void message_verify_all(const unsigned char *message, size_t size, uint64_t number) {
    message_verify(message, size, number);
    for (size_t i = STAMP; i + STAMP < size; i++) {
        if (message[i] != pattern(i)) {
            wrong("a byte within a message is wrong");
        }
    }
}
