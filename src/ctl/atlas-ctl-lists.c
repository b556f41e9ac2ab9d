/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that are worked out from many records, beside the records of one type. */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "reports/atlas-demand.h"
#include "reports/atlas-duties.h"
#include "reports/atlas-out-of-school.h"
#include "reports/atlas-provider-hours.h"

/* The bits of a reason, or of every reason of a group; 0 after saying that there is none such. */
static guint
read_reasons (const char *word)
{
  AtlasNotFullTime why;
  guint reasons = 0;

  if (atlas_not_full_time_parse (word, &why))
    return 1u << why;

  for (int i = 0; i < ATLAS_N_NOT_FULL_TIME; i++)
    {
      AtlasCohort cohort = atlas_not_full_time_rule ((AtlasNotFullTime) i)->cohort;

      if (g_str_equal (atlas_cohort_to_code (cohort), word))
        reasons |= 1u << i;
    }
  if (reasons != 0)
    return reasons;

  atlas_ctl_usage (_("--reason must be a group or a reason such as excluded or no-school, not "
                     "“%s”"), word);
  return 0;
}

static gboolean
add_names (AtlasCtl *ctl,
           json_t   *object,
           GError  **error)
{
  json_t *children = json_object_get (object, "children");

  for (gsize i = 0; i < json_array_size (children); i++)
    {
      json_t *row = json_array_get (children, i);
      const char *id = json_string_value (json_object_get (row, "child"));
      g_autoptr(AtlasRecord) record = atlas_store_get (ctl->store, "child", id, error);
      const AtlasChild *child = (const AtlasChild *) record;
      g_autofree char *name = NULL;

      if (record == NULL)
        return FALSE;
      name = g_strdup_printf ("%s %s", child->first_name != NULL ? child->first_name : "",
                              child->last_name != NULL ? child->last_name : "");
      json_object_set_new (row, "name", json_string (g_strstrip (name)));
    }

  return TRUE;
}

/* How many there are is said below a table; JSON has it beside the list. */
static gboolean
write_counts (const AtlasOutOfSchool *list)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *count = atlas_out_word_count (list->rows->len);
  g_autofree char *on_register = atlas_out_word_register (list);
  g_autofree char *day = atlas_date_format_long (list->on);

  /* Translators: a date. */
  g_string_append_printf (text, _("As at %s"), day);
  g_string_append_printf (text, "\n%s\n", count);
  for (int i = 0; i < ATLAS_N_COHORTS; i++)
    g_string_append_printf (text, "  %s: %u\n", _(atlas_cohort_get_title ((AtlasCohort) i)),
                            list->by_cohort[i]);
  g_string_append_printf (text, "%s\n", on_register);

  return atlas_ctl_write (text->str);
}

/**
 * atlas_ctl_list_not_full_time:
 *
 * `atlasctl list not-in-full-time`: children who are not in full-time education.
 */
