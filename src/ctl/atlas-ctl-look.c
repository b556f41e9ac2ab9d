/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-route.h"
#include "records/atlas-as-at.h"
#include "reports/atlas-facts.h"

#define TABLE_FIELDS 5          /* that a table shows beside key and name, to fit a terminal */

/* A meeting is called by its panel and its day, as `export minutes` takes it. */
static void
name_meeting (AtlasCtl     *ctl,
              AtlasMeeting *meeting,
              json_t       *row)
{
  g_autoptr(AtlasRecord) panel = atlas_store_get (ctl->store, "panel", meeting->panel, NULL);
  g_autofree char *day = atlas_date_format (meeting->on);
  g_autofree char *key = NULL;

  if (panel == NULL)
    return;

  key = g_strdup_printf ("%s/%s", atlas_record_get_key (panel), day);
  json_object_set_new (row, "key", json_string (key));
  json_object_set_new (row, "name", json_string (atlas_record_get_title (panel)));
}

/* A record's values under their names on the wire, with what people call it in front. */
static json_t *
record_to_row (AtlasCtl    *ctl,
               AtlasRecord *record)
{
  json_t *row = json_pack ("{s:s, s:s?, s:s?}", "id", atlas_record_get_id (record),
                           "key", atlas_record_get_key (record),
                           "name", atlas_record_get_title (record));
  g_autoptr(json_t) fields = atlas_record_to_fields (record);

  json_object_update (row, fields);
  if (atlas_record_get_record_type (record) == &atlas_meeting_type)
    name_meeting (ctl, (AtlasMeeting *) record, row);

  return row;
}

static gboolean
fits_a_table (const AtlasType  *type,
              const AtlasField *field)
{
  static const char * const passed_over[] = { "published", "checked", NULL };

  if (g_strcmp0 (field->name, type->key) == 0 || g_strcmp0 (field->name, type->title) == 0 ||
      g_strv_contains (passed_over, field->name))
    return FALSE;

  return field->kind == ATLAS_KIND_CODE || field->kind == ATLAS_KIND_DATE ||
         field->kind == ATLAS_KIND_INTEGER || g_str_equal (field->name, "town");
}

/* Of a table the first few fields that are short; of CSV all of them. */
static GStrv
columns_of (AtlasCtl        *ctl,
            const AtlasType *type)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  int left = TABLE_FIELDS;

  if (ctl->format == ATLAS_CTL_CSV)
    g_strv_builder_add (builder, "id");
  g_strv_builder_add_many (builder, "key", "name", NULL);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];

      if (g_str_equal (field->name, "key") || g_str_equal (field->name, "name"))
        continue;
      if (ctl->format == ATLAS_CTL_CSV || (fits_a_table (type, field) && left-- > 0))
        g_strv_builder_add (builder, field->name);
    }

  return g_strv_builder_end (builder);
}

static gboolean
is_searched (const AtlasType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].search)
      return TRUE;

  return FALSE;
}

static GPtrArray *
find_records (AtlasCtl        *ctl,
              const AtlasType *type,
              const char      *words,
              GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);

  atlas_query_as_of (query, ctl->as_of);
  if (ctl->scope != NULL)
    atlas_query_in_scope (query, ctl->scope);
  if (words != NULL)
    atlas_query_search (query, words);
  if (type->key != NULL)
    atlas_query_order_by (query, type->key, FALSE);
  atlas_query_page (query, 0, G_MAXINT);

  return atlas_store_list (ctl->store, query, error);
}

static AtlasCtlExit
print_records (AtlasCtl        *ctl,
               const AtlasType *type,
               GPtrArray       *records,
               GPtrArray       *labels)
{
  g_autofree char *as_of = atlas_date_format (ctl->as_of);
  g_auto(GStrv) columns = columns_of (ctl, type);
  g_autoptr(json_t) object = NULL;
  json_t *rows = json_array ();

  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr(AtlasRecord) then = NULL;

      then = atlas_record_as_at (g_ptr_array_index (records, i), labels, ctl->as_of);
      json_array_append_new (rows, record_to_row (ctl, then));
    }
  object = json_pack ("{s:s, s:s, s:o}", "type", type->name, "as_of", as_of, "records", rows);

  return atlas_ctl_print (ctl, object, "records", (const char * const *) columns);
}

