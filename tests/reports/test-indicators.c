/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indicators over the invented county: sets and terms, areas and groups, what is hidden. */
#include "config.h"

#include <string.h>

#include "case-county.h"

#include "base/atlas-error.h"
#include "reports/atlas-indicators.h"
#include "reports/atlas-term-words.h"

#define N_CHILDREN 60
#define COUNTY     "01900000-0000-7000-8000-00000000c000"

#define ADD(path, function) \
  g_test_add (path, CaseStore, GINT_TO_POINTER (N_CHILDREN), case_store_set_up, function, \
              case_store_tear_down)

static void
add_county (CaseStore  *fixture,
            const char *threshold)
{
  g_free (case_add (&fixture->county, "county", COUNTY,
                    json_pack ("{s:s, s:s, s:s, s:o}", "key", "here", "name", "Here",
                               "authority", "919", "thresholds",
                               threshold != NULL ? json_pack ("[s]", threshold)
                                                 : json_array ())));
}

static void
add_label (CaseStore  *fixture,
           const char *set,
           const char *key,
           const char *item,
           const char *from,
           const char *to)
{
  g_free (case_add (&fixture->county, "label", NULL,
                    json_pack ("{s:s, s:[s, s], s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s*}}", "key",
                               key, "subject", "county", COUNTY, "kind", "indicator", "scheme",
                               set, "item", item, "text", key, "source", "A source, 5", "valid",
                               "from", from, "to", to)));
}

/* Two sets of which the second is in force; a third indicator is of a later program. */
static void
add_sets (CaseStore *fixture)
{
  add_county (fixture, NULL);
  add_label (fixture, "old", "old-1", "permanent", "2016-04-01", "2019-12-31");
  add_label (fixture, "new", "new-1", "suspensions", "2020-01-01", NULL);
  add_label (fixture, "new", "new-2", "cohorts", "2020-01-01", NULL);
  add_label (fixture, "new", "new-3", "happiness", "2020-01-01", NULL);
  case_county_load (&fixture->county, fixture->store);
}

static AtlasIndicators *
ask (CaseStore  *fixture,
     const char *set,
     const char *term,
     const char *scope,
     AtlasPupils pupils)
{
  const AtlasIndicatorsAsked asked = { set, term, scope, pupils, case_today () };
  g_autoptr(GError) error = NULL;
  AtlasIndicators *indicators = atlas_indicators_new (fixture->store, &asked, &error);

  g_assert_no_error (error);
  return indicators;
}

/* The figure that stands for an indicator. */
static const AtlasIndicatorFigure *
first_of (AtlasIndicatorKind kind)
{
  gsize n;

  return atlas_indicator_figures (kind, &n);
}

static AtlasIndicatorCell
chosen (const AtlasIndicators      *indicators,
        const AtlasIndicatorFigure *figure)
{
  return atlas_indicators_get (indicators, figure, indicators->n_trend - 1);
}

/* T093: sets are dated data of the county; what this program cannot count is there and says so */
static void
test_sets_are_data (CaseStore    *fixture,
                    gconstpointer data)
{
  g_autoptr(AtlasIndicators) now = NULL;
  g_autoptr(AtlasIndicators) old = NULL;
  const AtlasIndicatorRow *row;

  add_sets (fixture);
  now = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
  g_assert_cmpstr (now->set, ==, "new");
  g_assert_cmpuint (now->sets->len, ==, 2);
  g_assert_cmpuint (now->rows->len, ==, 3);
  row = g_ptr_array_index (now->rows, 0);
  g_assert_true (row->can_count);
  g_assert_cmpint (row->kind, ==, ATLAS_INDICATOR_SUSPENSIONS);
  g_assert_cmpstr (row->source, ==, "A source, 5");
  row = g_ptr_array_index (now->rows, 2);
  g_assert_false (row->can_count);

  old = ask (fixture, "old", NULL, NULL, ATLAS_PUPILS_ALL);
  g_assert_cmpuint (old->rows->len, ==, 1);
  row = g_ptr_array_index (old->rows, 0);
  g_assert_cmpstr (row->text, ==, "old-1");
}

