/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-retention.h"

#include <gio/gio.h>
#include <string.h>

#include "base/atlas-csv.h"
#include "base/atlas-error.h"
#include "server/atlas-folder.h"
#include "server/atlas-roles-resources.h"

#define RESOURCE        "/org/provisionatlas/roles/retention.csv"
#define MOST_YEARS      200
#define MONTHS_PER_YEAR 12
#define DAY_LENGTH      10              /* of a time, up to its day */

static void
rule_free (gpointer data)
{
  AtlasRetentionRule *rule = data;

  g_free (rule->name);
  g_free (rule->field);
  g_free (rule->value);
  g_free (rule->why);
  g_free (rule);
}

/* Nothing for an empty cell. */
static char *
cell (AtlasCsv   *csv,
      guint       row,
      const char *name)
{
  const char *text = atlas_csv_get (csv, row, name);

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static gboolean
read_date (AtlasCsv   *csv,
           guint       row,
           const char *name,
           AtlasDate  *date)
{
  g_autofree char *text = cell (csv, row, name);

  *date = text != NULL ? atlas_date_parse (text) : ATLAS_DATE_NONE;
  return text == NULL || *date != ATLAS_DATE_NONE;
}

static AtlasRetentionRule *
read_rule (AtlasCsv *csv,
           guint     row,
           GError  **error)
{
  AtlasRetentionRule *rule = g_new0 (AtlasRetentionRule, 1);
  const char *years = atlas_csv_get (csv, row, "years");
  guint64 number = 0;

  rule->name = cell (csv, row, "rule");
  rule->field = cell (csv, row, "field");
  rule->value = cell (csv, row, "value");
  rule->why = cell (csv, row, "why");
  if (rule->name != NULL && (rule->field == NULL) == (rule->value == NULL) && rule->why != NULL &&
      read_date (csv, row, "valid_from", &rule->valid.from) &&
      read_date (csv, row, "valid_to", &rule->valid.to) && years != NULL &&
      g_ascii_string_to_unsigned (years, 10, 1, MOST_YEARS, &number, NULL))
    {
      rule->years = (int) number;
      return rule;
    }

  rule_free (rule);
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
               "Line %u of the retention rules needs a rule, years from 1 to %d, a reason, and "
               "both or neither of field and value", atlas_csv_row_line (csv, row), MOST_YEARS);
  return NULL;
}

static GBytes *
read_text (const char *folder,
           GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_RETENTION);
  char *text = NULL;
  gsize length;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_resource_lookup_data (atlas_roles_get_resource (), RESOURCE,
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return g_file_get_contents (path, &text, &length, error) ? g_bytes_new_take (text, length) : NULL;
}

/**
 * atlas_retention_load:
 * @folder: a server's folder
 * @error: return location for an error
 *
 * Reads how long things are kept: what the county has set in its folder, `retention.csv`, and where
 * there is no such file what the program comes with.
 *
 * Returns: (transfer full) (element-type AtlasRetentionRule): the rules
 */
GPtrArray *
atlas_retention_load (const char *folder,
                      GError    **error)
{
  g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func (rule_free);
  g_autoptr(GBytes) bytes = read_text (folder, error);
  g_autoptr(AtlasCsv) csv = NULL;
  const char *text;
  gsize length;

  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  csv = atlas_csv_parse (text, length, error);
  if (csv == NULL)
    return NULL;

  for (guint i = 0; i < atlas_csv_n_rows (csv); i++)
    {
      AtlasRetentionRule *rule = read_rule (csv, i, error);

      if (rule == NULL)
        return NULL;
      g_ptr_array_add (rules, rule);
    }

  return g_steal_pointer (&rules);
}

/* Of the rules that hold for a child, the one that keeps longest. */
static const AtlasRetentionRule *
rule_of (GPtrArray *rules,
         json_t    *child,
         AtlasDate  as_of)
{
  const AtlasRetentionRule *longest = NULL;

  for (guint i = 0; i < rules->len; i++)
    {
      const AtlasRetentionRule *rule = g_ptr_array_index (rules, i);

      if (!atlas_date_range_contains (rule->valid, as_of) ||
          (rule->field != NULL &&
           g_strcmp0 (atlas_json_string (child, rule->field), rule->value) != 0))
        continue;
      if (longest == NULL || rule->years > longest->years)
        longest = rule;
    }

  return longest;
}

/* Where nobody knows when a child was born, the time runs from the last change. */
static AtlasDate
runs_from (json_t     *child,
           const char *changed_at)
{
  const char *born = atlas_json_string (child, "born");
  g_autofree char *day = g_strndup (changed_at != NULL ? changed_at : "", DAY_LENGTH);

  return atlas_date_parse (born != NULL ? born : day);
}

static void
add_if_due (json_t    *due,
            AtlasRows *query,
            GPtrArray *rules,
            AtlasDate  as_of)
{
  g_autoptr(json_t) child = atlas_rows_json (query, 1);
  g_autofree char *id = atlas_rows_id (query, 0);
  const AtlasRetentionRule *rule = rule_of (rules, child, as_of);
  AtlasDate from = runs_from (child, atlas_rows_text (query, 2));
  AtlasDate until;
  g_autofree char *text = NULL;

  if (rule == NULL || from == ATLAS_DATE_NONE)
    return;

  until = atlas_date_add_months (from, rule->years * MONTHS_PER_YEAR);
  if (until > as_of)
    return;

  text = atlas_date_format (until);
  json_array_append_new (due, json_pack ("{s:s, s:s, s:s, s:s}", "child", id, "since", text,
                                         "rule", rule->name, "why", rule->why));
}

/**
 * atlas_retention_due:
 * @backend: a back end
 * @rules: (element-type AtlasRetentionRule): how long things are kept
 * @as_of: for which day
 * @error: return location for an error
 *
 * Lists the children whose time is over, deleted ones among them: `{"child","since","rule","why"}`,
 * without a name. For each the longest of its rules counts.
 *
 * Returns: (transfer full): an array, in the order of the ids
 */
json_t *
atlas_retention_due (AtlasBackend *backend,
                     GPtrArray    *rules,
                     AtlasDate     as_of,
                     GError      **error)
{
  g_autoptr(json_t) due = json_array ();
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT id, fields, changed_at FROM record "
                               "WHERE type = 'child' AND is_erased = 0 ORDER BY id", "");
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    add_if_due (due, query, rules, as_of);

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&due) : NULL;
}
