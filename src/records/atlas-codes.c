/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-codes.h"

#include <gio/gio.h>
#include <string.h>

#include "base/atlas-csv.h"
#include "records/atlas-codes-resources.h"

#define CODES_RESOURCE   "/org/provisionatlas/codes/codes.csv"
#define WORDING_RESOURCE "/org/provisionatlas/codes/wording.csv"

static void
code_free (AtlasCode *code)
{
  g_free (code->set);
  g_free (code->code);
  g_free (code->label);
  g_strfreev (code->next);
  g_free (code);
}

static AtlasCode *
code_from_row (AtlasCsv *csv,
               guint     row)
{
  AtlasCode *code = g_new0 (AtlasCode, 1);
  const char *next = atlas_csv_get (csv, row, "next");

  code->set = g_strdup (atlas_csv_get (csv, row, "set"));
  code->code = g_strdup (atlas_csv_get (csv, row, "code"));
  code->label = g_strdup (atlas_csv_get (csv, row, "label"));
  code->valid.from = atlas_date_parse (atlas_csv_get (csv, row, "from"));
  code->valid.to = atlas_date_parse (atlas_csv_get (csv, row, "to"));
  if (next != NULL && *next != '\0')
    code->next = g_strsplit (next, ";", -1);

  return code;
}

static gpointer
load_codes (gpointer path)
{
  g_autoptr(GBytes)   bytes = g_resource_lookup_data (atlas_codes_get_resource (), path,
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(AtlasCsv) csv = NULL;
  GPtrArray *codes = g_ptr_array_new_with_free_func ((GDestroyNotify) code_free);

  if (bytes != NULL)
    csv = atlas_csv_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  for (guint row = 0; csv != NULL && row < atlas_csv_n_rows (csv); row++)
    g_ptr_array_add (codes, code_from_row (csv, row));

  return codes;
}

/* The table that is built into the program; read once, then only read. (element-type AtlasCode) */
static GPtrArray *
all_codes (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_codes, (gpointer) CODES_RESOURCE);
}

/* What codes were called before, each row with its dates. (element-type AtlasCode) */
static GPtrArray *
all_wording (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_codes, (gpointer) WORDING_RESOURCE);
}

/**
 * atlas_codes_list:
 * @set: (nullable): a code set's name
 *
 * Returns: (transfer container) (element-type AtlasCode): its codes in their order, of every date
 */
GPtrArray *
atlas_codes_list (const char *set)
{
  GPtrArray *codes = all_codes ();
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; set != NULL && i < codes->len; i++)
    {
      AtlasCode *code = g_ptr_array_index (codes, i);

      if (strcmp (code->set, set) == 0)
        g_ptr_array_add (found, code);
    }

  return found;
}

/**
 * atlas_codes_find:
 * @set: (nullable): a code set's name
 * @code: (nullable): a code
 *
 * Returns: (transfer none) (nullable): the code, or %NULL when the set has none of that text
 */
const AtlasCode *
atlas_codes_find (const char *set,
                  const char *code)
{
  GPtrArray *codes = all_codes ();

  for (guint i = 0; set != NULL && code != NULL && i < codes->len; i++)
    {
      AtlasCode *candidate = g_ptr_array_index (codes, i);

      if (strcmp (candidate->code, code) == 0 && strcmp (candidate->set, set) == 0)
        return candidate;
    }

  return NULL;
}

/**
 * atlas_codes_label:
 * @set: (nullable): a code set's name
 * @code: a code
 *
 * Returns: (transfer none): the code's words, or @code itself when nobody has given it any
 */
const char *
atlas_codes_label (const char *set,
                   const char *code)
{
  const AtlasCode *found = atlas_codes_find (set, code);

  return found != NULL ? found->label : code;
}

/**
 * atlas_codes_label_on:
 * @set: (nullable): a code set's name
 * @code: a code
 * @on: a day, or %ATLAS_DATE_NONE for today's words
 *
 * Finds what a code was called on a day: a suspension of 2016 is a fixed-term exclusion. The code
 * itself does not change. Earlier words are data: `data/codes/wording.csv`.
 *
 * Returns: (transfer none): the code's words of that day
 */
const char *
atlas_codes_label_on (const char *set,
                      const char *code,
                      AtlasDate   on)
{
  GPtrArray *wording = all_wording ();

  for (guint i = 0; on != ATLAS_DATE_NONE && i < wording->len; i++)
    {
      const AtlasCode *words = g_ptr_array_index (wording, i);

      if (g_strcmp0 (words->set, set) == 0 && g_strcmp0 (words->code, code) == 0 &&
          atlas_date_range_contains (words->valid, on))
        return words->label;
    }

  return atlas_codes_label (set, code);
}

/**
 * atlas_codes_may_step:
 * @set: the code set of a guarded field
 * @from: (nullable): the present code, %NULL at creation
 * @to: (nullable): the code proposed
 *
 * Says whether a guarded field may go from one code to another. Any code may stand at creation, and
 * staying is always allowed.
 *
 * Returns: whether the step is allowed
 */
gboolean
atlas_codes_may_step (const char *set,
                      const char *from,
                      const char *to)
{
  const AtlasCode *present = atlas_codes_find (set, from);

  if (to == NULL || atlas_codes_find (set, to) == NULL)
    return FALSE;
  if (from == NULL || strcmp (from, to) == 0)
    return TRUE;

  return present != NULL && present->next != NULL &&
         g_strv_contains ((const char * const *) present->next, to);
}
