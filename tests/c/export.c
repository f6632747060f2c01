/* Entities in the formats of other programs, and texts without them. */
#include "check.h"

static cajal_model *meddocan;

/* An invented patient in the layout that the model knows. */
static const char NOTE[] = "Datos del paciente.\r\nNombre: Ernesto.\r\nApellidos: Rivera Bueno.\r\nEdad: 54 años.\r\n"
                           "Datos asistenciales.\r\nApellidos: RIVERA  BUENO.\r\n";
#define NOTE_LENGTH (sizeof NOTE - 1)

static cajal_entities *entities;

static cajal_export *export_of(const char *format) {
    cajal_export *result = NULL;
    cajal_error *error = NULL;
    cajal_status status = cajal_export_new(format, strlen(format), &result, &error);
    CHECK_SUCCESS(status, error);
    return result;
}

static cajal_status add(cajal_export *target, const char *text, size_t length, cajal_error **error) {
    return cajal_export_add(target, "nota", 4, text, length, entities, error);
}

/* The export of the note alone. */
static cajal_export *note_as(const char *format) {
    cajal_export *result = export_of(format);
    cajal_error *error = NULL;
    cajal_status status = add(result, NOTE, NOTE_LENGTH, &error);
    CHECK_SUCCESS(status, error);
    return result;
}

static void brat_counts_code_points(void) {
    cajal_export *brat = note_as("brat");
    size_t length = 0;
    const char *text = cajal_export_text(brat, &length);
    CHECK(length == strlen(text));
    CHECK(strcmp(text, "T1\tNOMBRE_SUJETO_ASISTENCIA 29 36\tErnesto\n"
                       "T2\tNOMBRE_SUJETO_ASISTENCIA 50 62\tRivera Bueno\n"
                       "T3\tEDAD_SUJETO_ASISTENCIA 71 78\t54 años\n"
                       "T4\tNOMBRE_SUJETO_ASISTENCIA 114 127\tRIVERA  BUENO\n") == 0);
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, add(brat, NOTE, NOTE_LENGTH, &error), error);
    cajal_export_free(brat);
}

static void json_has_a_line_for_each_document(void) {
    cajal_export *json = note_as("json");
    const char *text = cajal_export_text(json, NULL);
    CHECK(strncmp(text, "{\"document\":\"nota\",\"models\":[\"clinical-es-mini-meddocan\"],\"entities\":[{", 70) == 0);
    CHECK(strstr(text, "\"text\":\"54 años\"") != NULL);
    CHECK(strchr(text, '\n') == text + strlen(text) - 1);
    CHECK(add(json, NOTE, NOTE_LENGTH, NULL) == CAJAL_OK);
    text = cajal_export_text(json, NULL);
    CHECK(strchr(text, '\n') < text + strlen(text) - 1);
    cajal_export_free(json);
}

static void conll_has_a_word_a_line(void) {
    cajal_export *conll = note_as("conll");
    const char *text = cajal_export_text(conll, NULL);
    CHECK(strncmp(text, "Datos\tnota\t0_5\tO\n", 17) == 0);
    CHECK(strstr(text, "\nRivera\tnota\t50_56\tB-NOMBRE_SUJETO_ASISTENCIA\nBueno\tnota\t57_62\tI-NOMBRE") != NULL);
    CHECK(cajal_export_left_out(conll) == 0);
    cajal_export_free(conll);
}

static void html_is_one_page_for_all_documents(void) {
    cajal_export *html = note_as("html");
    CHECK(add(html, NOTE, NOTE_LENGTH, NULL) == CAJAL_OK);
    const char *text = cajal_export_text(html, NULL);
    const char *first = strstr(text, "<section class=\"document\">");
    CHECK(strncmp(text, "<!DOCTYPE html>", 15) == 0);
    CHECK(first != NULL && strstr(first + 1, "<section class=\"document\">") != NULL);
    cajal_export_free(html);
}

static void utf16_gives_the_same_export(void) {
    uint16_t units[NOTE_LENGTH];
    size_t count = 0;
    for (const unsigned char *c = (const unsigned char *)NOTE; *c; count++) {
        if (*c < 0x80) {
            units[count] = *c++;
        } else { /* The note holds nothing longer than two bytes. */
            units[count] = (uint16_t)((c[0] & 0x1f) << 6 | (c[1] & 0x3f));
            c += 2;
        }
    }
    cajal_export *utf8 = note_as("json");
    cajal_export *utf16 = export_of("json");
    CHECK(cajal_export_add_utf16(utf16, "nota", 4, units, count, entities, NULL) == CAJAL_OK);
    CHECK(strcmp(cajal_export_text(utf8, NULL), cajal_export_text(utf16, NULL)) == 0);
    cajal_deidentified *result = NULL;
    CHECK(cajal_deidentify_run_utf16(entities, units, count, NULL, &result, NULL) == CAJAL_OK);
    CHECK(strstr(cajal_deidentified_text(result, NULL), "Edad: [EDAD_SUJETO_ASISTENCIA].\r\n") != NULL);
    cajal_deidentified_free(result);
    cajal_export_free(utf8);
    cajal_export_free(utf16);
}

static void entities_of_another_text_are_refused(void) {
    cajal_export *json = export_of("json");
    cajal_deidentified *result = (cajal_deidentified *)1;
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, add(json, NOTE, NOTE_LENGTH - 1, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_deidentify_run(entities, NOTE, NOTE_LENGTH - 1, NULL, &result, &error), error);
    CHECK(result == NULL);
    CHECK(strcmp(cajal_export_text(json, NULL), "") == 0);
    cajal_export_free(json);
}