static void
test_a_county_without_a_set (CaseStore    *fixture,
                             gconstpointer data)
{
  g_autoptr(AtlasIndicators) none = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
  const AtlasIndicatorsAsked asked = { "2016", NULL, NULL, ATLAS_PUPILS_ALL, case_today () };
  g_autoptr(AtlasIndicators) refused = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (none->set);
  g_assert_cmpuint (none->rows->len, ==, 0);
  refused = atlas_indicators_new (fixture->store, &asked, &error);
  g_assert_null (refused);
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "names none"));
}

static void
test_an_unknown_term_lists_the_known (CaseStore    *fixture,
                                      gconstpointer data)
{
  const AtlasIndicatorsAsked asked = { NULL, "2019-autumn", NULL, ATLAS_PUPILS_ALL,
                                       case_today () };
  g_autoptr(AtlasIndicators) refused = NULL;
  g_autoptr(GError) error = NULL;

  refused = atlas_indicators_new (fixture->store, &asked, &error);
  g_assert_null (refused);
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "2025-autumn, 2026-spring, 2026-summer"));
}

/* T092: the term of the day unless another is asked for, and the terms before it */
static void
test_terms (CaseStore    *fixture,
            gconstpointer data)
{
  g_autoptr(AtlasIndicators) now = NULL;
  g_autoptr(AtlasIndicators) then = NULL;
  g_autoptr(AtlasIndicators) later = NULL;
  g_autofree char *code = NULL;

  add_sets (fixture);
  now = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
  code = atlas_term_to_code (atlas_indicators_get_term (now, now->n_trend - 1));
  g_assert_cmpstr (code, ==, "2026-autumn");
  g_assert_cmpuint (now->n_trend, ==, 4);
  g_assert_cmpint (now->bases[3].days.to, ==, case_today ());
  g_assert_cmpfloat (chosen (now, first_of (ATLAS_INDICATOR_SUSPENSIONS)).value.value, >, 0);
  /* Nothing is on record so early: a gap, not 0. */
  g_assert_cmpint (atlas_indicators_get (now, first_of (ATLAS_INDICATOR_SUSPENSIONS),
                                         0).value.why, ==, ATLAS_INDICATOR_NO_RECORDS);

  then = ask (fixture, NULL, "2026-spring", NULL, ATLAS_PUPILS_ALL);
  g_assert_cmpuint (then->n_trend, ==, 2);
  later = ask (fixture, NULL, "2027-spring", NULL, ATLAS_PUPILS_ALL);
  g_assert_cmpint (chosen (later, first_of (ATLAS_INDICATOR_SUSPENSIONS)).value.why, ==,
                   ATLAS_INDICATOR_NOT_BEGUN);
}

/* T082: areas are parts of the county, and a scope is one of them */
static void
test_areas_add_up (CaseStore    *fixture,
                   gconstpointer data)
{
  g_autoptr(AtlasIndicators) all = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);

  for (int kind = 0; kind < ATLAS_N_INDICATORS; kind++)
    {
      gsize n;
      const AtlasIndicatorFigure *figures = atlas_indicator_figures ((AtlasIndicatorKind) kind, &n);

      for (gsize i = 0; i < n; i++)
        {
          AtlasIndicatorCell cells[CASE_N_AREAS];
          gint64 sum = 0;

          g_assert_cmpuint (all->areas->len, ==, CASE_N_AREAS);
          atlas_indicators_get_areas (all, &figures[i], cells);
          for (int a = 0; a < CASE_N_AREAS; a++)
            sum += cells[a].value.part;
          g_assert_cmpint (sum, ==, chosen (all, &figures[i]).value.part);
        }
    }

  for (int a = 0; a < CASE_N_AREAS; a++)
    {
      const AtlasIndicatorFigure *figure = first_of (ATLAS_INDICATOR_SUSPENSIONS);
      const AtlasIndicatorArea *area = g_ptr_array_index (all->areas, a);
      g_autoptr(AtlasIndicators) part = ask (fixture, NULL, NULL, area->route, ATLAS_PUPILS_ALL);

      g_assert_cmpint (chosen (part, figure).value.part, ==,
                       area->tally.counts[ATLAS_TALLY_SUSPENSIONS]);
    }
}

