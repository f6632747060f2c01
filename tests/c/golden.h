/* What the programs share that read the golden files of tests/data/bindings: lines of fields with tabs between them, as
 * tests/golden/make_bindings.py and make_calls.py explain. They run where the repository's root is. */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "check.h"

#define SCORE_TOLERANCE 1e-4

/* The model of the case, kept while the cases after it want the same. */
SHARED struct {
    cajal_model *model;
    char folder[256];
} golden;

/* The next field of a line; `*rest` moves behind it. */
SHARED char *field(char **rest) {
    char *start = *rest, *tab = strchr(start, '\t');
    *rest = tab ? tab + 1 : start + strlen(start);
    if (tab) *tab = 0;
    return start;
}

SHARED size_t number(char **rest) { return strtoul(field(rest), NULL, 10); }

SHARED int near(double found, double expected, double tolerance) {
    return found - expected < tolerance && expected - found < tolerance;
}

/* \uXXXX is one unit; all else stands for itself. */
SHARED size_t unescape(const char *text, uint16_t *units) {
    size_t count = 0;
    for (; *text; count++) {
        char digits[5] = {0};
        if (text[0] == '\\' && text[1] == 'u') {
            memcpy(digits, text + 2, 4);
            units[count] = (uint16_t)strtoul(digits, NULL, 16);
            text += 6;
        } else {
            units[count] = (uint16_t)*text++;
        }
    }
    return count;
}

/* The code point at `*units`, which moves behind it. */
SHARED uint32_t code_point(const uint16_t **units, const uint16_t *end) {
    uint32_t code = *(*units)++;
    if (code >= 0xd800 && code < 0xdc00 && *units < end) code = 0x10000 + ((code - 0xd800) << 10) + (*(*units)++ - 0xdc00u);
    return code;
}

/* The text of a field in UTF-8 with a NUL after it; the caller frees it. */
SHARED char *utf8(const char *escaped, size_t *length) {
    static const uint32_t first[] = {0, 0xc0, 0xe0, 0xf0};
    uint16_t *units = malloc((strlen(escaped) + 1) * sizeof *units);
    const uint16_t *at = units, *end = units + unescape(escaped, units);
    char *text = malloc(3 * strlen(escaped) + 1), *out = text;
    while (at < end) {
        uint32_t code = code_point(&at, end);
        int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        *out++ = (char)(first[more] | code >> 6 * more);
        while (more-- > 0) *out++ = (char)(0x80 | (code >> 6 * more & 0x3f));
    }
    *out = 0;
    *length = (size_t)(out - text);
    free(units);
    return text;
}

/* Checks that a text of the library is the one of a field. */
SHARED void check_text(const char *found, size_t found_length, const char *escaped) {
    size_t length = 0;
    char *expected = utf8(escaped, &length);
    CHECK(found_length == length && memcmp(found, expected, length) == 0);
    free(expected);
}

/* Checks a range against the next six fields. */
SHARED void check_offsets(const cajal_offsets *offsets, char **rest) {
    const uint64_t found[] = {offsets->utf8_start, offsets->utf8_end,        offsets->utf16_start,
                              offsets->utf16_end,  offsets->codepoint_start, offsets->codepoint_end};
    for (size_t i = 0; i < 6; i++) CHECK(found[i] == number(rest));
}

SHARED void load_golden(const char *folder) {
    cajal_error *error = NULL;
    if (strcmp(folder, golden.folder) == 0) return;
    CHECK(cajal_model_free(golden.model) == CAJAL_OK);
    golden.model = NULL;
    CHECK_SUCCESS(cajal_model_load(folder, strlen(folder), NULL, &golden.model, &error), error);
    snprintf(golden.folder, sizeof golden.folder, "%s", folder);
}

/* One kind of case: `begin` gets the fields of its line, `answer` those of each line after it. */
struct kind {
    const char *name;
    void (*begin)(char *rest);
    void (*answer)(const char *name, char *rest);
    void (*end)(void);
    int cases;
};

/* Runs all cases of a file; the last kind has no name. */
SHARED void run_golden(const char *path, struct kind *kinds) {
    static char line[65536];
    struct kind *current = NULL;
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    while (file && fgets(line, sizeof line, file)) {
        char *rest = line;
        struct kind *kind = kinds;
        CHECK(strchr(line, '\n') != NULL);
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '#') continue;
        const char *name = field(&rest);
        while (kind->name && strcmp(kind->name, name) != 0) kind++;
        if (!kind->name) {
            current->answer(name, rest);
            continue;
        }
        if (current) current->end();
        current = kind;
        kind->cases++;
        int before = failed_checks;
        kind->begin(rest);
        if (failed_checks > before) fprintf(stderr, "    %s, case %d, %s\n", kind->name, kind->cases, golden.folder);
    }
    if (current) current->end();
    if (file) fclose(file);
    CHECK(cajal_model_free(golden.model) == CAJAL_OK);
    golden.model = NULL;
    golden.folder[0] = 0;
}

#endif
