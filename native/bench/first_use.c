// The byte of its argument goes from a client to a server and back over loopback, and is printed.
// usage: first_use byte
#include "bench.h"

static int check(const char *call, long result) {
    if (result == -1) {
        fail(call);
    }
    return result;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        wrong("usage: first_use byte");
    }
    char byte = argv[1][0];
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int listener = check("socket", socket(AF_INET, SOCK_STREAM, 0));
    check("bind", bind(listener, (struct sockaddr *)&address, length));
    check("listen", listen(listener, 1));
    check("getsockname", getsockname(listener, (struct sockaddr *)&address, &length));
    int client = check("socket", socket(AF_INET, SOCK_STREAM, 0));
    check("connect", connect(client, (struct sockaddr *)&address, length));
    int server = check("accept", accept(listener, NULL, NULL));
    check("send", send(client, &byte, 1, 0));
    check("recv", recv(server, &byte, 1, 0));
    check("send", send(server, &byte, 1, 0));
    byte = 0;
    check("recv", recv(client, &byte, 1, 0));
    check("close", close(server));
    check("close", close(client));
    check("close", close(listener));
    printf("%c\n", byte);
    return 0;
}
