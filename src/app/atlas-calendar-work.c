/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of a school year reads and writes, on the store's threads. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-calendar-work.h"

#include <glib/gi18n.h>

#include "base/atlas-id.h"
#include "records/atlas-codes.h"
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

/* Adds each clock that moved to @words. */
static void
word_moves (GPtrArray *words,
            GPtrArray *moves,
            AtlasDate  on)
{
  for (guint i = 0; i < moves->len; i++)
    g_ptr_array_add (words, atlas_calendar_words_move (g_ptr_array_index (moves, i), on));
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

  word_moves (changed->moves, moves, change->on);
  changed->n_closed = count_closed (store, change, after);

  return g_steal_pointer (&changed);
}

void
atlas_calendar_importing_free (AtlasCalendarImporting *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->establishment);
  g_free (self);
}

void
atlas_calendar_imported_free (AtlasCalendarImported *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->moves, g_ptr_array_unref);
  g_free (self->name);
  g_free (self->set_ids);
  g_free (self);
}

void
atlas_calendar_exporting_free (AtlasCalendarExporting *self)
{
  g_free (self->establishment);
  g_free (self->name);
  g_free (self);
}

/* "New: INSET day, 21 October 2026". */
static char *
word_row (const AtlasImportRow *row)
{
  g_autoptr(json_t) there = row->present != NULL ? atlas_record_to_fields (row->present) : NULL;
  g_autoptr(json_t) fields = there != NULL ? json_incref (there) : json_object ();
  AtlasDateRange days = { ATLAS_DATE_NONE, ATLAS_DATE_NONE };
  const char *kind;
  g_autofree char *name = NULL;

  if (row->state == ATLAS_ROW_REFUSED)
    /* Translators: a line of a file, and why it was refused. */
    return g_strdup_printf (_("Line %1$u refused: %2$s"), row->line, row->reason);

  json_object_update (fields, row->fields);
  kind = _(atlas_codes_label ("calendar-kind", atlas_json_string (fields, "kind")));
  days.from = atlas_date_parse (atlas_json_string (json_object_get (fields, "days"), "from"));
  days.to = atlas_date_parse (atlas_json_string (json_object_get (fields, "days"), "to"));
  name = atlas_calendar_name_days (days);

  if (row->state == ATLAS_ROW_NEW)
    /* Translators: what days are, and the days: "New: INSET day, 21 October 2026". */
    return g_strdup_printf (_("New: %1$s, %2$s"), kind, name);
  if (row->state == ATLAS_ROW_REMOVED)
    return g_strdup_printf (_("Taken away: %1$s, %2$s"), kind, name);

  return g_strdup_printf (_("Changed: %1$s, %2$s"), kind, name);
}

static void
count_rows (AtlasCalendarImported *imported,
            AtlasImport           *import)
{
  for (guint state = 0; state < ATLAS_ROW_N_STATES; state++)
    imported->counts[state] = atlas_import_count (import, (AtlasRowState) state);

  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);

      if (row->state != ATLAS_ROW_SAME)
        g_ptr_array_add (imported->rows, word_row (row));
    }
}

static gboolean
read_file (AtlasCalendarImporting *importing,
           AtlasCalendarImported  *imported,
           GCancellable           *cancellable,
           GError                **error)
{
  g_autofree char *base = importing->file != NULL ? g_file_get_basename (importing->file) : NULL;

  imported->name = base != NULL ? g_filename_display_name (base) : g_strdup (importing->name);
  imported->bytes = importing->bytes != NULL
                    ? g_bytes_ref (importing->bytes)
                    : atlas_import_load_file (importing->file, ATLAS_ICALENDAR_BYTES_MAX,
                                              cancellable, error);

  return imported->bytes != NULL;
}

