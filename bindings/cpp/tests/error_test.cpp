// Failures: their codes, causes and messages, and what never stands in them.
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "support.hpp"

namespace {

using cajal::ErrorCode;

// A copy of a model's folder, for this test alone.
class Folder {
public:
    explicit Folder(const std::string &model) : path_(testing::TempDir() + "cajal-" + test_name()) {
        std::filesystem::remove_all(path_);
        std::filesystem::copy(model, path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;

    std::string path() const { return path_.string(); }
    std::filesystem::path file(const std::string &name) const { return path_ / name; }
    void write(const std::string &name, const std::string &bytes) const {
        std::ofstream(file(name), std::ios::binary) << bytes;
    }
    void remove(const std::string &name) const { std::filesystem::remove(file(name)); }
    std::string read(const std::string &name) const {
        std::ifstream stream(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private:
    static std::string test_name() { return testing::UnitTest::GetInstance()->current_test_info()->name(); }

    std::filesystem::path path_;
};

TEST(Error, a_missing_model_has_its_code_and_names_the_folder) {
    try {
        cajal::Model("/no/such/folder");
        FAIL() << "it was loaded";
    } catch (const std::runtime_error &error) {
        EXPECT_NE(std::string(error.what()).find("/no/such/folder"), std::string::npos);
        EXPECT_EQ(dynamic_cast<const cajal::Error &>(error).code(), ErrorCode::model_not_found);
    }
    failure_of(cajal::Model::try_load(""), ErrorCode::model_not_found);
}

TEST(Error, a_folder_without_a_file_says_which) {
    const Folder folder(golden::CLASSIFIER);
    ASSERT_TRUE(cajal::Model::try_load(folder.path()));
    folder.remove("model.safetensors");
    failure_of(cajal::Model::try_load(folder.path()), ErrorCode::weights_missing);
    folder.remove("vocab.txt");
    failure_of(cajal::Model::try_load(folder.path()), ErrorCode::tokenizer_missing);
    folder.remove("config.json");
    failure_of(cajal::Model::try_load(folder.path()), ErrorCode::config_missing);
}

TEST(Error, damaged_files_are_refused) {
    const Folder folder(golden::CLASSIFIER);
    const auto weights = folder.read("model.safetensors");
    for (const std::size_t length : {std::size_t{0}, std::size_t{7}, std::size_t{500}, weights.size() - 1}) {
        folder.write("model.safetensors", weights.substr(0, length));
        failure_of(cajal::Model::try_load(folder.path()), ErrorCode::weights_invalid);
    }
    folder.write("config.json", "{");
    failure_of(cajal::Model::try_load(folder.path()), ErrorCode::config_invalid);
}

TEST(Error, a_model_does_its_own_task_only) {
    const auto recogniser = std::make_shared<const cajal::Model>(load(golden::PHARMACONER));
    failure_of(cajal::FillMask(recogniser).try_run("<mask>"), ErrorCode::task_mismatch);
    failure_of(cajal::Classifier(recogniser).try_run("calcio"), ErrorCode::task_mismatch);
    failure_of(cajal::Ner(load(golden::FILL_MASK)).try_run("calcio"), ErrorCode::task_mismatch);
}

TEST(Error, a_text_too_long_to_classify_is_not_cut) {
    const cajal::Classifier classifier(load(golden::CLASSIFIER));
    failure_of(classifier.try_run(endless()), ErrorCode::invalid_argument);
}

TEST(Error, the_cause_has_a_code_of_its_own) {
    const Folder folder(golden::CLASSIFIER);
    folder.remove("config.json");
    std::filesystem::create_symlink("config.json", folder.file("config.json"));  // to itself
    const auto result = cajal::Model::try_load(folder.path());
    failure_of(result, ErrorCode::io);
    EXPECT_EQ(result.failure().cause(), ELOOP);
}

TEST(Error, the_exception_carries_what_the_failure_does) {
    const cajal::Failure failure(ErrorCode::io, "the disk is on fire", 5);
    const cajal::Error error(failure);
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_EQ(error.cause(), 5);
    EXPECT_STREQ(error.what(), "the disk is on fire");
}

TEST(Error, numbers_that_nobody_knows_yet_pass_through) {
    const cajal::Failure failure(cajal_status{12345}, nullptr);
    EXPECT_EQ(static_cast<int>(failure.code()), 12345);
    EXPECT_EQ(cajal::name(failure.code()), "unknown");
    EXPECT_EQ(cajal::name(ErrorCode::model_not_found), "model_not_found");
    EXPECT_EQ(cajal::name(ErrorCode::abi_mismatch), "abi_mismatch");
}

TEST(Error, a_process_holds_one_onnx_runtime) {
    cajal::load_runtime();
    cajal::load_runtime();
    const auto message = failure_of(cajal::try_load_runtime("/no/such/libonnxruntime.so"), ErrorCode::invalid_argument);
    EXPECT_NE(message.find(cajal::runtime_info().value("path")), std::string::npos) << message;
    EXPECT_FALSE(cajal::runtime_info().value("version").empty());
}

TEST(Error, no_message_holds_text_of_the_document) {
    const std::string mark = "Zurriburri7731";
    const cajal::Ner ner(load(golden::PHARMACONER));
    const cajal::FillMask fill_mask(load(golden::FILL_MASK));
    cajal::Cancel cancel;
    cancel.request();
    const std::string messages[] = {
        failure_of(ner.try_run("Paciente " + mark + "\xFF"), ErrorCode::invalid_utf8),
        failure_of(ner.try_run(mark, {}, cancel), ErrorCode::cancelled),
        failure_of(ner.try_run(mark, cajal::NerOptions().timeout(std::chrono::seconds(0))), ErrorCode::deadline_exceeded),
        failure_of(fill_mask.try_run(mark), ErrorCode::mask_missing),
        failure_of(fill_mask.try_run(mark + " [MASK]"), ErrorCode::mask_foreign),
        failure_of(fill_mask.try_run("<mask> " + mark + "\xC3"), ErrorCode::invalid_utf8),
        failure_of(ner.run_batch({mark + "\xFF"})[0], ErrorCode::invalid_utf8),
        failure_of(fill_mask.run_batch({mark})[0], ErrorCode::mask_missing),
        failure_of(fill_mask.try_run("<mask> " + mark, cajal::FillMaskOptions().targets({mark + "\n"})),
                   ErrorCode::invalid_option),
        failure_of(fill_mask.try_perplexity(mark + "\xFF"), ErrorCode::invalid_utf8),
        failure_of(cajal::ParityFillMask(fill_mask.model()).try_run(mark), ErrorCode::mask_missing),
        failure_of(cajal::ParityNer(ner.models()[0]).try_run(mark + "\xFF"), ErrorCode::invalid_utf8),
        failure_of(cajal::try_deidentify(ner.run("a"), mark), ErrorCode::invalid_argument),
        failure_of(cajal::Export(cajal::ExportFormat::json).try_add(mark, mark, ner.run("a")), ErrorCode::invalid_argument),
        failure_of(ner.try_run(mark, cajal::NerOptions().set(mark, mark)), ErrorCode::unknown_option),
        failure_of(ner.try_run(mark, cajal::NerOptions().set("threshold", mark)), ErrorCode::invalid_option),
    };
    for (const auto &message : messages) EXPECT_EQ(message.find(mark), std::string::npos) << message;
}

}  // namespace
