/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet-map.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "exchange/atlas-sheet-words.h"
#include "records/atlas-records.h"

#define DAY_FIRST   "day-first"
#define MONTH_FIRST "month-first"

/*
 * What a column can say: the name in a map, the record type, its field, and the titles that people
 * give such a column, folded and parted by semicolons. The first field with a title gets it.
 */
static const struct {
  const char      *name;
  const AtlasType *type;
  const char      *titles;
} known[] = {
  { "child.first_name", &atlas_child_type,
    "first name;forename;forenames;given name;child first name;pupil first name;pupil forename;"
    "legal forename;preferred forename" },
  { "child.last_name", &atlas_child_type,
    "last name;surname;family name;child last name;pupil last name;pupil surname;child surname;"
    "legal surname" },
  { "child.known_as", &atlas_child_type, "known as;known name;preferred name" },
  { "child.born", &atlas_child_type,
    "date of birth;dob;d o b;birth date;birthdate;born;child dob;pupil dob" },
  { "child.sex", &atlas_child_type, "sex;gender;m f" },
  { "child.upn", &atlas_child_type, "upn;unique pupil number;pupil number" },
  { "child.establishment", &atlas_child_type,
    "school;current school;school name;base school;home school;urn;school urn;laestab;dfe number;"
    "dfe no;excluding school;referring school" },
  { "child.town", &atlas_child_type, "town;home town;lives in" },
  { "child.area", &atlas_child_type, "area;home area;dspl;dspl area" },
  { "child.sen", &atlas_child_type,
    "sen;sen provision;send;sen status;send status;sen stage" },
  { "child.need", &atlas_child_type, "need;main need;primary need;sen need;need type" },
  { "child.care", &atlas_child_type, "care;care status;cla;lac;social care" },
  { "referral.reference", &atlas_referral_type,
    "reference;ref;referral reference;ref no;case number;case ref" },
  { "referral.kind", &atlas_referral_type,
    "kind;type of referral;referral type;referral kind;support asked for;request" },
  { "referral.tier", &atlas_referral_type, "tier;tier of support" },
  { "referral.step", &atlas_referral_type, "step;status;stage;referral status" },
  { "referral.received", &atlas_referral_type,
    "received;date received;referral date;date of referral;referred on;date referred" },
  { "referral.about", &atlas_referral_type,
    "reason;reason for referral;why help is asked for;referral reason" },
  { "referral.owner", &atlas_referral_type,
    "owner;lead;case lead;lead professional;lead officer;case officer" },
  { "referral.next_step", &atlas_referral_type, "next step;next steps;next action;action" },
  { "referral.next_by", &atlas_referral_type, "next by;by;by when;action by;next step by;due" },
  { "referral.planned_end", &atlas_referral_type, "planned end;end date;planned end date" },
  { "exclusion.kind", &atlas_exclusion_type,
    "exclusion;exclusion kind;exclusion type;type of exclusion;pex fte" },
  { "exclusion.from", &atlas_exclusion_type,
    "exclusion date;date of exclusion;excluded on;excluded from;exclusion from;pex date;"
    "date excluded;first day of exclusion" },
  { "exclusion.session", &atlas_exclusion_type, "session;am pm;exclusion session" },
  { "exclusion.sessions", &atlas_exclusion_type, "sessions;sessions missed" },
  { "exclusion.education_started", &atlas_exclusion_type,
    "education started;day 6 started;day 6 start;day 6 provision started" },
};

/**
 * AtlasSheetMap:
 *
 * What each column of a spreadsheet says, by its title; what is meant where a row says nothing; and
 * which way round days are written. As JSON, which `docs/import.md` describes:
 *
 * ```json
 * {"columns": {"Surname": "child.last_name", "Notes": null},
 *  "defaults": {"child.area": "dspl2"}, "dates": "day-first"}
 * ```
 */
struct _AtlasSheetMap
{
  GPtrArray  *titles;           /* (element-type char *): in the order in which they were set */
  GHashTable *columns;          /* folded title -> GUINT_TO_POINTER (field) */
  char       *defaults[G_N_ELEMENTS (known)];
  gboolean    month_first;
};

static gpointer
list_fields (gpointer data)
{
  AtlasSheetField *fields = g_new0 (AtlasSheetField, G_N_ELEMENTS (known));

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      fields[i].name = known[i].name;
      fields[i].type = known[i].type;
      fields[i].field = atlas_type_field (known[i].type, strchr (known[i].name, '.') + 1);
      g_assert (fields[i].field != NULL);
    }

  return fields;
}

guint
atlas_sheet_n_fields (void)
{
  return G_N_ELEMENTS (known);
}

/**
 * atlas_sheet_get_field:
 * @field: from 0
 *
 * Returns: (transfer none): what a column can say
 */
const AtlasSheetField *
atlas_sheet_get_field (guint field)
{
  static GOnce once = G_ONCE_INIT;

  g_return_val_if_fail (field < G_N_ELEMENTS (known), NULL);
  g_once (&once, list_fields, NULL);

  return (const AtlasSheetField *) once.retval + field;
}

