// Many texts in one call, and calls that tell how far they have come.
#include <functional>
#include <list>
#include <set>
#include <utility>
#include <vector>

#include "support.hpp"

namespace {

using cajal::ErrorCode;
using namespace std::chrono_literals;

// The third is no UTF-8.
const std::vector<std::string> &texts() {
    static const std::vector<std::string> texts{golden::EXAMPLE, "Sin hallazgos.", "a\xFF", "",
                                                "Calcio y PTH. " + golden::EXAMPLE};
    return texts;
}

std::string described(const cajal::Entities &entities) {
    std::string all = std::to_string(entities.words()) + '\n';
    for (const auto entity : entities) {
        all.append(entity.label()) += ' ' + std::to_string(entity.score());
        for (const auto offset : six(entity.offsets())) all += ' ' + std::to_string(offset);
        all += '\n';
    }
    return all;
}

TEST(Batch, every_text_has_the_answer_that_it_has_alone) {
    const auto batch = ner().run_batch(texts());
    ASSERT_EQ(batch.size(), texts().size());
    std::size_t index = 0;
    for (const auto &answer : batch) {
        const auto &text = texts()[index++];
        if (text == texts()[2]) continue;
        ASSERT_TRUE(answer) << answer.failure().message();
        EXPECT_EQ(described(*answer), described(ner().run(text)));
    }
    EXPECT_EQ(index, texts().size());
}

TEST(Batch, a_bad_text_fails_alone) {
    const auto batch = ner().run_batch(texts());
    for (std::size_t index = 0; index < batch.size(); ++index) EXPECT_EQ(batch[index].has_value(), index != 2);
    const auto message = failure_of(batch[2], ErrorCode::invalid_utf8);
    EXPECT_NE(message.find("byte 1"), std::string::npos) << message;
}

TEST(Batch, an_answer_outlives_its_batch_and_its_model) {
    auto own = std::make_unique<cajal::Ner>(load(golden::PHARMACONER));
    auto batch = std::make_unique<cajal::NerBatch>(own->run_batch(texts()));
    const auto answer = (*batch)[4];
    const auto failure = (*batch)[2].failure();
    batch.reset();
    own.reset();
    EXPECT_EQ(described(*answer), described(ner().run(texts()[4])));
    EXPECT_EQ(failure.code(), ErrorCode::invalid_utf8);
}

TEST(Batch, texts_come_from_every_kind_of_range) {
    const std::string first = "calcio", second = "magnesio y PTH";
    const std::list<std::string_view> views{first, second};
    const char *const pointers[] = {"calcio", "magnesio y PTH"};
    const std::vector<std::u16string> wide{u"calcio", u"magnesio y PTH"};
    const std::vector<cajal::Text> mixed_kinds{first, "magnesio y PTH"};  // a string and a literal
    const auto check = [&](const cajal::NerBatch &batch) {
        ASSERT_EQ(batch.size(), 2u);
        EXPECT_EQ(described(*batch[0]), described(ner().run(first)));
        EXPECT_EQ(described(*batch[1]), described(ner().run(second)));
    };
    check(ner().run_batch({first, second}));
    check(ner().run_batch({u"calcio", u"magnesio y PTH"}));
    check(ner().run_batch(views));
    check(ner().run_batch(pointers));
    check(ner().run_batch(wide));
    check(ner().run_batch(mixed_kinds));
}

TEST(Batch, half_a_surrogate_pair_is_no_failure_in_utf16) {
    const std::u16string half(1, char16_t{0xD83D});
    const auto batch = ner().run_batch({half + u" calcio", u""});
    ASSERT_TRUE(batch[0] && batch[1]);
    const auto entities = *batch[0];
    EXPECT_EQ(entities[0].in(half + u" calcio"), u"calcio");
}

TEST(Batch, texts_of_two_encodings_are_refused) {
    failure_of(ner().try_run_batch({"calcio", u"calcio"}), ErrorCode::invalid_argument);
    failure_of(fill_mask().try_run_batch({"<mask>", u"<mask>"}), ErrorCode::invalid_argument);
}

TEST(Batch, no_texts_are_an_empty_batch) {
    const auto batch = ner().run_batch(std::vector<std::string>());
    EXPECT_TRUE(batch.empty());
    EXPECT_EQ(batch.begin(), batch.end());
}

TEST(Batch, what_fits_no_text_fails_the_call) {
    failure_of(ner().try_run_batch(texts(), cajal::NerOptions().threshold(2)), ErrorCode::invalid_option);
    failure_of(ner().try_run_batch(texts(), cajal::NerOptions().set("top_k", "5")), ErrorCode::unknown_option);
    failure_of(fill_mask().try_run_batch(texts(), cajal::FillMaskOptions().top_k(0)), ErrorCode::invalid_option);
    failure_of(cajal::FillMask(model(golden::PHARMACONER)).try_run_batch({"<mask>"}), ErrorCode::task_mismatch);
    EXPECT_THROW(static_cast<void>(ner().run_batch(texts(), cajal::NerOptions().threshold(2))), cajal::Error);
}

TEST(Batch, several_models_read_every_text) {
    const cajal::Ner both({model(golden::PHARMACONER), model(golden::MEDDOCAN)});
    const auto batch = both.run_batch({"Paciente: Ana García, 54 años. Se pauta paracetamol."});
    std::set<std::uint32_t> models;
    for (const auto entity : *batch[0]) models.insert(entity.model());  // what is walked over lives as long as the loop
    EXPECT_EQ(models, (std::set<std::uint32_t>{0, 1}));
}

TEST(Batch, masks_of_many_texts_are_filled) {
    const std::vector<std::string> masked{"La <mask> arterial.", "sin hueco", "\xFF", "Dolor <mask> en la <mask>."};
    const auto batch = fill_mask().run_batch(masked, cajal::FillMaskOptions().top_k(2));
    ASSERT_EQ(batch.size(), 4u);
    const auto alone = fill_mask().run(masked[0]);
    const auto first = batch[0], last = batch[3];
    EXPECT_EQ((*first)[0][0].text(), alone[0][0].text());
    failure_of(batch[1], ErrorCode::mask_missing);
    failure_of(batch[2], ErrorCode::invalid_utf8);
    ASSERT_EQ(last->size(), 2u);
    EXPECT_EQ((*last)[1].size(), 2u);
    EXPECT_EQ(last->fill(1, 0).text().substr(0, 18), "Dolor <mask> en la");
    EXPECT_EQ((*fill_mask().run_batch({u"La <mask> arterial."})[0]).size(), 1u);
}

struct Watch {
    std::uint64_t last = 0, total = 0;
    int calls = 0, falls = 0;

