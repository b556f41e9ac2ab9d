/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of a school year reads and writes, on the store's threads. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-calendar-work.h"

#include <glib/gi18n.h>

#include "base/atlas-id.h"
#include "reports/atlas-calendar-words.h"
#include "reports/atlas-words.h"

void
atlas_calendar_file_free (AtlasCalendarFile *self)
{
  g_clear_object (&self->school);
  g_clear_pointer (&self->calendar, atlas_calendar_unref);
  g_free (self);
}

void
atlas_calendar_change_free (AtlasCalendarChange *self)
{
  g_free (self->establishment);
  g_free (self->note);
  g_free (self);
}

void
atlas_calendar_changed_free (AtlasCalendarChanged *self)
{
  g_free (self->set_id);
  g_free (self->label);
  g_clear_pointer (&self->moves, g_ptr_array_unref);
  g_free (self);
}

/**
 * atlas_calendar_name_days:
 * @days: first and last day
 *
 * Returns: (transfer full): "21 October 2026", or "21 October 2026 to 23 October 2026"
 */
char *
atlas_calendar_name_days (AtlasDateRange days)
{
  g_autofree char *from = atlas_date_format_long (days.from);
  g_autofree char *to = atlas_date_format_long (days.to);

  if (days.from == days.to)
    return g_steal_pointer (&from);

  /* Translators: the first and the last day of several. */
  return g_strdup_printf (_("%1$s to %2$s"), from, to);
}

/**
 * atlas_calendar_read_file:
 * @data: the key or the id of a school, or %ATLAS_CALENDAR_COUNTY
 *
 * Reads a calendar, on the store's reading thread.
 *
 * Returns: (transfer full) (nullable): an #AtlasCalendarFile
 */
gpointer
atlas_calendar_read_file (AtlasStore   *store,
                          gpointer      data,
                          GCancellable *cancellable,
                          GError      **error)
{
  const char *key = data;
  g_autoptr(AtlasCalendarFile) file = g_new0 (AtlasCalendarFile, 1);
  g_autoptr(AtlasCalendars) calendars = NULL;
  AtlasRecord *school = NULL;

  if (!g_str_equal (key, ATLAS_CALENDAR_COUNTY))
    {
      school = atlas_id_is_valid (key)
               ? atlas_store_get (store, "establishment", key, error)
               : atlas_store_get_by_key (store, "establishment", key, error);
      if (school == NULL)
        return NULL;
      file->school = (AtlasEstablishment *) school;
    }

  calendars = atlas_calendars_new (store, error);
  if (calendars == NULL)
    return NULL;

  file->calendar = atlas_calendar_ref (atlas_calendars_get (calendars, school != NULL
                                                            ? atlas_record_get_id (school) : NULL));
  return g_steal_pointer (&file);
}

static int
count_closed (AtlasStore                *store,
              const AtlasCalendarChange *change,
              GPtrArray                 *after)
{
  g_autoptr(AtlasCalendars) calendars = atlas_calendars_new_of (store, after, NULL);
  int n = 0;

  if (calendars == NULL || change->become != ATLAS_CLOSED_NOT)
    return 0;

  for (AtlasDate date = change->days.from; date <= change->days.to; date++)
    {
      AtlasClosed why = atlas_calendar_why_closed (atlas_calendars_get (calendars,
                                                                        change->establishment),
                                                   date, NULL);

      n += why != ATLAS_CLOSED_NOT && why != ATLAS_CLOSED_WEEKEND;
    }

  return n;
}

static gboolean
commit (AtlasStore           *store,
        AtlasImport          *import,
        AtlasCalendarChanged *changed,
        GError              **error)
{
  g_autoptr(GPtrArray) sets = atlas_import_make_sets (import, changed->label);

  /* One change by hand is far smaller than a set may be. */
  for (guint i = 0; i < sets->len; i++)
    {
      AtlasChangeSet *set = g_ptr_array_index (sets, i);

      if (!atlas_store_apply (store, set, error))
        return FALSE;
      g_free (changed->set_id);
      changed->set_id = g_strdup (atlas_change_set_get_id (set));
    }

  return TRUE;
}

static void
word_moves (AtlasCalendarChanged *changed,
            GPtrArray            *moves,
            AtlasDate             on)
{
  for (guint i = 0; i < moves->len; i++)
    g_ptr_array_add (changed->moves, atlas_calendar_words_move (g_ptr_array_index (moves, i), on));
}

/**
 * atlas_calendar_write_change:
 * @data: an #AtlasCalendarChange
 *
 * Makes a change of calendar, on the store's writing thread, and finds whose clocks it moves.
 *
 * Returns: (transfer full) (nullable): an #AtlasCalendarChanged
 */
gpointer
atlas_calendar_write_change (AtlasStore   *store,
                             gpointer      data,
                             GCancellable *cancellable,
                             GError      **error)
{
  const AtlasCalendarChange *change = data;
  const AtlasCalendarEdit edit = {
    change->establishment, change->days, change->become, change->note,
  };
  g_autoptr(AtlasCalendarChanged) changed = g_new0 (AtlasCalendarChanged, 1);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_calendar_range_type);
  g_autoptr(GPtrArray) present = atlas_store_list (store, query, error);
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(GPtrArray) after = NULL;
  g_autoptr(GPtrArray) moves = NULL;
  g_autofree char *days = atlas_calendar_name_days (change->days);
  g_autofree char *what = atlas_words_closed (change->become, NULL);

  if (present == NULL)
    return NULL;

  /* Translators: days, and what they are now: "21 October 2026: INSET day". */
  changed->label = g_strdup_printf (_("%1$s: %2$s"), days, what);
  changed->moves = g_ptr_array_new_with_free_func (g_free);
  import = atlas_calendar_edit (&edit, present);
  after = atlas_import_make_after (import, &atlas_calendar_range_type, present, error);
  if (after == NULL ||
      (moves = atlas_store_list_clock_moves (store, after, change->on, error)) == NULL ||
      !commit (store, import, changed, error))
    return NULL;

  word_moves (changed, moves, change->on);
  changed->n_closed = count_closed (store, change, after);

  return g_steal_pointer (&changed);
}