static char *
add_pupil (CaseStore  *fixture,
           const char *area,
           const char *sex,
           const char *sen)
{
  g_autofree char *child = case_add (&fixture->county, "child", NULL,
                                     json_pack ("{s:s, s:s*, s:s*, s:s*}", "born", "2013-01-01",
                                                "area", area, "sex", sex, "sen", sen));

  g_free (case_add (&fixture->county, "incident", NULL,
                    json_pack ("{s:s, s:s, s:s}", "child", child, "kind", "restrictive", "on",
                               "2026-10-05")));
  g_free (case_add (&fixture->county, "exclusion", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:i}", "child", child, "kind", "SUSP", "from",
                               "2026-10-05", "session", "am", "sessions", 2)));

  return g_steal_pointer (&child);
}

static void
add_pupils (CaseStore  *fixture,
            int         n,
            const char *area,
            const char *sex,
            const char *sen)
{
  for (int i = 0; i < n; i++)
    g_free (add_pupil (fixture, area, sex, sen));
}

/* T082: small numbers are hidden, and one more, wherever the county's total is shown */
static void
test_small_numbers (CaseStore    *fixture,
                    gconstpointer data)
{
  const AtlasIndicatorFigure *figure = first_of (ATLAS_INDICATOR_RESTRICTIVE);
  const gboolean expected[] = { TRUE, TRUE, FALSE };
  AtlasIndicatorCell cells[CASE_N_AREAS];
  g_autoptr(AtlasIndicators) all = NULL;

  add_county (fixture, NULL);
  add_label (fixture, "new", "new-1", "restrictive", "2020-01-01", NULL);
  add_pupils (fixture, 9, fixture->county.areas[0], NULL, NULL);
  add_pupils (fixture, 4, fixture->county.areas[1], NULL, NULL);
  add_pupils (fixture, 12, fixture->county.areas[2], NULL, NULL);
  case_county_load (&fixture->county, fixture->store);

  all = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
  g_assert_cmpint (all->limit, ==, 5);
  g_assert_false (chosen (all, figure).is_hidden);
  atlas_indicators_get_areas (all, figure, cells);
  for (int i = 0; i < CASE_N_AREAS; i++)
    {
      const AtlasIndicatorArea *area = g_ptr_array_index (all->areas, i);
      g_autoptr(AtlasIndicators) part = ask (fixture, NULL, NULL, area->route, ATLAS_PUPILS_ALL);
      g_autoptr(json_t) hidden = atlas_indicators_to_json (part, TRUE);
      g_autoptr(json_t) shown = atlas_indicators_to_json (part, FALSE);
      json_t *one = json_array_get (json_object_get (hidden, "figures"), 0);
      json_t *other = json_array_get (json_object_get (shown, "figures"), 0);

      g_assert_true (cells[i].is_hidden == expected[i]);
      /* What the county's table hides an area's own page does not tell. */
      g_assert_true (chosen (part, figure).is_hidden == expected[i]);
      g_assert_true (json_is_null (json_object_get (one, "value")) == expected[i]);
      g_assert_true (json_is_integer (json_object_get (other, "value")));
    }
}

static void
test_the_countys_own_limit (CaseStore    *fixture,
                            gconstpointer data)
{
  const AtlasIndicatorFigure *figure = first_of (ATLAS_INDICATOR_RESTRICTIVE);
  g_autoptr(AtlasIndicators) all = NULL;

  add_county (fixture, "small-numbers=10");
  add_pupils (fixture, 9, fixture->county.areas[0], NULL, NULL);
  case_county_load (&fixture->county, fixture->store);
  all = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
  g_assert_cmpint (all->limit, ==, 10);
  g_assert_true (chosen (all, figure).is_hidden);
}

static void
add_figure (CaseStore  *fixture,
            const char *item,
            const char *period,
            int         value)
{
  g_free (case_add (&fixture->county, "figure", NULL,
                    json_pack ("{s:s, s:s, s:s, s:i}", "series", ATLAS_INDICATORS_PUPILS, "period",
                               period, "item", item, "value", value)));
}

