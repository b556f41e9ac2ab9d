/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-private.h"

#define WEEKS           8       /* of returns, one a week */
#define FULLEST_PERCENT 95      /* of a real provision's places, so that none is ever over-filled */
#define EMPTIEST_PERCENT 72
#define OVER_FILLED     6       /* the invented line that has one more child than places */
#define LATE_EVERY      5       /* of the invented lines, every so many sends its return late */
#define LATE_WEEKS      2

/* Places of a kind of real provision: invented figures, as nobody publishes them. */
typedef struct {
  const char *kind;
  const char *service;
  int         primary_least;
  int         primary_most;
  int         secondary_least;
  int         secondary_most;
} RealPlaces;

static const RealPlaces real_places[] = {
  { "esc", "single", 6, 12, 24, 44 },
  { "ap-academy", "single", 6, 10, 24, 40 },
  { "psb", "extended-roll", 6, 12, 0, 0 },
  { "pbs", "outreach-roll", 8, 16, 0, 0 },
  { "primary-behaviour", "outreach-roll", 6, 10, 0, 0 },
  { "semh-special", "special-place", 36, 56, 48, 78 },
  { "county-provision", "special-place", 0, 0, 32, 48 },
};

static const RealPlaces *
places_of_kind (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (real_places); i++)
    {
      if (g_str_equal (real_places[i].kind, kind))
        return &real_places[i];
    }

  return NULL;
}

static gboolean
teaches (AtlasProvision *provision,
         gboolean        is_secondary)
{
  const char * const *phases = (const char * const *) provision->phases;
  const char *phase = is_secondary ? "secondary" : "primary";

  if (phases == NULL || *phases == NULL)
    return is_secondary;

  return g_strv_contains (phases, phase);
}

static void
add_real_line (AtlasDemo       *demo,
               AtlasDemoRandom *random,
               AtlasProvision  *provision,
               gboolean         is_secondary)
{
  const RealPlaces *kind = places_of_kind (provision->kind);
  const char *phase = is_secondary ? "secondary" : "primary";
  g_autofree char *key = g_strdup_printf ("demo-%s-%s", provision->key, phase);
  AtlasDemoPlace place = {
    .provision = atlas_record_get_id (ATLAS_RECORD (provision)),
    .area = provision->area,
    .is_secondary = is_secondary,
  };

  if (kind == NULL || !teaches (provision, is_secondary))
    return;

  place.commissioned =
    is_secondary ? atlas_demo_random_between (random, kind->secondary_least, kind->secondary_most)
                 : atlas_demo_random_between (random, kind->primary_least, kind->primary_most);
  if (place.commissioned == 0)
    return;

  atlas_demo_add_place (demo, &place, key,
                        json_pack ("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:o, s:b, s:s}",
                                   "key", key, "provision", place.provision,
                                   "name", is_secondary ? "Secondary places" : "Primary places",
                                   "service", kind->service, "phase", phase,
                                   "commissioned", place.commissioned,
                                   "commissioner", demo->county->name,
                                   "valid", atlas_demo_range (provision->valid.from,
                                                              provision->valid.to),
                                   "invented", TRUE, "source", ATLAS_DEMO_SOURCE));
}

/* A line of places that the pack itself has: only its returns are made up. */
static void
take_line (AtlasDemo  *demo,
           AtlasPlace *record)
{
  AtlasDemoPlace place = {
    .id = atlas_record_get_id (ATLAS_RECORD (record)),
    .provision = record->provision,
    .commissioned = (int) record->commissioned,
    .stays = g_array_new (FALSE, FALSE, sizeof (AtlasDateRange)),
  };

  g_array_append_val (demo->places, place);
}

