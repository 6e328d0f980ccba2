#pragma once

class QLineEdit;
class QStringListModel;

namespace watchglass::ui {

/// Offers `names`, which may be none, for a text that is typed: those that have what is written, all of them by the
/// arrow at the end or the key Down. Choosing one counts as typing it. GUI thread only.
void offerNames(QLineEdit& edit, QStringListModel* names);

}  // namespace watchglass::ui
