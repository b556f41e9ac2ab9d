/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indicators that a county's strategy counts each term. */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "reports/atlas-indicators.h"

/* The tables that a report has, and their columns. */
static const struct {
  const char *by;
  const char *rows;
  const char *columns[12];
} tables[] = {
  { "figure", "figures",
    { "number", "indicator", "figure", "label", "value", "unit", "of", "left_out", "why",
      "text", "invented" } },
  { "term", "terms",
    { "term", "number", "indicator", "figure", "label", "value", "unit", "why", "text",
      "invented" } },
  { "area", "areas",
    { "area", "area_name", "number", "indicator", "figure", "label", "value", "unit", "why",
      "text", "invented" } },
  { "cohort", "cohorts",
    { "cohort", "cohort_name", "indicator", "figure", "value", "unit", "ratio", "not_recorded",
      "why", "text", "invented" } },
};

static int
find_table (const char *by)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (by == NULL || g_str_equal (by, tables[i].by))
      return (int) i;

  atlas_ctl_usage (_("--by must be figure, term, area or cohort, not “%s”"), by);
  return -1;
}

/**
 * atlas_ctl_find_pupils:
 * @code: (nullable): as given by `--cohort`
 * @pupils: (out): which children
 *
 * Returns: whether there is such a cohort, or %FALSE after saying which there are
 */
gboolean
atlas_ctl_find_pupils (const char  *code,
                       AtlasPupils *pupils)
{
  g_autoptr(GString) list = g_string_new (NULL);

  *pupils = ATLAS_PUPILS_ALL;
  if (code == NULL || atlas_pupils_parse (code, pupils))
    return TRUE;

  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            atlas_pupils_to_code ((AtlasPupils) i));
  atlas_ctl_usage (_("There is no cohort “%s”; there are: %s"), code, list->str);

  return FALSE;
}

/**
 * atlas_ctl_refuse:
 * @error: (transfer full): of counting
 *
 * Says why something was not counted. A slip in a set or a term is one of the command line.
 *
 * Returns: the exit code for it
 */
AtlasCtlExit
atlas_ctl_refuse (GError *error)
{
  AtlasCtlExit code;

  if (!g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_INVALID))
    return atlas_ctl_fail (error);

  code = atlas_ctl_usage ("%s", error->message);
  g_error_free (error);

  return code;
}

/* Counts what the command line asks for; else @code is how to end. @path is the word after it. */
static json_t *
count (AtlasCtl     *ctl,
       const char   *words,
       int           argc,
       char        **argv,
       int          *table,
       const char  **path,
       AtlasCtlExit *code)
{
  g_autofree char *set = NULL;
  g_autofree char *term = NULL;
  g_autofree char *cohort = NULL;
  g_autofree char *by = NULL;
  gboolean shows_small = FALSE;
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING, &set, N_("which set: 2016 or 2020"), N_("NAME") },
    { "term", 0, 0, G_OPTION_ARG_STRING, &term, N_("which term, as 2026-autumn"), N_("TERM") },
    { "cohort", 0, 0, G_OPTION_ARG_STRING, &cohort, N_("of which children, as girls"),
      N_("COHORT") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &by, N_("which table: figure, term, area or cohort"),
      N_("TABLE") },
    { "show-small", 0, 0, G_OPTION_ARG_NONE, &shows_small, N_("do not hide small numbers"), NULL },
    { NULL },
  };
  g_autoptr(AtlasIndicators) indicators = NULL;
  AtlasIndicatorsAsked asked = { NULL };
  GError *error = NULL;

  *code = ATLAS_CTL_USAGE;
  if (!atlas_ctl_parse (ctl, words, _("Counts the indicators of a term."), entries, 0,
                        *words != '\0', &argc, &argv) ||
      !atlas_ctl_find_pupils (cohort, &asked.pupils) || (*table = find_table (by)) < 0)
    return NULL;
  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error))
    {
      *code = atlas_ctl_fail (error);
      return NULL;
    }

  *path = argc > 1 ? argv[1] : NULL;
  asked.set = set;
  asked.term = term;
  asked.scope = ctl->scope;
  asked.on = ctl->as_of;
  indicators = atlas_indicators_new (ctl->store, &asked, &error);
  if (indicators != NULL)
    return atlas_indicators_to_json (indicators, !shows_small);

  *code = atlas_ctl_refuse (error);
  return NULL;
}

/**
 * atlas_ctl_indicators:
 *
 * `atlasctl indicators`: what the county's strategy counts each term.
 */
AtlasCtlExit
atlas_ctl_indicators (AtlasCtl *ctl,
                      int       argc,
                      char    **argv)
{
  AtlasCtlExit code;
  const char *path;
  int table;
  g_autoptr(json_t) object = count (ctl, "", argc, argv, &table, &path, &code);

  if (object == NULL)
    return code;
  if (ctl->format == ATLAS_CTL_TABLE && json_is_null (json_object_get (object, "set")))
    return atlas_ctl_write (_("This county’s pack names no indicators.\n"))
           ? ATLAS_CTL_DONE : ATLAS_CTL_FAILURE;

  return atlas_ctl_print (ctl, object, tables[table].rows, tables[table].columns);
}

/**
 * atlas_ctl_export_indicators:
 *
 * `atlasctl export indicators`: the same as CSV, in a file.
 */
AtlasCtlExit
atlas_ctl_export_indicators (AtlasCtl *ctl,
                             int       argc,
                             char    **argv)
{
  AtlasCtlExit code;
  const char *path;
  int table;
  g_autoptr(json_t) object = count (ctl, "[FILE]", argc, argv, &table, &path, &code);
  g_autoptr(GBytes) bytes = NULL;
  char *text;

  if (object == NULL)
    return code;

  text = atlas_ctl_rows_to_csv (json_object_get (object, tables[table].rows),
                                tables[table].columns);
  bytes = g_bytes_new_take (text, strlen (text));

  return atlas_ctl_write_file (path, bytes);
}