static gboolean
pack_has_place (GPtrArray      *places,
                AtlasProvision *provision)
{
  for (guint i = 0; i < places->len; i++)
    {
      AtlasPlace *place = g_ptr_array_index (places, i);

      if (g_strcmp0 (place->provision, atlas_record_get_id (ATLAS_RECORD (provision))) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * atlas_demo_make_real_places:
 * @demo: the demonstration
 *
 * Makes up places for the pack's own provisions that are there on the demonstration's day. Each
 * figure is marked as invented, and no child is ever placed in them.
 */
void
atlas_demo_make_real_places (AtlasDemo *demo)
{
  g_autoptr(GPtrArray) provisions = atlas_demo_list_pack (demo, &atlas_provision_type);
  g_autoptr(GPtrArray) places = atlas_demo_list_pack (demo, &atlas_place_type);

  for (guint i = 0; i < places->len; i++)
    {
      AtlasRecord *place = g_ptr_array_index (places, i);

      if (atlas_record_is_valid_on (place, demo->options.as_of))
        take_line (demo, (AtlasPlace *) place);
    }

  for (guint i = 0; i < provisions->len; i++)
    {
      AtlasRecord *provision = g_ptr_array_index (provisions, i);
      AtlasDemoRandom random = atlas_demo_random (demo->options.seed, "real place", i);

      if (!atlas_record_is_valid_on (provision, demo->options.as_of) ||
          pack_has_place (places, (AtlasProvision *) provision))
        continue;

      add_real_line (demo, &random, (AtlasProvision *) provision, FALSE);
      add_real_line (demo, &random, (AtlasProvision *) provision, TRUE);
    }
}

static void
add_return (AtlasDemo            *demo,
            const AtlasDemoPlace *place,
            AtlasDate             as_at,
            int                   on_roll,
            int                   before,
            int                   week)
{
  g_autofree char *day = atlas_date_format (as_at);
  g_autofree char *key = g_strdup_printf ("%s/%s", place->id, day);
  gboolean is_told = place->is_invented && week % 3 == 1;

  atlas_demo_add (demo, "return", key,
                  json_pack ("{s:s, s:s, s:o, s:i, s:b, s:o, s:s, s:s*, s:b}",
                             "provision", place->provision, "place", place->id,
                             "as_at", atlas_demo_date (as_at), "on_roll", on_roll,
                             "unchanged", on_roll == before,
                             "received", atlas_demo_time (as_at, 15),
                             "how", is_told ? "telephone" : "provider",
                             "said_by", is_told ? "Places desk" : NULL, "invented", TRUE));
}

static int
count_stays (const AtlasDemoPlace *place,
             AtlasDate             on)
{
  int n = 0;

  for (guint i = 0; i < place->stays->len; i++)
    n += atlas_date_range_contains (g_array_index (place->stays, AtlasDateRange, i), on);

  return n;
}

/* Invented lines count the children who are there; of a real one no child is known. */
static int
count_roll (AtlasDemo            *demo,
            const AtlasDemoPlace *place,
            AtlasDemoRandom      *random,
            guint                 number,
            AtlasDate             on)
{
  int stays = count_stays (place, on);
  int most = place->commissioned * FULLEST_PERCENT / 100;
  int least = place->commissioned * EMPTIEST_PERCENT / 100;

  if (!place->is_invented)
    return atlas_demo_random_between (random, MIN (least, most), most);
  if (number == OVER_FILLED)
    return MAX (stays, place->commissioned + 1);

  return stays;
}

/**
 * atlas_demo_make_returns:
 * @demo: the demonstration
 *
 * Makes up a return a week for each line of places. Those of real provisions are never late and
 * never above the places; of the invented ones some are late and one is over-filled by one.
 */
void
atlas_demo_make_returns (AtlasDemo *demo)
{
  for (guint i = 0; i < demo->places->len; i++)
    {
      const AtlasDemoPlace *place = &g_array_index (demo->places, AtlasDemoPlace, i);
      AtlasDemoRandom random = atlas_demo_random (demo->options.seed, "return", i);
      AtlasDate last = demo->options.as_of - atlas_demo_random_between (&random, 1, 4);
      int before = -1;

      if (place->is_invented && i % LATE_EVERY == LATE_EVERY - 1)
        last -= 7 * LATE_WEEKS;
      if (atlas_date_weekday (last) > G_DATE_FRIDAY)
        last -= atlas_date_weekday (last) - G_DATE_FRIDAY;

      for (int week = WEEKS - 1; week >= 0; week--)
        {
          int on_roll = count_roll (demo, place, &random, i, last - 7 * week);

          add_return (demo, place, last - 7 * week, on_roll, before, week);
          before = on_roll;
        }
    }
}