/* T082: rate per cohort and ratio to all pupils; not recorded is not the same as not in it */
static void
test_groups (CaseStore    *fixture,
             gconstpointer data)
{
  const AtlasIndicatorFigure *figure = atlas_indicator_figure_find ("suspended-percent");
  AtlasIndicatorCell cells[ATLAS_N_PUPILS];
  AtlasIndicatorCell unknown[ATLAS_N_PUPILS];
  g_autoptr(AtlasIndicators) all = NULL;
  g_autoptr(AtlasIndicators) girls = NULL;

  add_pupils (fixture, 10, fixture->county.areas[0], "F", "K");
  add_pupils (fixture, 20, fixture->county.areas[0], "M", "E");
  g_free (case_add (&fixture->county, "establishment", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:i}", "key", "big", "name", "Big", "kind",
                               "secondary", "area", fixture->county.areas[0], "roll", 1000)));
  add_figure (fixture, "girls", "2025-26", 400);
  add_figure (fixture, "girls", "2026-27", 500);
  add_figure (fixture, "girls", "2027-28", 600);
  case_county_load (&fixture->county, fixture->store);

  all = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
  atlas_indicators_get_groups (all, figure, cells, unknown);
  g_assert_cmpint (cells[ATLAS_PUPILS_GIRLS].value.part, ==, 10);
  g_assert_cmpint (cells[ATLAS_PUPILS_GIRLS].value.whole, ==, 500);
  g_assert_cmpfloat (cells[ATLAS_PUPILS_GIRLS].value.value, ==, 2.0);
  g_assert_cmpint (cells[ATLAS_PUPILS_BOYS].value.why, ==, ATLAS_INDICATOR_NO_ROLL);
  g_assert_cmpint (cells[ATLAS_PUPILS_SEND].value.part, ==, 30);
  g_assert_cmpint (cells[ATLAS_PUPILS_SEND_NO_PLAN].value.part, ==, 10);
  g_assert_cmpint (cells[ATLAS_PUPILS_MINORITY].value.why, ==, ATLAS_INDICATOR_LEFT_OUT);
  g_assert_cmpint (unknown[ATLAS_PUPILS_MINORITY].value.part, ==,
                   cells[ATLAS_PUPILS_ALL].value.part);
  g_assert_cmpfloat (atlas_indicators_ratio (all, figure, ATLAS_PUPILS_GIRLS), ==,
                     2.0 / cells[ATLAS_PUPILS_ALL].value.value);
  g_assert_cmpfloat (atlas_indicators_ratio (all, figure, ATLAS_PUPILS_BOYS), <, 0);

  girls = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_GIRLS);
  g_assert_cmpint (chosen (girls, figure).value.part, ==, 10);
  g_assert_cmpint (chosen (girls, figure).value.whole, ==, 500);
}

/* T082: nothing hidden can be told from the numbers of all children and of other groups */
static void
test_hidden_groups (CaseStore    *fixture,
                    gconstpointer data)
{
  const AtlasIndicatorFigure *figure = first_of (ATLAS_INDICATOR_RESTRICTIVE);
  AtlasIndicatorCell cells[ATLAS_N_PUPILS];
  AtlasIndicatorCell unknown[ATLAS_N_PUPILS];
  g_autoptr(AtlasIndicators) all = NULL;

  add_pupils (fixture, 10, fixture->county.areas[0], "F", "K");
  add_pupils (fixture, 3, fixture->county.areas[0], "M", "E");
  case_county_load (&fixture->county, fixture->store);
  all = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
  atlas_indicators_get_groups (all, figure, cells, unknown);
  g_assert_false (cells[ATLAS_PUPILS_ALL].is_hidden);
  g_assert_true (cells[ATLAS_PUPILS_BOYS].is_hidden);
  g_assert_true (cells[ATLAS_PUPILS_GIRLS].is_hidden);
  g_assert_true (cells[ATLAS_PUPILS_EHC_PLAN].is_hidden);
  g_assert_true (cells[ATLAS_PUPILS_SEND_NO_PLAN].is_hidden);
  g_assert_false (cells[ATLAS_PUPILS_SEND].is_hidden);
}

