/* Prints the words that could stand at each <mask> of a text, the best first.
 *
 *   cc fill_mask.c $(pkg-config --cflags --libs cajal) -o fill_mask
 *   ./fill_mask models/clinical-es-mini ["text with <mask>"]
 */
#include <cajal.h>
#include <stdio.h>
#include <string.h>

static const char EXAMPLE[] = "El único antecedente personal a reseñar era la <mask> arterial.";

static void print_predictions(const cajal_predictions *predictions) {
    const char *pool = cajal_predictions_text(predictions, NULL);
    size_t count = 0;
    const cajal_prediction *prediction = cajal_predictions_data(predictions, &count);
    for (size_t i = 0; i < count; i++, prediction++) {
        int starts_word = (prediction->flags & CAJAL_PREDICTION_STARTS_WORD) != 0;
        printf("mask %u  %.3f  %s%s\n", (unsigned)prediction->mask + 1, prediction->score, starts_word ? "" : "+",
               pool + prediction->text_start);
    }
}

static int fail(cajal_error *error) {
    fprintf(stderr, "fill_mask: %s\n", cajal_error_message(error, NULL));
    cajal_error_free(error);
    return 1;
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : "models/clinical-es-mini";
    const char *text = argc > 2 ? argv[2] : EXAMPLE;
    cajal_model *model = NULL;
    cajal_predictions *predictions = NULL;
    cajal_error *error = NULL;

    if (cajal_model_load(folder, strlen(folder), NULL, &model, &error) != CAJAL_OK) return fail(error);
    cajal_status status = cajal_fill_mask_run(model, text, strlen(text), NULL, NULL, &predictions, &error);
    if (status == CAJAL_OK) print_predictions(predictions);
    cajal_predictions_free(predictions);
    cajal_model_free(model);
    return status == CAJAL_OK ? 0 : fail(error);
}
