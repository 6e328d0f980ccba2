// Runs a fuzz target without libFuzzer: corpus_main RUNS FOLDER feeds every file of the folder, then RUNS changed
// copies of them. The changes depend on nothing but RUNS and the files, so a failure can be repeated; the input that
// ends the process is left as `last-input` in the working folder.

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

const std::string* running = nullptr;

std::vector<std::string> filesOf(const fs::path& folder)
{
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> out;
    for (const fs::path& path : paths) {
        std::ifstream in(path, std::ios::binary);
        out.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return out;
}

class Mutator {
public:
    explicit Mutator(const std::vector<std::string>& seeds) : m_seeds(seeds) {}

    std::string next()
    {
        std::string text = m_seeds[below(m_seeds.size())];
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(text);
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : m_random() % limit; }

    /// A piece of any seed, as long as a word or two.
    std::string piece()
    {
        const std::string& from = m_seeds[below(m_seeds.size())];
        return from.substr(below(from.size()), 1 + below(16));
    }

    void change(std::string& text)
    {
        const std::size_t at = below(text.size());
        switch (below(5)) {
        case 0:
            if (!text.empty()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 1: text.erase(at, 1 + below(8)); break;
        case 2: text.insert(at, piece()); break;
        case 3:
            if (const std::string with = piece(); !text.empty()) text.replace(at, with.size(), with);
            break;
        default: text.insert(at, std::string(1 + below(3), static_cast<char>(below(256)))); break;
        }
    }

    const std::vector<std::string>& m_seeds;
    std::mt19937_64 m_random{1};
};

void keepInput(int = 0)
{
    if (running) std::ofstream("last-input", std::ios::binary) << *running;
}

void run(const std::string& input)
{
    running = &input;
    // A copy of exact size, so that reading one byte too many is seen.
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    (void)LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

int main(int argc, char** argv)
{
    if (argc != 3) return 2;
    if (__sanitizer_set_death_callback) __sanitizer_set_death_callback([] { keepInput(); });
    std::signal(SIGABRT, keepInput);
    const std::vector<std::string> seeds = filesOf(argv[2]);
    if (seeds.empty()) {
        std::fprintf(stderr, "no corpus in %s\n", argv[2]);
        return 2;
    }
    for (const std::string& seed : seeds) run(seed);
    Mutator mutator(seeds);
    for (long left = std::strtol(argv[1], nullptr, 10); left > 0; --left) run(mutator.next());
    running = nullptr;
    return 0;
}