/* The lists that no type of record has, by the word that stands in its place. */
static AtlasCtlCommand
find_list (int    argc,
           char **argv)
{
  static const struct {
    const char     *name;
    AtlasCtlCommand command;
  } lists[] = {
    { "not-in-full-time", atlas_ctl_list_not_full_time },
    { "demand", atlas_ctl_list_demand },
    { "duties", atlas_ctl_list_duties },
    { "hours-given", atlas_ctl_list_hours },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (int word = 1; word < argc; word++)
      if (strcmp (argv[word], lists[i].name) == 0)
        return lists[i].command;

  return NULL;
}

AtlasCtlExit
atlas_ctl_list (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  g_autofree char *words = NULL;
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &words, N_("only those that these words find"),
      N_("WORDS") },
    { NULL },
  };
  const AtlasType *type;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) labels = NULL;
  AtlasCtlCommand command = find_list (argc, argv);
  GError *error = NULL;

  if (command != NULL)
    return command (ctl, argc, argv);
  if (!atlas_ctl_parse (ctl, "TYPE", _("Lists the records of a type, as they are on a day."),
                        entries, 1, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;
  type = atlas_ctl_find_type (argv[1]);
  if (type == NULL)
    return ATLAS_CTL_USAGE;
  if (words != NULL && !is_searched (type))
    return atlas_ctl_usage (_("Records of type “%s” have no words to search"), type->name);

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (records = find_records (ctl, type, words, &error)) == NULL ||
      (labels = atlas_ctl_list_type (ctl, &atlas_label_type, &error)) == NULL)
    return atlas_ctl_fail (error);

  return print_records (ctl, type, records, labels);
}

/* Facts as rows, for CSV: one a line, with what stands beside it on the page. */
static json_t *
facts_to_rows (AtlasFacts *facts)
{
  json_t *rows = json_array ();

  for (guint i = 0; i < facts->sections->len; i++)
    {
      const AtlasFactSection *section = g_ptr_array_index (facts->sections, i);

      for (guint f = 0; f < section->facts->len; f++)
        {
          const AtlasFact *fact = g_ptr_array_index (section->facts, f);

          json_array_append_new (rows, json_pack ("{s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?}",
                                                  "section", section->title, "key", fact->key,
                                                  "label", fact->label, "value", fact->value,
                                                  "mark", fact->mark, "source", fact->source,
                                                  "route", fact->route));
        }
    }

  return rows;
}

static AtlasCtlExit
print_page (AtlasCtl   *ctl,
            AtlasFacts *facts)
{
  g_autofree char *day = atlas_date_format_long (facts->on);
  g_autoptr(GString) text = g_string_new (facts->title);

  if (facts->subtitle != NULL)
    g_string_append_printf (text, " · %s", facts->subtitle);
  g_string_append_c (text, '\n');
  /* Translators: %s is a day, as 22 November 2026. */
  g_string_append_printf (text, _("As at %s"), day);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < facts->sections->len; i++)
    {
      const AtlasFactSection *section = g_ptr_array_index (facts->sections, i);

      g_string_append_printf (text, "\n%s\n", section->title);
      for (guint f = 0; f < section->facts->len; f++)
        {
          const AtlasFact *fact = g_ptr_array_index (section->facts, f);

          g_string_append_printf (text, "  %s: %s", fact->label, fact->value);
          if (fact->mark != NULL)
            g_string_append_printf (text, " [%s]", fact->mark);
          if (fact->source != NULL)
            g_string_append_printf (text, "\n      %s", fact->source);
          g_string_append_c (text, '\n');
        }
    }

  return atlas_ctl_write (text->str) ? atlas_ctl_mark (ctl) : ATLAS_CTL_FAILURE;
}

static AtlasCtlExit
print_facts (AtlasCtl   *ctl,
             AtlasFacts *facts)
{
  static const char * const columns[] = {
    "section", "key", "label", "value", "mark", "source", "route", NULL,
  };
  g_autoptr(json_t) object = NULL;

  if (ctl->format == ATLAS_CTL_TABLE)
    return print_page (ctl, facts);

  object = ctl->format == ATLAS_CTL_JSON ? atlas_facts_to_json (facts)
                                         : json_pack ("{s:o}", "facts", facts_to_rows (facts));

  return atlas_ctl_print (ctl, object, "facts", columns);
}

AtlasCtlExit
atlas_ctl_show (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  g_autoptr(AtlasRoute) route = NULL;
  g_autoptr(AtlasFacts) facts = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "ROUTE", _("Shows one page's facts, as they are on a day."), entries,
                        1, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;
  route = atlas_route_parse (argv[1], &error);
  if (route == NULL)
    {
      atlas_ctl_fail (error);
      return ATLAS_CTL_USAGE;
    }

  text = atlas_route_format (route);
  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (facts = atlas_facts_new (ctl->store, text, ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  return print_facts (ctl, facts);
}
