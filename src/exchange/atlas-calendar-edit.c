/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-calendar-edit.h"

#include "exchange/atlas-import-build.h"
#include "records/atlas-records.h"

#define SATURDAY 6

/* The edit in hand. */
typedef struct {
  const AtlasCalendarEdit *edit;
  GPtrArray               *present;
  AtlasImport             *import;
} Editor;

static gboolean
find_kind (AtlasClosed        become,
           AtlasCalendarKind *kind)
{
  switch (become)
    {
    case ATLAS_CLOSED_BANK_HOLIDAY:
      *kind = ATLAS_CALENDAR_BANK_HOLIDAY;
      return TRUE;
    case ATLAS_CLOSED_HALF_TERM:
      *kind = ATLAS_CALENDAR_HALF_TERM;
      return TRUE;
    case ATLAS_CLOSED_INSET:
      *kind = ATLAS_CALENDAR_INSET;
      return TRUE;
    case ATLAS_CLOSED_CLOSURE:
      *kind = ATLAS_CALENDAR_CLOSURE;
      return TRUE;
    case ATLAS_CLOSED_NOT:
    case ATLAS_CLOSED_WEEKEND:
    case ATLAS_CLOSED_OUT_OF_TERM:
    default:
      return FALSE;
    }
}

static json_t *
days_to_json (AtlasDate from,
              AtlasDate to)
{
  g_autofree char *first = atlas_date_format (from);
  g_autofree char *last = atlas_date_format (to);

  return json_pack ("{s:s, s:s}", "from", first, "to", last);
}

static void
add_range (Editor        *editor,
           const char    *kind,
           AtlasDateRange days,
           const char    *note)
{
  atlas_import_add_fields (editor->import, &atlas_calendar_range_type, "", 0,
                           json_pack ("{s:s, s:s*, s:o, s:s*}", "kind", kind,
                                      "establishment", editor->edit->establishment,
                                      "days", days_to_json (days.from, days.to), "note", note),
                           NULL);
}

/* Leaves of a range what lies outside the days, in one piece or two. */
static void
cut (Editor             *editor,
     AtlasCalendarRange *range)
{
  AtlasDateRange days = editor->edit->days;
  AtlasDateRange after = { days.to + 1, range->days.to };
  json_t *kept;

  if (days.from <= range->days.from && range->days.to <= days.to)
    {
      atlas_import_remove (editor->import, ATLAS_RECORD (range));
      return;
    }

  if (range->days.from < days.from)
    kept = days_to_json (range->days.from, days.from - 1);
  else
    kept = days_to_json (after.from, after.to);
  atlas_import_add_fields (editor->import, &atlas_calendar_range_type, "", 0,
                           json_pack ("{s:o}", "days", kept), ATLAS_RECORD (range));
  if (range->days.from < days.from && range->days.to > days.to)
    add_range (editor, range->kind, after, range->note);
}

/* Whether @range is of the county or school that is edited, and of a kind that gives way. */
static gboolean
gives_way (const Editor             *editor,
           const AtlasCalendarRange *range)
{
  AtlasDateRange days = editor->edit->days;
  gboolean is_term = g_strcmp0 (range->kind, "term") == 0;

  return g_strcmp0 (range->establishment, editor->edit->establishment) == 0 &&
         is_term == (editor->edit->become == ATLAS_CLOSED_OUT_OF_TERM) &&
         range->days.from != ATLAS_DATE_NONE && range->days.to != ATLAS_DATE_NONE &&
         range->days.from <= days.to && range->days.to >= days.from;
}

static gboolean
is_in_term (const Editor *editor,
            AtlasDate     date)
{
  for (guint i = 0; i < editor->present->len; i++)
    {
      const AtlasCalendarRange *range = g_ptr_array_index (editor->present, i);
      gboolean counts = range->establishment == NULL ||
                        g_strcmp0 (range->establishment, editor->edit->establishment) == 0;

      if (counts && g_strcmp0 (range->kind, "term") == 0 &&
          range->days.from != ATLAS_DATE_NONE && range->days.from <= date &&
          range->days.to != ATLAS_DATE_NONE && date <= range->days.to)
        return TRUE;
    }

  return FALSE;
}

/* A school day needs a term round it. */
static void
add_terms (Editor *editor)
{
  AtlasDateRange days = editor->edit->days;
  AtlasDateRange run = { ATLAS_DATE_NONE, ATLAS_DATE_NONE };

  for (AtlasDate date = days.from; date <= days.to + 1; date++)
    {
      gboolean is_needed = date <= days.to && atlas_date_weekday (date) < SATURDAY &&
                           !is_in_term (editor, date);

      if (is_needed && run.from == ATLAS_DATE_NONE)
        run.from = date;
      if (is_needed)
        run.to = date;
      else if (run.from != ATLAS_DATE_NONE && (date > days.to || is_in_term (editor, date)))
        {
          add_range (editor, "term", run, NULL);
          run.from = ATLAS_DATE_NONE;
        }
    }
}

/**
 * atlas_calendar_edit:
 * @edit: what somebody wants; its days are both there and in order
 * @present: (element-type AtlasCalendarRange): every range of days that is there
 *
 * Makes days of the county's or of a school's calendar something else. What else was entered for
 * those days by the same county or school gives way, also in part: only a day that is to be out of
 * term takes from terms. A day that is to be a school day and is in no term gets one.
 *
 * What the county closes stays closed for a school, whatever it enters itself.
 *
 * Returns: (transfer full): the changes, as an import has them
 */
AtlasImport *
atlas_calendar_edit (const AtlasCalendarEdit *edit,
                     GPtrArray               *present)
{
  Editor editor = { edit, present, atlas_import_begin (NULL, NULL) };
  AtlasCalendarRange *same = NULL;
  AtlasCalendarKind kind = ATLAS_CALENDAR_TERM;
  gboolean closes = find_kind (edit->become, &kind);

  for (guint i = 0; i < present->len; i++)
    {
      AtlasCalendarRange *range = g_ptr_array_index (present, i);

      if (!gives_way (&editor, range))
        continue;

      if (closes && same == NULL && range->days.from == edit->days.from &&
          range->days.to == edit->days.to &&
          g_strcmp0 (range->kind, atlas_calendar_kind_to_code (kind)) == 0)
        same = range;
      else
        cut (&editor, range);
    }

  if (same != NULL)
    atlas_import_add_fields (editor.import, &atlas_calendar_range_type, "", 0,
                             json_pack ("{s:s?}", "note", edit->note), ATLAS_RECORD (same));
  else if (closes)
    add_range (&editor, atlas_calendar_kind_to_code (kind), edit->days, edit->note);
  else if (edit->become == ATLAS_CLOSED_NOT)
    add_terms (&editor);
  atlas_import_finish (editor.import);

  return editor.import;
}