/* A random child: where, of which groups, and how often held in the term and before it. */
typedef struct {
  int area;                 /* none is CASE_N_AREAS */
  int sex;
  int sen;
  int n_held;
  int n_before;
} Pupil;

static const char * const sexes[] = { "F", "M", NULL };
static const char * const sens[] = { "N", "K", "E", NULL };

static void
put_pupil (CaseStore *fixture,
           Pupil     *pupil)
{
  g_autofree char *child = NULL;

  pupil->area = g_test_rand_int_range (0, CASE_N_AREAS + 1);
  pupil->sex = g_test_rand_int_range (0, 3);
  pupil->sen = g_test_rand_int_range (0, 4);
  pupil->n_held = g_test_rand_int_range (0, 3);
  pupil->n_before = g_test_rand_int_range (0, 2);
  child = case_add (&fixture->county, "child", NULL,
                    json_pack ("{s:s, s:s*, s:s*, s:s*}", "born", "2013-01-01", "area",
                               pupil->area < CASE_N_AREAS ? fixture->county.areas[pupil->area]
                                                          : NULL,
                               "sex", sexes[pupil->sex], "sen", sens[pupil->sen]));
  for (int i = 0; i < pupil->n_held + pupil->n_before; i++)
    g_free (case_add (&fixture->county, "incident", NULL,
                      json_pack ("{s:s, s:s, s:s}", "child", child, "kind", "restrictive", "on",
                                 i < pupil->n_held ? "2026-10-05" : "2026-06-05")));
}

/* Whether @pupil is of a group: 1 yes, 0 no, -1 when nobody recorded it. */
static int
is_of (const Pupil *pupil,
       AtlasPupils  group)
{
  const char *sex = sexes[pupil->sex];
  const char *sen = sens[pupil->sen];

  if (group == ATLAS_PUPILS_ALL)
    return 1;
  if (group == ATLAS_PUPILS_GIRLS || group == ATLAS_PUPILS_BOYS)
    return sex == NULL ? -1 : (*sex == 'F') == (group == ATLAS_PUPILS_GIRLS);
  if (group == ATLAS_PUPILS_SEND)
    return sen == NULL ? -1 : *sen != 'N';
  if (group == ATLAS_PUPILS_SEND_NO_PLAN)
    return sen == NULL ? -1 : *sen == 'K';
  if (group == ATLAS_PUPILS_EHC_PLAN)
    return sen == NULL ? -1 : *sen == 'E';

  return -1;
}

/* Parts of a total that is shown: none is told by the others. */
static void
assert_not_told (const gint64   *numbers,
                 const gboolean *hidden,
                 guint           n)
{
  gint64 total = 0;
  gint64 secret = 0;
  guint n_hidden = 0;

  for (guint i = 0; i < n; i++)
    {
      total += numbers[i];
      secret += hidden[i] ? numbers[i] : 0;
      n_hidden += hidden[i];
      g_assert_true (hidden[i] || numbers[i] == 0 || numbers[i] >= 5);
    }
  g_assert_true (n_hidden == 0 || total < 5 || (n_hidden > 1 && secret >= 5));
}

static void
assert_areas (const AtlasIndicators *indicators,
              const Pupil           *pupils,
              guint                  n_pupils)
{
  const AtlasIndicatorFigure *figure = atlas_indicator_figure_find ("restrictive-children");
  AtlasIndicatorCell cells[CASE_N_AREAS + 1] = { 0 };
  gint64 numbers[CASE_N_AREAS + 1] = { 0 };
  gboolean hidden[CASE_N_AREAS + 1] = { FALSE };

  for (guint i = 0; i < n_pupils; i++)
    numbers[pupils[i].area] += pupils[i].n_held > 0;
  g_assert_cmpuint (indicators->areas->len, <=, CASE_N_AREAS + 1);
  atlas_indicators_get_areas (indicators, figure, cells);
  for (guint i = 0; i < CASE_N_AREAS + 1; i++)
    {
      g_assert_cmpint (cells[i].value.part, ==, numbers[i]);
      hidden[i] = cells[i].is_hidden;
    }
  assert_not_told (numbers, hidden, CASE_N_AREAS + 1);
}

