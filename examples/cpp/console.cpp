// A note is typed, and its drugs and proteins light up: what the text field of a desktop program does.
//
//   console [MODEL]            type; Ctrl-D ends
//   console [MODEL] < NOTE     the note with its entities marked
//
// The model runs in a thread of its own, so that no key ever waits for it: each key cancels the run for the text before. While a
// long note is read, the screen tells how far that is.
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cajal.hpp>
#include <condition_variable>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

struct Mark {
    std::size_t start, end;  // bytes
    std::string label;
};
using Marks = std::vector<Mark>;

Marks marks_of(const cajal::Entities &entities) {
    Marks marks;
    for (const auto entity : entities)
        marks.push_back({entity.offsets().utf8_start, entity.offsets().utf8_end, std::string(entity.label())});
    return marks;
}

// Runs a model on the latest text, in the background.
class Recogniser {
public:
    using Answer = std::function<void(const std::string &text, Marks marks)>;
    using Progress = std::function<void(const std::string &text, int percent)>;

    Recogniser(cajal::Ner ner, Answer answer, Progress progress)
        : ner_(std::move(ner)), answer_(std::move(answer)), progress_(std::move(progress)), worker_([this] { work(); }) {}

    ~Recogniser() {
        change([this] { stopped_ = true; });
        worker_.join();
    }

    void submit(std::string text) {
        change([&] { next_ = std::move(text); });
    }

private:
    template <class Change>
    void change(Change change) {
        const std::lock_guard<std::mutex> lock(mutex_);
        change();
        if (running_) running_->request();
        changed_.notify_one();
    }

    void work() {
        for (;;) {
            std::unique_lock<std::mutex> lock(mutex_);
            changed_.wait(lock, [this] { return stopped_ || next_; });
            if (stopped_) return;
            const std::string text = *std::exchange(next_, std::nullopt);
            const auto cancel = running_ = std::make_shared<cajal::Cancel>();
            lock.unlock();
            run(text, *cancel);
        }
    }

    void run(const std::string &text, const cajal::Cancel &cancel) const {
        cajal::NerOptions options;
        options.progress([&](auto done, auto total) { progress_(text, static_cast<int>(100 * done / total)); });
        const auto entities = ner_.try_run(text, options, cancel);
        if (!entities) return;  // a newer text is waiting
        answer_(text, marks_of(*entities));
    }

    const cajal::Ner ner_;
    const Answer answer_;
    const Progress progress_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<std::string> next_;
    std::shared_ptr<cajal::Cancel> running_;
    bool stopped_ = false;
    std::thread worker_;  // the last: it uses the others
};

// Each entity between what `open` and `close` say of its label.
template <class Open, class Close>
std::string marked(const std::string &text, const Marks &marks, Open open, Close close) {
    std::string out;
    std::size_t done = 0;
    for (const auto &mark : marks) {
        if (mark.start < done) continue;
        out += text.substr(done, mark.start - done) + open(mark.label);
        out += text.substr(mark.start, mark.end - mark.start) + close(mark.label);
        done = mark.end;
    }
    return out + text.substr(done);
}

std::string coloured(const std::string &text, const Marks &marks) {
    const auto colour = [](const std::string &label) {
        return "\x1b[1;3" + std::to_string(1 + std::hash<std::string>()(label) % 6) + "m";
    };
    return marked(text, marks, colour, [](const std::string &) { return "\x1b[0m"; });
}

std::string bracketed(const std::string &text, const Marks &marks) {
    return marked(text, marks, [](const std::string &) { return "["; },
                  [](const std::string &label) { return "|" + label + "]"; });
}

// The note on the screen, with the marks that are known so far.
class Screen {
public:
    void show(const std::string &text) {
        const std::lock_guard<std::mutex> lock(mutex_);
        // Marks stay right up to where the text has changed.
        const auto same = std::mismatch(text.begin(), text.end(), text_.begin(), text_.end()).first - text.begin();
        const auto is_gone = [same](const Mark &mark) { return mark.end > static_cast<std::size_t>(same); };
        marks_.erase(std::remove_if(marks_.begin(), marks_.end(), is_gone), marks_.end());
        text_ = text;
        draw();
    }

    void show(const std::string &text, Marks marks) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (text != text_) return;
        marks_ = std::move(marks);
        draw();
    }

    // How much of the text has been read.
    void show(const std::string &text, int percent) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (text != text_ || percent >= 100) return;
        draw();
        std::cout << "\n\n" << percent << " %" << std::flush;
    }

private:
    void draw() const { std::cout << "\x1b[H\x1b[J" << coloured(text_, marks_) << std::flush; }

    std::mutex mutex_;
    std::string text_;
    Marks marks_;
};

// The terminal gives each key at once; as it was before when this goes.
class Keys {
public:
    Keys() {
        tcgetattr(STDIN_FILENO, &before_);
        termios raw = before_;
        raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
    ~Keys() { tcsetattr(STDIN_FILENO, TCSANOW, &before_); }
    Keys(const Keys &) = delete;
    Keys &operator=(const Keys &) = delete;

private:
    termios before_{};
};

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

void erase_last(std::string &text) {
    while (!text.empty() && continues_character(text.back())) text.pop_back();
    if (!text.empty()) text.pop_back();
}

// How many bytes a character has that starts with this one.
int length_of(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

void type(cajal::Ner ner) {
    constexpr char END = 4, BACKSPACE = 127;
    Screen screen;
    Recogniser recogniser(std::move(ner), [&screen](const auto &text, Marks marks) { screen.show(text, std::move(marks)); },
                          [&screen](const auto &text, int percent) { screen.show(text, percent); });
    const Keys keys;
    std::string text;
    int missing = 0;  // bytes of a character
    screen.show(text);
    for (char key = 0; read(STDIN_FILENO, &key, 1) == 1 && key != END;) {
        if (key == BACKSPACE) {
            erase_last(text);
        } else {
            missing = missing > 0 ? missing - 1 : length_of(key) - 1;
            text += key;
            if (missing > 0) continue;
        }
        screen.show(text);
        recogniser.submit(text);
    }
    std::cout << '\n';
}

void print(const cajal::Ner &ner) {
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    const auto marks = marks_of(ner.run(text));
    std::cout << (isatty(STDOUT_FILENO) ? coloured(text, marks) : bracketed(text, marks));
}

}  // namespace

int main(int count, char **arguments) try {
    cajal::Ner ner(cajal::Model(count > 1 ? arguments[1] : "models/clinical-es-mini-pharmaconer"));
    isatty(STDIN_FILENO) ? type(std::move(ner)) : print(ner);
} catch (const cajal::Error &error) {
    std::cerr << "console: " << error.what() << '\n';
    return 1;
}
