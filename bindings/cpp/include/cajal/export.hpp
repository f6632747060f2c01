/// @file
/// Entities in the formats of other programs.
#ifndef CAJAL_EXPORT_HPP
#define CAJAL_EXPORT_HPP

#include <cajal.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "config.hpp"
#include "entities.hpp"
#include "error.hpp"
#include "handle.hpp"
#include "text.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// A format of other programs.
enum class ExportFormat {
    /// One object for each document, each on its own line.
    json,
    /// An .ann file, for one document; its offsets are code points.
    brat,
    /// One word a line with an IOB2 tag for each model.
    conll,
    /// One page for all documents, whole in itself.
    html,
};

/// Documents with their entities, in a format of other programs; `cajal_export` in `cajal.h` says what each holds.
///
/// An export holds text of the documents. Moves; one thread at a time.
class Export {
public:
    /// An export without documents.
    static Result<Export> try_make(ExportFormat format) {
        const auto name = name_of(format);
        cajal_export *made = nullptr;
        cajal_error *error = nullptr;
        const auto status = cajal_export_new(name.data(), name.size(), &made, &error);
        return detail::made<Export>(status, made, error);
    }

    /// Adds a document: its name in UTF-8, its text, and the entities found in exactly this text. What is needed is copied.
    ///
    /// Fails with invalid_argument if the entities are of another text, for a second document in brat, and for another number
    /// of models in CoNLL; with invalid_utf8. The export stays as it was.
    Done try_add(std::string_view name, const Text &text, const Entities &entities) {
        cajal_error *error = nullptr;
        const auto status = text.is_utf16() ? cajal_export_add_utf16(native(), name.data(), name.size(), text.utf16(),
                                                                     text.length(), entities.native(), &error)
                                            : cajal_export_add(native(), name.data(), name.size(), text.utf8(),
                                                               text.length(), entities.native(), &error);
        return detail::done(status, error);
    }

#ifdef CAJAL_HAS_EXCEPTIONS
    /// As try_make. @throws Error
    explicit Export(ExportFormat format) : Export(try_make(format).value()) {}

    /// As try_add. @throws Error
    Export &add(std::string_view name, const Text &text, const Entities &entities) & {
        try_add(name, text, entities).value();
        return *this;
    }
    Export add(std::string_view name, const Text &text, const Entities &entities) && {
        return std::move(add(name, text, entities));
    }
#endif

    /// Takes a C object.
    explicit Export(cajal_export *made) noexcept : export_(made) {}

    /// The whole export, UTF-8. A view, valid until a document is added.
    [[nodiscard]] std::string_view text() & CAJAL_LIFETIMEBOUND { return detail::string_of(cajal_export_text, native()); }
    [[nodiscard]] std::string text() && { return std::string(text()); }

    /// The number of entities that text() could not hold: CoNLL has one tag a word for each model, so of entities of one model
    /// that share a word the later ones are left out. 0 before text(), and in other formats.
    [[nodiscard]] std::uint64_t left_out() const noexcept { return cajal_export_left_out(export_.get()); }

    /// The C object. Owned by this; NULL if moved from.
    [[nodiscard]] cajal_export *native() & noexcept { return export_.get(); }
    cajal_export *native() && = delete;

private:
    static std::string_view name_of(ExportFormat format) noexcept {
        switch (format) {
            case ExportFormat::json: return "json";
            case ExportFormat::brat: return "brat";
            case ExportFormat::conll: return "conll";
            case ExportFormat::html: return "html";
        }
        return {};  // no format has this name: the call fails
    }

    detail::Owned<cajal_export, cajal_export_free> export_;
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
