/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at in the rows of a pack, one by one and in their tables. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/atlas-pack-check-private.h"
#include "rules/atlas-figure-check.h"

#define QUOTED_MAX 40           /* characters of a cell, in a finding */

static const AtlasImportRow *
row_at (AtlasPackCheck *self,
        guint           index)
{
  return g_ptr_array_index (self->rows, index);
}

/* Every row says where it is from, and when that was published or looked at. */
static void
check_source (AtlasPackCheck *self,
              guint           index)
{
  const AtlasImportRow *row = row_at (self, index);

  if (atlas_type_field (row->type, "source") == NULL)
    return;
  if (atlas_json_string (row->fields, "source") == NULL)
    atlas_pack_check_say_row (self, "source", index, _("It has no source."));
  else if (atlas_json_string (row->fields, "published") == NULL &&
           atlas_json_string (row->fields, "checked") == NULL)
    atlas_pack_check_say_row (self, "source", index,
                              _("It says neither when its source was published nor when somebody "
                                "last looked."));
  else if (atlas_json_string (row->fields, "confidence") == NULL)
    atlas_pack_check_say_row (self, "source", index, _("It does not say how sure it is."));
}

/* What could reach a person, or be one's name. */
static void
check_person (AtlasPackCheck *self,
              guint           index,
              const char     *field,
              const char     *text)
{
  static const struct {
    const char *pattern;
    const char *words;
  } kinds[] = {
    { "[^\\s@]+@[^\\s@]+\\.[a-z]", N_("an e-mail address") },
    { "(\\+44|\\b0)[ 0-9]{9,13}\\b", N_("a telephone number") },
    { "\\b(Mr|Mrs|Ms|Miss|Dr|Prof|Rev|Sir|Cllr)\\.? +[A-Z][a-z]+", N_("the name of a person") },
  };
  g_autofree char *cut = g_utf8_substring (text, 0, MIN (QUOTED_MAX, g_utf8_strlen (text, -1)));

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_regex_match_simple (kinds[i].pattern, text, 0, 0))
      /* Translators: a column, its text, and what that looks like: "a telephone number". */
      atlas_pack_check_say_row (self, "person", index, _("%1$s: “%2$s” looks like %3$s."),
                                field, cut, _(kinds[i].words));
}

static void
check_persons (AtlasPackCheck *self,
               guint           index)
{
  const AtlasImportRow *row = row_at (self, index);
  const char *name;
  json_t *value;

  json_object_foreach (row->fields, name, value)
  {
    if (json_is_string (value) && atlas_type_field (row->type, name)->kind == ATLAS_KIND_TEXT)
      check_person (self, index, name, json_string_value (value));
    for (gsize i = 0; i < json_array_size (value); i++)
      if (json_is_string (json_array_get (value, i)))
        check_person (self, index, name, json_string_value (json_array_get (value, i)));
  }
}

/* A border is looked at with the shapes. */
static void
check_position (AtlasPackCheck *self,
                guint           index)
{
  const AtlasImportRow *row = row_at (self, index);
  const char *latitude = atlas_json_string (row->fields, "latitude");
  const char *longitude = atlas_json_string (row->fields, "longitude");
  double north = latitude != NULL ? g_ascii_strtod (latitude, NULL) : 0;
  double east = longitude != NULL ? g_ascii_strtod (longitude, NULL) : 0;

  if ((latitude != NULL) != (longitude != NULL))
    atlas_pack_check_say_row (self, "position", index,
                              _("Of latitude and longitude only one is given."));
  else if (latitude != NULL && (north < ATLAS_UK_SOUTH || north > ATLAS_UK_NORTH ||
                                east < ATLAS_UK_WEST || east > ATLAS_UK_EAST))
    atlas_pack_check_say_row (self, "position", index,
                              /* Translators: latitude and longitude. */
                              _("%1$s, %2$s lies outside the United Kingdom."), latitude,
                              longitude);
}

static void
check_figures (AtlasPackCheck *self)
{
  g_autoptr(GPtrArray)  figures = g_ptr_array_new ();
  g_autoptr(GHashTable) places = g_hash_table_new (NULL, NULL);
  g_autoptr(GArray)     sums = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    if (row_at (self, i)->type == &atlas_figure_type)
      {
        g_ptr_array_add (figures, g_ptr_array_index (self->records, i));
        g_hash_table_insert (places, g_ptr_array_index (self->records, i), GUINT_TO_POINTER (i));
      }

  sums = atlas_figure_check (figures);
  for (guint i = 0; i < sums->len; i++)
    {
      const AtlasFigureSum *sum = &g_array_index (sums, AtlasFigureSum, i);
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, sum->figure));

      if (sum->holds)
        continue;
      if (sum->rule == ATLAS_FIGURE_BANDS)
        atlas_pack_check_say_row (self, "figures", place,
                                  /* Translators: two whole numbers. */
                                  _("The band of fewer days holds %1$d, less than its %2$d."),
                                  (int) sum->other, (int) sum->figure->value);
      else
        atlas_pack_check_say_row (self, "figures", place,
                                  /* Translators: two whole numbers. */
                                  _("Its parts make %1$d and not %2$d."), (int) sum->other,
                                  (int) sum->figure->value);
    }
}

static void
check_panels (AtlasPackCheck *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = row_at (self, i);

      if (row->type == &atlas_panel_type && json_object_get (row->fields, "every_weeks") == NULL)
        atlas_pack_check_note (self, "cadence", row->file,
                               /* Translators: the key of a panel. */
                               _("“%s” does not say how often it meets: its meetings are entered "
                                 "by hand."), row->key);
    }
}

/* Rows, and the tables that they make. */
void
atlas_pack_check_rows (AtlasPackCheck *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      check_source (self, i);
      check_persons (self, i);
      check_position (self, i);
    }
  check_figures (self);
  check_panels (self);
}