static void another_format_is_refused(void) {
    cajal_export *result = (cajal_export *)1;
    cajal_error *error = NULL;
    CHECK(cajal_export_new("xml", 3, &result, &error) == CAJAL_ERROR_INVALID_ARGUMENT);
    CHECK(result == NULL && strstr(cajal_error_message(error, NULL), "json, brat, conll, html") != NULL);
    cajal_error_free(error);
}

static cajal_deidentified *deidentified(const cajal_options *options) {
    cajal_deidentified *result = NULL;
    cajal_error *error = NULL;
    cajal_status status = cajal_deidentify_run(entities, NOTE, NOTE_LENGTH, options, &result, &error);
    CHECK_SUCCESS(status, error);
    return result;
}

static void one_name_has_one_pseudonym(void) {
    cajal_options *options = option("replacement", "pseudonym");
    cajal_deidentified *result = deidentified(options);
    CHECK(strcmp(cajal_deidentified_text(result, NULL),
                 "Datos del paciente.\r\nNombre: [NOMBRE_SUJETO_ASISTENCIA_1].\r\n"
                 "Apellidos: [NOMBRE_SUJETO_ASISTENCIA_2].\r\nEdad: [EDAD_SUJETO_ASISTENCIA_1].\r\n"
                 "Datos asistenciales.\r\nApellidos: [NOMBRE_SUJETO_ASISTENCIA_2].\r\n") == 0);
    CHECK(strstr(cajal_deidentified_pseudonyms(result, NULL), "\"spellings\":[\"Rivera Bueno\",\"RIVERA  BUENO\"]"));
    cajal_deidentified_free(result);
    cajal_options_free(options);
}

static void the_segments_are_the_whole_of_both_texts(void) {
    cajal_deidentified *result = deidentified(NULL);
    size_t length = 0, count = 0;
    const char *text = cajal_deidentified_text(result, &length);
    const cajal_segment *segment = cajal_deidentified_segments(result, &count);
    uint64_t old = 0, new = 0;
    CHECK(count == 9);
    for (size_t i = 0; i < count; i++, segment++) {
        CHECK(segment->from.utf8_start == old && segment->to.utf8_start == new && segment->reserved == 0);
        old = segment->from.utf8_end;
        new = segment->to.utf8_end;
        if (segment->label == CAJAL_SEGMENT_KEPT) {
            CHECK(memcmp(NOTE + segment->from.utf8_start, text + segment->to.utf8_start, new - segment->to.utf8_start) == 0);
        } else {
            const char *label = cajal_deidentified_label(result, segment->label, NULL);
            CHECK(memcmp(text + segment->to.utf8_start + 1, label, strlen(label)) == 0);
        }
    }
    CHECK(old == NOTE_LENGTH && new == length);
    CHECK(cajal_deidentified_label(result, 2, NULL) == NULL);
    CHECK(strcmp(cajal_deidentified_pseudonyms(result, NULL), "[]") == 0);
    cajal_deidentified_free(result);
}

static void masks_keep_code_points_or_have_their_own_length(void) {
    cajal_options *options = option("replacement", "mask");
    cajal_deidentified *same = deidentified(options);
    CHECK(strstr(cajal_deidentified_text(same, NULL), "Nombre: ███████.\r\n") != NULL);
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION, set_option(options, "mask_length", "10000000000000", &error), error);
    CHECK(set_option(options, "mask_length", "2", NULL) == CAJAL_OK);
    cajal_deidentified *fixed = deidentified(options);
    CHECK(strstr(cajal_deidentified_text(fixed, NULL), "Nombre: ██.\r\nApellidos: ██.\r\nEdad: ██.\r\n") != NULL);
    cajal_deidentified_free(same);
    cajal_deidentified_free(fixed);
    cajal_options_free(options);
}

static void null_is_refused_or_harmless(void) {
    cajal_deidentified *result = NULL;
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, add(NULL, NOTE, NOTE_LENGTH, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_deidentify_run(NULL, NULL, 0, NULL, &result, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_deidentify_run(entities, NOTE, NOTE_LENGTH, NULL, NULL, &error),
                  error);
    CHECK(cajal_export_text(NULL, NULL) == NULL && cajal_export_left_out(NULL) == 0);
    CHECK(cajal_deidentified_text(NULL, NULL) == NULL && cajal_deidentified_segments(NULL, NULL) == NULL);
    CHECK(cajal_deidentified_label(NULL, 0, NULL) == NULL && cajal_deidentified_pseudonyms(NULL, NULL) == NULL);
    cajal_export_free(NULL);
    cajal_deidentified_free(NULL);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    meddocan = load(MEDDOCAN);
    cajal_error *error = NULL;
    CHECK_SUCCESS(run_ner(meddocan, NOTE, NOTE_LENGTH, NULL, &entities, &error), error);
    RUN(brat_counts_code_points);
    RUN(json_has_a_line_for_each_document);
    RUN(conll_has_a_word_a_line);
    RUN(html_is_one_page_for_all_documents);
    RUN(utf16_gives_the_same_export);
    RUN(entities_of_another_text_are_refused);
    RUN(another_format_is_refused);
    RUN(one_name_has_one_pseudonym);
    RUN(the_segments_are_the_whole_of_both_texts);
    RUN(masks_keep_code_points_or_have_their_own_length);
    RUN(null_is_refused_or_harmless);
    cajal_entities_free(entities);
    CHECK(cajal_model_free(meddocan) == CAJAL_OK);
    return failed_checks != 0;
}
