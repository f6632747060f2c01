/* Finds the entities of a text and prints each with its bytes, label and score.
 *
 *   cc ner.c $(pkg-config --cflags --libs cajal) -o ner
 *   ./ner models/clinical-es-mini-pharmaconer ["text"]
 */
#include <cajal.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char EXAMPLE[] =
    "Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, realizándose "
    "análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales.";

static void print_entities(const char *text, const cajal_entities *entities) {
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    for (size_t i = 0; i < count; i++, entity++) {
        int length = (int)(entity->offsets.utf8_end - entity->offsets.utf8_start);
        printf("%-16s %.*s  bytes %" PRIu64 "-%" PRIu64 "  score %.2f\n",
               cajal_entities_label(entities, entity->label, NULL), length, text + entity->offsets.utf8_start,
               entity->offsets.utf8_start, entity->offsets.utf8_end, entity->score);
    }
}

static int fail(cajal_error *error) {
    fprintf(stderr, "ner: %s\n", cajal_error_message(error, NULL));
    cajal_error_free(error);
    return 1;
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : "models/clinical-es-mini-pharmaconer";
    const char *text = argc > 2 ? argv[2] : EXAMPLE;
    cajal_model *model = NULL;
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;

    if (cajal_model_load(folder, strlen(folder), NULL, &model, &error) != CAJAL_OK) return fail(error);
    const cajal_model *models[] = {model};
    cajal_status status = cajal_ner_run(models, 1, text, strlen(text), NULL, NULL, &entities, &error);
    if (status == CAJAL_OK) print_entities(text, entities);
    cajal_entities_free(entities);
    cajal_model_free(model);
    return status == CAJAL_OK ? 0 : fail(error);
}
