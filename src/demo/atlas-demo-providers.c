/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-private.h"

#define CHECKS_PER_PROVIDER 5
#define SHORT_ONE_IN        4        /* contracts that end a year before the others */
#define NEVER               G_MAXINT /* a check that was not made */

/*
 * An invented alternative provider.
 *
 * Columns: key; name; what it offers; places for primary and for secondary, and how many of the
 * secondary ones are kept for Day 6; cost of a place for a week in pounds; then, for each kind of
 * check in the order of check_kinds, in how many days from the demonstration's day it expires:
 * below 0 it has expired, NEVER it was not made. All of it is invented.
 */
typedef struct {
  const char *key;
  const char *name;
  const char *note;
  int         primary;
  int         secondary;
  int         day6_kept;
  int         week_cost;
  int         expires[CHECKS_PER_PROVIDER];
} Provider;

static const char * const check_kinds[CHECKS_PER_PROVIDER] = {
  "registration", "accreditation", "safeguarding", "insurance", "visit",
};

static const Provider providers[] = {
  { "demo-quillstone", "Quillstone Workshop", "Joinery, mathematics and English in small groups.",
    0, 12, 2, 420, { 700, 400, 120, 220, 60 } },
  { "demo-teasel-yard", "Teasel Yard Motor Project", "Motor mechanics three days a week.",
    0, 8, 0, 380, { NEVER, 300, -12, 90, 30 } },
  { "demo-tansy-lane", "Tansy Lane Tuition", "Tuition one to one and in threes, at its own house.",
    4, 8, 2, 510, { 600, 250, 200, 150, 45 } },
  { "demo-marlpit-farm", "Marlpit Farm Learning", "A working smallholding with lessons.",
    5, 7, 1, 395, { 500, 20, 160, 300, -25 } },
  { "demo-wicketmere", "Wicketmere Outdoors", "Outdoor education and core subjects.",
    0, 10, 1, 405, { NEVER, 180, 75, 14, 100 } },
  { "demo-sorrelgate", "Sorrelgate Studio", "Art, music and the subjects of the school year.",
    4, 6, 1, 450, { 420, 365, 90, 210, 20 } },
  { "demo-plovercote", "Plovercote Narrow Boat Project", "Boat building and river work.",
    0, 6, 0, 365, { NEVER, -40, 45, 60, 15 } },
  { "demo-lantern-house", "Lanternfold House", "A small, quiet school for anxious children.",
    6, 8, 2, 560, { 900, 500, 240, 330, 80 } },
  { "demo-damson-kitchen", "Damsoncroft Kitchen", "Catering, with lessons each morning.",
    0, 9, 1, 375, { 50, 150, 30, 180, 25 } },
  { "demo-linnet-barn", "Linnetshaw Barn", "Animal care and lessons for younger children.",
    8, 0, 0, 430, { 650, 210, 110, 260, 50 } },
  { "demo-osier-works", "Osiergarth Works", "Building skills on a training site.",
    0, 11, 2, 390, { 280, 95, 170, -3, 35 } },
  { "demo-harebell", "Harebellmere Learning Centre", "Full-time education at short notice.",
    5, 9, 3, 480, { 800, 330, 140, 190, 70 } },
};

static void
add_check (AtlasDemo  *demo,
           const char *provision,
           const char *key,
           guint       kind,
           int         expires_in)
{
  g_autofree char *check_key = NULL;
  AtlasDate expires;

  if (expires_in == NEVER)
    return;

  expires = demo->options.as_of + expires_in;
  check_key = g_strdup_printf ("%s-%s", key, check_kinds[kind]);
  atlas_demo_add (demo, "check", check_key,
                  json_pack ("{s:s, s:s, s:o, s:o, s:s, s:b}", "provision", provision,
                             "kind", check_kinds[kind],
                             "done", atlas_demo_date (atlas_date_add_months (expires, -12)),
                             "expires", atlas_demo_date (expires),
                             "done_by", "Commissioning officer", "invented", TRUE));
}

static const char *
add_contract (AtlasDemo      *demo,
              const Provider *provider,
              const char     *provision,
              guint           number)
{
  int years = number % SHORT_ONE_IN == 1 ? 2 : 3;
  int year;
  AtlasDate begins;

  /* From the school year before, so that everybody who is there came while it ran. */
  atlas_date_split (demo->options.as_of - 243, &year, NULL, NULL);
  year--;
  begins = atlas_date_new (year, 9, 1);

  return atlas_demo_add (demo, "contract", provider->key,
                         json_pack ("{s:s, s:o, s:s, s:o, s:i, s:o, s:s, s:b}",
                                    "provision", provision,
                                    "reference", json_sprintf ("AP/%d/%02u", year, number + 1),
                                    "commissioner", demo->county->name,
                                    "valid", atlas_demo_range (begins, begins + years * 365),
                                    "places", provider->primary + provider->secondary,
                                    "unit_cost", json_sprintf ("%d.00", provider->week_cost),
                                    "cost_unit", "place-week", "invented", TRUE));
}

/**
 * atlas_demo_add_place:
 * @demo: the demonstration
 * @place: what is known of the line; its id and stays are filled in
 * @key: the line's key
 * @fields: (transfer full): its values
 *
 * Adds a line of places, for children to be placed in and for returns to count.
 */
void
atlas_demo_add_place (AtlasDemo      *demo,
                      AtlasDemoPlace *place,
                      const char     *key,
                      json_t         *fields)
{
  place->id = atlas_demo_add (demo, "place", key, fields);
  place->stays = g_array_new (FALSE, FALSE, sizeof (AtlasDateRange));
  g_array_append_vals (demo->places, place, 1);
}

