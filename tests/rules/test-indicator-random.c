/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The indicators again, over random children whose days are lived one by one. Nothing of the rule
 * is used but the calendar's school days; what is counted is written down as it happens.
 */
#include "config.h"

#include "indicator-life.h"
#include "rules/atlas-school-year.h"

#define N_COUNTIES 400
#define N_CHILDREN 30
#define YEAR_11    11

typedef struct {
  int counts[ATLAS_N_TALLY_COUNTS];
  int days[ATLAS_N_TALLY_LISTS][N_CHILDREN * MOST];
  int n_days[ATLAS_N_TALLY_LISTS];
} Sums;

typedef struct {
  int first;              /* of the term, and the last day of it */
  int last;
  int on;                 /* the day that is asked about */
  int to;                 /* the last day counted */
} Asked;

static gboolean
is_word (const char *word,
         const char *words)
{
  g_auto(GStrv) all = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char * const *) all, word);
}

static gboolean
in_term (const Asked *asked,
         int          day)
{
  return day >= asked->first && day <= asked->to;
}

/* Session by session, mornings and afternoons of school days, from the exclusion's first. */
static int
live_sessions (AtlasCalendar *calendar,
               const Asked   *asked,
               int            from,
               int            left)
{
  int n = 0;

  for (int day = from; day <= asked->to && left > 0; day++)
    for (int half = 0; half < 2 && left > 0; half++)
      if (atlas_calendar_is_school_day (calendar, day))
        {
          left--;
          n += day >= asked->first;
        }

  return n;
}

static void
live_exclusions (AtlasCalendar *calendar,
                 const Life    *life,
                 const Asked   *asked,
                 Sums          *sums)
{
  int sessions = 0;
  int n = 0;
  int n_permanent = 0;

  for (int i = 0; i < life->n[OF_EXCLUSION]; i++)
    {
      const Fact *one = &life->facts[OF_EXCLUSION][i];
      int length = one->n == 0 ? 0 : one->n % 2 ? 5 : 24;
      gboolean stands = one->from <= asked->on && one->other > asked->on;

      if (!stands)
        continue;
      if (g_str_equal (one->code, "PERM"))
        {
          n_permanent += in_term (asked, one->from);
          continue;
        }
      n += in_term (asked, one->from);
      if (g_str_equal (one->code, "LNCH"))
        {
          /* One a school day. */
          int left = MAX (length, 1);

          for (int day = one->from; day <= asked->to && left > 0; day++)
            if (atlas_calendar_is_school_day (calendar, day))
              {
                left--;
                sessions += day >= asked->first;
              }
        }
      else if (length > 0)
        sessions += live_sessions (calendar, asked, one->from, length);
      else
        sums->counts[ATLAS_TALLY_SESSIONS_UNKNOWN] += in_term (asked, one->from);
    }
  sums->counts[ATLAS_TALLY_SUSPENSIONS] += n;
  sums->counts[ATLAS_TALLY_SUSPENDED] += n > 0;
  sums->counts[ATLAS_TALLY_SESSIONS] += sessions;
  sums->counts[ATLAS_TALLY_SESSIONS_CHILDREN] += sessions > 0;
  sums->counts[ATLAS_TALLY_PERMANENT] += n_permanent;
  sums->counts[ATLAS_TALLY_PERMANENT_CHILDREN] += n_permanent > 0;
}

static void
live_events (const Life  *life,
             const Asked *asked,
             Sums        *sums)
{
  int n_held = 0;

  for (int day = asked->first; day <= asked->to; day++)
    for (int i = 0; i < life->n[OF_EVENT]; i++)
      {
        const Fact *one = &life->facts[OF_EVENT][i];
        const char *reason = reason_of (one);

        if (one->from != day)
          continue;
        if (g_str_equal (one->code, "restrictive"))
          n_held++;
        if (!g_str_equal (one->code, "home-education"))
          continue;
        sums->counts[ATLAS_TALLY_HOME]++;
        if (reason == NULL)
          sums->counts[ATLAS_TALLY_HOME_UNKNOWN]++;
        else if (g_str_equal (reason, "pressed"))
          sums->counts[ATLAS_TALLY_HOME_PRESSED]++;
        if (reason != NULL && !g_str_equal (reason, "choice"))
          sums->counts[ATLAS_TALLY_HOME_CHOSEN]++;
      }
  sums->counts[ATLAS_TALLY_RESTRICTIVE] += n_held;
  sums->counts[ATLAS_TALLY_RESTRICTIVE_CHILDREN] += n_held > 0;
}

