// Options and texts as they go in.
#include <locale>

#include "support.hpp"

namespace {

using cajal::ErrorCode;
using namespace std::chrono_literals;

const cajal::Ner &ner() {
    static const cajal::Ner ner(load(golden::PHARMACONER));
    return ner;
}

TEST(Option, options_shape_the_answer) {
    EXPECT_EQ(ner().run(golden::EXAMPLE, cajal::NerOptions().labels({"PROTEINAS"})).size(), 1u);
    EXPECT_EQ(ner().run(golden::EXAMPLE, cajal::NerOptions().labels({"PROTEINAS", "NORMALIZABLES"})).size(), 4u);
    EXPECT_EQ(ner().run(golden::EXAMPLE, cajal::NerOptions().threshold(1)).size(), 0u);
    EXPECT_GT(ner().run(golden::EXAMPLE, cajal::NerOptions().window_tokens(8).overlap_tokens(2)).windows(), 4u);
    EXPECT_EQ(ner().run(golden::EXAMPLE).words(), 39u);
    EXPECT_EQ(ner().run(golden::EXAMPLE).shortened_words(), 0u);
}

TEST(Option, options_serve_many_calls) {
    cajal::NerOptions options;
    options.threshold(0.9).timeout(1h);
    for (int call = 0; call < 3; ++call) EXPECT_EQ(ner().run(golden::EXAMPLE, options).size(), 3u);  // one has 0.856
    EXPECT_EQ(ner().run(golden::EXAMPLE, options.threshold(0.5)).size(), 4u);
}

TEST(Option, every_mask_has_as_many_predictions_as_asked) {
    const cajal::FillMask fill_mask(load(golden::FILL_MASK));
    const auto predictions = fill_mask.run("El <mask> presenta <mask> aguda.", cajal::FillMaskOptions().top_k(3));
    ASSERT_EQ(predictions.size(), 2u);
    for (const auto mask : predictions) EXPECT_EQ(mask.size(), 3u);
    EXPECT_EQ(predictions[0][0].text(), "paciente");
}

TEST(Option, values_out_of_range_are_reported_by_the_call) {
    cajal::NerOptions options;
    options.threshold(1.5).window_tokens(0);
    ASSERT_NE(options.failure(), nullptr);
    EXPECT_EQ(options.failure()->code(), ErrorCode::invalid_option);
    const auto message = failure_of(ner().try_run("calcio", options), ErrorCode::invalid_option);
    EXPECT_NE(message.find("threshold"), std::string::npos) << message;
    failure_of(ner().try_run("calcio", cajal::NerOptions().window_tokens(100000)), ErrorCode::invalid_option);
    failure_of(cajal::Model::try_load(golden::PHARMACONER, cajal::ModelOptions().threads(0)), ErrorCode::invalid_option);
    EXPECT_THROW(static_cast<void>(ner().run("calcio", options)), cajal::Error);
}

TEST(Option, threads_of_a_call_and_of_a_run_may_be_chosen) {
    const cajal::Model model(golden::PHARMACONER, cajal::ModelOptions().threads(3).run_threads(2));
    EXPECT_EQ(model.info().value("threads"), "3");
    EXPECT_EQ(model.info().value("run_threads"), "2");
    failure_of(cajal::Model::try_load(golden::PHARMACONER, cajal::ModelOptions().threads(1).run_threads(2)),
               ErrorCode::invalid_option);
}

TEST(Option, the_provider_and_the_precision_may_be_chosen) {
    const cajal::Model model(golden::PHARMACONER, cajal::ModelOptions().threads(1).provider("cpu").precision("int8"));
    EXPECT_EQ(model.info().value("provider_asked"), "cpu");
    EXPECT_EQ(model.info().value("precision"), "int8");
    failure_of(cajal::Model::try_load(golden::PHARMACONER, cajal::ModelOptions().provider("no such provider")),
               ErrorCode::invalid_option);
    failure_of(cajal::Model::try_load(golden::PHARMACONER, cajal::ModelOptions().precision("fp4")),
               ErrorCode::invalid_option);
}

TEST(Option, a_folder_may_be_verified_by_hashes_or_sizes) {
    for (const auto how : {cajal::Verify::sizes, cajal::Verify::strict}) {
        EXPECT_EQ(cajal::ModelOptions().verify(how).failure(), nullptr);
    }
    failure_of(cajal::Model::try_load(golden::PHARMACONER, cajal::ModelOptions().verify(static_cast<cajal::Verify>(9))),
               ErrorCode::invalid_option);
}

TEST(Option, an_option_of_another_call_is_refused) {
    failure_of(ner().try_run("calcio", cajal::NerOptions().set("top_k", "3")), ErrorCode::unknown_option);
}

struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

TEST(Option, numbers_do_not_depend_on_the_locale) {
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
    const auto result = ner().try_run(golden::EXAMPLE, cajal::NerOptions().threshold(0.9).timeout(1234567ms));
    std::locale::global(before);
    ASSERT_TRUE(result) << result.failure().message();
    EXPECT_EQ(result->size(), 3u);
}

TEST(Option, a_timeout_of_less_than_a_millisecond_is_not_none) {
    failure_of(ner().try_run(golden::EXAMPLE, cajal::NerOptions().timeout(0ns)), ErrorCode::deadline_exceeded);
    failure_of(ner().try_run(endless(), cajal::NerOptions().timeout(1ns)), ErrorCode::deadline_exceeded);
    failure_of(ner().try_run("calcio", cajal::NerOptions().timeout(-1s)), ErrorCode::invalid_option);
}

TEST(Option, text_comes_from_every_kind_of_string) {
    const char *characters = "Se pauta paracetamol.";
    const std::string string = characters;
    const std::string_view view = string;
    EXPECT_EQ(ner().run(characters).size(), 1u);
    EXPECT_EQ(ner().run(string).size(), 1u);
    EXPECT_EQ(ner().run(view).size(), 1u);
    EXPECT_EQ(ner().run(view.substr(0, 8)).size(), 0u);
    EXPECT_EQ(ner().run(u8"Se pauta paracetamol.").size(), 1u);
    EXPECT_EQ(ner().run(u"Se pauta paracetamol.").size(), 1u);
    EXPECT_EQ(ner().run(std::u16string(u"Se pauta paracetamol.")).size(), 1u);
    EXPECT_EQ(ner().run(std::u16string_view(u"Se pauta paracetamol.")).size(), 1u);
}

TEST(Option, empty_texts_have_no_entities) {
    EXPECT_TRUE(ner().run("").empty());
    EXPECT_TRUE(ner().run(std::string_view()).empty());
    EXPECT_TRUE(ner().run(std::u16string_view()).empty());
}

TEST(Option, utf8_must_be_valid) {
    for (const char *bad : {"a\xFF", "\xED\xA0\x80", "\xC0\x80", "\xC3"}) failure_of(ner().try_run(bad), ErrorCode::invalid_utf8);
}

TEST(Option, ten_megabytes_without_a_space_are_one_shortened_word) {
    if (std::getenv("CAJAL_TEST_SLOW_MACHINE")) GTEST_SKIP() << "CAJAL_TEST_SLOW_MACHINE is set";
    const auto entities = ner().run(std::string(10 * 1024 * 1024, 'a'));
    EXPECT_EQ(entities.words(), 1u);
    EXPECT_EQ(entities.shortened_words(), 1u);
}

}  // namespace
