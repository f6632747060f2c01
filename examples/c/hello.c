#include <cajal.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    const char *folder = "models/clinical-es-mini-pharmaconer";
    const char *text = "Análisis con función renal, calcio sérico y urinario, magnesio y PTH, que fueron normales.";
    cajal_model *model;
    cajal_entities *entities;
    cajal_error *error;
    if (cajal_model_load(folder, strlen(folder), NULL, &model, &error) != CAJAL_OK ||
        cajal_ner_run((const cajal_model *[]){model}, 1, text, strlen(text), NULL, NULL, &entities, &error) != CAJAL_OK)
        return puts(cajal_error_message(error, NULL));
    size_t count;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    for (; count > 0; count--, entity++)
        printf("[%d,%d) %s %.2f\n", (int)entity->offsets.codepoint_start, (int)entity->offsets.codepoint_end,
               cajal_entities_label(entities, entity->label, NULL), entity->score);
    cajal_entities_free(entities);
    cajal_model_free(model);
    return 0;
}
