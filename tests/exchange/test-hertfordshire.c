/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two strategies say of Hertfordshire, straight from the rows of the pack. */
#include "config.h"

#include <string.h>

#include "base/atlas-id.h"
#include "exchange/atlas-pack.h"
#include "records/atlas-as-at.h"
#include "records/atlas-codes.h"
#include "records/atlas-records.h"

typedef struct {
  AtlasImport *import;
  AtlasDate    may_2016;
  AtlasDate    march_2020;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open ("hertfordshire", &error);

  g_assert_no_error (error);
  fixture->import = atlas_pack_read (pack, NULL);
  fixture->may_2016 = atlas_date_new (2016, 5, 1);
  fixture->march_2020 = atlas_date_new (2020, 3, 1);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  atlas_import_unref (fixture->import);
}

/* Every record of a type, or those that are valid on a day. */
static GPtrArray *
records_of (Fixture    *fixture,
            const char *type,
            AtlasDate   on)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) all = NULL;
  GPtrArray *valid = g_ptr_array_new_with_free_func (g_object_unref);

  all = atlas_import_make_records (fixture->import, atlas_type_find (type), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    if (on == ATLAS_DATE_NONE || atlas_record_is_valid_on (g_ptr_array_index (all, i), on))
      g_ptr_array_add (valid, g_object_ref (g_ptr_array_index (all, i)));

  return valid;
}

static char *
id_of (const char *type,
       const char *key)
{
  return atlas_id_for_pack ("hertfordshire", type, key);
}

static gpointer
find (GPtrArray  *records,
      const char *key)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (atlas_record_get_key (g_ptr_array_index (records, i)), key) == 0)
      return g_ptr_array_index (records, i);

  return NULL;
}

static guint
count (GPtrArray  *records,
       const char *field,
       const char *text)
{
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (atlas_record_get_text (g_ptr_array_index (records, i), field), text) == 0)
      n++;

  return n;
}