static void
add_line (AtlasDemo      *demo,
          const Provider *provider,
          const char     *provision,
          const char     *contract,
          AtlasTown      *town,
          gboolean        is_secondary)
{
  const char *phase = is_secondary ? "secondary" : "primary";
  g_autofree char *key = g_strdup_printf ("%s-%s", provider->key, phase);
  AtlasDemoPlace place = {
    .provision = provision,
    .area = town->area,
    .is_invented = TRUE,
    .is_secondary = is_secondary,
    .commissioned = is_secondary ? provider->secondary : provider->primary,
    .day6_kept = is_secondary ? provider->day6_kept : 0,
  };

  json_t *fields;

  if (place.commissioned == 0)
    return;

  fields = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:o, s:i, s:i, s:s, s:s, s:o, s:b, s:s}",
                      "key", key, "provision", provision,
                      "name", is_secondary ? "Secondary places" : "Primary places",
                      "service", "ap", "phase", phase,
                      "key_stages", atlas_demo_set (is_secondary ? "KS3" : "KS1",
                                                    is_secondary ? "KS4" : "KS2", NULL),
                      "commissioned", place.commissioned,
                      "day6_kept", place.day6_kept,
                      "commissioner", demo->county->name, "contract", contract,
                      "valid", atlas_demo_since (demo),
                      "invented", TRUE, "source", ATLAS_DEMO_SOURCE);
  atlas_demo_add_place (demo, &place, key, fields);
}

static void
add_site (AtlasDemo      *demo,
          const Provider *provider,
          const char     *provision,
          AtlasTown      *town,
          guint           number)
{
  AtlasDemoRandom random = atlas_demo_random (demo->options.seed, "site", number);

  atlas_demo_add (demo, "site", provider->key,
                  json_pack ("{s:s, s:s, s:s, s:s, s:o*, s:o*, s:s, s:o, s:s}",
                             "key", provider->key, "provision", provision,
                             "name", provider->name, "town", town->name,
                             "latitude", atlas_demo_near (&random, town->latitude),
                             "longitude", atlas_demo_near (&random, town->longitude),
                             "position", "town",
                             "valid", atlas_demo_since (demo),
                             "source", ATLAS_DEMO_SOURCE));
  /* Numbers that Ofcom keeps for drama, and a name that is kept for examples (RFC 2606). */
  atlas_demo_add (demo, "contact", provider->key,
                  json_pack ("{s:s, s:s, s:o, s:o}", "provision", provision,
                             "role", "Places desk",
                             "telephone", json_sprintf ("01632 960%03u", 100 + number),
                             "email", json_sprintf ("places@%s.example", provider->key)));
}

static void
add_provider (AtlasDemo *demo,
              guint      number,
              AtlasTown *town)
{
  const Provider *provider = &providers[number];
  gboolean has_day6 = provider->day6_kept > 0;
  const char *contract;
  const char *provision;
  json_t *fields;

  fields = json_pack ("{s:s, s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:s, s:b, s:s, "
                      "s:o, s:s}",
                      "key", provider->key, "name", provider->name, "kind", "ap-provider",
                      "phases", atlas_demo_set (provider->primary > 0 ? "primary" : NULL,
                                                provider->secondary > 0 ? "secondary" : NULL, NULL),
                      "gender", "mixed", "residential", "no", "area", town->area,
                      "town", town->name,
                      "services", atlas_demo_set ("ap", has_day6 ? "day6" : NULL, "outreach"),
                      "admission", "Referral by a school or by the county",
                      "commissioner", demo->county->name, "day6_offered", has_day6 ? "yes" : "no",
                      "invented", TRUE, "note", provider->note,
                      "valid", atlas_demo_since (demo),
                      "source", ATLAS_DEMO_SOURCE);
  provision = atlas_demo_add (demo, "provision", provider->key, fields);

  add_site (demo, provider, provision, town, number);
  contract = add_contract (demo, provider, provision, number);
  for (guint kind = 0; kind < CHECKS_PER_PROVIDER; kind++)
    add_check (demo, provision, provider->key, kind, provider->expires[kind]);
  add_line (demo, provider, provision, contract, town, FALSE);
  add_line (demo, provider, provision, contract, town, TRUE);
}

static AtlasTown *
main_town (GPtrArray  *towns,
           const char *area,
           guint       which)
{
  AtlasTown *found = NULL;

  for (guint i = 0; i < towns->len; i++)
    {
      AtlasTown *town = g_ptr_array_index (towns, i);

      if (g_strcmp0 (town->area, area) == 0 && (found == NULL || which-- > 0))
        found = town;
    }

  return found;
}

/**
 * atlas_demo_make_providers:
 * @demo: the demonstration
 *
 * Makes up alternative providers, one area after another, so that an officer has checks, contracts
 * and places to look at. Some of their checks have expired or were never made.
 */
void
atlas_demo_make_providers (AtlasDemo *demo)
{
  g_autoptr(GPtrArray) areas = atlas_demo_list_pack (demo, &atlas_area_type);
  g_autoptr(GPtrArray) towns = atlas_demo_list_pack (demo, &atlas_town_type);

  for (guint i = 0; areas->len > 0 && i < G_N_ELEMENTS (providers); i++)
    {
      AtlasRecord *area = g_ptr_array_index (areas, i % areas->len);
      AtlasTown *town = main_town (towns, atlas_record_get_id (area), i / areas->len);

      if (town != NULL)
        add_provider (demo, i, town);
    }
}
