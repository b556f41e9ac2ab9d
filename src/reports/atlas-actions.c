/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the actions of a county's strategies have come. */
#include "config.h"

#include "reports/atlas-actions.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"

#define STATUS_SET "action-status"
#define DONE       "done"
#define STOPPED    "stopped"

static void
group_free (gpointer data)
{
  AtlasActionGroup *group = data;

  g_free (group->theme);
  g_ptr_array_unref (group->actions);
  g_free (group);
}

void
atlas_actions_free (AtlasActions *self)
{
  g_ptr_array_unref (self->groups);
  g_hash_table_unref (self->by_status);
  g_free (self);
}

/**
 * atlas_action_is_late:
 * @action: an action
 * @on: the day
 *
 * Returns: whether its date has passed and it is neither done nor stopped
 */
gboolean
atlas_action_is_late (AtlasAction *action,
                      AtlasDate    on)
{
  return action->due != ATLAS_DATE_NONE && action->due < on &&
         g_strcmp0 (action->status, DONE) != 0 && g_strcmp0 (action->status, STOPPED) != 0;
}

static AtlasActionGroup *
find_group (AtlasActions *self,
            AtlasAction  *action)
{
  AtlasActionGroup *group;

  for (guint i = 0; i < self->groups->len; i++)
    {
      group = g_ptr_array_index (self->groups, i);
      if (group->number == action->number &&
          (group->number != 0 || g_strcmp0 (group->theme, action->theme) == 0))
        return group;
    }

  group = g_new0 (AtlasActionGroup, 1);
  group->number = action->number;
  group->theme = g_strdup (action->theme);
  group->actions = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->groups, group);

  return group;
}

/* What has no number comes last. */
static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const AtlasActionGroup *one = *(AtlasActionGroup **) a;
  const AtlasActionGroup *two = *(AtlasActionGroup **) b;

  if ((one->number == 0) != (two->number == 0))
    return one->number == 0 ? 1 : -1;
  if (one->number != two->number)
    return one->number > two->number ? 1 : -1;

  return g_strcmp0 (one->theme, two->theme);
}

static void
add_action (AtlasActions *self,
            AtlasAction  *action)
{
  const char *status = action->status != NULL ? action->status : "";

  g_ptr_array_add (find_group (self, action)->actions, g_object_ref (action));
  g_hash_table_insert (self->by_status, g_strdup (status),
                       GUINT_TO_POINTER (atlas_actions_count (self, status) + 1));
  self->n_actions++;
  if (atlas_action_is_late (action, self->on))
    self->n_late++;
}

/**
 * atlas_actions_new_for_records:
 * @records: (element-type AtlasAction): actions, by key
 * @on: the day that is asked about
 *
 * Puts the actions that hold on a day under their recommendations.
 *
 * Returns: (transfer full): the actions
 */
AtlasActions *
atlas_actions_new_for_records (GPtrArray *records,
                               AtlasDate  on)
{
  AtlasActions *self = g_new0 (AtlasActions, 1);

  self->on = on;
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->by_status = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < records->len; i++)
    if (atlas_record_is_valid_on (g_ptr_array_index (records, i), on))
      add_action (self, g_ptr_array_index (records, i));
  g_ptr_array_sort (self->groups, compare_groups);

  return self;
}

/**
 * atlas_actions_new:
 * @store: a store
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Reads the actions of a county's strategies.
 *
 * Source: requirements T124, T126 to T133 and T171.
 *
 * Returns: (transfer full): the actions
 */
AtlasActions *
atlas_actions_new (AtlasStore *store,
                   AtlasDate   on,
                   GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_action_type);
  g_autoptr(GPtrArray) records = NULL;

  atlas_query_order_by (query, "key", FALSE);
  records = atlas_store_list (store, query, error);

  return records != NULL ? atlas_actions_new_for_records (records, on) : NULL;
}

/**
 * atlas_actions_count:
 * @self: actions
 * @status: a code, or the empty text for those of which nobody has said anything
 *
 * Returns: how many have that status
 */
guint
atlas_actions_count (AtlasActions *self,
                     const char   *status)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_status, status));
}

/**
 * atlas_action_word_status:
 * @status: (nullable): a code
 *
 * Returns: what it is called
 */
const char *
atlas_action_word_status (const char *status)
{
  return status != NULL && *status != '\0' ? atlas_codes_label (STATUS_SET, status)
                                           : _("Nothing recorded");
}

/**
 * atlas_action_word_due:
 * @action: an action
 * @on: the day
 *
 * Returns: (transfer full): its date, and that it has passed if it has
 */
char *
atlas_action_word_due (AtlasAction *action,
                       AtlasDate    on)
{
  g_autofree char *day = NULL;

  if (action->due == ATLAS_DATE_NONE)
    return g_strdup (_("No date"));

  day = atlas_date_format_long (action->due);

  /* Translators: a day that has passed. */
  return atlas_action_is_late (action, on) ? g_strdup_printf (_("%s, late"), day)
                                           : g_steal_pointer (&day);
}

/**
 * atlas_action_word_group:
 *
 * Returns: (transfer full): the heading of a recommendation
 */
char *
atlas_action_word_group (const AtlasActionGroup *group)
{
  if (group->number == 0)
    return g_strdup (group->theme != NULL ? group->theme : _("Other actions"));
  if (group->theme == NULL)
    /* Translators: a number. */
    return g_strdup_printf (_("Recommendation %d"), (int) group->number);

  /* Translators: a number, and what it is about. */
  return g_strdup_printf (_("Recommendation %1$d: %2$s"), (int) group->number, group->theme);
}

/**
 * atlas_actions_word_sum:
 * @self: actions
 *
 * Returns: (transfer full): how many there are and how far they have come, in a line
 */
char *
atlas_actions_word_sum (AtlasActions *self)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (STATUS_SET);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u action", "%u actions", self->n_actions),
                          self->n_actions);
  for (guint i = 0; i <= codes->len; i++)
    {
      const AtlasCode *code = i < codes->len ? g_ptr_array_index (codes, i) : NULL;
      guint n = atlas_actions_count (self, code != NULL ? code->code : "");

      if (n > 0)
        /* Translators: a status, and how many actions have it: " · Done: 4". */
        g_string_append_printf (text, _(" · %1$s: %2$u"),
                                atlas_action_word_status (code != NULL ? code->code : NULL), n);
    }
  if (self->n_late > 0)
    /* Translators: how many actions are past their date. */
    g_string_append_printf (text, _(" · Late: %u"), self->n_late);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
