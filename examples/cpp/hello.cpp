// Finds the entities of a sentence.
#include <cajal.hpp>
#include <iostream>

int main() try {
    const std::string note = "Se retira ibuprofeno y se pauta paracetamol; PTH y calcio, normales.";
    const cajal::Ner ner(cajal::Model("models/clinical-es-mini-pharmaconer"));
    const auto entities = ner.run(note);
    for (const auto entity : entities)
        std::cout << entity.offsets().utf8_start << ".." << entity.offsets().utf8_end << ' ' << entity.label() << ' '
                  << entity.in(note) << '\n';
} catch (const cajal::Error &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
