// Compiled folders: they answer as their sources do, and what cannot be compiled is told.
#include <cstdlib>
#include <filesystem>
#include <tuple>
#include <vector>

#include "support.hpp"

namespace {

namespace fs = std::filesystem;
using cajal::ErrorCode;

// A folder that goes with the test.
class Compile : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "cajal-test-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        out_ = (folder_ / "compilado, año 1").string();
    }

    void TearDown() override { fs::remove_all(folder_); }

    // Whether nothing was written.
    bool untouched() const { return fs::is_empty(folder_); }

    fs::path folder_;
    std::string out_;
};

using Found = std::vector<std::tuple<std::string, float, std::array<std::uint64_t, 6>>>;

Found entities_of(const std::string &folder, const cajal::ModelOptions &options) {
    Found found;
    const auto entities = cajal::Ner(cajal::Model(folder, options)).run(golden::EXAMPLE);
    for (const auto entity : entities) found.emplace_back(entity.label(), entity.score(), six(entity.offsets()));
    return found;
}

TEST_F(Compile, a_compiled_folder_is_verified_and_answers_as_its_source_does) {
    cajal::compile(golden::PHARMACONER, out_, cajal::CompileOptions().precision("int8").threads(1));
    const auto found = entities_of(out_, cajal::ModelOptions().verify(cajal::Verify::strict));
    EXPECT_EQ(found.size(), 4u);
    EXPECT_EQ(found, entities_of(golden::PHARMACONER, cajal::ModelOptions().precision("int8")));
    const auto info = cajal::Model(out_).info();
    EXPECT_EQ(info.value("format"), "compiled");
    EXPECT_EQ(info.value("precision"), "int8");
}

TEST_F(Compile, a_folder_is_compiled_for_f32_if_nothing_is_said) {
    cajal::compile(golden::PHARMACONER, out_);
    EXPECT_EQ(cajal::Model(out_).info().value("precision"), "f32");
    EXPECT_EQ(entities_of(out_, {}), entities_of(golden::PHARMACONER, {}));
}

TEST_F(Compile, a_folder_that_is_not_empty_is_left_as_it_is) {
    fs::create_directories(fs::path(out_) / "mine");
    failure_of(cajal::try_compile(golden::PHARMACONER, out_), ErrorCode::io);
    EXPECT_TRUE(fs::exists(fs::path(out_) / "mine"));
    EXPECT_THROW(cajal::compile(golden::PHARMACONER, out_), cajal::Error);
}

TEST_F(Compile, what_cannot_be_compiled_is_told) {
    for (const char *precision : {"bf16", "auto", "int4"}) {
        const auto options = cajal::CompileOptions().precision(precision);
        failure_of(cajal::try_compile(golden::PHARMACONER, out_, options), ErrorCode::invalid_option);
    }
    failure_of(cajal::try_compile("/no/such/folder", out_), ErrorCode::model_not_found);
    failure_of(cajal::try_compile(golden::PHARMACONER, out_, cajal::CompileOptions().set("verify", "strict")),
               ErrorCode::unknown_option);
    EXPECT_TRUE(untouched());
}

}  // namespace
