// Options and texts as they go in.
#include <algorithm>
#include <limits>
#include <locale>
#include <utility>

#include "support.hpp"

namespace {

using cajal::ErrorCode;
using namespace std::chrono_literals;

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

TEST(Option, an_entity_is_kept_at_its_own_score) {
    const auto all = ner().run(golden::EXAMPLE);
    ASSERT_EQ(all.size(), 4u);
    std::size_t as_good = 0;
    for (const auto entity : all) {
        const auto kept = ner().run(golden::EXAMPLE, cajal::NerOptions().threshold(entity.score()));
        const auto is_kept = [&](auto other) { return other.offsets().utf8_start == entity.offsets().utf8_start; };
        EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), is_kept)) << entity.score();
        as_good += kept.size();
    }
    EXPECT_EQ(as_good, 1u + 2u + 3u + 4u);  // no two have the same
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
        const auto options = cajal::ModelOptions().verify(how);
        EXPECT_EQ(options.failure(), nullptr);
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
    EXPECT_EQ(ner().run(golden::EXAMPLE, cajal::NerOptions().timeout(std::chrono::duration<double>(3599.9995))).size(), 4u);
}

TEST(Option, a_timeout_beyond_all_clocks_is_none) {
    const auto runs = [](auto longest) { return ner().run(golden::EXAMPLE, cajal::NerOptions().timeout(longest)).size() == 4; };
    EXPECT_TRUE(runs((std::chrono::hours::max)()));
    EXPECT_TRUE(runs((std::chrono::seconds::max)()));
    EXPECT_TRUE(runs((std::chrono::milliseconds::max)()));
    EXPECT_TRUE(runs((std::chrono::nanoseconds::max)()));
    EXPECT_TRUE(runs(std::chrono::duration<std::uint64_t, std::milli>(std::numeric_limits<std::uint64_t>::max())));
    EXPECT_TRUE(runs(std::chrono::duration<double>(1e300)));
    EXPECT_TRUE(runs(std::chrono::duration<float>(std::numeric_limits<float>::infinity())));
}

TEST(Option, a_timeout_that_is_no_time_is_refused) {
    const auto refused = [](auto longest) {
        const auto message = failure_of(ner().try_run("calcio", cajal::NerOptions().timeout(longest)), ErrorCode::invalid_option);
        EXPECT_NE(message.find("timeout_ms"), std::string::npos) << message;
    };
    refused(-1s);
    refused(-1ns);
    refused((std::chrono::hours::min)());
    refused(std::chrono::duration<double>(-1e300));
    refused(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN()));
}

// The options of a call, moved away, and what the call says to them.
template <class Options, class Call>
void check_moved(Call call) {
    Options first;
    first.set("timeout_ms", "0");  // in place of the defaults, the call would run
    const Options second = std::move(first);
    const auto message = failure_of(call(first), ErrorCode::invalid_argument);
    EXPECT_NE(message.find("moved away"), std::string::npos) << message;
    first.set("timeout_ms", "1000000");
    failure_of(call(first), ErrorCode::invalid_argument);
    first = Options();
    EXPECT_EQ(first.failure(), nullptr);
    EXPECT_EQ(second.failure(), nullptr);
}

TEST(Option, options_that_were_moved_away_are_refused_by_every_call) {
    const auto recogniser = model(golden::PHARMACONER);
    const cajal::FillMask fill_mask(model(golden::FILL_MASK));
    const auto entities = ner().run("calcio");
    check_moved<cajal::NerOptions>([&](const auto &options) { return ner().try_run("calcio", options); });
    check_moved<cajal::NerOptions>([&](const auto &options) { return ner().try_run_batch({"calcio"}, options); });
    check_moved<cajal::ParityNerOptions>(
        [&](const auto &options) { return cajal::ParityNer(recogniser).try_run("calcio", options); });
    check_moved<cajal::FillMaskOptions>([&](const auto &options) { return fill_mask.try_run("<mask>", options); });
    check_moved<cajal::FillMaskOptions>([&](const auto &options) { return fill_mask.try_run_batch({"<mask>"}, options); });
    check_moved<cajal::PerplexityOptions>([&](const auto &options) { return fill_mask.try_perplexity("calcio", options); });
    check_moved<cajal::ParityFillMaskOptions>(
        [&](const auto &options) { return cajal::ParityFillMask(fill_mask.model()).try_run("<mask>", options); });
    check_moved<cajal::ClassifierOptions>(
        [&](const auto &options) { return cajal::Classifier(model(golden::CLASSIFIER)).try_run("calcio", options); });
    check_moved<cajal::DeidentifyOptions>(
        [&](const auto &options) { return cajal::try_deidentify(entities, "calcio", options); });
    check_moved<cajal::ModelOptions>(
        [&](const auto &options) { return cajal::Model::try_load(golden::CLASSIFIER, options); });
    check_moved<cajal::CompileOptions>(
        [&](const auto &options) { return cajal::try_compile(golden::CLASSIFIER, golden::CLASSIFIER, options); });
}

TEST(Option, options_that_were_moved_may_be_assigned_to) {
    cajal::NerOptions first = cajal::NerOptions().labels({"PROTEINAS"});
    cajal::NerOptions second = std::move(first);
    failure_of(ner().try_run(golden::EXAMPLE, first), ErrorCode::invalid_argument);
    cajal::NerOptions third = std::move(first);
    failure_of(ner().try_run(golden::EXAMPLE, third), ErrorCode::invalid_argument);
    first = std::move(second);
    EXPECT_EQ(ner().run(golden::EXAMPLE, first).size(), 1u);
    failure_of(ner().try_run(golden::EXAMPLE, second), ErrorCode::invalid_argument);
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
