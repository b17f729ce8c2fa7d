/*
 * sheet.c - a file is made in memory, and replaces what the path had only when it is complete.
 *
 * Numbers look the same in every locale: a plain one is this thread's meanwhile.
 *
 * Drawings are placed on a surface of no size first, since their size follows from their texts.
 */
#include "tools/plot/sheet.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-svg.h>

#include "tools/plot/replace.h"

enum { FORMAT_NONE, FORMAT_CSV, FORMAT_SVG, FORMAT_PNG };

static int format_of(const char *path)
{
    const char *dot = strrchr(path, '.');

    if (!dot)
        return FORMAT_NONE;
    return strcmp(dot, ".csv") == 0   ? FORMAT_CSV
           : strcmp(dot, ".svg") == 0 ? FORMAT_SVG
           : strcmp(dot, ".png") == 0 ? FORMAT_PNG
                                      : FORMAT_NONE;
}

bool sheet_ending(const char *path)
{
    return format_of(path) != FORMAT_NONE;
}

static int error_of(cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return 0;
    return status == CAIRO_STATUS_NO_MEMORY ? -ENOMEM : -EIO;
}

static cairo_status_t stream_bytes(void *file, const unsigned char *bytes, unsigned int size)
{
    return fwrite(bytes, 1, size, file) == size ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

/* The same shapes of letters in all formats, and the same widths as on the surface of no size. */
static void same_letters(cairo_t *cr)
{
    cairo_font_options_t *options = cairo_font_options_create();

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
}

static int place(const struct sheet *sheet, double *ret_width, double *ret_height)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(surface);
    int error = error_of(cairo_status(cr));

    if (error == 0) {
        same_letters(cr);
        error = sheet->place(sheet->content, cr, ret_width, ret_height);
    }
    if (error == 0)
        error = error_of(cairo_status(cr));
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return error;
}

static int draw(const struct sheet *sheet, cairo_surface_t *surface)
{
    cairo_t *cr = cairo_create(surface);
    int error;

    same_letters(cr);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    sheet->draw(sheet->content, cr);
    error = error_of(cairo_status(cr));
    cairo_destroy(cr);
    return error;
}

static int make_png(const struct sheet *sheet, double width, double height, FILE *file)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)width * SHEET_PNG_SCALE, (int)height * SHEET_PNG_SCALE);
    int error;

    cairo_surface_set_device_scale(surface, SHEET_PNG_SCALE, SHEET_PNG_SCALE);
    error = draw(sheet, surface);
    if (error == 0)
        error = error_of(cairo_surface_write_to_png_stream(surface, stream_bytes, file));
    cairo_surface_destroy(surface);
    return error;
}

static void escape(FILE *file, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            fputs("&amp;", file);
        else if (*text == '<')
            fputs("&lt;", file);
        else if (*text == '>')
            fputs("&gt;", file);
        else
            putc(*text, file);
    }
}

static void describe(const struct sheet *sheet, FILE *file)
{
    const char *name;

    fputs("\n<title>", file);
    escape(file, sheet->title);
    fputs("</title>\n<desc>", file);
    escape(file, sheet->caption);
    for (size_t i = 0; (name = sheet->name(sheet->content, i)) != NULL; i++) {
        putc('\n', file);
        escape(file, name);
    }
    fputs("</desc>", file);
}

/* cairo's text, with our words right behind the tag that opens the picture. */
static int insert_words(const struct sheet *sheet, const char *svg, size_t size, FILE *file)
{
    const char *tag = memmem(svg, size, "<svg", 4);
    const char *end = tag ? memchr(tag, '>', size - (size_t)(tag - svg)) : NULL;
    size_t head;

    if (!end)
        return -EIO;
    head = (size_t)(end - svg) + 1;
    fwrite(svg, 1, head, file);
    describe(sheet, file);
    fwrite(svg + head, 1, size - head, file);
    return 0;
}

static int make_svg(const struct sheet *sheet, double width, double height, FILE *file)
{
    char *svg = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&svg, &size);
    cairo_surface_t *surface;
    int error;

    if (!memory)
        return -errno;
    surface = cairo_svg_surface_create_for_stream(stream_bytes, memory, width, height);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    error = draw(sheet, surface);
    cairo_surface_finish(surface);
    if (error == 0)
        error = error_of(cairo_surface_status(surface));
    cairo_surface_destroy(surface);
    if (fclose(memory) != 0 && error == 0)
        error = -ENOMEM;
    if (error == 0)
        error = insert_words(sheet, svg, size, file);
    free(svg);
    return error;
}

static int make(const struct sheet *sheet, int format, FILE *file)
{
    double width, height;
    int error;

    if (format == FORMAT_CSV) {
        sheet->csv(sheet->content, file);
        return 0;
    }
    error = place(sheet, &width, &height);
    if (error < 0)
        return error;
    return format == FORMAT_SVG ? make_svg(sheet, width, height, file)
                                : make_png(sheet, width, height, file);
}

static int write_format(const struct sheet *sheet, int format, const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&bytes, &size);
    int error;

    if (!memory)
        return -errno;
    error = make(sheet, format, memory);
    if (fclose(memory) != 0 && error == 0)
        error = -ENOMEM;
    if (error == 0)
        error = replace_file(path, bytes, size);
    free(bytes);
    return error;
}

int sheet_write(const struct sheet *sheet, const char *path)
{
    int format = format_of(path);
    locale_t plain, before;
    int error;

    if (format == FORMAT_NONE)
        return -EINVAL;
    plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain)
        return -ENOMEM;
    before = uselocale(plain);
    error = write_format(sheet, format, path);
    uselocale(before);
    freelocale(plain);
    return error;
}
