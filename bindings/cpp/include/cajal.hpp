/// @file
/// Spanish clinical language models inside a C++ program: entities, fill-mask and labels of a text, in process.
///
/// A header-only layer over `cajal.h`, for C++17 and newer; link with libcajal (CMake target `cajal::cpp`).
///
/// @code
/// cajal::Ner ner(cajal::Model("models/clinical-es-mini-pharmaconer"));
/// const auto entities = ner.run(note);
/// for (const auto entity : entities) std::cout << entity.label() << ": " << entity.in(note) << '\n';
/// @endcode
///
/// What holds everywhere:
///  - **Errors.** Each call that can fail comes twice: `run` throws cajal::Error, `try_run` returns a cajal::Result and
///    throws nothing of ours. No message holds text of a document. With -fno-exceptions only the `try_` forms are there; a
///    program may have parts of both kinds, which give each other Entities and the like, but no models, tasks or options.
///  - **Ownership.** Everything is RAII and moves; nothing copies in silence. A result owns what it shows: its labels,
///    texts and elements are views that live as long as it does. Of a result without a name, which goes at once, strings are
///    copies (`ner.models()[0]->info().json()`) and what else would be a view does not compile: give it a name.
///  - **Text** is UTF-8 or UTF-16, NUL and all; see cajal::Text. Offsets come in UTF-8 bytes, UTF-16 units and code points
///    at once, half-open.
///  - **Threads.** Models and the tasks over them are immutable: any number of threads may call them at once. Results are
///    immutable too. Options are for one thread at a time while they are built, and may then be shared.
///  - **Moved-from** objects may be destroyed and assigned to. Calls on them, and with them, fail with invalid_argument; results
///    and Info, whose calls cannot fail, are empty.
#ifndef CAJAL_HPP
#define CAJAL_HPP

#include "cajal/cancel.hpp"
#include "cajal/classifier.hpp"
#include "cajal/deidentify.hpp"
#include "cajal/error.hpp"
#include "cajal/export.hpp"
#include "cajal/fill_mask.hpp"
#include "cajal/info.hpp"
#include "cajal/log.hpp"
#include "cajal/model.hpp"
#include "cajal/ner.hpp"
#include "cajal/offsets.hpp"
#include "cajal/options.hpp"
#include "cajal/parity_fill_mask.hpp"
#include "cajal/parity_ner.hpp"
#include "cajal/runtime.hpp"
#include "cajal/text.hpp"
#include "cajal/version.hpp"

#endif
