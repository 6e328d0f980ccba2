#pragma once

namespace watchglass::conformance {

/// `watchglass_conformance reference [--dir DIR] [--out DIR] [--only TEXT] [--misses]`: draws every specimen of
/// Grafana's reference pictures that has an input and compares. Returns the exit code.
int runReference(int argc, char** argv);

}  // namespace watchglass::conformance
