/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-date.h"
#include "records/atlas-records.h"
#include "records/atlas-slip.h"

#define TODAY  "2026-11-25"
#define SCHOOL "01890000-0000-7000-8000-000000000001"
#define OTHER  "01890000-0000-7000-8000-000000000002"
#define CHILD  "01890000-0000-7000-8000-000000000003"

/* Knows one provision, which was there until the end of 2019. */
static AtlasRecord *
look_up (const char *type,
         const char *id,
         gpointer    user_data)
{
  return g_str_equal (type, "provision") ? user_data : NULL;
}

/* Columns: a type; its values besides what it needs; the first slip as "field kind [other] [?]",
 * where a question mark stands for unusual; or nothing. */
static const struct { const char *type, *values, *slip; } cases[] = {
  { "plan", "{}", "kind 0" },
  { "plan", "{'kind':'psp'}", "made 0" },
  { "plan", "{'kind':'psp','made':'2026-11-25'}", "" },
  { "plan", "{'kind':'psp','made':'2026-11-26'}", "made 3" },
  { "plan", "{'kind':'psp','made':'2026-11-01','review_by':'2026-10-31'}",
    "review_by 4 made" },
  { "plan", "{'kind':'psp','made':'2026-11-01','review_by':'2027-10-31'}", "" },
  { "plan", "{'kind':'psp','made':'2026-11-01','ended':'2026-10-31'}",
    "ended 4 made" },
  { "registration", "{'enrolment':'C','valid':{'to':'2026-11-01'}}", "valid 0" },
  { "registration", "{'enrolment':'C','valid':{'from':'2026-11-01'}}", "" },
  { "registration", "{'enrolment':'C','valid':{'from':'2026-11-02','to':'2026-11-01'}}",
    "valid 5" },
  { "managed_move", "{'from_school':'" SCHOOL "','to_school':'" SCHOOL "'}",
    "to_school 6 from_school" },
  { "managed_move", "{'from_school':'" SCHOOL "','to_school':'" OTHER "'}", "" },
  { "timetable", "{'kind':'part-time','starts':'2026-11-01','hours_per_week':'40'}", "" },
  { "timetable", "{'kind':'part-time','starts':'2026-11-01','hours_per_week':'40.5'}",
    "hours_per_week 2 ?" },
  { "timetable", "{'kind':'part-time','starts':'2026-11-01','hours_per_week':'-1'}",
    "hours_per_week 2" },
  { "timetable", "{'kind':'part-time','starts':'2026-11-01','hours_per_week':'many'}",
    "hours_per_week 1" },
  { "exclusion", "{'kind':'SUSP','from':'2026-11-20','reasons':['BU','DM','TH']}", "" },
  { "exclusion", "{'kind':'SUSP','from':'2026-11-20','reasons':['BU','DM','PA','TH']}",
    "reasons 2" },
  { "exclusion", "{'kind':'SUSP','from':'2026-11-20','sessions':0}", "sessions 2" },
  { "exclusion", "{'kind':'SUSP','from':'2026-11-20','sessions':'ten'}", "sessions 1" },
  { "exclusion", "{'kind':'SUSP','from':'2026-11-20','board_met':'2026-11-19'}",
    "board_met 4 from" },
  { "exclusion", "{'kind':'SUSP','from':'2026-11-20','virtual_school_asked':'2026-11-19'}",
    "" },
  { "child", "{'born':'2026-11-26'}", "born 3" },
  { "child", "{'upn':'E001123426001'}", "" },
  { "child", "{'upn':'F001123426001'}", "upn 8 ?" },
  { "child", "{'upn':'e001123426001'}", "upn 8 ?" },
  { "direction", "{'establishment':'" SCHOOL "','decided':'2026-11-02','provision':'" OTHER "',"
    "'starts':'2026-11-09'}", "provision 7 starts ?" },
  { "direction", "{'establishment':'" SCHOOL "','decided':'2019-11-04','provision':'" OTHER "',"
    "'starts':'2019-11-11'}", "" },
  { "direction", "{'establishment':'" SCHOOL "','decided':'2026-11-02',"
    "'provision':'" OTHER "'}", "" },
};

/* Values are written with single quotes. */
static json_t *
parse (const char *values)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strdelimit (g_strdup (values), "'", '"');
  json_t *parsed = atlas_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return parsed;
}

static char *
describe (GArray *slips)
{
  const AtlasSlip *slip = &g_array_index (slips, AtlasSlip, 0);
  g_autoptr(GString) text = g_string_new (NULL);

  if (slips->len == 0)
    return g_strdup ("");

  g_string_append_printf (text, "%s %d", slip->field->name, slip->kind);
  if (slip->other != NULL)
    g_string_append_printf (text, " %s", slip->other->name);
  if (slip->is_unusual)
    g_string_append (text, " ?");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
what_cannot_be_meant_is_found (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) fields = json_pack ("{s:s, s:s, s:s, s:{s:s}}", "key", "old", "name", "Old",
                                        "kind", "ap-provider", "valid", "to", "2019-12-31");
  g_autoptr(AtlasRecord) closed = atlas_record_new (&atlas_provision_type, OTHER, 0, fields,
                                                    &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AtlasType *type = atlas_type_find (cases[i].type);
      g_autoptr(json_t) values = parse (cases[i].values);
      g_autoptr(GArray) slips = NULL;
      g_autofree char *found = NULL;

      g_assert_no_error (error);
      if (type != &atlas_child_type)
        json_object_set_new (values, "child", json_string (CHILD));
      slips = atlas_slips_find (type, values, atlas_date_parse (TODAY), look_up, closed);
      found = describe (slips);
      g_test_message ("%s %s: %s", cases[i].type, cases[i].values, found);
      g_assert_cmpstr (found, ==, cases[i].slip);
    }
}

static void
check_name (const AtlasType *type,
            const char      *name,
            AtlasKind        kind)
{
  const AtlasField *field = name != NULL ? atlas_type_field (type, name) : NULL;

  if (name == NULL)
    return;
  g_assert_nonnull (field);
  g_assert_cmpint (field->kind, ==, kind);
}

/* What a description names of itself is there and is of the right kind. */
static void
descriptions_name_their_own_fields (void)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      {
        const AtlasField *field = &types[i]->fields[j];

        g_test_message ("%s.%s", types[i]->name, field->name);
        check_name (types[i], field->after, ATLAS_KIND_DATE);
        check_name (types[i], field->open_on, ATLAS_KIND_DATE);
        check_name (types[i], field->differs, ATLAS_KIND_REF);
        g_assert_true (!field->past || field->kind == ATLAS_KIND_DATE);
        g_assert_true (!field->paragraph || field->kind == ATLAS_KIND_TEXT);
        g_assert_true (!field->event || field->kind == ATLAS_KIND_DATE ||
                       field->kind == ATLAS_KIND_RANGE);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/slip/what-cannot-be-meant-is-found", what_cannot_be_meant_is_found);
  g_test_add_func ("/slip/descriptions-name-their-own-fields", descriptions_name_their_own_fields);

  return g_test_run ();
}
