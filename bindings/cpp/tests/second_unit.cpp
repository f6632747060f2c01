#include "second_unit.hpp"

namespace second_unit {

cajal::Ner recogniser(const std::string &folder) { return cajal::Ner(cajal::Model(folder)); }

std::string first_word(const cajal::Entities &entities, const std::string &text) {
    return std::string(entities[0].in(text));
}

std::uintptr_t set_logger_address() { return reinterpret_cast<std::uintptr_t>(&cajal::detail::log_state()); }

}  // namespace second_unit
