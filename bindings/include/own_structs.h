/* Structs in a form that the bindings can use. */
#ifndef POSIX_SOCKETS_OWN_STRUCTS_H
#define POSIX_SOCKETS_OWN_STRUCTS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

/*
 * struct epoll_event with its user data as one number. On x86_64 the struct is packed, and the accessor that jextract
 * writes for the union inside it throws because the union is not aligned.
 */
#ifdef __x86_64__
struct __attribute__((packed)) posix_epoll_event {
#else
struct posix_epoll_event {
#endif
    uint32_t events;
    uint64_t data;
};

_Static_assert(sizeof(struct posix_epoll_event) == sizeof(struct epoll_event), "size of epoll_event");
_Static_assert(offsetof(struct posix_epoll_event, data) == offsetof(struct epoll_event, data), "offset of its data");

#endif
