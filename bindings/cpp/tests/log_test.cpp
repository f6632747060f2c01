// The library's messages in the program's logger.
#include <memory>
#include <mutex>
#include <vector>

#include "support.hpp"

namespace {

using cajal::LogLevel;

class Log : public testing::Test {
protected:
    void TearDown() override { cajal::set_logger(LogLevel::off, nullptr); }
};

TEST_F(Log, a_load_tells_the_logger_about_itself_and_not_about_texts) {
    std::mutex mutex;
    std::string all;
    bool known_levels = true;
    cajal::set_logger(LogLevel::trace, [&](LogLevel level, std::string_view message) {
        const std::lock_guard<std::mutex> lock(mutex);
        known_levels = known_levels && level >= LogLevel::error && level <= LogLevel::trace;
        all.append(message) += '\n';
    });
    const cajal::Ner ner(load(golden::PHARMACONER));
    EXPECT_TRUE(ner.try_run("Zurriburri7731 con calcio"));
    cajal::set_logger(LogLevel::off, nullptr);
    EXPECT_NE(all.find("clinical-es-mini-pharmaconer"), std::string::npos) << all;
    EXPECT_EQ(all.find("Zurriburri7731"), std::string::npos);
    EXPECT_TRUE(known_levels);
}

TEST_F(Log, the_logger_before_is_gone_when_another_is_set) {
    const auto data = std::make_shared<int>(0);
    cajal::set_logger(LogLevel::info, [data](LogLevel, std::string_view) { ++*data; });
    EXPECT_EQ(data.use_count(), 2);
    load(golden::CLASSIFIER);
    const int heard = *data;
    EXPECT_GT(heard, 0);
    cajal::set_logger(LogLevel::info, [](LogLevel, std::string_view) {});
    EXPECT_EQ(data.use_count(), 1);
    load(golden::CLASSIFIER);
    EXPECT_EQ(*data, heard);
}

TEST_F(Log, what_a_logger_throws_goes_no_further) {
    cajal::set_logger(LogLevel::info, [](LogLevel, std::string_view) { throw std::runtime_error("full disk"); });
    EXPECT_NO_THROW(load(golden::CLASSIFIER));
}

TEST_F(Log, a_logger_cannot_be_changed_from_inside_one) {
    std::vector<cajal::ErrorCode> codes;
    cajal::set_logger(LogLevel::info, [&codes](LogLevel, std::string_view) {
        codes.push_back(cajal::try_set_logger(LogLevel::off, nullptr).failure().code());
    });
    load(golden::CLASSIFIER);
    cajal::set_logger(LogLevel::off, nullptr);
    ASSERT_FALSE(codes.empty());
    EXPECT_EQ(codes[0], cajal::ErrorCode::invalid_argument);
}

TEST_F(Log, a_level_that_does_not_exist_is_refused_and_changes_nothing) {
    const auto data = std::make_shared<int>(0);
    cajal::set_logger(LogLevel::info, [data](LogLevel, std::string_view) { ++*data; });
    failure_of(cajal::try_set_logger(static_cast<LogLevel>(77), [](LogLevel, std::string_view) {}),
               cajal::ErrorCode::invalid_argument);
    load(golden::CLASSIFIER);
    EXPECT_GT(*data, 0);
}

}  // namespace
