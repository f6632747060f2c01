// Every answer of the shared golden file on the calls beside plain runs: parity mode, targets, fillings, perplexity.
#include <cmath>

#include "support.hpp"

namespace {

// Runs `check` on both encodings of a call's text.
template <class Check>
void in_both(const golden::Call &call, Check check) {
    SCOPED_TRACE(call.fields.back());
    const std::u16string wide = call.text();
    const std::string narrow = golden::utf8(wide);
    check(cajal::Text(narrow));
    check(cajal::Text(wide));
}

std::string plain(const std::string &field) { return golden::utf8(golden::unescaped(field)); }

std::array<std::uint64_t, 6> six(const std::vector<std::string> &fields, std::size_t first) {
    std::array<std::uint64_t, 6> offsets{};
    for (std::size_t unit = 0; unit < 6; ++unit) offsets[unit] = std::stoull(fields.at(first + unit));
    return offsets;
}

cajal::ParityNerOptions parity_options(const golden::Call &call) {
    static const std::map<std::string, cajal::Aggregation> STRATEGIES{
        {"none", cajal::Aggregation::none},       {"simple", cajal::Aggregation::simple},
        {"first", cajal::Aggregation::first},     {"average", cajal::Aggregation::average},
        {"max", cajal::Aggregation::max},
    };
    cajal::ParityNerOptions options;
    options.aggregation(STRATEGIES.at(call.fields.at(2)));
    if (call.has(3)) options.stride(std::stoul(call.fields[3]));
    if (call.has(4)) options.window_tokens(std::stoul(call.fields[4]));
    const auto ignored = golden::split(call.fields.at(5), ',');
    if (call.has(5)) options.ignore_labels(ignored.begin(), ignored.end());
    return options;
}

void check_parity(const golden::Call &call, const cajal::ParityEntities &entities) {
    const auto &about = call.answers.at(0);
    EXPECT_EQ(entities.windows(), std::stoull(about.at(1)));
    EXPECT_EQ(entities.unread().has_value(), about.at(2) == "1");
    ASSERT_EQ(entities.size(), call.answers.size() - 1);
    for (std::size_t index = 0; index < entities.size(); ++index) {
        const auto &answer = call.answers[index + 1];
        EXPECT_EQ(entities[index].label(), answer.at(1));
        EXPECT_EQ(::six(entities[index].offsets()), six(answer, 2));
        EXPECT_NEAR(entities[index].score(), std::stof(answer.at(8)), SCORE_TOLERANCE);
        EXPECT_EQ(entities[index].token(), std::stoul(answer.at(9)));
        EXPECT_EQ(entities[index].word(), plain(answer.at(10)));
    }
}

TEST(Calls, parity_of_entities_is_that_of_transformers) {
    const auto calls = golden::calls("parity");
    ASSERT_GE(calls.size(), 60u);
    for (const auto &call : calls) {
        const cajal::ParityNer ner(model(golden::path(call.fields.at(1))));
        in_both(call, [&](const cajal::Text &text) { check_parity(call, ner.run(text, parity_options(call))); });
    }
}

void check_candidates(const golden::Call &call, const cajal::ParityPredictions &predictions) {
    auto answer = call.answers.begin();
    for (const auto mask : predictions) {
        ASSERT_NE(answer, call.answers.end());
        EXPECT_EQ(::six(mask.offsets()), six(*answer++, 1));
        for (const auto candidate : mask) {
            ASSERT_EQ(answer->at(0), "candidate");
            EXPECT_EQ(candidate.token_id(), std::stoul(answer->at(1)));
            EXPECT_NEAR(candidate.score(), std::stof(answer->at(2)), SCORE_TOLERANCE);
            EXPECT_EQ(candidate.token_str(), plain(answer->at(3)));
            EXPECT_EQ(candidate.sequence(), plain(answer->at(4)));
            ++answer;
        }
    }
    EXPECT_EQ(answer, call.answers.end());
}

TEST(Calls, parity_of_masks_is_that_of_transformers) {
    const auto calls = golden::calls("candidates");
    ASSERT_GE(calls.size(), 70u);
    for (const auto &call : calls) {
        const cajal::ParityFillMask fill_mask(model(golden::path(call.fields.at(1))));
        cajal::ParityFillMaskOptions options;
        options.top_k(std::stoul(call.fields.at(2)));
        const auto targets = golden::split(plain(call.fields.at(3)), '\n');
        if (call.has(3)) options.targets(targets.begin(), targets.end());
        in_both(call, [&](const cajal::Text &text) {
            const auto result = fill_mask.try_run(text, options);
            const bool fails = call.answers.at(0).at(0) == "error";
            ASSERT_EQ(result.has_value(), !fails);
            if (fails) {
                EXPECT_EQ(cajal::name(result.failure().code()), call.answers[0].at(1));
            } else {
                check_candidates(call, *result);
            }
        });
    }
}

std::string joined(const cajal::Array<std::uint32_t> &tokens) {
    std::string all;
    for (const auto token : tokens) all += (all.empty() ? "" : ",") + std::to_string(token);
    return all;
}

TEST(Calls, targets_have_the_scores_that_were_counted_out) {
    const auto calls = golden::calls("targets");
    ASSERT_GE(calls.size(), 2u);
    for (const auto &call : calls) {
        const cajal::FillMask fill_mask(model(golden::path(call.fields.at(1))));
        const auto words = golden::split(plain(call.fields.at(2)), '\n');
        in_both(call, [&](const cajal::Text &text) {
            const auto predictions = fill_mask.run(text, cajal::FillMaskOptions().targets(words.begin(), words.end()));
            ASSERT_EQ(predictions.size(), 1u);
            const auto targets = predictions[0].targets();
            ASSERT_EQ(targets.size(), call.answers.size());
            for (std::size_t index = 0; index < targets.size(); ++index) {
                ASSERT_EQ(targets[index].status(), cajal::TargetStatus::scored);
                const auto prediction = *targets[index].prediction();
                EXPECT_NEAR(prediction.log_score(), std::stod(call.answers[index].at(1)), 1e-3);
                EXPECT_EQ(joined(prediction.token_ids()), call.answers[index].at(2));
                EXPECT_EQ(prediction.text(), words[index]);
            }
        });
    }
}

TEST(Calls, whole_fillings_are_those_of_a_plain_beam_search) {
    const auto calls = golden::calls("fillings");
    ASSERT_GE(calls.size(), 2u);
    for (const auto &call : calls) {
        const cajal::FillMask fill_mask(model(golden::path(call.fields.at(1))));
        cajal::FillMaskOptions options;
        options.beam_width(std::stoul(call.fields.at(2))).top_k(std::stoul(call.fields.at(3)));
        in_both(call, [&](const cajal::Text &text) {
            const auto predictions = fill_mask.run(text, options);
            const auto fillings = predictions.fillings();
            ASSERT_EQ(fillings.size(), call.answers.size());
            for (std::size_t index = 0; index < fillings.size(); ++index) {
                const auto &answer = call.answers[index];
                std::string tokens;
                for (const auto prediction : fillings[index]) {
                    tokens += (tokens.empty() ? "" : ",") + std::to_string(prediction.token_id());
                }
                EXPECT_EQ(tokens, answer.at(2));
                EXPECT_NEAR(fillings[index].log_score(), std::stod(answer.at(1)), 1e-3);
                EXPECT_EQ(predictions.fill_together(index).text(), plain(answer.at(3)));
            }
        });
    }
}

TEST(Calls, perplexities_are_those_of_one_masked_token_at_a_time) {
    const auto calls = golden::calls("perplexity");
    ASSERT_GE(calls.size(), 15u);
    for (const auto &call : calls) {
        const cajal::FillMask fill_mask(model(golden::path(call.fields.at(1))));
        cajal::PerplexityOptions options;
        if (call.has(2)) options.window_tokens(std::stoul(call.fields[2]));
        in_both(call, [&](const cajal::Text &text) {
            const auto found = fill_mask.perplexity(text, options);
            const auto tokens = std::stoull(call.answers.at(0).at(1));
            const auto likelihood = std::stod(call.answers.at(0).at(2));
            EXPECT_EQ(found.tokens, tokens);
            EXPECT_NEAR(found.log_likelihood, likelihood, 1e-3 * static_cast<double>(tokens));
            EXPECT_NEAR(std::log(found.value), -likelihood / static_cast<double>(tokens), 1e-3);
        });
    }
}

}  // namespace
