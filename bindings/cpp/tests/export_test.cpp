// Entities in the formats of other programs, and texts without them.
#include "support.hpp"

namespace {

using cajal::DeidentifyOptions;
using cajal::ErrorCode;
using cajal::ExportFormat;
using cajal::Replacement;

// An invented patient in the layout that the model knows.
const std::string NOTE =
    "Datos del paciente.\r\nNombre: Ernesto.\r\nApellidos: Rivera Bueno.\r\nEdad: 54 años.\r\n"
    "Datos asistenciales.\r\nApellidos: RIVERA  BUENO.\r\n";
const std::u16string WIDE_NOTE =
    u"Datos del paciente.\r\nNombre: Ernesto.\r\nApellidos: Rivera Bueno.\r\nEdad: 54 años.\r\n"
    u"Datos asistenciales.\r\nApellidos: RIVERA  BUENO.\r\n";

const cajal::Entities &entities() {
    static const auto entities = cajal::Ner({model(golden::MEDDOCAN)}).run(NOTE);
    return entities;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

TEST(Export, brat_counts_code_points) {
    cajal::Export brat(ExportFormat::brat);
    EXPECT_EQ(brat.add("nota", NOTE, entities()).text(),
              "T1\tNOMBRE_SUJETO_ASISTENCIA 29 36\tErnesto\n"
              "T2\tNOMBRE_SUJETO_ASISTENCIA 50 62\tRivera Bueno\n"
              "T3\tEDAD_SUJETO_ASISTENCIA 71 78\t54 años\n"
              "T4\tNOMBRE_SUJETO_ASISTENCIA 114 127\tRIVERA  BUENO\n");
    failure_of(brat.try_add("otra", NOTE, entities()), ErrorCode::invalid_argument);
}

TEST(Export, json_has_a_line_for_each_document) {
    cajal::Export json(ExportFormat::json);
    EXPECT_EQ(json.text(), "");
    json.add("uno", NOTE, entities()).add("dos", NOTE, entities());
    EXPECT_EQ(count(json.text(), "\n"), 2u);
    EXPECT_EQ(json.text().find("{\"document\":\"uno\",\"models\":[\"clinical-es-mini-meddocan\"]"), 0u);
    EXPECT_EQ(count(json.text(), "\"text\":\"54 años\""), 2u);
}

TEST(Export, conll_has_a_word_a_line) {
    cajal::Export conll(ExportFormat::conll);
    conll.add("nota", NOTE, entities());
    EXPECT_EQ(conll.text().find("Datos\tnota\t0_5\tO\n"), 0u);
    EXPECT_EQ(count(conll.text(), "\nRivera\tnota\t50_56\tB-NOMBRE_SUJETO_ASISTENCIA\nBueno\tnota\t57_62\tI-NOMBRE"), 1u);
    EXPECT_EQ(conll.left_out(), 0u);
}

TEST(Export, html_is_one_page_for_all_documents) {
    cajal::Export html(ExportFormat::html);
    html.add("uno", NOTE, entities()).add("dos", NOTE, entities());
    EXPECT_EQ(html.text().find("<!DOCTYPE html>"), 0u);
    EXPECT_EQ(count(html.text(), "<section class=\"document\">"), 2u);
}

TEST(Export, both_encodings_give_the_same) {
    cajal::Export narrow(ExportFormat::json), wide(ExportFormat::json);
    EXPECT_EQ(narrow.add("nota", NOTE, entities()).text(), wide.add("nota", WIDE_NOTE, entities()).text());
    EXPECT_EQ(cajal::deidentify(entities(), NOTE).text(), cajal::deidentify(entities(), WIDE_NOTE).text());
}

TEST(Export, an_entity_of_a_batch_serves_as_any_other) {
    const auto batch = cajal::Ner({model(golden::MEDDOCAN)}).run_batch({NOTE});
    cajal::Export one(ExportFormat::brat), other(ExportFormat::brat);
    EXPECT_EQ(one.add("nota", NOTE, *batch[0]).text(), other.add("nota", NOTE, entities()).text());
}

TEST(Export, entities_of_another_text_are_refused) {
    const std::string other = NOTE.substr(1);
    cajal::Export json(ExportFormat::json);
    failure_of(json.try_add("nota", other, entities()), ErrorCode::invalid_argument);
    failure_of(cajal::try_deidentify(entities(), other), ErrorCode::invalid_argument);
    EXPECT_EQ(json.text(), "");
    EXPECT_THROW(json.add("nota", other, entities()), cajal::Error);
    failure_of(cajal::Export::try_make(static_cast<ExportFormat>(9)), ErrorCode::invalid_argument);
}

TEST(Deidentify, one_name_has_one_pseudonym) {
    const auto result = cajal::deidentify(entities(), NOTE, DeidentifyOptions().replacement(Replacement::pseudonym));
    EXPECT_EQ(result.text(),
              "Datos del paciente.\r\nNombre: [NOMBRE_SUJETO_ASISTENCIA_1].\r\n"
              "Apellidos: [NOMBRE_SUJETO_ASISTENCIA_2].\r\nEdad: [EDAD_SUJETO_ASISTENCIA_1].\r\n"
              "Datos asistenciales.\r\nApellidos: [NOMBRE_SUJETO_ASISTENCIA_2].\r\n");
    EXPECT_EQ(count(result.pseudonyms(), "\"spellings\":[\"Rivera Bueno\",\"RIVERA  BUENO\"]"), 1u);
}

TEST(Deidentify, the_segments_are_the_whole_of_both_texts) {
    const auto result = cajal::deidentify(entities(), NOTE);
    ASSERT_EQ(result.size(), 9u);
    std::string before, after, labels;
    for (const auto segment : result) {
        before += cajal::part(NOTE, segment.from());
        after += cajal::part(result.text(), segment.to());
        labels.append(segment.label()) += ' ';
        EXPECT_EQ(segment.kept(), segment.label().empty());
        const bool same = cajal::part(NOTE, segment.from()) == cajal::part(result.text(), segment.to());
        EXPECT_EQ(segment.kept(), same);
    }
    EXPECT_EQ(before, NOTE);
    EXPECT_EQ(after, result.text());
    EXPECT_EQ(labels, " NOMBRE_SUJETO_ASISTENCIA  NOMBRE_SUJETO_ASISTENCIA  EDAD_SUJETO_ASISTENCIA  NOMBRE_SUJETO_ASISTENCIA  ");
    EXPECT_EQ(result.pseudonyms(), "[]");
}

TEST(Deidentify, masks_keep_code_points_or_have_their_own_length) {
    DeidentifyOptions options;
    options.replacement(Replacement::mask);
    EXPECT_EQ(count(cajal::deidentify(entities(), NOTE, options).text(), "Nombre: ███████.\r\n"), 1u);
    EXPECT_EQ(count(cajal::deidentify(entities(), NOTE, options.mask_length(2)).text(), "Nombre: ██.\r\n"), 1u);
    failure_of(cajal::try_deidentify(entities(), NOTE, DeidentifyOptions().mask_length(2)), ErrorCode::invalid_option);
}

}  // namespace
