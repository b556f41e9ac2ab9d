/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at in the dates of a pack: what overlaps, ends too soon or is missing. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/atlas-pack-check-private.h"
#include "records/atlas-wording.h"

#define YEAR_DAYS 300           /* from the first day of an autumn term to the last of a summer */
#define NEVER     G_MAXINT32    /* after every date */
#define HELP      "-help"       /* ending of a scheme that may leave tiers out */

/* Rows of which only one may hold on a day: the columns that tell them from others. */
static const struct {
  const AtlasType *type;
  const char      *range;
  const char      *columns[6];
} alone[] = {
  { &atlas_lead_type, "valid", { "area" } },
  { &atlas_membership_type, "valid", { "partnership", "establishment" } },
  { &atlas_label_type, "valid", { "kind", "subject", "scheme", "item" } },
  { &atlas_calendar_range_type, "days", { "kind", "establishment" } },
};

/* Labels that answer a question, so that two of them at once would contradict each other. */
static const char * const answers[] = { "name", "attribute", "tier", "term", "service", NULL };

AtlasDateRange
atlas_pack_check_range (const AtlasImportRow *row,
                        const char           *field)
{
  json_t *range = json_object_get (row->fields, field);

  return (AtlasDateRange) {
           atlas_date_parse (atlas_json_string (range, "from")),
           atlas_date_parse (atlas_json_string (range, "to")),
  };
}

static gint64
end_of (AtlasDateRange range)
{
  return range.to != ATLAS_DATE_NONE ? range.to : NEVER;
}

static gint64
begin_of (AtlasDateRange range)
{
  return range.from != ATLAS_DATE_NONE ? range.from : -NEVER;
}

static void
append_cell (GString              *name,
             const AtlasImportRow *row,
             const char           *column)
{
  json_t *value = json_object_get (row->fields, column);
  g_autofree char *text = value != NULL ? atlas_json_to_text (value) : g_strdup ("");

  g_string_append_printf (name, "%s\n", text);
}

/* What a row says of what, without when; NULL for a row that may hold beside others like it. */
static char *
name_question (const AtlasImportRow *row,
               gsize                 kind)
{
  g_autoptr(GString) name = g_string_new (NULL);

  if (row->type != alone[kind].type ||
      (row->type == &atlas_label_type &&
       !g_strv_contains (answers, atlas_json_string (row->fields, "kind"))))
    return NULL;

  for (guint i = 0; alone[kind].columns[i] != NULL; i++)
    append_cell (name, row, alone[kind].columns[i]);

  return g_string_free (g_steal_pointer (&name), FALSE);
}

typedef struct {
  AtlasDateRange range;
  guint          row;
} Dated;

static int
compare_dated (gconstpointer a,
               gconstpointer b)
{
  const Dated *one = a;
  const Dated *two = b;
  gint64 first = begin_of (one->range);
  gint64 second = begin_of (two->range);

  return first != second ? (first > second) - (first < second)
                         : (one->row > two->row) - (one->row < two->row);
}

static void
check_group (AtlasPackCheck *self,
             GArray         *group)
{
  g_array_sort (group, compare_dated);
  for (guint i = 1; i < group->len; i++)
    {
      const Dated *before = &g_array_index (group, Dated, i - 1);
      const Dated *dated = &g_array_index (group, Dated, i);
      const AtlasImportRow *other = g_ptr_array_index (self->rows, before->row);

      if (begin_of (dated->range) <= end_of (before->range))
        atlas_pack_check_say_row (self, "overlap", dated->row,
                                  /* Translators: a line of a file, and the key of its row. */
                                  _("Its dates run over those of line %1$u, “%2$s”, which says "
                                    "the same of the same."), other->line, other->key);
    }
}

static void
check_overlaps (AtlasPackCheck *self,
                gsize           kind)
{
  g_autoptr(GHashTable) groups = NULL;
  GHashTableIter iter;
  gpointer group;

  groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = g_ptr_array_index (self->rows, i);
      g_autofree char *name = name_question (row, kind);
      Dated dated = { .row = i };

      if (name == NULL)
        continue;
      dated.range = atlas_pack_check_range (row, alone[kind].range);
      group = g_hash_table_lookup (groups, name);
      if (group == NULL)
        {
          group = g_array_new (FALSE, FALSE, sizeof (Dated));
          g_hash_table_insert (groups, g_steal_pointer (&name), group);
        }
      g_array_append_val ((GArray *) group, dated);
    }

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    check_group (self, group);
}

/* What became of a record comes after it, so its end is no fault. */
static gboolean
is_of_its_time (const AtlasField *field)
{
  return strcmp (field->name, "successor") != 0;
}

static void
check_reference (AtlasPackCheck   *self,
                 guint             index,
                 const AtlasField *field,
                 const char       *type,
                 const char       *id)
{
  const AtlasImportRow *row = g_ptr_array_index (self->rows, index);
  g_autofree char *path = g_strconcat (type, "/", id, NULL);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, path));
  const AtlasImportRow *target = place > 0 ? g_ptr_array_index (self->rows, place - 1) : NULL;
  AtlasDateRange range = atlas_pack_check_range (row, "valid");
  AtlasDateRange of_target;

  if (target == NULL || target == row || !is_of_its_time (field))
    return;

  of_target = atlas_pack_check_range (target, "valid");
  if (end_of (range) > end_of (of_target))
    atlas_pack_check_say_row (self, "reference", index,
                              /* Translators: a column, and the record that it names. */
                              _("%1$s: it goes on after %2$s “%3$s” has ended."), field->name, type,
                              target->key);
  else if (end_of (range) < begin_of (of_target))
    atlas_pack_check_say_row (self, "reference", index,
                              /* Translators: a column, and the record that it names. */
                              _("%1$s: it has ended before %2$s “%3$s” begins."), field->name, type,
                              target->key);
}

