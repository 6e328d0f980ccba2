#pragma once

namespace watchglass {

/// Lets go of the pages of code that the start of the program needed: what is needed again comes back from the page
/// cache, in less than a microsecond each. For programs that go on without a window, where most of what a start touches
/// is never run again.
void releaseCodePages();

}  // namespace watchglass