/* The family's last word by the last day counted; of two on a day the later record. */
static gboolean
has_agreed (const Life  *life,
            const Asked *asked)
{
  gboolean agreed = FALSE;

  for (int day = 0; day <= asked->to; day++)
    for (int i = 0; i < life->n[OF_CONSENT]; i++)
      if (life->facts[OF_CONSENT][i].from == day && life->facts[OF_CONSENT][i].n % 3 != 0)
        agreed = g_str_equal (life->facts[OF_CONSENT][i].code, "agreed");

  return agreed;
}

static void
live_reviews (const Life  *life,
              const Asked *asked,
              const Fact  *timetable,
              gboolean     is_first,
              Sums        *sums)
{
  int last_due = MIN (asked->to, asked->on - 1);
  gboolean is_said = FALSE;
  gboolean is_held = FALSE;

  for (int i = 0; i < life->n[OF_REVIEW] && is_first; i++)
    {
      const Fact *review = &life->facts[OF_REVIEW][i];

      if (review->n % 3 == 0)
        continue;
      if (review->from >= asked->first && review->from <= last_due)
        {
          sums->counts[ATLAS_TALLY_REVIEWS_DUE]++;
          sums->counts[ATLAS_TALLY_REVIEWS_HELD] += review->other <= review->from;
        }
      is_said |= review->from == timetable->other;
      is_held |= review->other >= timetable->from && review->other <= timetable->other &&
                 review->other != NEVER;
    }
  if (timetable->other == NEVER)
    sums->counts[ATLAS_TALLY_REVIEWS_UNKNOWN]++;
  else if (!is_said && timetable->other >= asked->first && timetable->other <= last_due)
    {
      sums->counts[ATLAS_TALLY_REVIEWS_DUE]++;
      sums->counts[ATLAS_TALLY_REVIEWS_HELD] += is_held;
    }
}

static void
live_timetables (const Life  *life,
                 const Asked *asked,
                 Sums        *sums)
{
  gboolean has_any = FALSE;

  for (int i = 0; i < life->n[OF_TIMETABLE]; i++)
    {
      const Fact *one = &life->facts[OF_TIMETABLE][i];
      gboolean is_there = FALSE;
      int lasted = 0;

      for (int day = one->from; day <= asked->to; day++)
        {
          lasted += day <= one->to;
          is_there |= day >= asked->first && day <= one->to;
        }
      if (one->n % 4 == 0 || !is_there)
        continue;
      has_any = TRUE;
      sums->counts[ATLAS_TALLY_PART_TIME]++;
      sums->counts[ATLAS_TALLY_PART_TIME_AGREED] += i == 0 && has_agreed (life, asked);
      sums->days[ATLAS_TALLY_DAYS_PART_TIME][sums->n_days[ATLAS_TALLY_DAYS_PART_TIME]++] = lasted;
      live_reviews (life, asked, one, i == 0, sums);
    }
  sums->counts[ATLAS_TALLY_PART_TIME_CHILDREN] += has_any;
}

/* The same school day of the term two terms on; NEVER when those terms are not known. */
static int
two_terms_on (AtlasCalendar *calendar,
              int            from)
{
  gsize term = 0;
  int nth = 0;
  int found = NEVER;

  while (term < G_N_ELEMENTS (indicator_terms) && indicator_terms[term].days.to < from)
    term++;
  if (term + 2 >= G_N_ELEMENTS (indicator_terms))
    return NEVER;

  for (int day = indicator_terms[term].days.from; day <= from; day++)
    nth += atlas_calendar_is_school_day (calendar, day);
  nth = MAX (nth, 1);
  for (int day = indicator_terms[term + 2].days.from;
       day <= indicator_terms[term + 2].days.to && nth > 0;
       day++)
    if (atlas_calendar_is_school_day (calendar, day))
      {
        found = day;
        nth--;
      }

  return found;
}