static void
check_references (AtlasPackCheck *self,
                  guint           index)
{
  const AtlasImportRow *row = g_ptr_array_index (self->rows, index);

  if (json_object_get (row->fields, "valid") == NULL)
    return;

  for (guint i = 0; i < row->type->n_fields; i++)
    {
      const AtlasField *field = &row->type->fields[i];
      json_t *value = json_object_get (row->fields, field->name);

      if (field->kind == ATLAS_KIND_REF && json_is_string (value))
        check_reference (self, index, field, field->ref, json_string_value (value));
      else if (field->kind == ATLAS_KIND_SUBJECT && json_array_size (value) == 2)
        check_reference (self, index, field, json_string_value (json_array_get (value, 0)),
                         json_string_value (json_array_get (value, 1)));
    }
}

/* No terms at all are a statement: they are not known. Some of a year are a slip. */
static void
check_calendar (AtlasPackCheck *self)
{
  const char *file = atlas_pack_check_file_of (self, "calendar_range");
  AtlasDateRange terms = { NEVER, ATLAS_DATE_NONE };
  guint n_terms = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = g_ptr_array_index (self->rows, i);
      AtlasDateRange days = atlas_pack_check_range (row, "days");

      if (row->type != &atlas_calendar_range_type ||
          g_strcmp0 (atlas_json_string (row->fields, "kind"), "term") != 0 ||
          atlas_json_string (row->fields, "establishment") != NULL)
        continue;
      n_terms++;
      terms.from = MIN (terms.from, days.from);
      terms.to = MAX (terms.to, days.to);
    }

  if (n_terms == 0)
    atlas_pack_check_note (self, "calendar", file,
                           _("It has no terms: deadlines in school days are provisional until the "
                             "county enters them."));
  else if (terms.to - terms.from < YEAR_DAYS)
    atlas_pack_check_say (self, "calendar", file, _("Its terms cover less than a school year."));
}

/* Whether the words of each tier are there on a day. */
static void
check_scheme_on (AtlasPackCheck *self,
                 const char     *scheme,
                 AtlasDate       on)
{
  gboolean is_early = g_str_has_prefix (scheme, "early-years");
  int n_tiers = atlas_wording_n_tiers (on, is_early);
  g_autofree char *day = atlas_date_format_long (on);

  for (int tier = 1; tier <= n_tiers; tier++)
    {
      gboolean is_there = FALSE;

      for (guint i = 0; i < self->records->len && !is_there; i++)
        {
          AtlasLabel *label = g_ptr_array_index (self->records, i);

          is_there = atlas_record_get_record_type (ATLAS_RECORD (label)) == &atlas_label_type &&
                     g_strcmp0 (label->kind, "tier") == 0 &&
                     g_strcmp0 (label->scheme, scheme) == 0 && label->item != NULL &&
                     g_ascii_strtoll (label->item, NULL, 10) == tier &&
                     atlas_record_is_valid_on (ATLAS_RECORD (label), on);
        }
      if (!is_there)
        atlas_pack_check_say (self, "tiers", atlas_pack_check_file_of (self, "label"),
                              /* Translators: a scheme of tiers, a tier, a day. */
                              _("Scheme “%1$s” has no words for tier %2$d on %3$s."), scheme, tier,
                              day);
    }
}

static void
check_tiers (AtlasPackCheck *self)
{
  static const char * const schemes[] = {
    "tiers", "tiers-help", "early-years", "early-years-help", NULL,
  };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->records->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (self->records, i);
      AtlasDate on;

      if (atlas_record_get_record_type (ATLAS_RECORD (label)) != &atlas_label_type ||
          g_strcmp0 (label->kind, "tier") != 0 || label->scheme == NULL)
        continue;
      on = label->valid.from != ATLAS_DATE_NONE ? label->valid.from : label->published;
      if (!g_strv_contains (schemes, label->scheme))
        atlas_pack_check_say_row (self, "tiers", i, _("“%s” is no scheme of tiers."),
                                  label->scheme);
      else if (g_str_has_suffix (label->scheme, HELP))
        continue;
      else if (g_hash_table_add (seen, g_strdup_printf ("%s\n%d", label->scheme, on)))
        check_scheme_on (self, label->scheme, on);
    }

  if (g_hash_table_size (seen) == 0)
    atlas_pack_check_note (self, "tiers", atlas_pack_check_file_of (self, "label"),
                           _("It has no words for tiers: they are shown by number."));
}

void
atlas_pack_check_dates (AtlasPackCheck *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (alone); i++)
    check_overlaps (self, i);
  for (guint i = 0; i < self->rows->len; i++)
    check_references (self, i);
  check_calendar (self);
  check_tiers (self);
}