/**
 * atlas_sheet_find_field:
 * @name: as `child.first_name`
 *
 * Returns: the field, or %ATLAS_SHEET_FIELD_NONE
 */
guint
atlas_sheet_find_field (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, name) == 0)
      return i;

  return ATLAS_SHEET_FIELD_NONE;
}

/**
 * atlas_sheet_label_field:
 * @field: from 0
 *
 * Returns: (transfer full): what people call it: “Child: Date of birth”
 */
char *
atlas_sheet_label_field (guint field)
{
  const AtlasSheetField *named = atlas_sheet_get_field (field);

  /* Translators: a kind of record and one of its fields. */
  return g_strdup_printf (_("%1$s: %2$s"), _(named->type->label), _(named->field->label));
}

AtlasSheetMap *
atlas_sheet_map_new (void)
{
  AtlasSheetMap *self = g_new0 (AtlasSheetMap, 1);

  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

AtlasSheetMap *
atlas_sheet_map_copy (AtlasSheetMap *self)
{
  AtlasSheetMap *copy = atlas_sheet_map_new ();

  for (guint i = 0; i < self->titles->len; i++)
    {
      const char *title = g_ptr_array_index (self->titles, i);

      atlas_sheet_map_set_field (copy, title, atlas_sheet_map_get_field (self, title));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    copy->defaults[i] = g_strdup (self->defaults[i]);
  copy->month_first = self->month_first;

  return copy;
}

void
atlas_sheet_map_free (AtlasSheetMap *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_free (self->defaults[i]);
  g_hash_table_unref (self->columns);
  g_ptr_array_unref (self->titles);
  g_free (self);
}

static guint
guess_field (const char *title)
{
  g_autofree char *wanted = atlas_sheet_words_fold (title);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_auto(GStrv) titles = g_strsplit (known[i].titles, ";", -1);

      if (strcmp (known[i].name, title) == 0 || g_strv_contains ((const char * const *) titles,
                                                                 wanted))
        return i;
    }

  return ATLAS_SHEET_FIELD_NONE;
}

/**
 * atlas_sheet_map_new_guess:
 * @sheet: a table
 *
 * Guesses from the titles what columns say. A column that nothing is known of is passed over, and
 * so is a second one for the same field.
 *
 * Returns: (transfer full): the map
 */
AtlasSheetMap *
atlas_sheet_map_new_guess (AtlasSheet *sheet)
{
  AtlasSheetMap *self = atlas_sheet_map_new ();
  gboolean is_taken[G_N_ELEMENTS (known)] = { FALSE };

  for (guint i = 0; i < atlas_sheet_n_columns (sheet); i++)
    {
      const char *title = atlas_sheet_get_title (sheet, i);
      guint field = guess_field (title);

      if (field != ATLAS_SHEET_FIELD_NONE && is_taken[field])
        field = ATLAS_SHEET_FIELD_NONE;
      if (field != ATLAS_SHEET_FIELD_NONE)
        is_taken[field] = TRUE;
      atlas_sheet_map_set_field (self, title, field);
    }

  return self;
}

static gboolean
read_name (const char *name,
           guint      *field,
           GError    **error)
{
  *field = atlas_sheet_find_field (name);
  if (*field != ATLAS_SHEET_FIELD_NONE)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
               _("The map names “%s”, which is nothing that a column can say"), name);
  return FALSE;
}

static gboolean
read_columns (AtlasSheetMap *self,
              json_t        *columns,
              GError       **error)
{
  const char *title;
  json_t *name;

  json_object_foreach (columns, title, name)
  {
    guint field = ATLAS_SHEET_FIELD_NONE;

    if (!json_is_null (name) && !json_is_string (name))
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                     _("The map must give a field or null for the column “%s”"), title);
        return FALSE;
      }
    if (json_is_string (name) && !read_name (json_string_value (name), &field, error))
      return FALSE;
    atlas_sheet_map_set_field (self, title, field);
  }

  return TRUE;
}

static gboolean
read_defaults (AtlasSheetMap *self,
               json_t        *defaults,
               GError       **error)
{
  const char *name;
  json_t *text;

  json_object_foreach (defaults, name, text)
  {
    guint field;

    if (!read_name (name, &field, error))
      return FALSE;
    if (!json_is_string (text))
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                     _("The map must give text as the default of “%s”"), name);
        return FALSE;
      }
    atlas_sheet_map_set_default (self, field, json_string_value (text));
  }

  return TRUE;
}

/**
 * atlas_sheet_map_new_from_json:
 * @object: a map as JSON
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_INVALID when it has no columns, or names a field that there is not.
 *
 * Returns: (transfer full): the map
 */