    void operator()(std::uint64_t done, std::uint64_t all) {
        falls += done < last || done > all;
        last = done;
        total = all;
        ++calls;
    }
};

TEST(Progress, counts_the_bytes_of_all_texts_and_models) {
    const cajal::Ner both({model(golden::PHARMACONER), model(golden::MEDDOCAN)});
    Watch watch;
    const auto options = cajal::NerOptions().progress(std::ref(watch));
    EXPECT_EQ(both.run_batch(texts(), options).size(), texts().size());
    EXPECT_EQ(watch.total, 2 * (texts()[0].size() + texts()[1].size() + texts()[4].size()));
    EXPECT_EQ(watch.last, watch.total);
    EXPECT_EQ(watch.calls, 6);
    EXPECT_EQ(watch.falls, 0);
}

TEST(Progress, is_told_by_every_call_on_entities_and_masks) {
    Watch watch;
    const auto told = [&watch](int times) { return std::exchange(watch.calls, 0) >= times; };
    std::string document;
    for (int times = 0; times < 40; ++times) document += golden::EXAMPLE;
    EXPECT_TRUE(ner().try_run(document, cajal::NerOptions().progress(std::ref(watch))));
    EXPECT_TRUE(told(5));
    EXPECT_TRUE(fill_mask().try_run("La <mask>.", cajal::FillMaskOptions().progress(std::ref(watch))));
    EXPECT_TRUE(told(1));
    EXPECT_TRUE(fill_mask().try_perplexity("dolor agudo", cajal::PerplexityOptions().progress(std::ref(watch))));
    EXPECT_TRUE(told(1));
    const cajal::ParityNer parity(model(golden::PHARMACONER));
    EXPECT_TRUE(parity.try_run(golden::EXAMPLE, cajal::ParityNerOptions().progress(std::ref(watch))));
    EXPECT_TRUE(told(1));
}

TEST(Progress, an_empty_function_is_told_nothing) {
    Watch watch;
    cajal::NerOptions options;
    options.progress(std::ref(watch)).progress(nullptr);
    EXPECT_TRUE(ner().try_run(golden::EXAMPLE, options));
    EXPECT_EQ(watch.calls, 0);
    EXPECT_EQ(options.failure(), nullptr);
}

TEST(Progress, what_it_throws_goes_no_further) {
    const auto options = cajal::NerOptions().progress([](auto, auto) { throw std::runtime_error("window closed"); });
    EXPECT_EQ(ner().run(golden::EXAMPLE, options).size(), 4u);
}

TEST(Progress, may_cancel_the_call_and_keeps_what_is_done) {
    const cajal::Cancel cancel;
    const auto options = cajal::NerOptions().progress([&cancel](auto, auto) { cancel.request(); });
    const auto batch = ner().run_batch(texts(), options, cancel);
    EXPECT_TRUE(batch[0]);
    for (const std::size_t index : {1u, 3u, 4u}) failure_of(batch[index], ErrorCode::cancelled);
    failure_of(batch[2], ErrorCode::invalid_utf8);
}

TEST(Progress, a_timeout_counts_for_the_whole_call) {
    const auto batch = ner().run_batch(texts(), cajal::NerOptions().timeout(0s));
    failure_of(batch[0], ErrorCode::deadline_exceeded);
}

}  // namespace
