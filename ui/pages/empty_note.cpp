#include "ui/pages/empty_note.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

namespace watchglass::ui {

EmptyNote::EmptyNote(QWidget* place)
    : QWidget(place), m_add(new QPushButton(icon(IconKind::Plus), tr("Add a panel"), this))
{
    auto* title = new QLabel(tr("There are no panels on this dashboard yet"), this);
    title->setFont(textFont(18, QFont::Medium));
    title->setAlignment(Qt::AlignCenter);
    title->setWordWrap(true);
    m_add->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(16);
    layout->addStretch(2);
    layout->addWidget(title);
    layout->addWidget(m_add, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_add, &QPushButton::clicked, this, &EmptyNote::addRequested);
    place->installEventFilter(this);
    resize(place->size());
}

void EmptyNote::setEditable(bool on) { m_add->setVisible(on); }

bool EmptyNote::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && watched == parent()) resize(parentWidget()->size());
    return QWidget::eventFilter(watched, event);
}

}  // namespace watchglass::ui
