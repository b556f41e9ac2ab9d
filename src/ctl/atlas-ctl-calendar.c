/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "exchange/atlas-icalendar.h"
#include "records/atlas-records.h"
#include "reports/atlas-calendar-words.h"

static json_t *
row_to_json (const AtlasImportRow *row)
{
  g_autoptr(json_t) there = row->present != NULL ? atlas_record_to_fields (row->present) : NULL;
  g_autoptr(json_t) fields = there != NULL ? json_incref (there) : json_object ();
  json_t *days;

  json_object_update (fields, row->fields);
  days = json_object_get (fields, "days");

  return json_pack ("{s:s, s:i, s:s?, s:s?, s:s?, s:s?, s:s?}",
                    "state", atlas_row_state_name (row->state), "line", (int) row->line,
                    "kind", atlas_json_string (fields, "kind"),
                    "from", days != NULL ? atlas_json_string (days, "from") : NULL,
                    "to", days != NULL ? atlas_json_string (days, "to") : NULL,
                    "note", atlas_json_string (fields, "note"), "reason", row->reason);
}

static json_t *
rows_to_json (AtlasImport *import)
{
  json_t *rows = json_array ();

  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);

      if (row->state != ATLAS_ROW_SAME)
        json_array_append_new (rows, row_to_json (row));
    }

  return rows;
}

static json_t *
moves_to_json (GPtrArray *moves,
               AtlasDate  on)
{
  json_t *array = json_array ();

  for (guint i = 0; i < moves->len; i++)
    {
      const AtlasClockMove *move = g_ptr_array_index (moves, i);
      g_autofree char *from = atlas_date_format (move->from);
      g_autofree char *to = atlas_date_format (move->to);
      g_autofree char *because = atlas_date_format (move->because);
      g_autofree char *text = atlas_calendar_words_move (move, on);
      const AtlasClockLine *line = move->line;
      g_autofree char *route = NULL;

      if (line->reference != NULL)
        route = g_strconcat ("referral/", line->reference, NULL);
      else if (line->provision != NULL)
        route = g_strconcat ("provision/", line->provision, NULL);

      json_array_append_new (array, json_pack ("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s}",
                                               "record", line->of.record,
                                               "clock", line->of.clock.rule->id, "route", route,
                                               "from", *from != '\0' ? from : NULL,
                                               "to", *to != '\0' ? to : NULL,
                                               "because", *because != '\0' ? because : NULL,
                                               "text", text));
    }

  return array;
}

/* A table says under it what moves; JSON has it as a member. */
static AtlasCtlExit
write_moves (json_t *moves)
{
  for (gsize i = 0; i < json_array_size (moves); i++)
    {
      const char *text = atlas_json_string (json_array_get (moves, i), "text");
      g_autofree char *line = g_strconcat (text, ".\n", NULL);

      if (!atlas_ctl_write (line))
        return ATLAS_CTL_FAILURE;
    }

  return ATLAS_CTL_DONE;
}

static AtlasCtlExit
report (AtlasCtl    *ctl,
        AtlasImport *import,
        GPtrArray   *moves,
        json_t      *sets)
{
  static const char * const columns[] = {
    "state", "line", "kind", "from", "to", "note", "reason", NULL,
  };
  g_autoptr(json_t) object = json_object ();
  json_t *moved = moves_to_json (moves, ctl->as_of);

  for (guint state = 0; state < ATLAS_ROW_N_STATES; state++)
    json_object_set_new (object, atlas_row_state_name ((AtlasRowState) state),
                         json_integer (atlas_import_count (import, (AtlasRowState) state)));
  json_object_set_new (object, "dry_run", json_boolean (sets == NULL));
  json_object_set_new (object, "sets", sets != NULL ? json_incref (sets) : json_array ());
  json_object_set_new (object, "rows", rows_to_json (import));
  json_object_set_new (object, "moved", moved);

  if (atlas_ctl_print (ctl, object, "rows", columns) != ATLAS_CTL_DONE ||
      (ctl->format == ATLAS_CTL_TABLE && write_moves (moved) != ATLAS_CTL_DONE))
    return ATLAS_CTL_FAILURE;

  return atlas_import_count (import, ATLAS_ROW_REFUSED) > 0 ? ATLAS_CTL_FINDINGS : ATLAS_CTL_DONE;
}

/* Every range of days, of all years: a calendar is not of a date. */
static GPtrArray *
list_ranges (AtlasCtl *ctl,
             GError  **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_calendar_range_type);

  return atlas_store_list (ctl->store, query, error);
}

AtlasCtlExit
atlas_ctl_import_calendar (AtlasCtl   *ctl,
                           const char *path,
                           const char *school_name,
                           const char *kind_name,
                           gboolean    is_dry_run)
{
  g_autofree char *name = g_filename_display_basename (path);
  AtlasIcalendarSettings settings = { .has_kind = kind_name != NULL };
  g_autoptr(AtlasRecord) school = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GPtrArray) present = NULL;
  g_autoptr(GPtrArray) after = NULL;
  g_autoptr(GPtrArray) moves = NULL;
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(json_t) sets = NULL;
  GError *error = NULL;

  if (kind_name != NULL && !atlas_calendar_kind_parse (kind_name, &settings.kind))
    return atlas_ctl_usage (_("--as must be term, half-term, inset, closure or bank-holiday"));
  if (!atlas_ctl_open (ctl, is_dry_run ? ATLAS_STORE_READ_ONLY : ATLAS_STORE_DEFAULT, &error) ||
      (school_name != NULL &&
       (school = atlas_ctl_find_school (ctl, school_name, &error)) == NULL) ||
      (bytes = atlas_ctl_read_file (path, &error)) == NULL ||
      (present = list_ranges (ctl, &error)) == NULL)
    return atlas_ctl_fail (error);

  settings.establishment = school != NULL ? atlas_record_get_id (school) : NULL;
  import = atlas_icalendar_import (name, bytes, &settings, present);
  after = atlas_import_make_after (import, &atlas_calendar_range_type, present, &error);
  if (after == NULL ||
      (moves = atlas_store_list_clock_moves (ctl->store, after, ctl->as_of, &error)) == NULL ||
      (!is_dry_run && (sets = atlas_ctl_commit (ctl, import, name, &error)) == NULL))
    return atlas_ctl_fail (error);

  return report (ctl, import, moves, sets);
}

AtlasCtlExit
atlas_ctl_export_calendar (AtlasCtl   *ctl,
                           const char *path,
                           const char *school_name)
{
  g_autoptr(AtlasRecord) school = NULL;
  g_autoptr(GPtrArray) ranges = NULL;
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (school_name != NULL &&
       (school = atlas_ctl_find_school (ctl, school_name, &error)) == NULL) ||
      (ranges = list_ranges (ctl, &error)) == NULL)
    return atlas_ctl_fail (error);

  bytes = atlas_icalendar_export (ranges, school != NULL ? atlas_record_get_id (school) : NULL,
                                  school != NULL ? atlas_record_get_title (school)
                                                 : _("School days of the county"), ctl->as_of);

  return atlas_ctl_write_file (path, bytes);
}