static void
live_moves (AtlasCalendar *calendar,
            const Life    *life,
            const Asked   *asked,
            Sums          *sums)
{
  for (int i = 0; i < life->n[OF_MOVE]; i++)
    {
      const Fact *one = &life->facts[OF_MOVE][i];
      int due = two_terms_on (calendar, one->from);
      gboolean is_there = FALSE;
      gboolean is_elsewhere = FALSE;

      sums->counts[ATLAS_TALLY_MOVES_BEGUN] += in_term (asked, one->from);
      if (due == NEVER || !in_term (asked, due))
        continue;
      sums->counts[ATLAS_TALLY_MOVES_DUE]++;
      for (int r = 0; r < life->n[OF_ROLL]; r++)
        {
          const Fact *roll = &life->facts[OF_ROLL][r];

          if (!is_word (roll->code, "C M") || roll->from > due || roll->to < due ||
              !is_word (roll->place, SCHOOL " " OTHER " " SPECIALS " " OVER_THERE))
            continue;
          is_there |= g_str_equal (roll->place, one->place);
          is_elsewhere |= !g_str_equal (roll->place, one->place);
        }
      if (one->n % 3 == 0 || (one->to != NEVER && one->to > due) || (one->to == NEVER && is_there))
        sums->counts[ATLAS_TALLY_MOVES_SUSTAINED]++;
      else if (one->to == NEVER && !is_elsewhere)
        {
          sums->counts[ATLAS_TALLY_MOVES_UNKNOWN]++;
          continue;
        }
      sums->counts[ATLAS_TALLY_MOVES_KNOWN]++;
    }
}

static int
year_of (const Life *life,
         int         day)
{
  int born_year;
  int born_month;
  int year;
  int month;

  if (life->born == NEVER)
    return -1;

  atlas_date_split (life->born, &born_year, &born_month, NULL);
  atlas_date_split (day, &year, &month, NULL);

  return (month >= 9 ? year : year - 1) - (born_month >= 9 ? born_year + 1 : born_year) - 4;
}

/* Day by day: excluded; on a centre's roll since when; back at a mainstream school. */
static void
live_returns (AtlasCalendar *calendar,
              const Life    *life,
              const Asked   *asked,
              Sums          *sums)
{
  int excluded = NEVER;
  int stay = NEVER;
  gboolean is_at_centre = FALSE;

  for (int i = 0; i < life->n[OF_EXCLUSION]; i++)
    {
      const Fact *one = &life->facts[OF_EXCLUSION][i];

      if (g_str_equal (one->code, "PERM") && one->from <= asked->on && one->other > asked->on)
        excluded = MIN (excluded, one->from);
    }

  for (int day = FIRST_DAY; day <= asked->to; day++)
    {
      int n_back = 0;

      is_at_centre = FALSE;
      for (int r = 0; r < life->n[OF_ROLL]; r++)
        {
          const Fact *roll = &life->facts[OF_ROLL][r];

          n_back += roll->from == day && is_word (roll->code, "C M") &&
                    is_word (roll->place, SCHOOL " " OTHER " " OVER_THERE);
          is_at_centre |= g_str_equal (roll->place, CENTRE) && is_word (roll->code, "C M S") &&
                          day >= roll->from && day <= roll->to;
        }
      for (int back = 0; back < n_back && stay != NEVER && day >= asked->first; back++)
        {
          int lasted = 0;

          for (int gone = stay; gone < day; gone++)
            lasted += atlas_calendar_is_school_day (calendar, gone);
          if (life->born == NEVER)
            sums->counts[ATLAS_TALLY_RETURNED_UNKNOWN]++;
          else if (year_of (life, stay) != YEAR_11)
            {
              sums->counts[ATLAS_TALLY_RETURNED]++;
              sums->days[ATLAS_TALLY_DAYS_TO_RETURN][sums->n_days[ATLAS_TALLY_DAYS_TO_RETURN]++] =
                lasted;
            }
        }
      if (n_back > 0)
        stay = NEVER;
      for (int r = 0; r < life->n[OF_ROLL]; r++)
        {
          const Fact *roll = &life->facts[OF_ROLL][r];

          if (roll->from == day && day >= excluded && stay == NEVER &&
              g_str_equal (roll->place, CENTRE) && is_word (roll->code, "C M S"))
            stay = day;
        }
    }
  sums->counts[ATLAS_TALLY_NOT_RETURNED] += stay != NEVER && is_at_centre &&
                                            year_of (life, stay) != YEAR_11;
}

static void
live_sessions_there (const Life  *life,
                     const Asked *asked,
                     Sums        *sums)
{
  int present = 0;
  int possible = 0;

  for (int i = 0; i < life->n[OF_SESSION]; i++)
    {
      const Fact *one = &life->facts[OF_SESSION][i];

      if (!in_term (asked, one->from) || g_str_equal (one->place, SPECIAL))
        continue;
      present += strchr ("/\\B", one->code[0]) != NULL;
      possible += !g_str_equal (one->code, "Y1");
    }
  sums->counts[ATLAS_TALLY_PRESENT] += present;
  sums->counts[ATLAS_TALLY_POSSIBLE] += possible;
  sums->counts[ATLAS_TALLY_ATTENDED_CHILDREN] += possible > 0;
}

