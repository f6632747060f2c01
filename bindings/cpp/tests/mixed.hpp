// A program of two parts: mixed_quiet.cpp is compiled without exceptions.
#ifndef MIXED_HPP
#define MIXED_HPP

#include <cajal.hpp>
#include <string>

namespace quiet {

// Hears messages, and counts them.
bool hear();
int heard();
// How often a run on the model in `folder` told how far it had come.
int run(const char *folder);
// The words that are entities of `text`.
std::string words(const cajal::Entities &entities, const std::string &text);

}  // namespace quiet

#endif
