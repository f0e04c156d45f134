/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */

/*
 * The client for streams: streams <port> <path> <body file> <streams> <repeat> <seconds> ["Name: value" …]. Opens so many
 * streams at once, each on a connection of its own, waits for all of them, and does it again; what has not ended after so
 * many seconds is given up. Knows the events of upstream.c and prints one line of JSON, times in milliseconds:
 *   ttft   from connecting to the first event with content
 *   gap    between two events of a stream
 *   delay  from the moment in which the stand-in sent an event to its arrival here
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINE_LIMIT = 8192 };
enum state { HEAD, PLAIN, CHUNK_SIZE, CHUNK, CHUNK_END };

struct values {
    double *list;
    size_t size, room;
};

struct stream {
    int fd, events, next, status, chunked, done, disordered;
    size_t unsent;
    enum state state;
    uint64_t opened, last, left;
    char line[LINE_LIMIT];      /* of the head or of a chunk's size */
    size_t line_size;
    char event[LINE_LIMIT];     /* a line of the content */
    size_t event_size;
};

static struct values ttft, gap, delay;
static long events, complete, refused, broken, late, disordered;
static char *request;
static size_t request_size;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static void add(struct values *v, uint64_t nanoseconds) {
    if (v->size == v->room)
        v->list = realloc(v->list, (v->room = v->room ? v->room * 2 : 4096) * sizeof *v->list);
    v->list[v->size++] = (double) nanoseconds / 1e6;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void show(const char *name, struct values *v) {
    if (!v->size) {
        printf(",\"%s_p50\":null,\"%s_p99\":null,\"%s_max\":null", name, name, name);
        return;
    }
    qsort(v->list, v->size, sizeof *v->list, ascending);
    printf(",\"%s_p50\":%.3f,\"%s_p99\":%.3f,\"%s_max\":%.3f", name, v->list[v->size / 2], name,
           v->list[(v->size * 99) / 100], name, v->list[v->size - 1]);
}

/* A line of the event stream that has arrived whole. */
static void on_line(struct stream *s, uint64_t moment) {
    s->event[s->event_size] = 0;
    if (strncmp(s->event, "data:", 5))
        return;
    if (strstr(s->event, "[DONE]"))
        s->done = 1;
    char *content = strstr(s->event, "\"content\":");
    if (!content)
        return;
    content += 10;
    while (*content == ' ')
        content++;
    if (strncmp(content, "\"t", 2))
        return;
    char *dot;
    uint64_t sent = strtoull(content + 2, &dot, 10);
    if (atoi(dot + 1) != s->next++)
        s->disordered = 1;
    if (s->last)
        add(&gap, moment - s->last);
    else
        add(&ttft, moment - s->opened);
    add(&delay, moment > sent ? moment - sent : 0);
    s->last = moment;
    s->events++;
}

static void content(struct stream *s, const char *bytes, size_t size, uint64_t moment) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
            on_line(s, moment);
            s->event_size = 0;
        } else if (s->event_size < LINE_LIMIT - 1)
            s->event[s->event_size++] = bytes[i];
    }
}

static void head_line(struct stream *s) {
    if (!s->status)
        s->status = s->line_size > 12 ? atoi(s->line + 9) : -1;
    else if (!strncasecmp(s->line, "transfer-encoding:", 18) && strcasestr(s->line, "chunked"))
        s->chunked = 1;
    else if (!strncasecmp(s->line, "content-length:", 15))
        s->left = strtoull(s->line + 15, NULL, 10);
    else if (!s->line_size)
        s->state = s->chunked ? CHUNK_SIZE : PLAIN;
}

/* A line of HTTP's own has arrived; 0 where the answer has ended. */
static int framing_line(struct stream *s) {
    if (s->state == HEAD)
        head_line(s);
    else if (s->state == CHUNK_SIZE) {
        s->left = strtoull(s->line, NULL, 16);
        s->state = CHUNK;
        if (!s->left)
            return 0;
    } else
        s->state = CHUNK_SIZE;
    return 1;
}

/* 0 where the answer has ended. */
static int arrived(struct stream *s, const char *bytes, size_t size, uint64_t moment) {
    while (size) {
        if (s->state == PLAIN || s->state == CHUNK) {
            size_t n = s->state == PLAIN || size < s->left ? size : s->left;
            content(s, bytes, n, moment);
            bytes += n;
            size -= n;
            s->left -= n < s->left ? n : s->left;
            if (s->state == CHUNK && !s->left)
                s->state = CHUNK_END;
            continue;
        }
        char c = *bytes++;
        size--;
        if (c != '\n') {
            if (c != '\r' && s->line_size < LINE_LIMIT - 1)
                s->line[s->line_size++] = c;
            continue;
        }
        s->line[s->line_size] = 0;
        if (!framing_line(s))
            return 0;
        s->line_size = 0;
    }
    return !(s->state == PLAIN && s->done);
}