static void
test_no_row_is_refused (Fixture      *fixture,
                        gconstpointer data)
{
  for (guint i = 0; i < atlas_import_n_rows (fixture->import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (fixture->import, i);

      if (row->state != ATLAS_ROW_NEW)
        g_test_message ("%s, line %u: %s", row->file, row->line, row->reason);
      g_assert_cmpint (row->state, ==, ATLAS_ROW_NEW);
    }
  g_assert_cmpuint (atlas_import_n_rows (fixture->import), >, 300);
}

static void
test_every_row_has_source_and_age (Fixture      *fixture,
                                   gconstpointer data)
{
  for (guint i = 0; i < atlas_import_n_rows (fixture->import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (fixture->import, i);
      gboolean is_dated = atlas_json_string (row->fields, "published") != NULL ||
                          atlas_json_string (row->fields, "checked") != NULL;

      g_test_message ("%s/%s", row->type->name, row->key);
      g_assert_nonnull (atlas_json_string (row->fields, "source"));
      g_assert_true (is_dated);
      g_assert_nonnull (atlas_json_string (row->fields, "confidence"));
    }
}

/* A telephone number is ten or eleven digits, spaces apart; an e-mail address has an @. */
static void
test_no_row_names_a_way_to_reach_a_person (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr(GRegex) telephone = g_regex_new ("(\\+44|\\b0)[ 0-9]{9,13}\\b", 0, 0, NULL);

  g_assert_true (g_regex_match (telephone, "01632 960123", 0, NULL));
  for (guint i = 0; i < atlas_import_n_rows (fixture->import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (fixture->import, i);
      g_autofree char *text = atlas_json_to_text (row->fields);

      g_assert_null (strchr (text, '@'));
      g_assert_false (g_regex_match (telephone, text, 0, NULL));
      g_assert_cmpstr (row->type->name, !=, "contact");
    }
}

/* T001, T002 */
static void
test_nine_areas_hold_their_towns (Fixture      *fixture,
                                  gconstpointer data)
{
  static const char *towns[][7] = {
    { "Hitchin", "Letchworth", "Baldock", "Royston" }, { "Stevenage" },
    { "Bishop's Stortford", "Sawbridgeworth", "Buntingford",
      "Watton-at-Stone", "Hertford", "Ware" },
    { "Hoddesdon", "Broxbourne", "Cheshunt" }, { "Welwyn Garden City", "Hatfield" },
    { "Potters Bar", "Borehamwood" }, { "St Albans", "Harpenden" },
    { "Hemel Hempstead", "Tring", "Berkhamsted", "Kings Langley" },
    { "Watford", "Three Rivers", "Bushey", "Radlett" },
  };
  g_autoptr(GPtrArray) counties = records_of (fixture, "county", ATLAS_DATE_NONE);
  g_autoptr(GPtrArray) areas = records_of (fixture, "area", fixture->may_2016);
  g_autoptr(GPtrArray) all_towns = records_of (fixture, "town", ATLAS_DATE_NONE);

  g_assert_cmpuint (counties->len, ==, 1);
  g_assert_cmpuint (areas->len, ==, 9);
  for (guint i = 0; i < G_N_ELEMENTS (towns); i++)
    {
      g_autofree char *key = g_strdup_printf ("dspl%u", i + 1);
      AtlasArea *area = find (areas, key);

      g_assert_nonnull (area);
      g_assert_cmpint (area->number, ==, i + 1);
      for (guint j = 0; towns[i][j] != NULL; j++)
        {
          g_autofree char *lower = g_strdelimit (g_ascii_strdown (towns[i][j], -1), " ", '-');
          g_auto(GStrv)    parts = g_strsplit (lower, "'", -1);
          g_autofree char *town_key = g_strjoinv ("", parts);
          AtlasTown *town = find (all_towns, town_key);

          g_test_message ("%s in %s", towns[i][j], key);
          g_assert_nonnull (town);
          g_assert_cmpstr (town->area, ==, atlas_record_get_id (ATLAS_RECORD (area)));
          g_assert_nonnull (strstr (area->name, towns[i][j]));
        }
    }
}

static const char *
lead_of (Fixture  *fixture,
         guint     area,
         AtlasDate on)
{
  g_autoptr(GPtrArray) leads = records_of (fixture, "lead", on);
  g_autoptr(GPtrArray) schools = records_of (fixture, "establishment", on);
  g_autofree char *key = g_strdup_printf ("dspl%u", area);
  g_autofree char *id = id_of ("area", key);
  const char *name = NULL;

  for (guint i = 0; i < leads->len; i++)
    {
      AtlasLead *lead = g_ptr_array_index (leads, i);

      if (strcmp (lead->area, id) != 0)
        continue;
      g_assert_null (name);
      for (guint j = 0; j < schools->len; j++)
        if (strcmp (atlas_record_get_id (g_ptr_array_index (schools, j)), lead->establishment) == 0)
          name = g_intern_string (atlas_record_get_title (g_ptr_array_index (schools, j)));
    }

  return name;
}

/* T002, T003 */
static void
test_lead_schools_change_in_four_areas (Fixture      *fixture,
                                        gconstpointer data)
{
  static const char *leads_2016[] = {
    "York Road Nursery School", "Peartree Spring Primary School", "The Sele School",
    "Forres Primary School", "Homerswood Primary School", "Wroxham Primary School",
    "St Albans Girls School", "Kings Langley Primary School", "Bournehall Primary School",
  };
  static const char *leads_2020[] = {
    "Wymondley Junior Mixed & Infant School", "Peartree Spring Primary School", "The Sele School",
    "Forres Primary School", "Green Lanes Primary School", "Wroxham Primary School",
    "Fleetville Junior School", "Kings Langley Secondary School", "Bournehall Primary School",
  };

  for (guint i = 0; i < 9; i++)
    {
      g_assert_cmpstr (lead_of (fixture, i + 1, fixture->may_2016), ==, leads_2016[i]);
      g_assert_cmpstr (lead_of (fixture, i + 1, atlas_date_new (2019, 12, 31)), ==, leads_2016[i]);
      g_assert_cmpstr (lead_of (fixture, i + 1, fixture->march_2020), ==, leads_2020[i]);
    }
}

/* T004 */
static void
test_nineteen_partnerships_are_provisional (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr(GPtrArray) partnerships = records_of (fixture, "partnership", fixture->may_2016);
  g_autoptr(GPtrArray) members = records_of (fixture, "membership", ATLAS_DATE_NONE);

  g_assert_cmpuint (partnerships->len, ==, 19);
  for (guint i = 0; i < partnerships->len; i++)
    {
      AtlasPartnership *partnership = g_ptr_array_index (partnerships, i);

      g_assert_true (partnership->provisional);
      g_assert_cmpstr (partnership->boundary, ==, "approximate");
      g_assert_nonnull (partnership->area);
    }
  g_assert_cmpuint (members->len, ==, 0);
}

/* T007, T009 */
static void
test_2016_has_six_escs_an_academy_and_six_psbs (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr(GPtrArray) provisions = records_of (fixture, "provision", fixture->may_2016);

  g_assert_cmpuint (count (provisions, "kind", "esc"), ==, 6);
  g_assert_cmpuint (count (provisions, "kind", "ap-academy"), ==, 1);
  g_assert_cmpuint (count (provisions, "kind", "psb"), ==, 6);
  g_assert_cmpuint (count (provisions, "kind", "pbs"), ==, 0);
  g_assert_nonnull (find (provisions, "park-esc"));
  g_assert_nonnull (find (provisions, "links-ap"));
}

/* T008, T010 */
static void
test_2020_has_five_escs_links_twice_and_six_pbss (Fixture      *fixture,
                                                  gconstpointer data)
{
  g_autoptr(GPtrArray) provisions = records_of (fixture, "provision", fixture->march_2020);
  AtlasProvision *rivers = find (provisions, "rivers-esc");

  g_assert_cmpuint (count (provisions, "kind", "esc"), ==, 5);
  g_assert_cmpuint (count (provisions, "kind", "ap-academy"), ==, 2);
  g_assert_cmpuint (count (provisions, "kind", "psb"), ==, 0);
  g_assert_cmpuint (count (provisions, "kind", "pbs"), ==, 6);
  g_assert_null (find (provisions, "park-esc"));

  /* The catchment of Rivers is not the shape of an area: it has towns of two. */
  g_assert_cmpuint (g_strv_length (rivers->serves_towns), ==, 8);
  g_assert_true (g_strv_contains ((const char * const *) rivers->serves_towns, "Ware"));
  g_assert_true (g_strv_contains ((const char * const *) rivers->serves_towns, "Cheshunt"));
}

/* T010 */
static void
test_what_ended_leads_to_what_it_became (Fixture      *fixture,
                                         gconstpointer data)
{
  static const char *became[][2] = {
    { "psb-andrews-lane", "pbs-phoenix" }, { "psb-bowmansgreen", "pbs-cedars" },
    { "psb-springmead", "pbs-welhat-hub" }, { "psb-summerswood", "pbs-hive" },
    { "psb-the-leys", "pbs-willow" }, { "psb-the-reddings", "pbs-haven" },
    { "park-esc", "links-hatfield" }, { "links-ap", "links-stalbans" },
  };
  g_autoptr(GPtrArray) provisions = records_of (fixture, "provision", ATLAS_DATE_NONE);
  g_autoptr(GPtrArray) then = records_of (fixture, "provision", fixture->may_2016);
  g_autoptr(GPtrArray) later = records_of (fixture, "provision", fixture->march_2020);

  for (guint i = 0; i < G_N_ELEMENTS (became); i++)
    {
      AtlasProvision *provision = find (then, became[i][0]);
      AtlasRecord *successor = find (later, became[i][1]);

      g_test_message ("%s", became[i][0]);
      g_assert_cmpstr (provision->successor, ==, atlas_record_get_id (successor));
      g_assert_nonnull (provision->successor_evidence);
      g_assert_null (find (later, became[i][0]));
      g_assert_cmpint (provision->valid.to, ==, atlas_date_new (2019, 12, 31));
    }

  /* Nothing else ends. */
  for (guint i = 0; i < provisions->len; i++)
    {
      AtlasProvision *provision = g_ptr_array_index (provisions, i);

      g_assert_true (provision->valid.to == ATLAS_DATE_NONE || provision->successor != NULL);
    }
}

/* T012, T013, T014 */
static void
test_six_semh_schools_admit_whom_the_source_says (Fixture      *fixture,
                                                  gconstpointer data)
{
  static const struct {
    const char *key;
    const char *phase;
    const char *gender;
    const char *town;
  } schools[] = {
    { "haywood-grove", "primary", "mixed", "Hemel Hempstead" },
    { "larwood", "primary", "mixed", "Stevenage" },
    { "batchwood", "secondary", "mixed", "St Albans" },
    { "brandles", "secondary", "boys", "Baldock" },
    { "falconer", "secondary", "boys", "Bushey" },
    { "hailey-hall", "secondary", "boys", "Hoddesdon" },
  };
  const AtlasDate dates[] = { fixture->may_2016, fixture->march_2020 };

  for (guint d = 0; d < G_N_ELEMENTS (dates); d++)
    {
      g_autoptr(GPtrArray) provisions = records_of (fixture, "provision", dates[d]);
      AtlasProvision *roman_fields = find (provisions, "roman-fields");

      g_assert_cmpuint (count (provisions, "kind", "semh-special"), ==, 6);
      g_assert_cmpuint (count (provisions, "kind", "county-provision"), ==, 1);
      for (guint i = 0; i < G_N_ELEMENTS (schools); i++)
        {
          AtlasProvision *school = find (provisions, schools[i].key);

          g_assert_nonnull (school);
          g_assert_cmpstr (school->phases[0], ==, schools[i].phase);
          g_assert_null (school->phases[1]);
          g_assert_cmpstr (school->gender, ==, schools[i].gender);
          g_assert_cmpstr (school->town, ==, schools[i].town);
          g_assert_cmpstr (school->admission, ==, "SEND Provision Panel");
        }
      g_assert_cmpstr (roman_fields->admission, ==, "SEN Provision Panel");
    }
}

/* T015 */
static void
test_nhas_has_ten_places (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr(GPtrArray) provisions = records_of (fixture, "provision", fixture->may_2016);
  g_autoptr(GPtrArray) places = records_of (fixture, "place", fixture->may_2016);
  g_autoptr(GPtrArray) sites = records_of (fixture, "site", ATLAS_DATE_NONE);
  AtlasProvision *nhas = find (provisions, "nhas");
  AtlasPlace *place = find (places, "nhas");

  g_assert_cmpint (place->commissioned, ==, 10);
  g_assert_cmpstr (place->provision, ==, atlas_record_get_id (ATLAS_RECORD (nhas)));
  g_assert_cmpstr (nhas->shown_with, ==, atlas_record_get_id (find (provisions, "brandles")));
  g_assert_null (find (sites, "nhas"));
}

static gboolean
is_covered (GPtrArray  *labels,
            GPtrArray  *provisions,
            const char *subject,
            const char *phase)
{
  for (guint i = 0; i < labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (labels, i);

      if (g_strcmp0 (label->kind, "coverage") != 0 || g_strcmp0 (label->subject.id, subject) != 0 ||
          g_strcmp0 (label->item, phase) != 0)
        continue;
      if (label->provision == NULL)
        return TRUE;

      /* Whoever is said to serve the area was there on the day. */
      for (guint j = 0; j < provisions->len; j++)
        if (strcmp (atlas_record_get_id (g_ptr_array_index (provisions, j)), label->provision) == 0)
          return TRUE;
    }

  return FALSE;
}

/* T011, T063 */
static void
test_every_area_resolves_to_an_offer (Fixture      *fixture,
                                      gconstpointer data)
{
  const AtlasDate dates[] = {
    fixture->may_2016, fixture->march_2020, atlas_date_new (2026, 11, 22),
  };
  g_autofree char *county = id_of ("county", "hertfordshire");

  for (guint d = 0; d < G_N_ELEMENTS (dates); d++)
    {
      g_autoptr(GPtrArray) labels = records_of (fixture, "label", dates[d]);
      g_autoptr(GPtrArray) areas = records_of (fixture, "area", dates[d]);
      g_autoptr(GPtrArray) provisions = records_of (fixture, "provision", dates[d]);

      for (guint i = 0; i < areas->len; i++)
        {
          AtlasRecord *area = g_ptr_array_index (areas, i);

          g_test_message ("%s on %d", atlas_record_get_key (area), dates[d]);
          g_assert_true (is_covered (labels, provisions, atlas_record_get_id (area), "primary"));
          g_assert_true (is_covered (labels, provisions, atlas_record_get_id (area), "secondary"));
        }
      g_assert_true (is_covered (labels, provisions, county, "special"));
    }
}

/* T033, T035, T036 */
static void
test_tiers_have_the_words_of_their_date (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(GPtrArray) then = records_of (fixture, "label", fixture->may_2016);
  g_autoptr(GPtrArray) later = records_of (fixture, "label", fixture->march_2020);

  g_assert_cmpuint (count (then, "scheme", "tiers"), ==, 5);
  g_assert_cmpuint (count (then, "scheme", "tiers-help"), ==, 5);
  g_assert_cmpuint (count (then, "scheme", "early-years"), ==, 0);
  g_assert_cmpuint (count (later, "scheme", "tiers"), ==, 5);
  g_assert_cmpuint (count (later, "scheme", "early-years"), ==, 3);
  g_assert_cmpstr (((AtlasLabel *) find (then, "tier-2016-4"))->text, ==, "In-reach");
  g_assert_null (find (later, "tier-2016-4"));
  g_assert_cmpstr (((AtlasLabel *) find (later, "tier-2020-4"))->text, ==,
                   "Getting More Help (Targeted plus)");
}

static const char *
service_words (GPtrArray  *labels,
               const char *scheme,
               const char *service,
               AtlasDate   on)
{
  return atlas_labels_text (labels, NULL, "service", scheme, service, on);
}

/* T030: the tiers of a PBS: outreach roll for extended roll, and Day 6 everywhere */
static void
test_services_have_the_words_of_their_date (Fixture      *fixture,
                                            gconstpointer data)
{
  static const char * const tiers[] = {
    "advice", "outreach", "outreach-roll", "permanent-roll", "day6",
  };
  g_autoptr(GPtrArray) labels = records_of (fixture, "label", ATLAS_DATE_NONE);
  const AtlasCode *before = atlas_codes_find ("service", "extended-roll");
  const AtlasCode *after = atlas_codes_find ("service", "outreach-roll");

  for (gsize i = 0; i < G_N_ELEMENTS (tiers); i++)
    {
      g_assert_nonnull (service_words (labels, "pbs", tiers[i], fixture->march_2020));
      g_assert_null (service_words (labels, "pbs", tiers[i], fixture->may_2016));
    }
  g_assert_null (service_words (labels, "pbs", "extended-roll", fixture->march_2020));
  g_assert_nonnull (service_words (labels, "psb", "extended-roll", fixture->may_2016));
  g_assert_true (g_str_has_prefix (service_words (labels, "psb", "day6", fixture->may_2016),
                                   "In some DSPLs"));
  g_assert_true (g_str_has_prefix (service_words (labels, "pbs", "day6", fixture->march_2020),
                                   "Day 6 provision"));

  g_assert_cmpstr (atlas_labels_text (labels, NULL, "term", NULL, "extended-roll",
                                      fixture->may_2016), ==, "Extended roll");
  g_assert_cmpstr (atlas_labels_text (labels, NULL, "term", NULL, "extended-roll",
                                      fixture->march_2020), ==, "Outreach roll");
  g_assert_cmpint (before->valid.to + 1, ==, after->valid.from);
}

/* T034: the other wording of the tiers of 2016, as help beside a tier on a date */
static void
test_tiers_have_help_of_their_date (Fixture      *fixture,
                                    gconstpointer data)
{
  static const char * const words[] = {
    "own resources", "other schools in the area", "specialist local providers",
    "respite provision away from the school", "permanently excluded",
  };
  g_autoptr(GPtrArray) labels = records_of (fixture, "label", ATLAS_DATE_NONE);

  for (int tier = 1; tier <= 5; tier++)
    {
      AtlasLabel *then = atlas_tier_help (labels, tier, fixture->may_2016);
      AtlasLabel *later = atlas_tier_help (labels, tier, fixture->march_2020);

      g_assert_nonnull (strstr (then->text, words[tier - 1]));
      g_assert_nonnull (strstr (then->source, "4.2.5"));
      g_assert_nonnull (strstr (later->source, "5.2"));
      g_assert_true (then != later);
    }
  g_assert_null (atlas_tier_help (labels, 0, fixture->may_2016));
  g_assert_null (atlas_tier_help (labels, 6, fixture->may_2016));
  g_assert_null (atlas_tier_help (labels, 1, atlas_date_new (2015, 1, 1)));
}

/* T017, T018 */
static void
test_pilots_and_reviews_are_in_their_areas (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr(GPtrArray) labels = records_of (fixture, "label", fixture->may_2016);
  g_autoptr(GPtrArray) autumn = records_of (fixture, "label", atlas_date_new (2016, 10, 1));
  guint pilots = 0;
  guint reviews = 0;

  for (guint i = 0; i < labels->len; i++)
    {
      const char *key = atlas_record_get_key (g_ptr_array_index (labels, i));

      pilots += g_str_has_prefix (key, "com-dspl") && g_str_has_suffix (key, "-secondary-pilot");
      reviews += g_str_has_prefix (key, "com-dspl") && g_str_has_suffix (key, "-primary-review");
    }
  g_assert_cmpuint (pilots, ==, 3);
  g_assert_cmpuint (reviews, ==, 5);
  g_assert_nonnull (find (labels, "com-dspl9-primary-review"));
  g_assert_null (find (autumn, "com-dspl9-primary-review"));
  g_assert_nonnull (find (autumn, "com-dspl9-primary-reshaped"));
  g_assert_nonnull (find (autumn, "com-dspl5-secondary-pilot-forum"));
  g_assert_null (find (labels, "com-dspl5-secondary-pilot-forum"));
}

/* T095 */
static void
test_permanent_exclusions_add_up (Fixture      *fixture,
                                  gconstpointer data)
{
  static const char *years[] = { "2012-13", "2013-14", "2014-15", "2015-16" };
  static const int totals[] = { 23, 36, 38, 78 };
  g_autoptr(GPtrArray) figures = records_of (fixture, "figure", ATLAS_DATE_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      g_autofree char *primary_key = g_strdup_printf ("pex-%s-primary", years[i]);
      g_autofree char *secondary_key = g_strdup_printf ("pex-%s-secondary", years[i]);
      g_autofree char *total_key = g_strdup_printf ("pex-%s-total", years[i]);
      AtlasFigure *primary = find (figures, primary_key);
      AtlasFigure *secondary = find (figures, secondary_key);
      AtlasFigure *total = find (figures, total_key);

      g_assert_cmpint (primary->value + secondary->value, ==, totals[i]);
      g_assert_cmpint (total->value, ==, totals[i]);
      g_assert_cmpint (total->provisional, ==, i == 3);
    }
  g_assert_cmpint (((AtlasFigure *) find (figures, "pex-2015-16-in-progress"))->value, ==, 23);
}

static void
test_calendar_holds_two_school_years (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(GPtrArray) ranges = records_of (fixture, "calendar_range", ATLAS_DATE_NONE);

  g_assert_cmpuint (count (ranges, "kind", "term"), ==, 6);
  g_assert_cmpuint (count (ranges, "kind", "half-term"), ==, 6);
  g_assert_cmpuint (count (ranges, "kind", "bank-holiday"), ==, 15);
}

static void
test_another_turn_finds_everything_the_same (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(GPtrArray)   there = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(AtlasPack)   pack = atlas_pack_open ("hertfordshire", NULL);
  g_autoptr(AtlasImport) again = NULL;
  g_autoptr(GPtrArray)   sets = NULL;
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      g_autoptr(GPtrArray) records = records_of (fixture, types[i]->name, ATLAS_DATE_NONE);

      g_ptr_array_extend_and_steal (there, g_steal_pointer (&records));
    }

  again = atlas_pack_read (pack, there);
  sets = atlas_import_make_sets (again, "Again");
  g_assert_cmpuint (atlas_import_count (again, ATLAS_ROW_SAME), ==,
                    atlas_import_n_rows (fixture->import));
  g_assert_cmpuint (sets->len, ==, 0);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/exchange/hertfordshire/no-row-is-refused", test_no_row_is_refused);
  ADD ("/exchange/hertfordshire/every-row-has-source-and-age", test_every_row_has_source_and_age);
  ADD ("/exchange/hertfordshire/no-row-names-a-way-to-reach-a-person",
       test_no_row_names_a_way_to_reach_a_person);
  ADD ("/exchange/hertfordshire/nine-areas-hold-their-towns", test_nine_areas_hold_their_towns);
  ADD ("/exchange/hertfordshire/lead-schools-change-in-four-areas",
       test_lead_schools_change_in_four_areas);
  ADD ("/exchange/hertfordshire/nineteen-partnerships-are-provisional",
       test_nineteen_partnerships_are_provisional);
  ADD ("/exchange/hertfordshire/2016-has-six-escs-an-academy-and-six-psbs",
       test_2016_has_six_escs_an_academy_and_six_psbs);
  ADD ("/exchange/hertfordshire/2020-has-five-escs-links-twice-and-six-pbss",
       test_2020_has_five_escs_links_twice_and_six_pbss);
  ADD ("/exchange/hertfordshire/what-ended-leads-to-what-it-became",
       test_what_ended_leads_to_what_it_became);
  ADD ("/exchange/hertfordshire/six-semh-schools-admit-whom-the-source-says",
       test_six_semh_schools_admit_whom_the_source_says);
  ADD ("/exchange/hertfordshire/nhas-has-ten-places", test_nhas_has_ten_places);
  ADD ("/exchange/hertfordshire/every-area-resolves-to-an-offer",
       test_every_area_resolves_to_an_offer);
  ADD ("/exchange/hertfordshire/tiers-have-the-words-of-their-date",
       test_tiers_have_the_words_of_their_date);
  ADD ("/exchange/hertfordshire/services-have-the-words-of-their-date",
       test_services_have_the_words_of_their_date);
  ADD ("/exchange/hertfordshire/tiers-have-help-of-their-date",
       test_tiers_have_help_of_their_date);
  ADD ("/exchange/hertfordshire/pilots-and-reviews-are-in-their-areas",
       test_pilots_and_reviews_are_in_their_areas);
  ADD ("/exchange/hertfordshire/permanent-exclusions-add-up", test_permanent_exclusions_add_up);
  ADD ("/exchange/hertfordshire/calendar-holds-two-school-years",
       test_calendar_holds_two_school_years);
  ADD ("/exchange/hertfordshire/another-turn-finds-everything-the-same",
       test_another_turn_finds_everything_the_same);

  return g_test_run ();
}
