// Who owns what: moves, closes, and results that outlive their models.
#include <algorithm>
#include <iterator>
#include <tuple>
#include <type_traits>
#include <utility>

#include "second_unit.hpp"
#include "support.hpp"

namespace {

using cajal::ErrorCode;

template <class T>
constexpr bool moves_only = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                            std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>;

static_assert(moves_only<cajal::Model> && moves_only<cajal::Entities> && moves_only<cajal::Predictions> &&
              moves_only<cajal::Classifications> && moves_only<cajal::Info> && moves_only<cajal::Cancel> &&
              moves_only<cajal::NerBatch> && moves_only<cajal::FillMaskBatch> && moves_only<cajal::ParityEntities> &&
              moves_only<cajal::ParityPredictions> && moves_only<cajal::Filled> && moves_only<cajal::Export> &&
              moves_only<cajal::Deidentified> && moves_only<cajal::NerOptions>);
static_assert(std::is_nothrow_move_constructible_v<cajal::Ner> && std::is_nothrow_move_constructible_v<cajal::FillMask>);

#if defined(__cpp_lib_ranges)
static_assert(std::ranges::random_access_range<const cajal::Entities> && std::ranges::sized_range<cajal::Entities>);
static_assert(std::ranges::random_access_range<const cajal::Mask>);
static_assert(std::ranges::random_access_range<const cajal::NerBatch>);
static_assert(std::ranges::contiguous_range<const cajal::Array<cajal::Offsets>>);
#endif

TEST(Lifetime, a_moved_model_works_and_the_old_one_is_refused) {
    cajal::Model first = load(golden::PHARMACONER);
    cajal::Model second = std::move(first);
    EXPECT_EQ(second.info().value("task"), "token-classification");
    failure_of(first.try_info(), ErrorCode::invalid_argument);
    first = std::move(second);
    EXPECT_EQ(first.info().value("family"), "roberta");
}

TEST(Lifetime, a_moved_ner_works_and_the_old_one_is_refused) {
    cajal::Ner first(load(golden::PHARMACONER));
    const cajal::Ner second = std::move(first);
    EXPECT_EQ(second.run(golden::EXAMPLE).size(), 4u);
    failure_of(first.try_run(golden::EXAMPLE), ErrorCode::invalid_argument);
}

TEST(Lifetime, a_moved_result_is_empty_and_the_new_one_whole) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    cajal::Entities first = ner.run(golden::EXAMPLE);
    cajal::Entities second = std::move(first);
    EXPECT_EQ(second.size(), 4u);
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(first.begin(), first.end());
    first = std::move(second);
    EXPECT_EQ(first[0].label(), "NORMALIZABLES");
}

TEST(Lifetime, what_was_moved_is_empty_and_refused_by_calls) {
    const cajal::FillMask fill_mask(load(golden::FILL_MASK));
    cajal::Entities entities = cajal::Ner(load(golden::PHARMACONER)).run(golden::EXAMPLE);
    cajal::Deidentified deidentified = cajal::deidentify(entities, golden::EXAMPLE);
    cajal::Filled filled = fill_mask.run("La <mask>.").fill(0, 0);
    cajal::Info info = fill_mask.model()->info();
    cajal::Export json(cajal::ExportFormat::json);
    cajal::NerBatch batch = cajal::Ner(load(golden::PHARMACONER)).run_batch({"calcio"});
    const auto moved = std::make_tuple(std::move(entities), std::move(deidentified), std::move(filled), std::move(info),
                                       std::move(json), std::move(batch));
    EXPECT_TRUE(deidentified.empty() && deidentified.text().empty() && deidentified.pseudonyms().empty());
    EXPECT_TRUE(filled.text().empty() && filled.insertions().empty());
    EXPECT_TRUE(info.json().empty() && info.value("family").empty() && info.values("labels").empty());
    EXPECT_TRUE(batch.empty() && json.text().empty());
    EXPECT_EQ(entities.words() + entities.windows(), 0u);
    failure_of(json.try_add("nota", golden::EXAMPLE, std::get<0>(moved)), ErrorCode::invalid_argument);
    failure_of(cajal::try_deidentify(entities, golden::EXAMPLE), ErrorCode::invalid_argument);
}

