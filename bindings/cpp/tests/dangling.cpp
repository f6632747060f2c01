// What compiles and is wrong: views kept longer than what they look into. Compilers that know of lifetimes warn, and of nothing else.
#include <cajal.hpp>

std::string text();

std::string_view dangling(const cajal::Model &model, const cajal::Entities &entities, const std::string &note) {
    const cajal::Text kept = text();  // expected-warning {{temporary whose address is used as value}}
    const std::string_view json = model.info().json();                                  // expected-warning {{object backing}}
    const std::string_view without = cajal::deidentify(entities, note).text();          // expected-warning {{object backing}}
    const auto deidentified = cajal::deidentify(entities, note);
    if (kept.length() > json.size()) return deidentified.text();  // expected-warning {{address of stack memory}}
    return without;
}

std::size_t right(const cajal::Ner &ner, const std::string &note) {
    const auto entities = ner.run(text());
    const auto deidentified = cajal::deidentify(ner.run(note), note);
    const std::string_view without = deidentified.text();
    std::size_t size = without.size() + ner.models()[0]->info().value("family").size();
    for (const auto &label : ner.models()[0]->info().values("labels")) size += label.size();
    for (const auto entity : entities) size += entity.label().size();
    return size;
}
