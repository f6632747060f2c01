// What goes at once: strings of it are copies, and what would look into it does not compile.
#include <type_traits>
#include <utility>
#include <vector>

#include "support.hpp"

namespace {

// DETECT(name, expression): name<T> tells whether the expression compiles for a `T of()`.
#define DETECT(name, expression)                              \
    template <class T, class = void>                          \
    constexpr bool name = false;                              \
    template <class T>                                        \
    constexpr bool name<T, std::void_t<decltype(expression)>> = true

template <class T>
T of() noexcept;

DETECT(indexes, of<T>()[0]);
DETECT(begins, of<T>().begin());
DETECT(ends, of<T>().end());
DETECT(points, of<T>().operator->());
DETECT(derefers, *of<T>());
DETECT(gives_native, of<T>().native());
DETECT(gives_fillings, of<T>().fillings());
DETECT(gives_failure, of<T>().failure());
DETECT(gives_utf8, of<T>().utf8());
DETECT(gives_utf16, of<T>().utf16());
DETECT(gives_lengths, of<T>().lengths());

// Compiles for an object with a name, and for none that goes at once.
#define NAMED_ONLY(detected, T) (detected<T &> && !detected<T> && !detected<const T>)

template <class T>
constexpr bool is_safe_range = NAMED_ONLY(indexes, T) && NAMED_ONLY(begins, T) && NAMED_ONLY(ends, T) &&
                               NAMED_ONLY(gives_native, T) && indexes<const T &> && begins<const T &>;
static_assert(is_safe_range<cajal::Entities> && is_safe_range<cajal::Predictions> && is_safe_range<cajal::Classifications> &&
              is_safe_range<cajal::Deidentified> && is_safe_range<cajal::ParityEntities> &&
              is_safe_range<cajal::ParityPredictions>);
static_assert(NAMED_ONLY(gives_fillings, cajal::Predictions));

// An answer of a batch holds the batch's memory itself.
static_assert(NAMED_ONLY(begins, cajal::NerBatch) && NAMED_ONLY(ends, cajal::NerBatch) && indexes<cajal::NerBatch>);
static_assert(points<cajal::Entities::iterator> && !points<cajal::NerBatch::iterator>);

// A view may go; an iterator over it looks into the view itself.
static_assert(indexes<cajal::Mask> && NAMED_ONLY(begins, cajal::Mask) && NAMED_ONLY(ends, cajal::Fillings));

using Found = cajal::Result<cajal::Entities>;
static_assert(NAMED_ONLY(points, Found) && points<const Found &> && derefers<Found &> && !derefers<const Found>);
static_assert(std::is_same_v<decltype(*of<Found>()), cajal::Entities>);
static_assert(std::is_same_v<decltype(of<Found>().value()), cajal::Entities>);
static_assert(std::is_same_v<decltype(of<Found>().failure()), cajal::Failure>);
static_assert(std::is_same_v<decltype(of<cajal::Failure>().message()), std::string>);
static_assert(std::is_same_v<decltype(of<const cajal::Failure &>().message()), const std::string &>);

static_assert(NAMED_ONLY(gives_native, cajal::Model) && NAMED_ONLY(gives_native, cajal::Cancel) &&
              NAMED_ONLY(gives_native, cajal::Filled) && NAMED_ONLY(gives_native, cajal::NerBatch) &&
              NAMED_ONLY(gives_native, cajal::NerOptions) && NAMED_ONLY(gives_failure, cajal::NerOptions) &&
              NAMED_ONLY(gives_native, cajal::Export));
static_assert(NAMED_ONLY(gives_utf8, cajal::Texts) && NAMED_ONLY(gives_utf16, cajal::Texts) &&
              NAMED_ONLY(gives_lengths, cajal::Texts));
static_assert(!std::is_reference_v<decltype(of<cajal::Ner>().models())> &&
              !std::is_reference_v<decltype(of<cajal::FillMask>().model())>);

// Nothing is copied of what has a name.
using View = std::string_view;
static_assert(std::is_same_v<decltype(of<cajal::Info &>().value("")), View> &&
              std::is_same_v<decltype(of<cajal::Info &>().json()), View> &&
              std::is_same_v<decltype(of<cajal::Info &>().values("")), std::vector<View>> &&
              std::is_same_v<decltype(of<cajal::Filled &>().text()), View> &&
              std::is_same_v<decltype(of<cajal::Filled &>().insertions()), cajal::Array<cajal::Offsets>> &&
              std::is_same_v<decltype(of<cajal::Deidentified &>().text()), View> &&
              std::is_same_v<decltype(of<cajal::Deidentified &>().pseudonyms()), View> &&
              std::is_same_v<decltype(of<cajal::Export &>().text()), View> &&
              std::is_same_v<decltype(of<cajal::Entity>().in(of<std::string &>())), View> &&
              std::is_same_v<decltype(of<cajal::Entity>().in("")), View> &&
              std::is_same_v<decltype(of<cajal::ParityEntity>().in(u"")), std::u16string_view>);

// Options keep what they are: a reference, or a value that lives.
static_assert(std::is_same_v<decltype(of<cajal::NerOptions &>().threshold(0)), cajal::NerOptions &> &&
              std::is_same_v<decltype(of<cajal::NerOptions>().threshold(0)), cajal::NerOptions> &&
              std::is_same_v<decltype(of<cajal::NerOptions>().set("", "")), cajal::NerOptions> &&
              std::is_same_v<decltype(of<cajal::NerOptions>().timeout(std::chrono::hours(1))), cajal::NerOptions> &&
              std::is_same_v<decltype(of<cajal::FillMaskOptions>().targets({"tos"})), cajal::FillMaskOptions> &&
              std::is_same_v<decltype(of<cajal::FillMaskOptions>().progress({})), cajal::FillMaskOptions>);

// Only views point from an iterator; only what cannot throw says so.
static_assert(noexcept(*of<cajal::Entities::iterator>()) && noexcept(of<cajal::Mask::iterator>()[0]));
static_assert(!noexcept(*of<cajal::NerBatch::iterator>()) && !noexcept(of<cajal::NerBatch::iterator>()[0]));

const std::string TEXT = "Calcio y magnesio normales.";

TEST(Temporary, strings_of_it_are_copies) {
    const auto text = cajal::deidentify(ner().run(TEXT), TEXT).text();
    const auto pseudonyms = cajal::deidentify(ner().run(TEXT), TEXT).pseudonyms();
    const auto json = model(golden::PHARMACONER)->info().json();
    const auto family = model(golden::PHARMACONER)->info().value("family");
    const auto filled = fill_mask().run("La <mask>.").fill(0, 0).text();
    const auto exported = cajal::Export(cajal::ExportFormat::brat).add("nota", TEXT, ner().run(TEXT)).text();
    EXPECT_EQ(text, "[NORMALIZABLES] y [NORMALIZABLES] normales.");
    EXPECT_EQ(pseudonyms, "[]");
    EXPECT_EQ(json.find("{\""), 0u);
    EXPECT_EQ(family, "roberta");
    EXPECT_EQ(filled.find("La "), 0u);
    EXPECT_EQ(exported, "T1\tNORMALIZABLES 0 6\tCalcio\nT2\tNORMALIZABLES 9 17\tmagnesio\n");
}

TEST(Temporary, lists_of_it_are_copies_and_live_in_a_loop) {
    std::string labels;
    for (const auto &label : model(golden::PHARMACONER)->info().values("labels")) labels += label + ' ';
    EXPECT_EQ(labels, "NORMALIZABLES NO_NORMALIZABLES PROTEINAS UNCLEAR ");
    std::vector<cajal::Offsets> places;
    for (const auto &place : fill_mask().run("La <mask>.").fill(0, 0).insertions()) places.push_back(place);
    ASSERT_EQ(places.size(), 1u);
    EXPECT_EQ(places[0].utf8_start, 3u);
}

TEST(Temporary, the_part_of_a_string_that_goes_is_a_copy) {
    const auto entities = ner().run(TEXT);
    const auto narrow = entities[0].in(TEXT + " Sin hallazgos.");
    const auto wide = entities[1].in(std::u16string(u"Calcio y magnesio normales."));
    EXPECT_EQ(narrow, "Calcio");
    EXPECT_EQ(wide, u"magnesio");
    EXPECT_EQ(cajal::part(std::string(TEXT), entities[1].offsets()), "magnesio");
    EXPECT_EQ(cajal::part("Calcio y magnesio normales.", entities[1].offsets()), "magnesio");
}

TEST(Temporary, failures_of_it_are_copies) {
    const auto &failure = ner().try_run("\xFF").failure();
    const auto &message = ner().run_batch({"\xFF"})[0].failure().message();
    EXPECT_EQ(failure.code(), cajal::ErrorCode::invalid_utf8);
    EXPECT_EQ(failure.message(), message);
}

TEST(Temporary, a_loop_walks_over_what_lives_as_long) {
    std::size_t found = 0;
    for (const auto entity : ner().run(TEXT)) found += entity.label() == "NORMALIZABLES";
    for (const auto entity : *ner().try_run(TEXT)) found += entity.label() == "NORMALIZABLES";
    for (const auto entity : *ner().run_batch({TEXT})[0]) found += entity.label() == "NORMALIZABLES";
    EXPECT_EQ(found, 6u);
    for (const auto &shared : cajal::Ner({model(golden::PHARMACONER)}).models()) EXPECT_EQ(shared, model(golden::PHARMACONER));
}

TEST(Temporary, options_that_are_kept_live) {
    const auto &options = cajal::NerOptions().labels({"NORMALIZABLES"}).threshold(0.5);
    const auto other = cajal::NerOptions().labels({"PROTEINAS"});
    EXPECT_EQ(ner().run(TEXT, options).size(), 2u);
    EXPECT_EQ(ner().run(TEXT, other).size(), 0u);
}

}  // namespace
