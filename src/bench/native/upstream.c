/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */

/*
 * The stand-in for streams and large bodies: upstream <port>. Reads every request to its end. A small body with
 * "stream":true is answered with chat completion events, of which each carries the moment in which it was sent
 * (CLOCK_MONOTONIC, nanoseconds) and its number as content, "t<nanoseconds>.<number>"; how many and how often stands in
 * the message: events=<n> interval=<ms>. Anything else gets a static answer, a small body with after=<ms> so much later. A
 * GET of the models gets a list with one. One thread, because it shares the machine with what is measured.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_LIMIT = 16384, KEPT_BODY = 65536, SLOTS = 8192, MOMENT = 1000000 };

static const char ANSWER[] =
    "{\"id\":\"gen-1717000000-AbCdEfGhIjKlMnOpQrSt\",\"object\":\"chat.completion\",\"created\":1717000000,"
    "\"model\":\"openai/gpt-4o-mini\",\"provider\":\"OpenAI\",\"choices\":[{\"index\":0,\"logprobs\":null,"
    "\"finish_reason\":\"stop\",\"native_finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\","
    "\"content\":\"A small picture.\",\"refusal\":null,\"reasoning\":null}}],"
    "\"usage\":{\"prompt_tokens\":1200,\"completion_tokens\":4,\"total_tokens\":1204}}";

static const char MODELS[] =
    "{\"data\":[{\"id\":\"openai/gpt-4o-mini\",\"context_length\":128000,\"top_provider\":{\"max_completion_tokens\":16384},"
    "\"pricing\":{\"prompt\":\"0.00000015\",\"completion\":\"0.0000006\"}}]}";

static const char STREAM_HEAD[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

#define EVENT                                                                                              \
    "data: {\"id\":\"gen-1717000000-AbCdEfGhIjKlMnOpQrSt\",\"object\":\"chat.completion.chunk\","            \
    "\"created\":1717000000,\"model\":\"openai/gpt-4o-mini\",\"provider\":\"OpenAI\",\"choices\":[{"         \
    "\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":%s,"               \
    "\"native_finish_reason\":null,\"logprobs\":null}]}\n\n"

enum state { HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, STREAMING };

struct connection {
    int fd;
    enum state state;
    char head[HEAD_LIMIT];
    size_t head_size;
    char *body;                 /* only of small bodies */
    size_t body_size;
    uint64_t left;              /* of the body or chunk */
    char line[64];              /* of a chunk's size */
    size_t line_size;
    char *unsent;
    size_t unsent_size;
    int events, interval, next;
    int plain;                  /* what is due is a static answer */
    uint64_t due;
    struct connection *before, *after;
};

static struct connection *slots[SLOTS];
static long paced;
static int poller;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static void plan(struct connection *c) {
    struct connection **slot = &slots[c->due / MOMENT % SLOTS];
    c->before = NULL;
    c->after = *slot;
    if (*slot)
        (*slot)->before = c;
    *slot = c;
    paced++;
}

static void unplan(struct connection *c) {
    if (c->before)
        c->before->after = c->after;
    else
        slots[c->due / MOMENT % SLOTS] = c->after;
    if (c->after)
        c->after->before = c->before;
    paced--;
}

static void end(struct connection *c) {
    if (c->state == STREAMING)
        unplan(c);
    close(c->fd);
    free(c->body);
    free(c->unsent);
    free(c);
}

static void watch(struct connection *c, int how, uint32_t what) {
    struct epoll_event event = {.events = what, .data.ptr = c};
    if (epoll_ctl(poller, how, c->fd, &event))
        perror("epoll_ctl");
}

/* Sends what it can and keeps the rest; 0 where the other side is gone. */
static int sent(struct connection *c, const char *bytes, size_t size) {
    size_t done = 0;
    if (!c->unsent_size) {
        ssize_t n = send(c->fd, bytes, size, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN)
            return 0;
        done = n < 0 ? 0 : (size_t) n;
    }
    if (done < size) {
        c->unsent = realloc(c->unsent, c->unsent_size + size - done);
        memcpy(c->unsent + c->unsent_size, bytes + done, size - done);
        c->unsent_size += size - done;
        watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    }
    return 1;
}