static void
assert_groups (const AtlasIndicators *indicators,
               const Pupil           *pupils,
               guint                  n_pupils)
{
  const AtlasIndicatorFigure *figure = atlas_indicator_figure_find ("restrictive");
  const AtlasIndicatorFigure *children = atlas_indicator_figure_find ("restrictive-children");
  AtlasIndicatorCell cells[ATLAS_N_PUPILS];
  AtlasIndicatorCell unknown[ATLAS_N_PUPILS];

  atlas_indicators_get_groups (indicators, figure, cells, unknown);
  for (int group = 0; group <= ATLAS_PUPILS_EHC_PLAN; group++)
    {
      gint64 n = 0;
      gint64 n_unknown = 0;

      for (guint i = 0; i < n_pupils; i++)
        {
          int is_in = is_of (&pupils[i], (AtlasPupils) group);

          n += is_in > 0 ? pupils[i].n_held : 0;
          n_unknown += is_in < 0 ? pupils[i].n_held : 0;
        }
      g_assert_cmpint (cells[group].value.part, ==, n);
      g_assert_cmpint (unknown[group].value.part, ==, n_unknown);
    }

  atlas_indicators_get_groups (indicators, children, cells, unknown);
  assert_not_told ((const gint64[]) { cells[ATLAS_PUPILS_GIRLS].value.part,
                                      cells[ATLAS_PUPILS_BOYS].value.part,
                                      unknown[ATLAS_PUPILS_GIRLS].value.part },
                   (const gboolean[]) { cells[ATLAS_PUPILS_GIRLS].is_hidden,
                                        cells[ATLAS_PUPILS_BOYS].is_hidden,
                                        unknown[ATLAS_PUPILS_GIRLS].is_hidden }, 3);
  if (!cells[ATLAS_PUPILS_SEND].is_hidden)
    assert_not_told ((const gint64[]) { cells[ATLAS_PUPILS_SEND_NO_PLAN].value.part,
                                        cells[ATLAS_PUPILS_EHC_PLAN].value.part },
                     (const gboolean[]) { cells[ATLAS_PUPILS_SEND_NO_PLAN].is_hidden,
                                          cells[ATLAS_PUPILS_EHC_PLAN].is_hidden }, 2);
}

/* T082: by area and by group against plain loops over random children, and nothing hidden is told.
 * The seed is printed above; `test-indicators --seed SEED` runs the same children again. */
static void
test_random_children (CaseStore    *fixture,
                      gconstpointer data)
{
  Pupil pupils[60] = { { 0 } };

  add_county (fixture, NULL);
  for (guint n = 0; n < G_N_ELEMENTS (pupils); n++)
    {
      g_autoptr(AtlasIndicators) indicators = NULL;

      put_pupil (fixture, &pupils[n]);
      if (n % 4 != 0)
        continue;
      case_county_load (&fixture->county, fixture->store);
      indicators = ask (fixture, NULL, NULL, NULL, ATLAS_PUPILS_ALL);
      assert_areas (indicators, pupils, n + 1);
      assert_groups (indicators, pupils, n + 1);
    }
}

/* T080: a share of the children on rolls: of the county, an area, a partnership; or not known */
static void
test_rolls (CaseStore    *fixture,
            gconstpointer data)
{
  g_autofree char *school = NULL;
  g_autofree char *partnership = NULL;
  static const struct { const char *scope; gint64 roll; } cases[] = {
    { NULL, 750 }, { "area/mark1", 500 }, { "area/mark2", 250 }, { "area/mark3", -1 },
    { "partnership/near", 250 }, { "provision/centre-1", -1 },
  };

  g_free (case_add (&fixture->county, "establishment", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:i}", "key", "a", "name", "A", "kind",
                               "secondary", "area", fixture->county.areas[0], "roll", 500)));
  school = case_add (&fixture->county, "establishment", NULL,
                     json_pack ("{s:s, s:s, s:s, s:s, s:i}", "key", "b", "name", "B", "kind",
                                "primary", "area", fixture->county.areas[1], "roll", 250));
  g_free (case_add (&fixture->county, "establishment", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:i, s:{s:s}}", "key", "gone", "name", "Gone",
                               "kind", "primary", "area", fixture->county.areas[1], "roll", 900,
                               "valid", "to", "2020-08-31")));
  partnership = case_add (&fixture->county, "partnership", NULL,
                          json_pack ("{s:s, s:s, s:s}", "key", "near", "name", "Near", "area",
                                     fixture->county.areas[1]));
  g_free (case_add (&fixture->county, "membership", NULL,
                    json_pack ("{s:s, s:s}", "partnership", partnership, "establishment",
                               school)));
  case_county_load (&fixture->county, fixture->store);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AtlasIndicators) part = ask (fixture, NULL, NULL, cases[i].scope,
                                             ATLAS_PUPILS_ALL);

      g_assert_cmpint (part->bases[part->n_trend - 1].roll, ==, cases[i].roll);
      if (cases[i].scope == NULL)
        g_assert_cmpuint (part->n_without_roll, ==, CASE_N_SCHOOLS);
    }
}

