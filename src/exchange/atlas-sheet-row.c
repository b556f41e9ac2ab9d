/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-upn.h"
#include "exchange/atlas-sheet-words.h"
#include "records/atlas-codes.h"
#include "rules/atlas-school-year.h"

#define CELL_BYTES_MAX   8192   /* so that no record of a row is longer than the protocol takes */
#define QUOTED_CHARS_MAX 60     /* of a cell, in a reason */
#define CODES_NAMED      6      /* of a code set, in a reason */

/* An EHC plan may go on until 25. Source: Children and Families Act 2014, s46. */
#define AGE_MAX          25

#define TIER_MAX         5
#define EARLY_TIER_MAX   3      /* requirements.md: the early-years tiers stop at 3 */

static json_t **
fields_of (AtlasSheetRow   *self,
           const AtlasType *type)
{
  if (type == &atlas_referral_type)
    return &self->referral;

  return type == &atlas_exclusion_type ? &self->exclusion : &self->child;
}

gboolean
atlas_sheet_row_is_refused (AtlasSheetRow *self)
{
  return self->line->state == ATLAS_ROW_REFUSED;
}

/**
 * atlas_sheet_row_refuse:
 * @self: a row
 * @field: (nullable): name of the field that is wrong, as `child.born`
 * @format: why, with its arguments
 * @...: arguments of @format
 *
 * Refuses the row. The first reason stands.
 */
void
atlas_sheet_row_refuse (AtlasSheetRow *self,
                        const char    *field,
                        const char    *format,
                        ...)
{
  guint place = field != NULL ? atlas_sheet_find_field (field) : ATLAS_SHEET_FIELD_NONE;
  va_list args;

  if (atlas_sheet_row_is_refused (self))
    return;

  va_start (args, format);
  self->line->reason = g_strdup_vprintf (format, args);
  va_end (args);
  self->line->state = ATLAS_ROW_REFUSED;
  if (place != ATLAS_SHEET_FIELD_NONE && self->reader->columns[place] != G_MAXUINT)
    self->line->column = g_strdup (atlas_sheet_get_title (self->reader->sheet,
                                                          self->reader->columns[place]));
}

AtlasDate
atlas_sheet_row_date (json_t     *fields,
                      const char *field)
{
  return atlas_date_parse (atlas_json_string (fields, field));
}

static char *
cut (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= QUOTED_CHARS_MAX)
    return g_strdup (text);

  start = g_utf8_substring (text, 0, QUOTED_CHARS_MAX);
  return g_strconcat (start, "…", NULL);
}

/* The first labels of a code set, so that somebody sees what may be written. */
static char *
list_codes (const char *set)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);
  GString *labels = g_string_new (NULL);

  for (guint i = 0; i < codes->len && i < CODES_NAMED; i++)
    g_string_append_printf (labels, "%s%s", i > 0 ? ", " : "",
                            _(((const AtlasCode *) g_ptr_array_index (codes, i))->label));
  if (codes->len > CODES_NAMED)
    g_string_append (labels, "…");

  return g_string_free (labels, FALSE);
}

static json_t *
read_code (AtlasSheetRow         *self,
           const AtlasSheetField *field,
           const char            *cell)
{
  const char *code = atlas_sheet_words_code (field->field->codes, cell);
  g_autofree char *labels = NULL;
  g_autofree char *quoted = NULL;

  if (code != NULL)
    return json_string (code);

  labels = list_codes (field->field->codes);
  quoted = cut (cell);
  /* Translators: what somebody wrote, and what might be written. */
  atlas_sheet_row_refuse (self, field->name, _("“%1$s” is not known here. Write one of: %2$s"),
                          quoted, labels);
  return NULL;
}

static void
check_birth (AtlasSheetRow *self,
             AtlasDate      born)
{
  AtlasDate on = self->reader->settings->on;

  if (born > on)
    atlas_sheet_row_refuse (self, "child.born", _("The date of birth lies in the future"));
  else if (atlas_date_age (born, on) > AGE_MAX)
    atlas_sheet_row_refuse (self, "child.born",
                            _("The date of birth makes the child %d years old"),
                            atlas_date_age (born, on));
}

static void
check_past (AtlasSheetRow *self,
            const char    *field,
            AtlasDate      date)
{
  if (date > self->reader->settings->on)
    atlas_sheet_row_refuse (self, field, _("The day lies in the future"));
}

static json_t *
read_date (AtlasSheetRow         *self,
           const AtlasSheetField *field,
           const char            *cell)
{
  AtlasDate date =
    atlas_sheet_words_date (cell, atlas_sheet_map_get_month_first (self->reader->map));
  g_autofree char *text = atlas_date_format (date);
  g_autofree char *quoted = cut (cell);

  if (date == ATLAS_DATE_NONE)
    {
      atlas_sheet_row_refuse (self, field->name,
                              _("“%s” is no day. Write it as 20 November 2026 or 20/11/2026"),
                              quoted);
      return NULL;
    }

  if (strcmp (field->name, "child.born") == 0)
    check_birth (self, date);
  else if (strcmp (field->name, "referral.received") == 0 ||
           strcmp (field->name, "exclusion.from") == 0)
    check_past (self, field->name, date);

  return json_string (text);
}

