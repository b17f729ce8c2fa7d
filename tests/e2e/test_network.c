/*
 * test_network.c - music from http:// addresses, of a server on 127.0.0.1 that lives as long as
 * the test: exact, and one clear line where it cannot be.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

enum { SKIPPED = 77 };

/* Serves the folder that it runs in, on a port that the kernel chooses and it prints. */
static const char server[] = "import http.server, time\n"
                             "class Handler(http.server.SimpleHTTPRequestHandler):\n"
                             "    cut = set()\n"
                             "    def do_GET(self):\n"
                             "        if self.path == '/radio':\n"
                             "            self.send_response(200)\n"
                             "            self.send_header('icy-name', 'Endless')\n"
                             "            self.end_headers()\n"
                             "            try:\n"
                             "                while True: self.wfile.write(bytes(65536))\n"
                             "            except OSError: return\n"
                             "        if self.path == '/moved':\n"
                             "            self.send_response(302)\n"
                             "            self.send_header('Location', '/music.flac')\n"
                             "            return self.end_headers()\n"
                             "        if self.path == '/silent': time.sleep(1000)\n"
                             "        if self.path == '/lost' and 'lost' not in self.cut:\n"
                             "            self.cut.add('lost')\n"
                             "            self.send_response(200)\n"
                             "            self.send_header('Content-Length', '90000')\n"
                             "            self.end_headers()\n"
                             "            return self.wfile.write(bytes(5000))\n"
                             "        if self.path == '/lost': self.path = '/music.flac'\n"
                             "        super().do_GET()\n"
                             "http = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)\n"
                             "http.daemon_threads = True\n"
                             "print(http.server_port, flush=True)\n"
                             "http.serve_forever()\n";

static int port;

static struct stage_process *serve(struct stage *stage)
{
    struct stage_process *process = stage_prepare(stage);
    char path[PATH_MAX];
    size_t size;
    uint8_t *music = stage_read(stage, stage_sample("rondo-s24.flac", path), &size);

    stage_write(stage, "music.flac", music, size);
    free(music);
    stage_start(process, "python3", "-c", server, NULL);
    for (uint64_t since = 0; !strchr(stage_out(process), '\n');)
        stage_tick(process, &since, "its port");
    port = atoi(stage_out(process));
    return process;
}

static const char *address(const char *path)
{
    static char text[128];

    snprintf(text, sizeof(text), "http://127.0.0.1:%d/%s", port, path);
    return text;
}

static void stop(struct stage_process *process)
{
    kill(process->pid, SIGKILL);
    stage_wait(process);
}

static void what_is_fetched_is_heard_exactly(void **state)
{
    static const char *const paths[] = {"music.flac", "moved", "lost"};
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", path));
    struct stage_process *http = serve(stage);

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct stage_process *rondo =
            stage_play(stage, "-q", "-o", "raw:out.raw", address(paths[i]), NULL);

        if (stage_wait(rondo) != 0)
            fail_msg("%s: %s", paths[i], stage_errors(rondo));
        assert_string_equal(stage_errors(rondo), "");
        sound_assert_file(stage, &sound, "out.raw");
    }
    stop(http);
    sound_free(&sound);
}

static void what_cannot_be_is_one_line(void **state)
{
    static const struct {
        const char *path;
        const char *line;
    } cases[] = {
        {"nothing", ": curl: (22) The requested URL returned error: 404"},
        {"radio", ": ffmpeg: Invalid data found when processing input\n"},
        {"silent", ": curl did nothing for too long\n"},
    };
    struct stage *stage = *state;
    struct stage_process *http = serve(stage), *rondo;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *errors;

        rondo = stage_play(stage, "-q", "--producer-timeout=2000", "-o", "null",
                           address(cases[i].path), NULL);
        assert_int_equal(stage_wait(rondo), 1);
        errors = stage_errors(rondo);
        if (!strstr(errors, cases[i].line) || strchr(errors, '\n') != errors + strlen(errors) - 1)
            fail_msg("%s: %s", cases[i].path, errors);
    }
    stop(http);
    rondo = stage_play(stage, "-q", "-o", "null", address("music.flac"), NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo), ": curl: (7) "));
}

static void where_curl_is_missing_the_line_says_so(void **state)
{
    struct stage *stage = *state;
    char *usual = strdup(getenv("PATH"));
    struct stage_process *rondo;

    setenv("PATH", stage->folder, 1);
    rondo = stage_play(stage, "-q", "-o", "null", "https://127.0.0.1/", NULL);
    setenv("PATH", usual, 1);
    free(usual);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo),
                        "rondo: https://127.0.0.1/: to read from the network install curl\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_is_fetched_is_heard_exactly),
        ON_STAGE(what_cannot_be_is_one_line),
        ON_STAGE(where_curl_is_missing_the_line_says_so),
    };

    if (access("/usr/bin/curl", X_OK) < 0 || access("/usr/bin/python3", X_OK) < 0)
        return SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
