/*
 * test_instance_record.c - names, the text of a record, keys, and the words for a refusal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "shmring/instance_file.h"
#include "tests/unit/instance_fixture.h"

#define RECORD "rondo 1\npid 4711\nproject 82\nsegment 32768\nset 3\nrequests 0\nreplies -1\n"

static void names_are_short_and_plain(void **state)
{
    static const char *const good[] = {
        "default", "a", "A-9_z", "-", "12345678901234567890123456789012",
    };
    static const char *const bad[] = {
        "", ".", "..", "a/b", "a b", "a.b", "\xc3\xa4", "a\n", "123456789012345678901234567890123",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(instance_name_valid(good[i]));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(instance_name_valid(bad[i]));
}

static void other_names_open_nothing(void **state)
{
    struct instance_record record;
    struct instance instance;
    struct cmdq queues;
    pid_t pid;

    (void)state;
    assert_int_equal(fixture_create("../test", &instance, &pid), -EINVAL);
    assert_int_equal(instance_read("../test", &record), -EINVAL);
    assert_int_equal(instance_open_queues("", &queues, &pid), -EINVAL);
    assert_int_equal(instance_reap(".", 0), -EINVAL);
}

static void assert_record(const struct instance_record *record)
{
    assert_int_equal(record->pid, 4711);
    assert_int_equal(record->project, 82);
    assert_int_equal(record->segment, 32768);
    assert_int_equal(record->set, 3);
    assert_int_equal(record->requests, 0);
    assert_int_equal(record->replies, -1);
}

static void a_record_is_read_with_or_without_an_end(void **state)
{
    static const char text[] = RECORD "1\nanything";
    char long_text[4096];
    struct instance_record record = {0};

    (void)state;
    assert_int_equal(instance_parse(text, strlen(RECORD), &record), 0);
    assert_record(&record);
    assert_int_equal(instance_parse(text, sizeof(text), &record), 0);
    assert_record(&record);
    memset(long_text, '\n', sizeof(long_text));
    memcpy(long_text, RECORD, strlen(RECORD));
    assert_int_equal(instance_parse(long_text, sizeof(long_text), &record), 0);
    assert_record(&record);
}

static void every_cut_off_record_is_refused(void **state)
{
    struct instance_record record;

    (void)state;
    for (size_t i = 0; i < strlen(RECORD); i++)
        assert_int_equal(instance_parse(RECORD, i, &record), -EBADMSG);
}

static void what_is_no_record_is_refused_and_changes_nothing(void **state)
{
    static const char *const table[] = {
        "garbage",
        "rondo 2\npid 4711\nproject 82\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 0\nproject 82\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid -4711\nproject 82\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 2147483648\nproject 82\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 99999999999999999999\nproject 82\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid:4711\nproject 82\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 0\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 253\nsegment 1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 82\nsegment -2\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 82\nsegment \n1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 82\nsegment  1\nset 3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 82\nsegment 1\nset +3\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 82\nsegment 1\nset 3x\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 82\nset 3\nsegment 1\nrequests 0\nreplies 1\n",
        "rondo 1\npid 4711\nproject 82\nsegment 1\nset 3\nrequests 0\nreplies -\n",
    };
    struct instance_record record, before;

    (void)state;
    memset(&record, 0x5a, sizeof(record));
    before = record;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        assert_int_equal(instance_parse(table[i], strlen(table[i]), &record), -EBADMSG);
        assert_memory_equal(&record, &before, sizeof(record));
    }
    assert_int_equal(instance_parse("rondo 1\npid 4711\0\nproject 82", 28, &record), -EBADMSG);
}

static void what_is_written_is_what_the_header_shows_and_is_read_back(void **state)
{
    const struct fixture *fixture = *state;
    struct instance_record longest = {INT_MAX, 252, INT_MAX, INT_MAX, INT_MAX, INT_MAX};
    struct instance_record record, read_back;
    char text[512] = {0};
    int file;

    assert_int_equal(instance_parse(RECORD, strlen(RECORD), &record), 0);
    fixture_write(fixture, "");
    file = open(fixture->path, O_RDWR | O_CLOEXEC);
    assert_int_equal(instance_file_write(file, &longest), 0);
    assert_int_equal(instance_file_read(file, &read_back), 0);
    assert_memory_equal(&read_back, &longest, sizeof(longest));
    assert_int_equal(instance_file_write(file, &record), 0);
    assert_int_equal(pread(file, text, sizeof(text), 0), strlen(RECORD));
    assert_string_equal(text, RECORD);
    close(file);
    assert_int_equal(instance_read("test", &read_back), 0);
    assert_memory_equal(&read_back, &record, sizeof(record));
    assert_int_equal(unlink(fixture->path), 0);
}

static void the_four_keys_of_all_projects_are_distinct(void **state)
{
    const struct fixture *fixture = *state;
    key_t keys[UCHAR_MAX + 1] = {0};
    int count = 0;

    fixture_write(fixture, "");
    for (int project = 2; project + INSTANCE_KEYS - 1 <= UCHAR_MAX; project += INSTANCE_KEYS)
        for (int i = 0; i < INSTANCE_KEYS; i++)
            keys[count++] = fixture_key(fixture, project, i);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++)
            assert_int_not_equal(keys[i], keys[j]);
    assert_int_equal(unlink(fixture->path), 0);
    assert_int_equal(instance_key(fixture->path, 82, 0, keys), -ENOENT);
}

static void every_refusal_is_explained(void **state)
{
    (void)state;
    assert_non_null(strstr(instance_explain(-ENOSPC), "kernel.shmmni"));
    assert_non_null(strstr(instance_explain(-ENOSPC), "kernel.sem"));
    assert_non_null(strstr(instance_explain(-ENOSPC), "kernel.msgmni"));
    assert_non_null(strstr(instance_explain(-ENOSPC), "ipcs -l"));
    assert_non_null(strstr(instance_explain(-ENOSPC), "rondoctl doctor"));
    assert_non_null(strstr(instance_explain(-ENOMEM), "memory"));
    assert_non_null(strstr(instance_explain(-EACCES), "another user"));
    assert_non_null(strstr(instance_explain(-EEXIST), "--name"));
    assert_non_null(strstr(instance_explain(-EINVAL), "kernel.shmmax"));
    assert_non_null(strstr(instance_explain(-EIDRM), "RemoveIPC"));
    assert_non_null(strstr(instance_explain(-EPERM), "700"));
    assert_non_null(strstr(instance_explain(-EBUSY), "running"));
    assert_non_null(strstr(instance_explain(-EDQUOT), "disk"));
    assert_non_null(strstr(instance_explain(-ENOSYS), "System V IPC"));
    assert_string_equal(instance_explain(-EROFS), strerror(EROFS));
    for (int error = 0; error < 200; error++)
        assert_null(strchr(instance_explain(-error), '\n'));
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_short_and_plain),
        WITH_FIXTURE(other_names_open_nothing),
        cmocka_unit_test(a_record_is_read_with_or_without_an_end),
        cmocka_unit_test(every_cut_off_record_is_refused),
        cmocka_unit_test(what_is_no_record_is_refused_and_changes_nothing),
        WITH_FIXTURE(what_is_written_is_what_the_header_shows_and_is_read_back),
        WITH_FIXTURE(the_four_keys_of_all_projects_are_distinct),
        cmocka_unit_test(every_refusal_is_explained),
    };
    return cmocka_run_group_tests_name("instance_record", tests, fixture_isolate, NULL);
}
