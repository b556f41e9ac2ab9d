/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-json.h"

#include <string.h>

#include "base/atlas-error.h"

#define MOST_EXACT ((json_int_t) 9007199254740991)

/**
 * atlas_json_parse:
 * @text: (array length=length): bytes from anyone
 * @length: their number, or -1 when @text ends in a NUL
 * @error: return location for an error
 *
 * Reads one JSON document strictly: no comments, no second document, no member named twice, no
 * escaped NUL, numbers within range. Depth is limited by Jansson to 2,048 levels.
 *
 * Errors: %ATLAS_ERROR_INVALID, whose message names the line.
 *
 * Returns: (transfer full): the value
 */
json_t *
atlas_json_parse (const char *text,
                  gssize      length,
                  GError    **error)
{
  json_error_t fault;
  json_t *value;

  value = json_loadb (text, length < 0 ? strlen (text) : (gsize) length,
                      JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
  if (value == NULL)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 "Reading JSON: line %d, column %d: %s", fault.line, fault.column, fault.text);

  return value;
}

/**
 * atlas_json_to_text:
 * @value: any JSON value
 *
 * Writes a value on one line with its members in the order of their names, so that equal values
 * give equal text.
 *
 * Returns: (transfer full): the text
 */
char *
atlas_json_to_text (json_t *value)
{
  char *dumped = json_dumps (value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
  char *text = g_strdup (dumped != NULL ? dumped : "null");

  free (dumped);
  return text;
}

/**
 * atlas_json_to_pretty:
 * @value: any JSON value
 *
 * Writes a value for people to read, members in the order in which they were set.
 *
 * Returns: (transfer full): the text
 */
char *
atlas_json_to_pretty (json_t *value)
{
  char *dumped = json_dumps (value, JSON_INDENT (2) | JSON_ENCODE_ANY);
  char *text = g_strdup (dumped != NULL ? dumped : "null");

  free (dumped);
  return text;
}

/**
 * atlas_json_equal:
 * @a: (nullable): a value, or %NULL for an absent one
 * @b: (nullable): another
 *
 * Compares two values. An absent value and `null` are the same.
 *
 * Source: protocol, section 1.
 *
 * Returns: whether they are equal
 */
gboolean
atlas_json_equal (json_t *a,
                  json_t *b)
{
  gboolean none_a = a == NULL || json_is_null (a);
  gboolean none_b = b == NULL || json_is_null (b);

  if (none_a || none_b)
    return none_a && none_b;

  return json_equal (a, b);
}

/**
 * atlas_json_is_exact:
 * @value: (nullable): any JSON value
 *
 * Looks for integers that not every program reads as they were written, such as 2^53 + 1.
 *
 * Source: RFC 7493, 2.2; protocol, section 1: integers are at most 2^53-1.
 *
 * Returns: whether there is none
 */
gboolean
atlas_json_is_exact (json_t *value)
{
  const char *name;
  json_t *part;
  gsize i;

  if (json_is_integer (value))
    return json_integer_value (value) <= MOST_EXACT && json_integer_value (value) >= -MOST_EXACT;

  json_object_foreach (value, name, part)
  if (!atlas_json_is_exact (part))
    return FALSE;
  json_array_foreach (value, i, part)
  if (!atlas_json_is_exact (part))
    return FALSE;

  return TRUE;
}

/**
 * atlas_json_string:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member's text, or %NULL if it is absent or not text
 */
const char *
atlas_json_string (json_t     *object,
                   const char *name)
{
  return json_string_value (json_object_get (object, name));
}

/**
 * atlas_json_integer:
 * @object: (nullable): an object
 * @name: a member
 * @otherwise: what to answer when the member is absent or no integer
 *
 * Returns: the member's value
 */
gint64
atlas_json_integer (json_t     *object,
                    const char *name,
                    gint64      otherwise)
{
  json_t *value = json_object_get (object, name);

  return json_is_integer (value) ? (gint64) json_integer_value (value) : otherwise;
}

/**
 * atlas_json_boolean:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: whether the member is there and `true`
 */
gboolean
atlas_json_boolean (json_t     *object,
                    const char *name)
{
  return json_is_true (json_object_get (object, name));
}

/**
 * atlas_json_put_text:
 * @object: an object
 * @name: a member
 * @text: (nullable): its text; %NULL and "" leave @object as it is
 */
void
atlas_json_put_text (json_t     *object,
                     const char *name,
                     const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (object, name, json_string (text));
}

/**
 * atlas_json_put_date:
 * @object: an object
 * @name: a member
 * @date: its day; %ATLAS_DATE_NONE leaves @object as it is
 */
void
atlas_json_put_date (json_t     *object,
                     const char *name,
                     AtlasDate   date)
{
  g_autofree char *text = atlas_date_format (date);

  atlas_json_put_text (object, name, text);
}
