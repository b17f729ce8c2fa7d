/*
 * test_radio_lists.c - lists at addresses, of a server on 127.0.0.1: what they name is played in
 * their place, as it is meant there, and a hostile one leads nowhere.
 */
#include "tests/e2e/radio.h"

static void write_text(struct stage *stage, const char *file, const char *text)
{
    stage_write(stage, file, text, strlen(text));
}

static void make_music(struct stage *stage)
{
    assert_int_equal(stage_run(stage, "sox", "-n", "-r", "44100", "-c", "2", "-b", "16", "a b.wav",
                               "synth", "0.2", "sine", "440", NULL)
                         ->status,
                     0);
    assert_int_equal(stage_run(stage, "sox", "-n", "-r", "44100", "-c", "2", "-b", "16", "c.wav",
                               "synth", "0.3", "sine", "660", NULL)
                         ->status,
                     0);
}

static void what_a_list_names_is_heard_in_its_place(void **state)
{
    static const char *const lists[] = {"file/list.m3u",         "list/x-mpegurl/list.m3u",
                                        "list/x-scpls/list.txt", "list/xspf+xml/list.xml",
                                        "moved/file/list.m3u",   "file/outer.m3u"};
    struct stage *stage = *state;
    struct stage_process *server;
    uint8_t *first, *second, *heard;
    size_t first_size, second_size, heard_size;

    make_music(stage);
    write_text(stage, "list.m3u", "#EXTM3U\r\n/file/a b.wav\r\n/file/c.wav\r\n");
    write_text(stage, "list.txt", "[playlist]\nFile1=/file/a%20b.wav\nFile2=/file/c.wav\n");
    write_text(stage, "list.xml",
               "<playlist><trackList><track><location>/file/a%20b.wav</location></track>"
               "<track><location>/file/c.wav</location></track></trackList></playlist>");
    write_text(stage, "outer.m3u", "list.m3u\n");
    first = stage_read(stage, "a b.wav", &first_size);
    second = stage_read(stage, "c.wav", &second_size);
    server = radio_serve(stage, "64000");
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct stage_process *rondo =
            stage_play(stage, "-q", "-o", "raw:out.raw", radio_address(lists[i]), NULL);

        if (stage_wait(rondo) != 0)
            fail_msg("%s: %s", lists[i], stage_errors(rondo));
        heard = stage_read(stage, "out.raw", &heard_size);
        assert_int_equal(heard_size, first_size - 44 + second_size - 44);
        assert_memory_equal(heard, first + 44, first_size - 44);
        assert_memory_equal(heard + first_size - 44, second + 44, second_size - 44);
        free(heard);
    }
    radio_stop(server);
    free(first);
    free(second);
}

static void around_a_list_the_others_keep_their_places(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server, *rondo;

    make_music(stage);
    write_text(stage, "list.m3u", "a b.wav\nc.wav\n");
    server = radio_serve(stage, "64000");
    rondo =
        stage_play(stage, "-o", "null", "c.wav", radio_address("file/list.m3u"), "a b.wav", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    stage_await_errors(rondo, "\n2/4 a%20b.wav");
    stage_await_errors(rondo, "\n3/4 c.wav");
    stage_await_errors(rondo, "\n4/4 a b.wav");
    radio_stop(server);
}

static void a_stream_in_pieces_is_heard_exactly(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "64000"), *encoder, *rondo;
    size_t size, heard_size;
    uint8_t *sound, *heard;
    char path[PATH_MAX];

    encoder = stage_run(stage, "sh", "-c",
                        "ffmpeg -nostdin -v error -i \"$0\" -t 7 -c:a aac -f hls -hls_time 2 "
                        "-hls_list_size 0 pieces.m3u8 && "
                        "ffmpeg -nostdin -v error -i pieces.m3u8 -f f32le pieces.f32",
                        stage_sample("rondo-s16.wav", path), NULL);
    if (encoder->status != 0)
        fail_msg("%s", stage_errors(encoder));
    sound = stage_read(stage, "pieces.f32", &size);
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", radio_address("file/pieces.m3u8"), NULL);
    assert_int_equal(stage_wait(rondo), 0);
    heard = stage_read(stage, "out.raw", &heard_size);
    assert_int_equal(heard_size, size);
    radio_assert_equal(sound, heard, size, "pieces.m3u8");
    free(heard);
    free(sound);
    stage_write(stage, "gone.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ngone.ts\n", 51);
    rondo = stage_play(stage, "-q", "--producer-timeout=2000", "-o", "null",
                       radio_address("file/gone.m3u8"), NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo), "/file/gone.m3u8: ffmpeg: "));
    radio_stop(server);
}

static void what_is_wrong_with_a_list_is_one_line(void **state)
{
    static const struct {
        const char *file, *text, *line;
    } cases[] = {
        {"self.m3u", "self.m3u\n", "more than 8 lists inside one another"},
        {"local.m3u", "file:///etc/passwd\n", "line 1: an entry that is at no http:// address"},
        {"none.m3u", "#EXTM3U\n", "there is nothing in this list"},
        {"zero.pls", "[playlist]\nFile1=\x1b[2J\n",
         "line 2: a control character, so this is not a playlist"},
    };
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "64000");

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stage_process *rondo;
        char path[64], line[400];
        const char *errors;

        write_text(stage, cases[i].file, cases[i].text);
        snprintf(path, sizeof(path), "file/%s", cases[i].file);
        rondo = stage_play(stage, "-q", "-o", "null", radio_address(path), NULL);
        assert_int_equal(stage_wait(rondo), 1);
        errors = stage_errors(rondo);
        snprintf(line, sizeof(line), "rondo: %s: %s\n", radio_address(path), cases[i].line);
        assert_string_equal(errors, line);
    }
    radio_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_a_list_names_is_heard_in_its_place),
        ON_STAGE(around_a_list_the_others_keep_their_places),
        ON_STAGE(a_stream_in_pieces_is_heard_exactly),
        ON_STAGE(what_is_wrong_with_a_list_is_one_line),
    };

    if (radio_lacks_programs())
        return RADIO_SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