AtlasCtlExit
atlas_ctl_list_not_full_time (AtlasCtl *ctl,
                              int       argc,
                              char    **argv)
{
  static const char * const columns[] = {
    "route", "reference", "name", "year", "town", "area", "school", "since", "register", "text",
    "reasons", NULL,
  };
  static const char * const short_columns[] = {
    "reference", "year", "town", "since", "register", "text", NULL,
  };
  static const char * const named_columns[] = {
    "reference", "name", "year", "town", "since", "register", "text", NULL,
  };
  const char * const *shown;
  g_autofree char *word = NULL;
  gboolean show_names = FALSE;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &word, N_("only those with this reason, or group"),
      N_("REASON") },
    { "names", 0, 0, G_OPTION_ARG_NONE, &show_names, N_("with the children's names"), NULL },
    { NULL },
  };
  g_autoptr(AtlasOutOfSchool) list = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;
  guint reasons = 0;

  if (!atlas_ctl_parse (ctl, "not-in-full-time", _("Lists the children who are not in full-time "
                                                   "education, each once with every reason."),
                        entries, 1, 1, &argc, &argv) ||
      (word != NULL && (reasons = read_reasons (word)) == 0))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (list = atlas_out_of_school_new (ctl->store, ctl->scope, ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  object = atlas_out_of_school_to_json (list, reasons);
  if (show_names && !add_names (ctl, object, &error))
    return atlas_ctl_fail (error);
  if (ctl->format == ATLAS_CTL_TABLE && !write_counts (list))
    return ATLAS_CTL_FAILURE;

  shown = show_names ? named_columns : short_columns;

  return atlas_ctl_print (ctl, object, "children",
                          ctl->format == ATLAS_CTL_TABLE ? shown : columns);
}

/* Parses a list that has no options of its own and opens the store; else @code is how to end. */
static gboolean
begin (AtlasCtl     *ctl,
       const char   *name,
       const char   *summary,
       int           argc,
       char        **argv,
       AtlasCtlExit *code)
{
  static const GOptionEntry entries[] = { { NULL } };
  GError *error = NULL;

  *code = ATLAS_CTL_USAGE;
  if (!atlas_ctl_parse (ctl, name, summary, entries, 1, 1, &argc, &argv))
    return FALSE;
  if (atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error))
    return TRUE;

  *code = atlas_ctl_fail (error);
  return FALSE;
}

/**
 * atlas_ctl_list_demand:
 *
 * `atlasctl list demand`: what no place answers.
 */
AtlasCtlExit
atlas_ctl_list_demand (AtlasCtl *ctl,
                       int       argc,
                       char    **argv)
{
  static const char * const columns[] = {
    "area", "phase", "need", "waiting", "since", "not_agreed", "free", NULL,
  };
  g_autoptr(AtlasDemand) demand = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;
  AtlasCtlExit code;

  if (!begin (ctl, "demand", _("Counts the children whom no place answers, by need, phase and "
                               "area."), argc, argv, &code))
    return code;
  demand = atlas_demand_new (ctl->store, ctl->scope, ctl->as_of, &error);
  if (demand == NULL)
    return atlas_ctl_fail (error);

  object = atlas_demand_to_json (demand);

  return atlas_ctl_print (ctl, object, "demand", columns);
}

/**
 * atlas_ctl_list_duties:
 *
 * `atlasctl list duties`: the duties of exclusions, kept in time or not.
 */
AtlasCtlExit
atlas_ctl_list_duties (AtlasCtl *ctl,
                       int       argc,
                       char    **argv)
{
  static const char * const columns[] = {
    "route", "school", "exclusions", "in_time", "done_late", "late", "running", NULL,
  };
  g_autoptr(AtlasDuties) duties = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;
  AtlasCtlExit code;

  if (!begin (ctl, "duties", _("Counts, school by school, the duties of the last year's exclusions "
                               "that were kept in time and that were not."), argc, argv, &code))
    return code;
  duties = atlas_duties_new (ctl->store, ctl->scope, ctl->as_of, &error);
  if (duties == NULL)
    return atlas_ctl_fail (error);

  object = atlas_duties_to_json (duties);

  return atlas_ctl_print (ctl, object, "schools", columns);
}

/**
 * atlas_ctl_list_hours:
 *
 * `atlasctl list hours-given`: hours given beside hours owed.
 */
AtlasCtlExit
atlas_ctl_list_hours (AtlasCtl *ctl,
                      int       argc,
                      char    **argv)
{
  static const char * const columns[] = {
    "route", "provision", "children", "not_known", "with_too_few", "given", "owed", "missing",
    "invented", NULL,
  };
  g_autoptr(AtlasProviderHours) hours = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;
  AtlasCtlExit code;

  if (!begin (ctl, "hours-given", _("Sets, provision by provision, the hours that children get "
                                    "beside those that are full-time."), argc, argv, &code))
    return code;
  hours = atlas_provider_hours_new (ctl->store, ctl->scope, ctl->as_of, &error);
  if (hours == NULL)
    return atlas_ctl_fail (error);

  object = atlas_provider_hours_to_json (hours);

  return atlas_ctl_print (ctl, object, "provisions", columns);
}