/* Reads a file and what it would do; the import is what a writer hands to the store. */
static AtlasCalendarImported *
look_at_file (AtlasStore             *store,
              AtlasCalendarImporting *importing,
              AtlasImport           **import,
              GCancellable           *cancellable,
              GError                **error)
{
  g_autoptr(AtlasCalendarImported) imported = g_new0 (AtlasCalendarImported, 1);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_calendar_range_type);
  g_autoptr(GPtrArray) present = NULL;
  g_autoptr(GPtrArray) after = NULL;
  g_autoptr(GPtrArray) moves = NULL;
  const AtlasIcalendarSettings settings = {
    importing->establishment, importing->has_kind, importing->kind,
  };

  imported->rows = g_ptr_array_new_with_free_func (g_free);
  imported->moves = g_ptr_array_new_with_free_func (g_free);
  if (!read_file (importing, imported, cancellable, error) ||
      (present = atlas_store_list (store, query, error)) == NULL)
    return NULL;

  *import = atlas_icalendar_import (imported->name, imported->bytes, &settings, present);
  after = atlas_import_make_after (*import, &atlas_calendar_range_type, present, error);
  if (after == NULL ||
      (moves = atlas_store_list_clock_moves (store, after, importing->on, error)) == NULL)
    return NULL;

  count_rows (imported, *import);
  word_moves (imported->moves, moves, importing->on);

  return g_steal_pointer (&imported);
}

/**
 * atlas_calendar_preview:
 * @data: an #AtlasCalendarImporting
 *
 * Reads an iCalendar file, on the store's reading thread, and what bringing it in would change.
 *
 * Returns: (transfer full) (nullable): an #AtlasCalendarImported
 */
gpointer
atlas_calendar_preview (AtlasStore   *store,
                        gpointer      data,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr(AtlasImport) import = NULL;

  return look_at_file (store, data, &import, cancellable, error);
}

/**
 * atlas_calendar_bring_in:
 * @data: an #AtlasCalendarImporting
 *
 * Brings an iCalendar file in, on the store's writing thread. It is one entry of History.
 *
 * Returns: (transfer full) (nullable): an #AtlasCalendarImported
 */
gpointer
atlas_calendar_bring_in (AtlasStore   *store,
                         gpointer      data,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(AtlasCalendarImported) imported = NULL;
  g_autoptr(GPtrArray) sets = NULL;
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  g_autofree char *label = NULL;

  imported = look_at_file (store, data, &import, cancellable, error);
  if (imported == NULL)
    return NULL;

  /* Translators: the name of a file. */
  label = g_strdup_printf (_("Calendar imported: %s"), imported->name);
  sets = atlas_import_make_sets (import, label);
  for (guint i = 0; i < sets->len; i++)
    {
      if (!atlas_store_apply (store, g_ptr_array_index (sets, i), error))
        return NULL;
      g_strv_builder_add (ids, atlas_change_set_get_id (g_ptr_array_index (sets, i)));
    }
  all = g_strv_builder_end (ids);
  imported->set_ids = *all != NULL ? g_strjoinv (" ", all) : NULL;

  return g_steal_pointer (&imported);
}

/**
 * atlas_calendar_write_out:
 * @data: an #AtlasCalendarExporting
 *
 * Writes the days of a school year that the county or a school has entered, as iCalendar.
 *
 * Returns: (transfer full) (nullable): a #GBytes
 */
gpointer
atlas_calendar_write_out (AtlasStore   *store,
                          gpointer      data,
                          GCancellable *cancellable,
                          GError      **error)
{
  const AtlasCalendarExporting *exporting = data;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_calendar_range_type);
  g_autoptr(GPtrArray) ranges = atlas_store_list (store, query, error);
  g_autoptr(GPtrArray) of_year = g_ptr_array_new ();

  for (guint i = 0; ranges != NULL && i < ranges->len; i++)
    {
      AtlasCalendarRange *range = g_ptr_array_index (ranges, i);

      if (range->days.from <= exporting->year.to && range->days.to >= exporting->year.from)
        g_ptr_array_add (of_year, range);
    }

  return ranges != NULL
         ? atlas_icalendar_export (of_year, exporting->establishment, exporting->name,
                                   exporting->on)
         : NULL;
}