static void open_stream(struct stream *s, int poller, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) port)};
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = s};
    int on = 1;
    memset(s, 0, sizeof *s);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    s->unsent = request_size;
    s->opened = now();
    setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (s->fd < 0 || (connect(s->fd, (struct sockaddr *) &address, sizeof address) && errno != EINPROGRESS)) {
        perror("streams");
        exit(1);
    }
    epoll_ctl(poller, EPOLL_CTL_ADD, s->fd, &event);
}

static void close_stream(struct stream *s, int given_up) {
    close(s->fd);
    s->fd = -1;
    events += s->events;
    disordered += s->disordered;
    if (given_up)
        late++;
    else if (s->status != 200)
        s->status > 0 ? refused++ : broken++;
    else if (s->done)
        complete++;
    else
        broken++;
}

/* 0 where the connection failed. */
static int send_request(struct stream *s, int poller) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = s};
    ssize_t n = send(s->fd, request + request_size - s->unsent, s->unsent, MSG_NOSIGNAL);
    if (n < 0)
        return errno == EAGAIN;
    s->unsent -= (size_t) n;
    if (!s->unsent)
        epoll_ctl(poller, EPOLL_CTL_MOD, s->fd, &event);
    return 1;
}

/* 0 where the stream has ended. */
static int step(struct stream *s, int poller, uint32_t ready) {
    static char buffer[65536];
    if (s->unsent && (ready & EPOLLOUT) && !send_request(s, poller))
        return 0;
    if (!(ready & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        return 1;
    ssize_t n = recv(s->fd, buffer, sizeof buffer, 0);
    if (n < 0 && errno == EAGAIN)
        return 1;
    return n > 0 && arrived(s, buffer, (size_t) n, now());
}

static void all_at_once(struct stream *streams, int count, int port, uint64_t limit) {
    int poller = epoll_create1(0), open = count;
    struct epoll_event ready[256];
    uint64_t deadline = now() + limit;
    for (int i = 0; i < count; i++)
        open_stream(&streams[i], poller, port);
    while (open && now() < deadline) {
        int n = epoll_wait(poller, ready, 256, 100);
        for (int i = 0; i < n; i++) {
            struct stream *s = ready[i].data.ptr;
            if (!step(s, poller, ready[i].events)) {
                close_stream(s, 0);
                open--;
            }
        }
    }
    for (int i = 0; i < count; i++)
        if (streams[i].fd >= 0)
            close_stream(&streams[i], 1);
    close(poller);
}

static void prepare_request(const char *path, const char *body_file, char **headers, int count) {
    FILE *file = fopen(body_file, "rb"), *out = open_memstream(&request, &request_size);
    char body[65536];
    if (!file) {
        perror(body_file);
        exit(1);
    }
    size_t size = fread(body, 1, sizeof body, file);
    fclose(file);
    fprintf(out, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n", path,
            size);
    for (int i = 0; i < count; i++)
        fprintf(out, "%s\r\n", headers[i]);
    fputs("\r\n", out);
    fwrite(body, 1, size, out);
    fclose(out);
}

int main(int count, char **arguments) {
    if (count < 7) {
        fprintf(stderr, "streams <port> <path> <body file> <streams> <repeat> <seconds> [\"Name: value\" ...]\n");
        return 2;
    }
    int streams = atoi(arguments[4]), repeat = atoi(arguments[5]);
    struct stream *all = calloc((size_t) streams, sizeof *all);
    uint64_t started = now();
    prepare_request(arguments[2], arguments[3], arguments + 7, count - 7);
    for (int i = 0; i < repeat; i++)
        all_at_once(all, streams, atoi(arguments[1]), strtoull(arguments[6], NULL, 10) * 1000000000u);
    printf("{\"streams\":%d,\"complete\":%ld,\"refused\":%ld,\"broken\":%ld,\"late\":%ld,\"events\":%ld,\"disordered\":%ld",
           streams * repeat, complete, refused, broken, late, events, disordered);
    printf(",\"seconds\":%.3f", (double) (now() - started) / 1e9);
    show("ttft", &ttft);
    show("gap", &gap);
    show("delay", &delay);
    printf("}\n");
    return 0;
}
