/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasActionGroup:
 * @number: of the recommendation, 0 for none
 * @theme: (nullable): what it is about
 * @actions: (element-type AtlasAction): what it asks for, in the order of the keys
 *
 * A recommendation and its actions.
 */
typedef struct {
  gint64     number;
  char      *theme;
  GPtrArray *actions;
} AtlasActionGroup;

/**
 * AtlasActions:
 * @on: the day that is asked about
 * @groups: (element-type AtlasActionGroup): by number, those without one last
 * @n_actions: how many there are
 * @n_late: how many are past their date and neither done nor stopped
 * @by_status: (element-type utf8 guint): how many have each code; those of which nobody has said
 *   anything are at the empty text
 *
 * The actions of a county's strategies and how far they have come.
 */
typedef struct {
  AtlasDate   on;
  GPtrArray  *groups;
  guint       n_actions;
  guint       n_late;
  GHashTable *by_status;
} AtlasActions;

AtlasActions *atlas_actions_new             (AtlasStore   *store,
                                             AtlasDate     on,
                                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasActions *atlas_actions_new_for_records (GPtrArray    *records,
                                             AtlasDate     on) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_actions_free            (AtlasActions *self);
guint         atlas_actions_count           (AtlasActions *self,
                                             const char   *status);

gboolean      atlas_action_is_late          (AtlasAction  *action,
                                             AtlasDate     on);
const char   *atlas_action_word_status      (const char   *status);
char         *atlas_action_word_due         (AtlasAction  *action,
                                             AtlasDate     on) G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_action_word_group       (const AtlasActionGroup *group)
                                             G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_actions_word_sum        (AtlasActions *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasActions, atlas_actions_free)

G_END_DECLS
