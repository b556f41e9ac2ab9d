/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-record.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-blob.h"
#include "records/atlas-codes.h"

/* The protocol's limit on one record is 64 KiB; one text stays well below it. */
#define TEXT_BYTES_MAX 32768
#define SCOPE_KEY_BYTES_MAX 100
#define SET_ELEMENTS_MAX 500

static gboolean
refuse (const AtlasType  *type,
        const AtlasField *field,
        const char       *why,
        GError          **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "%s.%s: %s", type->name, field->name, why);
  return FALSE;
}

static gboolean
is_decimal (const char *text)
{
  const char *c = text;
  int digits = 0;

  if (*c == '-')
    c++;
  for (; g_ascii_isdigit (*c); c++)
    digits++;
  if (digits > 0 && *c == '.')
    for (c++, digits = 0; g_ascii_isdigit (*c); c++)
      digits++;

  return digits > 0 && *c == '\0' && c - text <= 30;
}

static gboolean
is_sorted_set (json_t *value)
{
  const char *before = NULL;

  if (!json_is_array (value) || json_array_size (value) > SET_ELEMENTS_MAX)
    return FALSE;

  for (gsize i = 0; i < json_array_size (value); i++)
    {
      const char *element = json_string_value (json_array_get (value, i));

      if (element == NULL || (before != NULL && strcmp (before, element) >= 0))
        return FALSE;
      before = element;
    }

  return TRUE;
}

static gboolean
is_range (json_t *value)
{
  json_t *from = json_object_get (value, "from");
  json_t *to = json_object_get (value, "to");
  AtlasDate first = atlas_date_parse (json_string_value (from));
  AtlasDate last = atlas_date_parse (json_string_value (to));
  gboolean from_ok = from == NULL || json_is_null (from) || first != ATLAS_DATE_NONE;
  gboolean to_ok = to == NULL || json_is_null (to) || last != ATLAS_DATE_NONE;
  gboolean in_order = first == ATLAS_DATE_NONE || last == ATLAS_DATE_NONE || first <= last;

  return json_is_object (value) && from_ok && to_ok && in_order;
}

static gboolean
is_subject (json_t *value)
{
  return json_array_size (value) == 2 &&
         atlas_type_find (json_string_value (json_array_get (value, 0))) != NULL &&
         atlas_id_is_valid (json_string_value (json_array_get (value, 1)));
}

static const char *
check_text (const AtlasField *field,
            const char       *text)
{
  if (text == NULL)
    return "must be text";
  if (strlen (text) > TEXT_BYTES_MAX)
    return "is too long";
  if (field->kind == ATLAS_KIND_DATE && atlas_date_parse (text) == ATLAS_DATE_NONE)
    return "must be a date as 2026-11-22";
  if (field->kind == ATLAS_KIND_TIME && !atlas_time_parse (text, NULL))
    return "must be a time as 2026-11-22T09:00:03.120Z";
  if (field->kind == ATLAS_KIND_DECIMAL && !is_decimal (text))
    return "must be a decimal number as 12.50";
  if (field->kind == ATLAS_KIND_REF && !atlas_id_is_valid (text))
    return "must be the id of a record";
  /* Codes are dated data: one that this program has never heard of is kept. Its form is checked. */
  if (field->kind == ATLAS_KIND_CODE && (*text == '\0' || strlen (text) > 40))
    return "must be a code";
  return NULL;
}

/* It becomes part of a scope, and lists of scopes have spaces between them. */
static const char *
check_scope_key (const char *key)
{
  if (*key == '\0' || strlen (key) > SCOPE_KEY_BYTES_MAX)
    return "must have from 1 to 100 letters and digits";
  for (const char *c = key; *c != '\0'; c++)
    if (g_ascii_isspace (*c) || g_ascii_iscntrl (*c))
      return "must be one word";
  return NULL;
}

static const char *
check_integer (const AtlasField *field,
               json_t           *value)
{
  if (!json_is_integer (value))
    return "must be a whole number";
  if ((field->min != 0 || field->max != 0) &&
      (json_integer_value (value) < field->min || json_integer_value (value) > field->max))
    return "is outside its limits";
  return NULL;
}

/**
 * atlas_value_check:
 * @type: a record type
 * @field: one of its fields
 * @value: a value that is not null
 * @error: return location for an error
 *
 * Checks that a value is of its field's kind and within its limits.
 *
 * Errors: %ATLAS_ERROR_INVALID; the message names type and field, never the value.
 *
 * Returns: whether it is
 */
