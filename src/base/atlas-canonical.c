/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-json.h"

/* Whole numbers that every JSON reader gives back unchanged. Source: RFC 7493, 2.2. */
#define LARGEST_INTEGER G_GINT64_CONSTANT (9007199254740991)

static gboolean write_value (json_t  *value,
                             GString *text,
                             GError **error);

static void
write_string (json_t  *value,
              GString *text)
{
  static const char escaped[] = "\"\\\b\f\n\r\t";
  static const char letters[] = "\"\\bfnrt";
  const char *string = json_string_value (value);
  gsize length = json_string_length (value);

  g_string_append_c (text, '"');
  for (gsize i = 0; i < length; i++)
    {
      const char *found = string[i] != '\0' ? strchr (escaped, string[i]) : NULL;

      if (found != NULL)
        g_string_append_printf (text, "\\%c", letters[found - escaped]);
      else if ((guchar) string[i] < 0x20)
        g_string_append_printf (text, "\\u%04x", (guchar) string[i]);
      else
        g_string_append_c (text, string[i]);
    }
  g_string_append_c (text, '"');
}

static int
compare_units (gconstpointer a,
               gconstpointer b)
{
  g_autofree gunichar2 *first = g_utf8_to_utf16 (*(const char * const *) a, -1, NULL, NULL, NULL);
  g_autofree gunichar2 *second = g_utf8_to_utf16 (*(const char * const *) b, -1, NULL, NULL, NULL);
  gsize i = 0;

  while (first[i] != 0 && first[i] == second[i])
    i++;

  return (int) first[i] - (int) second[i];
}

static gboolean
write_object (json_t  *object,
              GString *text,
              GError **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  const char *name;
  json_t *value;

  json_object_foreach (object, name, value)
  {
    g_ptr_array_add (names, (gpointer) name);
  }
  g_ptr_array_sort (names, compare_units);

  g_string_append_c (text, '{');
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr(json_t) key = json_string (g_ptr_array_index (names, i));

      if (i > 0)
        g_string_append_c (text, ',');
      write_string (key, text);
      g_string_append_c (text, ':');
      if (!write_value (json_object_get (object, g_ptr_array_index (names, i)), text, error))
        return FALSE;
    }
  g_string_append_c (text, '}');

  return TRUE;
}

static gboolean
write_array (json_t  *array,
             GString *text,
             GError **error)
{
  g_string_append_c (text, '[');
  for (gsize i = 0; i < json_array_size (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      if (!write_value (json_array_get (array, i), text, error))
        return FALSE;
    }
  g_string_append_c (text, ']');

  return TRUE;
}

static gboolean
write_integer (json_t  *value,
               GString *text,
               GError **error)
{
  json_int_t number = json_integer_value (value);

  if (number > LARGEST_INTEGER || number < -LARGEST_INTEGER)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "Writing canonical JSON: an integer is too large");
      return FALSE;
    }

  g_string_append_printf (text, "%" JSON_INTEGER_FORMAT, number);
  return TRUE;
}

static gboolean
write_value (json_t  *value,
             GString *text,
             GError **error)
{
  if (json_is_object (value))
    return write_object (value, text, error);
  if (json_is_array (value))
    return write_array (value, text, error);
  if (json_is_integer (value))
    return write_integer (value, text, error);
  if (json_is_real (value))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "Writing canonical JSON: a number is not whole");
      return FALSE;
    }

  if (json_is_string (value))
    write_string (value, text);
  else
    g_string_append (text, json_is_true (value) ? "true"
                           : json_is_false (value) ? "false" : "null");

  return TRUE;
}

/**
 * atlas_json_to_canonical:
 * @value: any JSON value without fractions
 * @error: return location for an error
 *
 * Writes a value in the one form that is signed and hashed: no spaces, members in the order of the
 * UTF-16 code units of their names, nothing escaped that need not be.
 *
 * Errors: %ATLAS_ERROR_INVALID for a number that is not whole, or beyond 2^53-1 either way.
 *
 * Source: RFC 8785.
 *
 * Returns: (transfer full): the text
 */
char *
atlas_json_to_canonical (json_t  *value,
                         GError **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  return write_value (value, text, error) ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
