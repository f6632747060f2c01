// A second translation unit that includes the headers.
#ifndef SECOND_UNIT_HPP
#define SECOND_UNIT_HPP

#include <cajal.hpp>
#include <cstdint>
#include <string>

namespace second_unit {

cajal::Ner recogniser(const std::string &folder);
std::string first_word(const cajal::Entities &entities, const std::string &text);
std::uintptr_t set_logger_address();

}  // namespace second_unit

#endif