static void
live_year_11 (const Life  *life,
              const Asked *asked,
              Sums        *sums)
{
  const char *destination = NULL;
  gboolean is_there = FALSE;

  /* The destination that came last; of two on a day that of the earlier record. */
  for (int day = asked->to; day >= FIRST_DAY && destination == NULL; day--)
    for (int i = 0; i < life->n[OF_PLACEMENT] && destination == NULL; i++)
      if (life->facts[OF_PLACEMENT][i].from == day)
        destination = destination_of (&life->facts[OF_PLACEMENT][i]);
  for (int day = asked->first; day <= asked->to; day++)
    for (int i = 0; i < life->n[OF_PLACEMENT]; i++)
      {
        const Fact *one = &life->facts[OF_PLACEMENT][i];

        is_there |= one->from <= day && one->to >= day && is_word (one->code, "ap dual") &&
                    !g_str_equal (one->place, SPECIAL);
      }
  if (!is_there || year_of (life, asked->last) != YEAR_11)
    return;

  sums->counts[ATLAS_TALLY_YEAR_11]++;
  if (destination == NULL)
    sums->counts[ATLAS_TALLY_DESTINATIONS_UNKNOWN]++;
  else
    sums->counts[ATLAS_TALLY_DESTINATIONS]++;
  sums->counts[ATLAS_TALLY_GOES_ON] += g_strcmp0 (destination, "college") == 0;
}

/* Everywhere that the child is on the last day. */
static void
live_stays (const Life  *life,
            const Asked *asked,
            Sums        *sums)
{
  g_autoptr(GString) at = g_string_new (NULL);

  for (int i = 0; i < life->n[OF_PLACEMENT]; i++)
    if (life->facts[OF_PLACEMENT][i].from <= asked->to &&
        life->facts[OF_PLACEMENT][i].to >= asked->to)
      g_string_append_printf (at, "%s ", life->facts[OF_PLACEMENT][i].place);
  for (int i = 0; i < life->n[OF_ROLL]; i++)
    if (life->facts[OF_ROLL][i].from <= asked->to && life->facts[OF_ROLL][i].to >= asked->to &&
        !g_str_equal (life->facts[OF_ROLL][i].code, "P"))
      g_string_append_printf (at, "%s ", life->facts[OF_ROLL][i].place);

  if (strstr (at->str, SPECIAL) != NULL || strstr (at->str, SPECIALS) != NULL)
    sums->counts[ATLAS_TALLY_SPECIALIST]++;
  if (strstr (at->str, ABROAD) != NULL || strstr (at->str, OVER_THERE) != NULL)
    sums->counts[ATLAS_TALLY_OUT_OF_COUNTY]++;
  else if (strstr (at->str, NOWHERE) != NULL)
    sums->counts[ATLAS_TALLY_OUT_UNKNOWN]++;
}

static void
live_community (const Life  *life,
                const Asked *asked,
                Sums        *sums)
{
  gboolean is_known = FALSE;
  gboolean is_near = FALSE;
  gboolean is_away = FALSE;

  if (!atlas_is_of_school_age (life->born == NEVER ? ATLAS_DATE_NONE : life->born, asked->to))
    return;

  for (int i = 0; i < life->n[OF_ROLL]; i++)
    {
      const Fact *one = &life->facts[OF_ROLL][i];

      if (one->from > asked->to || one->to < asked->to || !is_word (one->code, "C M"))
        continue;
      is_known |= !g_str_equal (one->place, OVER_THERE);
      is_near |= g_str_equal (one->place, SCHOOL);
    }
  for (int i = 0; i < life->n[OF_PLACEMENT]; i++)
    is_away |= life->facts[OF_PLACEMENT][i].from <= asked->to &&
               life->facts[OF_PLACEMENT][i].to >= asked->to &&
               is_word (life->facts[OF_PLACEMENT][i].code, "ap dual");

  if (!life->has_home || !is_known)
    sums->counts[ATLAS_TALLY_COMMUNITY_UNKNOWN]++;
  else
    sums->counts[ATLAS_TALLY_TAUGHT]++;
  sums->counts[ATLAS_TALLY_COMMUNITY] += life->has_home && is_near && !is_away;
}

