// The headers against cajal.h: nothing of it is left out.
#include <cctype>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

#include "support.hpp"

namespace {

// What a C++ program has no use for, with the reason.
const std::map<std::string, std::string> NOT_NEEDED{
    {"cajal_entities_label_count", "every entity shows its label; no index of a label is seen"},
    {"cajal_parity_label_count", "as above"},
};

std::string content(const std::string &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// The code of all headers, without comments.
std::string headers() {
    std::vector<std::string> files{golden::path("bindings/cpp/include/cajal.hpp")};
    for (const auto &file : std::filesystem::directory_iterator(golden::path("bindings/cpp/include/cajal"))) {
        files.push_back(file.path().string());
    }
    std::string code;
    for (const auto &file : files) {
        for (const auto &line : golden::split(content(file), '\n')) code += line.substr(0, line.find("//")) + '\n';
    }
    return code;
}

// The words of a text: runs of letters, digits and underscores.
std::set<std::string> words(const std::string &text) {
    std::set<std::string> found;
    std::string word;
    for (const char character : text + ' ') {
        if (std::isalnum(static_cast<unsigned char>(character)) || character == '_') {
            word += character;
        } else if (!word.empty()) {
            found.insert(std::exchange(word, {}));
        }
    }
    return found;
}

// What stands between the two, in each line that has both.
std::vector<std::string> between(const std::string &text, const std::string &before, const std::string &after) {
    std::vector<std::string> found;
    for (const auto &line : golden::split(text, '\n')) {
        const auto start = line.find(before);
        const auto end = line.find(after, start == std::string::npos ? start : start + before.size());
        if (end != std::string::npos) found.push_back(line.substr(start + before.size(), end - start - before.size()));
    }
    return found;
}

TEST(Library, every_function_of_the_header_is_used_or_listed_as_not_needed) {
    const auto used = words(headers());
    std::ifstream symbols(golden::path("tests/abi/symbols.txt"));
    std::size_t count = 0;
    for (std::string name; symbols >> name; ++count) {
        EXPECT_NE(used.count(name) > 0, NOT_NEEDED.count(name) > 0) << name;
    }
    EXPECT_GT(count, 80u);
}

TEST(Library, every_number_of_the_header_has_its_name) {
    const auto used = words(headers());
    const auto header = content(golden::path("include/cajal.h"));
    for (const std::string kind : {"ERROR", "LOG", "TARGET", "PREDICTION", "SEGMENT", "NO"}) {
        const auto names = between(header, "#define CAJAL_" + kind + '_', " ");
        EXPECT_FALSE(names.empty()) << kind;
        for (const auto &name : names) EXPECT_GT(used.count("CAJAL_" + kind + '_' + name), 0u) << name;
    }
}

TEST(Library, every_option_of_the_header_has_a_setter) {
    const auto code = headers();
    const auto header = content(golden::path("include/cajal.h"));
    const auto table = header.substr(header.find("| key | calls | value |"));
    const auto keys = between(table.substr(0, table.find("*/")), " * | ", " |");
    EXPECT_GE(keys.size(), 16u);
    for (const auto &key : keys) EXPECT_NE(code.find('"' + key + '"'), std::string::npos) << key;
}

}  // namespace