gboolean
atlas_value_check (const AtlasType  *type,
                   const AtlasField *field,
                   json_t           *value,
                   GError          **error)
{
  const char *why = NULL;

  if (field->kind == ATLAS_KIND_INTEGER)
    why = check_integer (field, value);
  else if (field->kind == ATLAS_KIND_BOOLEAN)
    why = json_is_boolean (value) ? NULL : "must be true or false";
  else if (field->kind == ATLAS_KIND_SET)
    why = is_sorted_set (value) ? NULL : "must be a sorted list of different texts";
  else if (field->kind == ATLAS_KIND_RANGE)
    why = is_range (value) ? NULL : "must be a range of dates, from no later than to";
  else if (field->kind == ATLAS_KIND_SUBJECT)
    why = is_subject (value) ? NULL : "must be a type and an id";
  else if (field->kind == ATLAS_KIND_BLOB)
    why = atlas_blob_check (value);
  else if (field->kind != ATLAS_KIND_JSON)
    why = check_text (field, json_string_value (value));
  if (why == NULL && type->scope_root && strcmp (field->name, type->key) == 0)
    why = check_scope_key (json_string_value (value));

  return why == NULL || refuse (type, field, why, error);
}

/**
 * atlas_fields_check:
 * @type: a record type
 * @fields: values by field name, as a `create` gives them
 * @error: return location for an error
 *
 * Checks a whole new record: every value, that what is required is there, and that nothing is given
 * that only the server writes. Fields that the type does not know are an error here.
 *
 * Errors: %ATLAS_ERROR_INVALID; the message names the field.
 *
 * Returns: whether the record can be created
 */
gboolean
atlas_fields_check (const AtlasType *type,
                    json_t          *fields,
                    GError         **error)
{
  const char *name;
  json_t *value;

  json_object_foreach (fields, name, value)
  {
    const AtlasField *field = atlas_type_field (type, name);

    if (field == NULL)
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "%s has no field “%s”", type->name,
                     name);
        return FALSE;
      }
    if (json_is_null (value))
      continue;
    if (field->merge == ATLAS_MERGE_COMPUTED)
      return refuse (type, field, "is worked out by the server", error);
    if (!atlas_value_check (type, field, value, error))
      return FALSE;
  }

  for (guint i = 0; i < type->n_fields; i++)
    {
      json_t *given = json_object_get (fields, type->fields[i].name);

      if (type->fields[i].required && (given == NULL || json_is_null (given)))
        return refuse (type, &type->fields[i], "is missing", error);
    }

  return TRUE;
}

static char *
join_set (json_t     *value,
          const char *between,
          const char *codes)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; i < json_array_size (value); i++)
    {
      const char *element = json_string_value (json_array_get (value, i));

      if (i > 0)
        g_string_append (text, between);
      g_string_append (text, codes != NULL ? _(atlas_codes_label (codes, element)) : element);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * atlas_value_to_csv:
 * @field: a field
 * @value: (nullable): its value
 *
 * Writes a value for a CSV cell: dates and numbers as on the wire, a set with semicolons, a range
 * as `from/to`, a subject as `type/id`.
 *
 * Returns: (transfer full): the text, empty for an absent value
 */
char *
atlas_value_to_csv (const AtlasField *field,
                    json_t           *value)
{
  const char *from;
  const char *to;

  if (value == NULL || json_is_null (value))
    return g_strdup ("");
  if (json_is_string (value))
    return g_strdup (json_string_value (value));
  if (field->kind == ATLAS_KIND_SET)
    return join_set (value, ";", NULL);
  if (field->kind == ATLAS_KIND_SUBJECT)
    return join_set (value, "/", NULL);
  if (field->kind != ATLAS_KIND_RANGE)
    return atlas_json_to_text (value);

  from = atlas_json_string (value, "from");
  to = atlas_json_string (value, "to");
  return g_strconcat (from != NULL ? from : "", "/", to != NULL ? to : "", NULL);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static json_t *
set_from_csv (const char *text)
{
  g_auto(GStrv)        parts = g_strsplit (text, ";", -1);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  json_t *array = json_array ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (sorted, parts[i]);
  g_ptr_array_sort (sorted, compare_strings);

  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || strcmp (g_ptr_array_index (sorted, i - 1), g_ptr_array_index (sorted, i)) != 0)
      json_array_append_new (array, json_string (g_ptr_array_index (sorted, i)));

  return array;
}

static json_t *
range_from_csv (const char *text)
{
  g_auto(GStrv) ends = g_strsplit (text, "/", 2);
  json_t *range = json_object ();

  if (ends[0] != NULL && *ends[0] != '\0')
    json_object_set_new (range, "from", json_string (ends[0]));
  if (ends[0] != NULL && ends[1] != NULL && *ends[1] != '\0')
    json_object_set_new (range, "to", json_string (ends[1]));

  return range;
}

static json_t *
subject_from_csv (const char *text)
{
  const char *slash = strchr (text, '/');
  g_autofree char *type =
    slash != NULL ? g_strndup (text, (gsize) (slash - text)) : g_strdup (text);

  return json_pack ("[s, s]", type, slash != NULL ? slash + 1 : "");
}

static json_t *
integer_from_csv (const char *text)
{
  gint64 value;

  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return json_string (text);   /* the check that follows refuses it by name */
  return json_integer (value);
}

static json_t *
boolean_from_csv (const char *text)
{
  if (g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "yes") == 0)
    return json_true ();
  if (g_ascii_strcasecmp (text, "false") == 0 || g_ascii_strcasecmp (text, "no") == 0)
    return json_false ();
  return json_string (text);
}