AtlasSheetMap *
atlas_sheet_map_new_from_json (json_t  *object,
                               GError **error)
{
  g_autoptr(AtlasSheetMap) self = atlas_sheet_map_new ();
  json_t *columns = json_object_get (object, "columns");
  json_t *defaults = json_object_get (object, "defaults");
  const char *dates = atlas_json_string (object, "dates");

  if (!json_is_object (columns) || (defaults != NULL && !json_is_object (defaults)) ||
      (dates != NULL && strcmp (dates, DAY_FIRST) != 0 && strcmp (dates, MONTH_FIRST) != 0))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           _("The map must be a JSON object with “columns”, and perhaps “defaults” "
                             "and “dates” (“day-first” or “month-first”)"));
      return NULL;
    }

  self->month_first = g_strcmp0 (dates, MONTH_FIRST) == 0;
  if (!read_columns (self, columns, error) || !read_defaults (self, defaults, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * atlas_sheet_map_to_json:
 * @self: a map
 *
 * Returns: (transfer full): the map as JSON
 */
json_t *
atlas_sheet_map_to_json (AtlasSheetMap *self)
{
  json_t *columns = json_object ();
  json_t *defaults = json_object ();

  for (guint i = 0; i < self->titles->len; i++)
    {
      const char *title = g_ptr_array_index (self->titles, i);
      guint field = atlas_sheet_map_get_field (self, title);

      json_object_set_new (columns, title,
                           field == ATLAS_SHEET_FIELD_NONE ? json_null ()
                                                           : json_string (known[field].name));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (self->defaults[i] != NULL)
      json_object_set_new (defaults, known[i].name, json_string (self->defaults[i]));

  return json_pack ("{s:o, s:o, s:s}", "columns", columns, "defaults", defaults, "dates",
                    self->month_first ? MONTH_FIRST : DAY_FIRST);
}

/**
 * atlas_sheet_map_get_field:
 * @self: a map
 * @title: a column's title, in any case
 *
 * Returns: what the column says, or %ATLAS_SHEET_FIELD_NONE
 */
guint
atlas_sheet_map_get_field (AtlasSheetMap *self,
                           const char    *title)
{
  g_autofree char *folded = atlas_sheet_words_fold (title);
  gpointer field;

  if (!g_hash_table_lookup_extended (self->columns, folded, NULL, &field))
    return ATLAS_SHEET_FIELD_NONE;

  return GPOINTER_TO_UINT (field);
}

void
atlas_sheet_map_set_field (AtlasSheetMap *self,
                           const char    *title,
                           guint          field)
{
  char *folded = atlas_sheet_words_fold (title);

  g_return_if_fail (field < G_N_ELEMENTS (known) || field == ATLAS_SHEET_FIELD_NONE);

  if (!g_hash_table_contains (self->columns, folded))
    g_ptr_array_add (self->titles, g_strdup (title));
  g_hash_table_insert (self->columns, folded, GUINT_TO_POINTER (field));
}

/**
 * atlas_sheet_map_get_default:
 * @self: a map
 * @field: a field
 *
 * Returns: (transfer none) (nullable): what a row means that says nothing of it
 */
const char *
atlas_sheet_map_get_default (AtlasSheetMap *self,
                             guint          field)
{
  g_return_val_if_fail (field < G_N_ELEMENTS (known), NULL);

  return self->defaults[field];
}

void
atlas_sheet_map_set_default (AtlasSheetMap *self,
                             guint          field,
                             const char    *text)
{
  g_return_if_fail (field < G_N_ELEMENTS (known));

  g_free (self->defaults[field]);
  self->defaults[field] = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

gboolean
atlas_sheet_map_get_month_first (AtlasSheetMap *self)
{
  return self->month_first;
}

void
atlas_sheet_map_set_month_first (AtlasSheetMap *self,
                                 gboolean       month_first)
{
  self->month_first = month_first;
}

static gboolean
names_child (guint field)
{
  return known[field].type == &atlas_referral_type
         ? strcmp (known[field].name, "referral.reference") == 0
         : strcmp (known[field].name, "child.first_name") == 0 ||
         strcmp (known[field].name, "child.last_name") == 0 ||
         strcmp (known[field].name, "child.upn") == 0;
}

/**
 * atlas_sheet_map_check:
 * @self: a map
 * @sheet: the table that it shall be used for
 * @error: return location for an error
 *
 * Checks that no two columns say the same, and that some column says which child a row is about.
 *
 * Errors: %ATLAS_ERROR_INVALID; the message names the columns.
 *
 * Returns: whether the table can be read with the map
 */
gboolean
atlas_sheet_map_check (AtlasSheetMap *self,
                       AtlasSheet    *sheet,
                       GError       **error)
{
  const char *taken_by[G_N_ELEMENTS (known)] = { NULL };
  gboolean has_child = FALSE;

  for (guint i = 0; i < atlas_sheet_n_columns (sheet); i++)
    {
      const char *title = atlas_sheet_get_title (sheet, i);
      guint field = atlas_sheet_map_get_field (self, title);
      g_autofree char *label = NULL;

      if (field == ATLAS_SHEET_FIELD_NONE)
        continue;

      label = atlas_sheet_label_field (field);
      if (taken_by[field] != NULL)
        {
          g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                       _("“%1$s” and “%2$s” cannot both be “%3$s”. Pass one of them over."),
                       taken_by[field], title, label);
          return FALSE;
        }
      taken_by[field] = title;
      has_child = has_child || names_child (field);
    }

  if (!has_child)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                         _("Say which column gives the child’s name, UPN or referral."));

  return has_child;
}