static void
test_words (void)
{
  const AtlasIndicatorFigure *share = atlas_indicator_figure_find ("sessions-percent");
  const AtlasIndicatorFigure *days = atlas_indicator_figure_find ("returned-median");
  const AtlasIndicatorFigure *number = first_of (ATLAS_INDICATOR_SUSPENSIONS);
  const struct { const AtlasIndicatorFigure *figure; AtlasIndicatorCell cell; gboolean hides;
                 const char                 *text, *note; } cases[] = {
    { number, { { ATLAS_INDICATOR_KNOWN, 12, 12, 0, 0, 9 }, FALSE }, TRUE, "12", "" },
    { number, { { ATLAS_INDICATOR_KNOWN, 3, 3, 0, 0, 3 }, TRUE }, TRUE, "Hidden", "" },
    { number, { { ATLAS_INDICATOR_KNOWN, 3, 3, 0, 0, 3 }, TRUE }, FALSE, "3", "" },
    { share, { { ATLAS_INDICATOR_KNOWN, 33.333, 1, 3, 0, 1 }, FALSE }, TRUE, "33.3%", "1 of 3." },
    { share, { { ATLAS_INDICATOR_KNOWN, 0.03456, 3, 8000, 2, 9 }, FALSE }, TRUE, "0.035%",
      "3 of 8000. Left out: 2 suspensions whose length is not recorded." },
    { share, { { ATLAS_INDICATOR_KNOWN, 0.03456, 3, 8000, 2, 9 }, FALSE, 5 }, TRUE, "0.035%",
      "3 of 8000. Left out: fewer than 5 suspensions whose length is not recorded." },
    { share, { { ATLAS_INDICATOR_NO_ROLL, 0, 3, 0, 0, 9 }, FALSE }, TRUE, "Not known",
      "How many children are on rolls is not on record." },
    { days, { { ATLAS_INDICATOR_KNOWN, 36.5, 2, 0, 0, 9 }, FALSE }, TRUE, "36.5 school days", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = atlas_indicators_word (cases[i].figure, &cases[i].cell,
                                                     cases[i].hides);
      g_autofree char *note = atlas_indicators_word_note (cases[i].figure, &cases[i].cell,
                                                          cases[i].hides);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (note, ==, cases[i].note);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/reports/indicators/sets-are-data", test_sets_are_data);
  ADD ("/reports/indicators/a-county-without-a-set", test_a_county_without_a_set);
  ADD ("/reports/indicators/an-unknown-term-lists-the-known",
       test_an_unknown_term_lists_the_known);
  ADD ("/reports/indicators/terms", test_terms);
  ADD ("/reports/indicators/areas-add-up", test_areas_add_up);
  ADD ("/reports/indicators/small-numbers", test_small_numbers);
  ADD ("/reports/indicators/the-countys-own-limit", test_the_countys_own_limit);
  ADD ("/reports/indicators/groups", test_groups);
  ADD ("/reports/indicators/hidden-groups", test_hidden_groups);
  ADD ("/reports/indicators/random-children", test_random_children);
  ADD ("/reports/indicators/rolls", test_rolls);
  g_test_add_func ("/reports/indicators/words", test_words);

  return g_test_run ();
}