/**
 * atlas_value_from_csv:
 * @field: a field
 * @text: a CSV cell
 * @value: (out) (transfer full) (nullable): the value, %NULL for an empty cell
 * @error: return location for an error
 *
 * Reads what atlas_value_to_csv() writes. Whether the value suits its field is
 * atlas_value_check()'s to say; only JSON that cannot be read is an error here.
 *
 * Returns: whether the cell could be read
 */
gboolean
atlas_value_from_csv (const AtlasField *field,
                      const char       *text,
                      json_t          **value,
                      GError          **error)
{
  *value = NULL;
  if (*text == '\0')
    return TRUE;

  if (field->kind == ATLAS_KIND_INTEGER)
    *value = integer_from_csv (text);
  else if (field->kind == ATLAS_KIND_BOOLEAN)
    *value = boolean_from_csv (text);
  else if (field->kind == ATLAS_KIND_SET)
    *value = set_from_csv (text);
  else if (field->kind == ATLAS_KIND_RANGE)
    *value = range_from_csv (text);
  else if (field->kind == ATLAS_KIND_SUBJECT)
    *value = subject_from_csv (text);
  else if (field->kind == ATLAS_KIND_JSON || field->kind == ATLAS_KIND_BLOB)
    *value = atlas_json_parse (text, -1, error);
  else
    *value = json_string (text);

  if (*value == NULL && (error == NULL || *error == NULL))
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "%s: is not UTF-8 text", field->name);
  return *value != NULL;
}

static char *
format_range (json_t *value)
{
  AtlasDate first = atlas_date_parse (atlas_json_string (value, "from"));
  AtlasDate last = atlas_date_parse (atlas_json_string (value, "to"));
  g_autofree char *from = atlas_date_format_long (first);
  g_autofree char *to = atlas_date_format_long (last);

  if (first == ATLAS_DATE_NONE && last == ATLAS_DATE_NONE)
    return g_strdup ("");
  if (last == ATLAS_DATE_NONE)
    return g_strdup_printf (_("from %s"), from);
  if (first == ATLAS_DATE_NONE)
    return g_strdup_printf (_("until %s"), to);
  return g_strdup_printf (_("%s to %s"), from, to);
}

/**
 * atlas_value_format:
 * @field: a field
 * @value: (nullable): its value
 *
 * Writes a value for people: a date as "20 November 2026", a code by its label, a set as a list, a
 * file by its name.
 *
 * Returns: (transfer full): the text, empty for an absent value
 */
char *
atlas_value_format (const AtlasField *field,
                    json_t           *value)
{
  if (value == NULL || json_is_null (value))
    return g_strdup ("");
  if (field->kind == ATLAS_KIND_DATE)
    return atlas_date_format_long (atlas_date_parse (json_string_value (value)));
  if (field->kind == ATLAS_KIND_CODE)
    return g_strdup (_(atlas_codes_label (field->codes, json_string_value (value))));
  if (field->kind == ATLAS_KIND_BOOLEAN)
    return g_strdup (json_is_true (value) ? _("Yes") : _("No"));
  if (field->kind == ATLAS_KIND_SET)
    return join_set (value, ", ", field->codes);
  if (field->kind == ATLAS_KIND_RANGE)
    return format_range (value);
  if (field->kind == ATLAS_KIND_BLOB)
    return g_strdup (atlas_json_string (value, "name"));
  return atlas_value_to_csv (field, value);
}