static int flushed(struct connection *c) {
    ssize_t n = send(c->fd, c->unsent, c->unsent_size, MSG_NOSIGNAL);
    if (n < 0)
        return errno == EAGAIN;
    c->unsent_size -= (size_t) n;
    memmove(c->unsent, c->unsent + n, c->unsent_size);
    if (!c->unsent_size)
        watch(c, EPOLL_CTL_MOD, EPOLLIN);
    return 1;
}

static int chunk(struct connection *c, const char *last, const char *format, ...) {
    char text[1024], framed[1100];
    va_list values;
    va_start(values, format);
    int size = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    int all = snprintf(framed, sizeof framed, "%x\r\n%s\r\n%s", size, text, last);
    return sent(c, framed, (size_t) all);
}

static void await_request(struct connection *c) {
    c->state = HEAD;
    c->head_size = c->body_size = c->line_size = 0;
}

static int static_answer(struct connection *c, const char *answer, size_t size) {
    char head[256];
    int length = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                          size);
    return sent(c, head, (size_t) length) && sent(c, answer, size);
}

/* The event that is due; after the last one the stream's end. 0 where the other side is gone. */
static int one_event(struct connection *c) {
    char content[48];
    uint64_t moment = now();
    unplan(c);
    if (c->plain) {
        await_request(c);
        return static_answer(c, ANSWER, sizeof ANSWER - 1);
    }
    if (c->next < c->events) {
        snprintf(content, sizeof content, "t%llu.%d", (unsigned long long) moment, c->next++);
        c->due += (uint64_t) c->interval * MOMENT;
        if (c->due < moment)
            c->due = moment;    /* hopelessly late: the wheel does not turn back */
        plan(c);
        return chunk(c, "", EVENT, content, "null");
    }
    await_request(c);
    return chunk(c, "", EVENT, "", "\"stop\"") && chunk(c, "0\r\n\r\n", "data: [DONE]\n\n");
}

static int number(const char *text, const char *name, int otherwise) {
    const char *found = strstr(text, name);
    return found ? atoi(found + strlen(name)) : otherwise;
}

static void later(struct connection *c, int milliseconds) {
    c->due = now() + (uint64_t) milliseconds * MOMENT;
    c->state = STREAMING;
    plan(c);
}

static int answered(struct connection *c) {
    c->plain = 0;
    if (c->body && c->body_size < KEPT_BODY) {
        c->body[c->body_size] = 0;
        if (strstr(c->body, "\"stream\":true") || strstr(c->body, "\"stream\": true")) {
            c->events = number(c->body, "events=", 50);
            c->interval = number(c->body, "interval=", 20);
            c->next = 0;
            later(c, c->interval);
            return sent(c, STREAM_HEAD, sizeof STREAM_HEAD - 1) && chunk(c, "", ": OPENROUTER PROCESSING\n\n");
        }
        if (number(c->body, "after=", 0)) {
            c->plain = 1;
            later(c, number(c->body, "after=", 0));
            return 1;
        }
    }
    await_request(c);
    return strncmp(c->head, "GET /api/v1/models", 18) ? static_answer(c, ANSWER, sizeof ANSWER - 1)
                                                      : static_answer(c, MODELS, sizeof MODELS - 1);
}

static void keep(struct connection *c, const char *bytes, size_t size) {
    if (!c->body)
        c->body = malloc(KEPT_BODY + 1);
    if (c->body_size + size >= KEPT_BODY)
        c->body_size = KEPT_BODY;   /* too large to matter */
    else {
        memcpy(c->body + c->body_size, bytes, size);
        c->body_size += size;
    }
}

/* The head is complete: how long is the body? */
static int begin_body(struct connection *c) {
    c->head[c->head_size] = 0;
    const char *length = strcasestr(c->head, "\r\ncontent-length:");
    if (strcasestr(c->head, "\r\nexpect:") && !sent(c, "HTTP/1.1 100 Continue\r\n\r\n", 25))
        return 0;
    if (strcasestr(c->head, "\r\ntransfer-encoding: chunked"))
        c->state = CHUNK_SIZE;
    else {
        c->left = length ? strtoull(length + 17, NULL, 10) : 0;
        c->state = BODY;
        if (!c->left)
            return answered(c);
    }
    return 1;
}