static json_t *
read_number (AtlasSheetRow         *self,
             const AtlasSheetField *field,
             const char            *cell)
{
  gboolean is_tier = strcmp (field->name, "referral.tier") == 0;
  g_autofree char *quoted = cut (cell);
  guint64 number;
  int tier;

  if (is_tier)
    {
      tier = atlas_sheet_words_tier (cell);
      if (tier >= 1 && tier <= TIER_MAX)
        return json_integer (tier);
      atlas_sheet_row_refuse (self, field->name, _("“%1$s” is no tier from 1 to %2$d"), quoted,
                              TIER_MAX);
      return NULL;
    }

  if (g_ascii_string_to_unsigned (cell, 10, (guint64) field->field->min,
                                  (guint64) field->field->max, &number, NULL))
    return json_integer ((json_int_t) number);

  atlas_sheet_row_refuse (self, field->name, _("“%1$s” is no whole number from %2$d to %3$d"),
                          quoted, (int) field->field->min, (int) field->field->max);
  return NULL;
}

static json_t *
read_named (AtlasSheetRow         *self,
            const AtlasSheetField *field,
            const char            *cell)
{
  gboolean is_several;
  AtlasRecord *record = atlas_sheet_index_find_named (self->reader->index, field->field->ref, cell,
                                                      &is_several);
  g_autofree char *nearest = NULL;
  g_autofree char *quoted = cut (cell);

  if (record != NULL)
    return json_string (atlas_record_get_id (record));

  if (is_several)
    {
      atlas_sheet_row_refuse (self, field->name,
                              _("Several are called “%s”. Write the URN or the key"), quoted);
      return NULL;
    }

  nearest = atlas_sheet_index_list_nearest (self->reader->index, field->field->ref, cell);
  if (*nearest != '\0')
    /* Translators: what somebody wrote, and names like it. */
    atlas_sheet_row_refuse (self, field->name, _("“%1$s” is not known here. Is it %2$s?"), quoted,
                            nearest);
  else
    atlas_sheet_row_refuse (self, field->name, _("“%s” is not known here"), quoted);

  return NULL;
}

static json_t *
read_upn (AtlasSheetRow *self,
          const char    *cell)
{
  g_auto(GStrv) parts = g_strsplit (cell, " ", -1);
  g_autofree char *joined = g_strjoinv ("", parts);
  g_autofree char *upn = g_ascii_strup (joined, -1);
  g_autofree char *quoted = cut (cell);
  char letter;

  if (atlas_upn_is_valid (upn))
    return json_string (upn);

  letter = *upn != '\0' ? atlas_upn_check_letter (upn + 1) : '\0';
  if (letter != '\0')
    atlas_sheet_row_refuse (self, "child.upn",
                            _("The UPN “%1$s” has a wrong letter or digit: the rest of it belongs "
                              "with the letter %2$c"), quoted, letter);
  else
    atlas_sheet_row_refuse (self, "child.upn",
                            _("“%s” is no UPN: a letter, then twelve digits"), quoted);
  return NULL;
}

static json_t *
read_value (AtlasSheetRow         *self,
            const AtlasSheetField *field,
            const char            *cell)
{
  switch ((int) field->field->kind)
    {
    case ATLAS_KIND_CODE:
      return read_code (self, field, cell);
    case ATLAS_KIND_DATE:
      return read_date (self, field, cell);
    case ATLAS_KIND_INTEGER:
      return read_number (self, field, cell);
    case ATLAS_KIND_REF:
      return read_named (self, field, cell);
    default:
      return strcmp (field->name, "child.upn") == 0 ? read_upn (self, cell) : json_string (cell);
    }
}

static void
read_cell (AtlasSheetRow         *self,
           const AtlasSheetField *field,
           const char            *cell)
{
  g_autoptr(GError) error = NULL;
  json_t **fields = fields_of (self, field->type);
  json_t *value;

  if (strlen (cell) > CELL_BYTES_MAX)
    {
      atlas_sheet_row_refuse (self, field->name, _("The cell is longer than %d KiB"),
                              CELL_BYTES_MAX / 1024);
      return;
    }

  value = read_value (self, field, cell);
  if (value == NULL)
    return;

  if (*fields == NULL)
    *fields = json_object ();
  json_object_set_new (*fields, field->field->name, value);
  if (!atlas_value_check (field->type, field->field, value, &error))
    atlas_sheet_row_refuse (self, field->name, "%s", error->message);
}

