// Every answer of the shared golden file, in both encodings.
#include <map>
#include <vector>

#include "support.hpp"

namespace {

bool has_half_pair(const std::u16string &text) { return golden::utf8(text).find("\xEF\xBF\xBD") != std::string::npos; }

void check_entities(const golden::Case &expected, const cajal::Entities &entities) {
    const std::string utf8 = golden::utf8(expected.unit);
    const std::uint64_t sizes[] = {utf8.size(), expected.unit.size(), golden::code_points(expected.unit)};
    ASSERT_EQ(entities.size(), expected.answers.size() * expected.copies) << utf8;
    for (std::size_t index = 0; index < entities.size(); ++index) {
        const auto &answer = expected.answers[index % expected.answers.size()];
        const auto copy = index / expected.answers.size();
        auto offsets = answer.offsets;
        for (std::size_t unit = 0; unit < 6; ++unit) offsets[unit] += copy * sizes[unit / 2];
        EXPECT_EQ(six(entities[index].offsets()), offsets) << utf8;
        EXPECT_EQ(entities[index].label(), golden::utf8(answer.name)) << utf8;
        if (expected.copies > 1) continue;
        EXPECT_NEAR(entities[index].score(), answer.score, SCORE_TOLERANCE) << utf8;
    }
}

TEST(Golden, entities_have_their_labels_scores_and_offsets_in_three_units) {
    const auto cases = golden::cases("ner");
    ASSERT_GE(cases.size(), 10u);
    for (const auto &expected : cases) {
        const cajal::Ner ner({model(expected.folder)});
        const std::u16string text = expected.text();
        check_entities(expected, ner.run(text));
        if (has_half_pair(text)) continue;
        check_entities(expected, ner.run(golden::utf8(text)));
    }
}

TEST(Golden, a_batch_answers_as_its_texts_do_alone) {
    std::map<std::string, std::vector<golden::Case>> by_folder;
    for (const auto &expected : golden::cases("ner")) by_folder[expected.folder].push_back(expected);
    for (const auto &[folder, cases] : by_folder) {
        const cajal::Ner ner({model(folder)});
        std::vector<std::u16string> texts;
        for (const auto &expected : cases) texts.push_back(expected.text());
        const auto batch = ner.run_batch(texts);
        ASSERT_EQ(batch.size(), cases.size());
        for (std::size_t index = 0; index < cases.size(); ++index) check_entities(cases[index], *batch[index]);
    }
}

TEST(Golden, an_entity_shows_its_words_in_both_encodings) {
    for (const auto &expected : golden::cases("ner")) {
        const cajal::Ner ner({model(expected.folder)});
        const std::u16string text = expected.text();
        const std::string utf8 = golden::utf8(text);
        for (const auto entity : ner.run(text)) {
            EXPECT_FALSE(entity.in(text).empty());
            EXPECT_EQ(golden::utf8(std::u16string(entity.in(text))), entity.in(utf8));
        }
    }
}

void check_predictions(const golden::Case &expected, const cajal::Predictions &predictions) {
    auto answer = expected.answers.begin();
    for (const auto mask : predictions) {
        ASSERT_NE(answer, expected.answers.end());
        EXPECT_EQ(answer->kind, "mask");
        EXPECT_EQ(six(mask.offsets()), answer++->offsets);
        EXPECT_EQ(mask.size(), 5u);
        for (const auto prediction : mask) {
            EXPECT_EQ(prediction.token_id(), answer->token);
            EXPECT_EQ(prediction.text(), golden::utf8(answer->name));
            EXPECT_NEAR(prediction.score(), answer->score, SCORE_TOLERANCE);
            EXPECT_TRUE(prediction.starts_word());
            ++answer;
        }
    }
    EXPECT_EQ(answer, expected.answers.end());
}

TEST(Golden, masks_have_their_predictions) {
    const auto cases = golden::cases("fill");
    ASSERT_GE(cases.size(), 3u);
    for (const auto &expected : cases) {
        const cajal::FillMask fill_mask(model(expected.folder));
        check_predictions(expected, fill_mask.run(expected.text()));
        check_predictions(expected, fill_mask.run(golden::utf8(expected.text())));
    }
}

void check_labels(const golden::Case &expected, const cajal::Classifications &labels) {
    ASSERT_EQ(labels.size(), expected.answers.size());
    for (std::size_t index = 0; index < labels.size(); ++index) {
        EXPECT_EQ(labels[index].label(), golden::utf8(expected.answers[index].name));
        EXPECT_NEAR(labels[index].score(), expected.answers[index].score, SCORE_TOLERANCE);
    }
}

TEST(Golden, texts_have_their_labels) {
    const auto cases = golden::cases("classify");
    ASSERT_GE(cases.size(), 3u);
    for (const auto &expected : cases) {
        const cajal::Classifier classifier(model(expected.folder));
        check_labels(expected, classifier.run(expected.text()));
        check_labels(expected, classifier.run(golden::utf8(expected.text())));
    }
}

}  // namespace
