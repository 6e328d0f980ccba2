#include "engine/base/code_pages.h"

#if defined(__linux__)

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace watchglass {

namespace {

/// Code that the loader wrote addresses into would be lost.
bool isWritten(const dl_phdr_info& object)
{
    for (std::size_t i = 0; i < object.dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = object.dlpi_phdr[i];
        if (segment.p_type != PT_DYNAMIC) continue;
        for (auto* entry = reinterpret_cast<const ElfW(Dyn)*>(object.dlpi_addr + segment.p_vaddr);
             entry->d_tag != DT_NULL; ++entry) {
            const bool textRelocations = entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL) != 0;
            if (textRelocations || entry->d_tag == DT_TEXTREL) return true;
        }
    }
    return false;
}

int release(dl_phdr_info* object, std::size_t, void*)
{
    if (isWritten(*object)) return 0;
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    for (std::size_t i = 0; i < object->dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = object->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_X) == 0 || (segment.p_flags & PF_W) != 0) continue;
        const std::uintptr_t begin = (object->dlpi_addr + segment.p_vaddr) & ~(page - 1);
        const std::uintptr_t end = object->dlpi_addr + segment.p_vaddr + segment.p_filesz;
        madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
    return 0;
}

}  // namespace

void releaseCodePages() { dl_iterate_phdr(release, nullptr); }

}  // namespace watchglass

#else

namespace watchglass {

void releaseCodePages() {}

}  // namespace watchglass

#endif
