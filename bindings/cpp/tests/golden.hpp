// The golden answers of tests/data/bindings, as tests/golden/make_bindings.py explains them.
#ifndef GOLDEN_HPP
#define GOLDEN_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace golden {

// A path in the repository.
inline std::string path(const std::string &inside) { return std::string(CAJAL_REPOSITORY) + "/" + inside; }

inline const std::string PHARMACONER = path("models/clinical-es-mini-pharmaconer");
inline const std::string MEDDOCAN = path("models/clinical-es-mini-meddocan");
inline const std::string FILL_MASK = path("models/clinical-es-mini");
inline const std::string CLASSIFIER = path("tests/data/bindings/classifier");

// The sentence published with the large PharmaCoNER model.
inline const std::string EXAMPLE =
    "Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, realizándose "
    "análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales.";

struct Answer {
    std::string kind;  // entity, mask, prediction or label
    std::u16string name;
    std::uint32_t token = 0;
    std::array<std::uint64_t, 6> offsets{};
    float score = 0;
};

struct Case {
    std::string task;
    std::string folder;
    std::size_t copies = 1;
    std::u16string unit;
    std::vector<Answer> answers;

    std::u16string text() const {
        std::u16string whole;
        for (std::size_t copy = 0; copy < copies; ++copy) whole += unit;
        return whole;
    }
};

inline std::u16string unescaped(const std::string &field) {
    std::u16string text;
    for (std::size_t at = 0; at < field.size(); ++at) {
        if (field[at] == '\\') {
            text += static_cast<char16_t>(std::stoul(field.substr(at + 2, 4), nullptr, 16));
            at += 5;
        } else {
            text += static_cast<char16_t>(field[at]);
        }
    }
    return text;
}

inline bool is_high(char16_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
inline bool is_low(char16_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// UTF-8; half a pair becomes U+FFFD.
inline std::string utf8(const std::u16string &text) {
    std::string out;
    const auto put = [&out](unsigned byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::uint32_t code = text[at];
        if (is_high(text[at]) && at + 1 < text.size() && is_low(text[at + 1])) {
            code = 0x10000 + ((code - 0xD800) << 10) + (text[++at] - 0xDC00u);
        } else if (is_high(text[at]) || is_low(text[at])) {
            code = 0xFFFD;
        }
        if (code < 0x80) {
            put(code);
        } else if (code < 0x800) {
            put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
        } else if (code < 0x10000) {
            put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
        } else {
            put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F));
            put(0x80 | (code & 0x3F));
        }
    }
    return out;
}

inline std::size_t code_points(const std::u16string &text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at, ++count)
        if (is_high(text[at]) && at + 1 < text.size() && is_low(text[at + 1])) ++at;
    return count;
}

inline Answer answer(const std::vector<std::string> &fields) {
    Answer answer;
    answer.kind = fields.at(0);
    const bool placed = answer.kind == "entity" || answer.kind == "mask";
    const std::size_t first = answer.kind == "entity" ? 2 : 1;
    for (std::size_t unit = 0; placed && unit < 6; ++unit) answer.offsets[unit] = std::stoull(fields.at(first + unit));
    if (answer.kind == "entity" || answer.kind == "label") answer.name = unescaped(fields.at(1));
    if (answer.kind == "prediction") {
        answer.token = static_cast<std::uint32_t>(std::stoul(fields.at(1)));
        answer.name = unescaped(fields.at(3));
    }
    if (answer.kind != "mask") answer.score = std::stof(fields.at(answer.kind == "prediction" ? 2 : fields.size() - 1));
    return answer;
}

inline std::vector<std::string> fields_of(const std::string &line) {
    std::vector<std::string> fields;
    std::istringstream stream(line + "\t");
    for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
    return fields;
}

inline std::vector<Case> cases(const std::string &task) {
    std::ifstream file(path("tests/data/bindings/answers.tsv"));
    if (!file) throw std::runtime_error("the golden answers are missing");
    std::vector<Case> all;
    bool wanted = false;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        const auto fields = fields_of(line);
        if (fields[0] == "ner" || fields[0] == "fill" || fields[0] == "classify") {
            wanted = fields[0] == task;
            if (wanted) all.push_back({fields[0], path(fields.at(1)), std::stoul(fields.at(2)), unescaped(fields.at(3)), {}});
        } else if (wanted) {
            all.back().answers.push_back(answer(fields));
        }
    }
    return all;
}

// One case of calls.tsv, as tests/golden/make_calls.py explains them: its own fields and those of its answers.
struct Call {
    std::vector<std::string> fields;
    std::vector<std::vector<std::string>> answers;

    // The text is the last field.
    std::u16string text() const { return unescaped(fields.back()); }
    bool has(std::size_t field) const { return fields.at(field) != "-"; }
};

inline std::vector<Call> calls(const std::string &kind) {
    static const std::string KINDS[] = {"parity", "candidates", "targets", "fillings", "perplexity"};
    std::ifstream file(path("tests/data/bindings/calls.tsv"));
    if (!file) throw std::runtime_error("the golden answers are missing");
    std::vector<Call> all;
    bool wanted = false;
    for (std::string line; std::getline(file, line);) {
        if (line[0] == '#') continue;
        const auto fields = fields_of(line);
        if (std::find(std::begin(KINDS), std::end(KINDS), fields[0]) != std::end(KINDS)) {
            wanted = fields[0] == kind;
            if (wanted) all.push_back({fields, {}});
        } else if (wanted) {
            all.back().answers.push_back(fields);
        }
    }
    return all;
}

// Items with a separator between them, as fields hold several.
inline std::vector<std::string> split(const std::string &field, char separator) {
    std::vector<std::string> items;
    std::istringstream stream(field);
    for (std::string item; std::getline(stream, item, separator);) items.push_back(item);
    return items;
}

}  // namespace golden

#endif
