// Fill-mask beyond lists: targets, whole fillings, filled texts, perplexity.
#include "support.hpp"

namespace {

using cajal::AfterMask;
using cajal::ErrorCode;
using cajal::FillMaskOptions;
using cajal::TargetStatus;

TEST(FillMask, every_target_has_a_status_in_the_order_given) {
    const auto options = FillMaskOptions().targets({"neumonía", "electroencefalografía", "neumonía", "", "asma"});
    const auto predictions = fill_mask().run("Ingresa por una <mask> adquirida en la comunidad.", options);
    ASSERT_EQ(predictions.size(), 1u);
    std::vector<TargetStatus> statuses;
    for (const auto target : predictions[0].targets()) statuses.push_back(target.status());
    EXPECT_EQ(statuses, (std::vector{TargetStatus::scored, TargetStatus::scored, TargetStatus::duplicate,
                                     TargetStatus::empty, TargetStatus::scored}));
    const auto targets = predictions[0].targets();
    EXPECT_EQ(targets[0].prediction()->text(), "neumonía");
    EXPECT_EQ(&targets[2].prediction()->native(), &targets[0].prediction()->native());
    EXPECT_FALSE(targets[3].prediction());
    EXPECT_GT(targets[1].prediction()->token_ids().size(), 1u);
    EXPECT_EQ(targets[1].prediction()->token_ids()[0], targets[1].prediction()->token_id());
    EXPECT_EQ(predictions[0].size(), 3u);
}

TEST(FillMask, the_last_target_may_be_empty) {
    const auto predictions = fill_mask().run("La <mask>.", FillMaskOptions().targets({"tos", ""}));
    ASSERT_EQ(predictions[0].targets().size(), 2u);
    EXPECT_EQ(predictions[0].targets()[1].status(), TargetStatus::empty);
}

TEST(FillMask, every_mask_has_its_own_targets) {
    const auto predictions = fill_mask().run("La <mask> y la <mask> agudas.", FillMaskOptions().targets({"tos", "fiebre"}));
    ASSERT_EQ(predictions.size(), 2u);
    for (std::uint32_t mask = 0; mask < 2; ++mask) {
        const auto targets = predictions[mask].targets();
        ASSERT_EQ(targets.size(), 2u);
        for (const auto target : targets) EXPECT_EQ(target.prediction()->mask(), mask);
        EXPECT_EQ(targets[1].prediction()->text(), "fiebre");
    }
    const auto without = fill_mask().run("La <mask>.");
    EXPECT_TRUE(without[0].targets().empty());
}

TEST(FillMask, a_target_of_two_lines_is_refused) {
    FillMaskOptions options;
    options.targets({"tos\nfiebre"});
    const auto message = failure_of(fill_mask().try_run("La <mask>.", options), ErrorCode::invalid_option);
    EXPECT_NE(message.find("targets"), std::string::npos) << message;
    EXPECT_EQ(message.find("fiebre"), std::string::npos) << message;
}

TEST(FillMask, a_prediction_stands_in_the_callers_own_text) {
    const std::string text = "  😀 La <mask> arterial (<s>).";
    const auto predictions = fill_mask().run(text);
    const auto filled = predictions.fill(0, 0);
    const std::string word(predictions[0][0].text());
    EXPECT_EQ(filled.text(), "  😀 La " + word + " arterial (<s>).");
    ASSERT_EQ(filled.insertions().size(), 1u);
    EXPECT_EQ(cajal::part(filled.text(), filled.insertions()[0]), word);
    EXPECT_EQ(filled.insertions()[0].utf16_start, filled.insertions()[0].utf8_start - 2);
    failure_of(predictions.try_fill(1, 0), ErrorCode::invalid_argument);
    failure_of(predictions.try_fill(0, 5), ErrorCode::invalid_argument);
    failure_of(predictions.try_fill_together(0), ErrorCode::invalid_argument);
}

TEST(FillMask, whole_fillings_have_a_word_for_every_mask) {
    const auto predictions = fill_mask().run("El <mask> presenta <mask> aguda.", FillMaskOptions().beam_width(8));
    const auto fillings = predictions.fillings();
    ASSERT_EQ(fillings.size(), 5u);
    float before = 1;
    for (const auto filling : fillings) {
        ASSERT_EQ(filling.size(), 2u);
        EXPECT_EQ(filling[0].mask() + 10 * filling[1].mask(), 10u);
        EXPECT_NEAR(filling[0].log_score() + filling[1].log_score(), filling.log_score(), 1e-9);
        EXPECT_LE(filling.score(), before);
        before = filling.score();
    }
    const auto filled = predictions.fill_together(0);
    EXPECT_EQ(filled.text(), "El paciente presenta pancreatitis aguda.");
    std::string words;
    for (const auto &place : filled.insertions()) words.append(cajal::part(filled.text(), place)) += ' ';
    EXPECT_EQ(words, "paciente pancreatitis ");
    const auto plain = fill_mask().run("El <mask>.");
    EXPECT_TRUE(plain.fillings().empty());
}

TEST(FillMask, text_against_a_mask_is_read_as_asked) {
    const char *text = "Presenta <mask>tis aguda.";
    const auto plain = fill_mask().run(text);
    const auto tokenizer = fill_mask().run(text, FillMaskOptions().after_mask(AfterMask::tokenizer));
    const auto written = fill_mask().run(text, FillMaskOptions().after_mask(AfterMask::text));
    EXPECT_EQ(plain[0][0].text(), tokenizer[0][0].text());
    EXPECT_NE(written[0][0].score(), tokenizer[0][0].score());
    failure_of(fill_mask().try_run(text, FillMaskOptions().after_mask(static_cast<AfterMask>(7))), ErrorCode::invalid_option);
}

TEST(FillMask, moved_predictions_are_empty_and_refused) {
    auto first = fill_mask().run("La <mask> arterial.", FillMaskOptions().beam_width(2));
    const auto second = std::move(first);
    EXPECT_TRUE(first.empty() && first.fillings().empty());
    failure_of(first.try_fill(0, 0), ErrorCode::invalid_argument);
    EXPECT_EQ(second.size(), 1u);
}

TEST(FillMask, a_filled_text_outlives_its_predictions) {
    auto predictions = std::make_unique<cajal::Predictions>(fill_mask().run("La <mask> arterial."));
    const auto filled = predictions->fill(0, 0);
    predictions.reset();
    EXPECT_EQ(filled.text().substr(0, 3), "La ");
}

TEST(FillMask, a_text_of_its_kind_is_less_perplexing) {
    const auto written = fill_mask().perplexity("El paciente ingresa por dolor de dos horas.");
    const auto shuffled = fill_mask().perplexity("horas dos El de por ingresa dolor.");
    EXPECT_GT(written.value, 1);
    EXPECT_LT(written.value, shuffled.value);
    failure_of(fill_mask().try_perplexity(""), ErrorCode::invalid_argument);
    failure_of(fill_mask().try_perplexity("\xFF"), ErrorCode::invalid_utf8);
    failure_of(fill_mask().try_perplexity("tos", cajal::PerplexityOptions().set("top_k", "1")), ErrorCode::unknown_option);
    const cajal::Cancel cancel;
    cancel.request();
    failure_of(fill_mask().try_perplexity("tos", {}, cancel), ErrorCode::cancelled);
}

}  // namespace