TEST(Lifetime, results_and_facts_outlive_their_model) {
    auto ner = std::make_unique<cajal::Ner>(load(golden::PHARMACONER));
    const auto entities = ner->run(golden::EXAMPLE);
    const auto info = ner->models()[0]->info();
    ner.reset();
    EXPECT_EQ(entities[3].label(), "PROTEINAS");
    EXPECT_EQ(info.values("labels").size(), 4u);
    EXPECT_NE(info.json().find("\"labels\""), std::string_view::npos);
}

TEST(Lifetime, a_closed_model_is_refused_and_may_be_closed_again) {
    const auto model = std::make_shared<const cajal::Model>(load(golden::PHARMACONER));
    const cajal::Ner ner({model});
    ner.close();
    model->close();
    failure_of(ner.try_run(golden::EXAMPLE), ErrorCode::invalid_handle);
    failure_of(model->try_info(), ErrorCode::invalid_handle);
}

TEST(Lifetime, a_moved_cancel_token_does_not_pass_for_none) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    cajal::Cancel first;
    const cajal::Cancel second = std::move(first);
    failure_of(ner.try_run(golden::EXAMPLE, {}, first), ErrorCode::invalid_argument);
    EXPECT_EQ(ner.run(golden::EXAMPLE, {}, second).size(), 4u);
}

TEST(Lifetime, two_tasks_share_one_model) {
    const auto shared = std::make_shared<const cajal::Model>(load(golden::PHARMACONER));
    const cajal::Ner one({shared});
    const cajal::Ner two({shared, std::make_shared<const cajal::Model>(load(golden::MEDDOCAN))});
    const std::string text = "Ana García, de 54 años, ingresó el 3 de mayo de 2019. Calcio sérico y magnesio normales.";
    const auto both = two.run(text);
    const auto of = [&both](std::uint32_t model) {
        return std::count_if(both.begin(), both.end(), [model](auto entity) { return entity.model() == model; });
    };
    EXPECT_EQ(static_cast<std::size_t>(of(0)), one.run(text).size());
    EXPECT_GT(of(1), 0);
}

TEST(Lifetime, several_models_may_be_given_at_once) {
    const cajal::Ner ner(load(golden::PHARMACONER), load(golden::MEDDOCAN));
    EXPECT_EQ(ner.models().size(), 2u);
    EXPECT_GE(ner.run(golden::EXAMPLE).size(), 4u);
}

TEST(Lifetime, iterators_walk_in_both_directions) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    const auto entities = ner.run(golden::EXAMPLE);
    auto at = entities.begin();
    EXPECT_EQ((at++)->offsets().codepoint_start, 137u);
    EXPECT_EQ((*at).offsets().codepoint_start, 163u);
    EXPECT_EQ(at[2].label(), "PROTEINAS");
    EXPECT_EQ(entities.end() - at, 3);
    EXPECT_TRUE(at > entities.begin() && at <= entities.end() && --at == entities.begin());
    EXPECT_EQ((entities.end() - 1)->in(golden::EXAMPLE), "PTH");
}

TEST(Lifetime, a_part_beyond_a_shorter_text_is_empty) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    const auto entities = ner.run(golden::EXAMPLE);
    EXPECT_EQ(entities[0].in("otro texto"), "");
    EXPECT_EQ(entities[0].in(std::u16string_view(u"otro texto")), u"");
}

TEST(Lifetime, objects_cross_translation_units) {
    const cajal::Ner ner = second_unit::recogniser(golden::PHARMACONER);
    const auto entities = ner.run(golden::EXAMPLE);
    EXPECT_EQ(second_unit::first_word(entities, golden::EXAMPLE), "calcio");
    EXPECT_EQ(second_unit::set_logger_address(), reinterpret_cast<std::uintptr_t>(&cajal::detail::log_state()));
}

TEST(Lifetime, facts_tell_what_a_model_is) {
    const auto info = load(golden::FILL_MASK).info();
    EXPECT_EQ(info.value("mask_token"), "<mask>");
    EXPECT_EQ(info.value("vocabulary"), "16000");
    EXPECT_EQ(info.count("no such fact"), 0u);
    EXPECT_EQ(info.value("no such fact"), "");
}

TEST(Lifetime, versions_agree) {
    EXPECT_EQ(cajal::version(), CAJAL_VERSION);
    EXPECT_TRUE(cajal::try_check_version());
    EXPECT_FALSE(cajal::has_feature("no-such-feature"));
}

}  // namespace