/* A town that the county knows says in which area a child lives. */
static void
settle_area (AtlasSheetRow *self)
{
  const char *name = atlas_json_string (self->child, "town");
  gboolean is_several;
  AtlasRecord *town;

  if (name == NULL || json_object_get (self->child, "area") != NULL)
    return;

  town = atlas_sheet_index_find_named (self->reader->index, "town", name, &is_several);
  if (town != NULL)
    atlas_json_put_text (self->child, "area", ((AtlasTown *) town)->area);
}

static void
check_order (AtlasSheetRow *self,
             json_t        *fields,
             const char    *from,
             const char    *to,
             const char    *field,
             const char    *words)
{
  AtlasDate first = atlas_sheet_row_date (fields, from);
  AtlasDate last = atlas_sheet_row_date (fields, to);

  if (first != ATLAS_DATE_NONE && last != ATLAS_DATE_NONE && last < first)
    atlas_sheet_row_refuse (self, field, "%s", words);
}

static void
check_dates (AtlasSheetRow *self)
{
  AtlasDate born = atlas_sheet_row_date (self->child, "born");
  AtlasDate received = atlas_sheet_row_date (self->referral, "received");
  AtlasDate excluded = atlas_sheet_row_date (self->exclusion, "from");

  check_order (self, self->referral, "received", "planned_end", "referral.planned_end",
               _("The planned end lies before the day on which the referral was received"));
  check_order (self, self->referral, "received", "next_by", "referral.next_by",
               _("The next step lies before the day on which the referral was received"));
  check_order (self, self->exclusion, "from", "education_started", "exclusion.education_started",
               _("Education started before the exclusion"));
  if (born != ATLAS_DATE_NONE && received != ATLAS_DATE_NONE && received < born)
    atlas_sheet_row_refuse (self, "referral.received",
                            _("The referral was received before the child was born"));
  if (born != ATLAS_DATE_NONE && excluded != ATLAS_DATE_NONE && excluded < born)
    atlas_sheet_row_refuse (self, "exclusion.from",
                            _("The exclusion lies before the child was born"));
}

static void
check_tier (AtlasSheetRow *self)
{
  AtlasDate born = atlas_sheet_row_date (self->child, "born");
  gint64 tier = atlas_json_integer (self->referral, "tier", 0);
  gboolean is_early = g_strcmp0 (atlas_json_string (self->referral, "kind"), "early-years") == 0;

  if (born != ATLAS_DATE_NONE &&
      atlas_phase (atlas_year_group (born, self->reader->settings->on)) == ATLAS_PHASE_EARLY_YEARS)
    is_early = TRUE;
  if (is_early && tier > EARLY_TIER_MAX)
    atlas_sheet_row_refuse (self, "referral.tier", _("The early-years tiers stop at %d"),
                            EARLY_TIER_MAX);
}

/**
 * atlas_sheet_row_read:
 * @self: a row, of which only @reader and @line are set
 * @row: from 0
 *
 * Reads the row's cells, and checks what can be without knowing other children.
 */
void
atlas_sheet_row_read (AtlasSheetRow *self,
                      guint          row)
{
  AtlasSheetReader *reader = self->reader;

  if (atlas_sheet_is_too_wide (reader->sheet, row))
    atlas_sheet_row_refuse (self, NULL, _("The row has more cells than there are titles"));

  for (guint i = 0; i < atlas_sheet_n_fields (); i++)
    if (reader->columns[i] != G_MAXUINT)
      {
        const char *given = atlas_sheet_get_cell (reader->sheet, row, reader->columns[i]);
        g_autofree char *cell = g_strstrip (g_strdup (given));

        if (*cell != '\0')
          read_cell (self, atlas_sheet_get_field (i), cell);
      }

  check_dates (self);
  check_tier (self);
}

/**
 * atlas_sheet_row_fill:
 * @self: a row that was read
 * @type: type of a record that the row makes
 *
 * Fills in what a row does not say of a new record: the area of a town, and the map's defaults.
 */
void
atlas_sheet_row_fill (AtlasSheetRow   *self,
                      const AtlasType *type)
{
  if (type == &atlas_child_type)
    settle_area (self);

  for (guint i = 0; i < atlas_sheet_n_fields (); i++)
    {
      const AtlasSheetField *field = atlas_sheet_get_field (i);
      const char *text = atlas_sheet_map_get_default (self->reader->map, i);

      if (field->type == type && text != NULL &&
          json_object_get (*fields_of (self, type), field->field->name) == NULL)
        read_cell (self, field, text);
    }

  check_dates (self);
  check_tier (self);
}

void
atlas_sheet_row_clear (AtlasSheetRow *self)
{
  g_clear_pointer (&self->child, json_decref);
  g_clear_pointer (&self->referral, json_decref);
  g_clear_pointer (&self->exclusion, json_decref);
}