/* Day by day: where the last own roll began, before a mainstream one begins. */
static void
live_from_special (const Life  *life,
                   const Asked *asked,
                   Sums        *sums)
{
  const char *last = NULL;
  gboolean is_back = FALSE;

  for (int day = FIRST_DAY; day <= asked->to; day++)
    {
      const char *today = NULL;

      for (int i = 0; i < life->n[OF_ROLL]; i++)
        {
          const Fact *one = &life->facts[OF_ROLL][i];

          if (one->from != day || !is_word (one->code, "C M"))
            continue;
          is_back |= day >= asked->first && last != NULL && is_word (last, SPECIAL " " SPECIALS) &&
                     is_word (one->place, SCHOOL " " OTHER " " OVER_THERE);
          today = today != NULL ? today : one->place;
        }
      last = today != NULL ? today : last;
    }
  sums->counts[ATLAS_TALLY_FROM_SPECIAL] += is_back;
}

static void
live (Fixture     *fixture,
      const Life  *life,
      const Asked *asked,
      Sums        *sums)
{
  if (asked->to < asked->first)
    return;

  live_exclusions (fixture->calendar, life, asked, sums);
  live_events (life, asked, sums);
  live_timetables (life, asked, sums);
  live_moves (fixture->calendar, life, asked, sums);
  live_returns (fixture->calendar, life, asked, sums);
  live_sessions_there (life, asked, sums);
  live_year_11 (life, asked, sums);
  live_stays (life, asked, sums);
  live_community (life, asked, sums);
  live_from_special (life, asked, sums);
}

static void
assert_same (const AtlasTally *tally,
             const Sums       *sums,
             int               county)
{
  for (int i = 0; i < ATLAS_N_TALLY_COUNTS; i++)
    {
      if (tally->counts[i] != sums->counts[i])
        g_test_message ("county %d, count %d", county, i);
      g_assert_cmpint (tally->counts[i], ==, sums->counts[i]);
    }
  for (int list = 0; list < ATLAS_N_TALLY_LISTS; list++)
    {
      gint64 total = 0;
      gint64 expected = 0;

      g_assert_cmpint (tally->lists[list]->len, ==, sums->n_days[list]);
      for (int i = 0; i < sums->n_days[list]; i++)
        {
          total += g_array_index (tally->lists[list], int, i);
          expected += sums->days[list][i];
        }
      g_assert_cmpint (total, ==, expected);
    }
}

/* T080, T081, T083, T084, T085, T086, T087, T088, T089, T090, T091, T093: each indicator against a
 * second computation that lives every day. The seed is printed above; `test-indicator-random --seed
 * SEED` runs the same counties again. */
static void
test_random (Fixture      *fixture,
             gconstpointer data)
{
  int ever[ATLAS_N_TALLY_COUNTS] = { 0 };

  for (int county = 0; county < N_COUNTIES; county++)
    {
      int nth = g_test_rand_int_range (0, (int) G_N_ELEMENTS (indicator_terms));
      AtlasDateRange days = indicator_terms[nth].days;
      Asked asked = { days.from, days.to, some_day (days.from - 10), 0 };
      AtlasClockSetting clocks = {
        .on = asked.on, .calendar_of = indicator_calendar, .data = fixture->calendar,
      };
      AtlasIndicatorSetting setting = indicator_setting (fixture, days.from, &clocks);
      g_auto(AtlasTally) tally = { { 0 } };
      Sums sums = { { 0 } };

      asked.to = MIN (asked.last, asked.on);
      atlas_tally_init (&tally);
      for (int child = 0; child < N_CHILDREN; child++)
        {
          Life life;

          make_life (&life);
          put_life (fixture, &life);
          atlas_tally_add_case (&tally, fixture->file, &setting);
          live (fixture, &life, &asked, &sums);
        }
      assert_same (&tally, &sums, county);
      for (int i = 0; i < ATLAS_N_TALLY_COUNTS; i++)
        ever[i] += sums.counts[i];
    }

  for (int i = 0; i < ATLAS_N_TALLY_COUNTS; i++)
    {
      if (ever[i] == 0)
        g_test_message ("count %d", i);
      g_assert_cmpint (ever[i], >, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/rules/indicator-random/as-days-lived-one-by-one", Fixture, NULL, indicator_set_up,
              test_random, tear_down);

  return g_test_run ();
}