/* How many bytes of a line were taken; *whole says whether it has ended. */
static size_t line(struct connection *c, const char *bytes, size_t size, int *whole) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
            *whole = 1;
            c->line[c->line_size] = 0;
            return i + 1;
        }
        if (c->line_size < sizeof c->line - 1 && bytes[i] != '\r')
            c->line[c->line_size++] = bytes[i];
    }
    *whole = 0;
    return size;
}

/* Takes what it can of the bytes, at least one; 0 where the connection is to be ended. */
static size_t take(struct connection *c, const char *bytes, size_t size) {
    int whole;
    size_t n = size < c->left ? size : c->left;
    switch (c->state) {
    case HEAD:
        if (c->head_size >= HEAD_LIMIT - 1)
            return 0;
        c->head[c->head_size++] = *bytes;
        if (c->head_size >= 4 && !memcmp(c->head + c->head_size - 4, "\r\n\r\n", 4) && !begin_body(c))
            return 0;
        return 1;
    case BODY:
        keep(c, bytes, n);
        c->left -= n;
        return c->left || answered(c) ? n : 0;
    case CHUNK_SIZE:
        n = line(c, bytes, size, &whole);
        if (whole) {
            c->left = strtoull(c->line, NULL, 16);
            c->state = c->left ? CHUNK : TRAILER;
            c->line_size = 0;
        }
        return n;
    case CHUNK:
        keep(c, bytes, n);
        c->left -= n;
        if (!c->left)
            c->state = CHUNK_END;
        return n;
    case CHUNK_END:
        n = line(c, bytes, size, &whole);
        if (whole)
            c->state = CHUNK_SIZE, c->line_size = 0;
        return n;
    case TRAILER:
        n = line(c, bytes, size, &whole);
        if (whole && !c->line_size && !answered(c))
            return 0;
        if (whole)
            c->line_size = 0;
        return n;
    default:
        return 0;               /* a request while a stream runs: nobody pipelines here */
    }
}

static void readable(struct connection *c) {
    static char buffer[1 << 18];
    ssize_t n = recv(c->fd, buffer, sizeof buffer, 0);
    if (n < 0 && errno == EAGAIN)
        return;
    for (ssize_t used = 0; used < n;) {
        size_t taken = take(c, buffer + used, (size_t) (n - used));
        if (!taken)
            n = 0;
        used += (ssize_t) taken;
    }
    if (n <= 0)
        end(c);
}

static void accepted(int server) {
    int fd, on = 1;
    while ((fd = accept4(server, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(c, EPOLL_CTL_ADD, EPOLLIN);
    }
}

/* Sends every event whose moment has come; the wheel stands at *at. */
static void pace(uint64_t *at) {
    uint64_t until = now();
    for (; *at <= until; *at += MOMENT)
        for (struct connection *c = slots[*at / MOMENT % SLOTS], *after; c; c = after) {
            after = c->after;
            if (c->due <= until && !one_event(c))
                end(c);
        }
    *at -= MOMENT;              /* the last slot may hold some that are not due yet */
}

static int listener(int port) {
    int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(server, (struct sockaddr *) &address, sizeof address) || listen(server, 4096)) {
        perror("upstream");
        exit(1);
    }
    return server;
}

int main(int count, char **arguments) {
    struct epoll_event ready[256], event = {.events = EPOLLIN, .data.ptr = NULL};
    int server = listener(count > 1 ? atoi(arguments[1]) : 0);
    uint64_t at = now();
    poller = epoll_create1(0);
    epoll_ctl(poller, EPOLL_CTL_ADD, server, &event);
    for (;;) {
        int n = epoll_wait(poller, ready, 256, paced ? 1 : -1);
        for (int i = 0; i < n; i++) {
            struct connection *c = ready[i].data.ptr;
            if (!c)
                accepted(server);
            else if ((ready[i].events & EPOLLOUT) && c->unsent_size && !flushed(c))
                end(c);
            else if (ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                readable(c);
        }
        if (paced)
            pace(&at);
        else
            at = now();
    }
}
