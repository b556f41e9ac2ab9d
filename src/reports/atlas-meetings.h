/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"
#include "reports/atlas-meeting-file.h"

G_BEGIN_DECLS

/**
 * AtlasPanelMeeting:
 * @panel: whose
 * @meeting: (nullable): its record; %NULL when the day is worked out from how often the panel meets
 * @on: the day
 * @closed: why schools are closed that day, of a day that is worked out
 * @closed_note: (nullable): the holiday's name
 * @n_children: of a meeting to come, children who wait for the panel
 * @n_decisions: decisions recorded at it
 * @receipt: what the server has acknowledged of those made on this laptop
 *
 * One meeting of a panel, to come or past.
 */
typedef struct {
  AtlasPanel   *panel;
  AtlasMeeting *meeting;
  AtlasDate     on;
  AtlasClosed   closed;
  char         *closed_note;
  guint         n_children;
  guint         n_decisions;
  AtlasReceipt  receipt;
} AtlasPanelMeeting;

/**
 * AtlasMeetings:
 * @on: the day that they are seen from
 * @panels: (element-type AtlasPanel): of the scope, by name
 * @next: (element-type AtlasPanelMeeting): to come, the soonest first
 * @past: (element-type AtlasPanelMeeting): the newest first
 *
 * The meetings of a county's panels, or of one of them.
 */
typedef struct {
  AtlasDate  on;
  GPtrArray *panels;
  GPtrArray *next;
  GPtrArray *past;
} AtlasMeetings;

GArray        *atlas_meetings_work_out (AtlasPanel        *panel,
                                           const AtlasDate   *taken,
                                           gsize              n_taken,
                                           AtlasDate          on,
                                           guint              n_wanted)
                                           G_GNUC_WARN_UNUSED_RESULT;

AtlasMeetings *atlas_meetings_new      (AtlasStore        *store,
                                           const char        *scope,
                                           const char        *panel,
                                           AtlasDate          on,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_meetings_free     (AtlasMeetings     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMeetings, atlas_meetings_free)

G_END_DECLS
