/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lives of children, made up at random, and the records that they would leave. */
#pragma once

#include "indicator-case.h"

#define MOST       4
#define FIRST_DAY  20330     /* before the first of the terms */
#define N_DAYS     700
#define NEVER      G_MAXINT

typedef struct {
  int         from;
  int         to;         /* the last day, NEVER while it goes on */
  int         other;      /* cancelled, agreed, held: whatever else has a day */
  int         n;
  const char *code;
  const char *place;
} Fact;

typedef enum {
  OF_EXCLUSION, OF_TIMETABLE, OF_CONSENT, OF_REVIEW, OF_MOVE, OF_ROLL, OF_PLACEMENT, OF_SESSION,
  OF_EVENT, N_KINDS
} Kind;

/* A child's life; consents and reviews are of the first timetable. */
typedef struct {
  int      born;
  gboolean has_home;
  Fact     facts[N_KINDS][MOST];
  int      n[N_KINDS];
} Life;

static inline int
some_day (int after)
{
  return g_test_rand_int_range (MIN (after, FIRST_DAY + N_DAYS - 1), FIRST_DAY + N_DAYS);
}

static inline int
perhaps (int after)
{
  return g_test_rand_int_range (0, 3) == 0 ? NEVER : some_day (after);
}

static inline const char *
one_of (const char * const *words)
{
  return words[g_test_rand_int_range (0, (int) g_strv_length ((char **) words))];
}

static inline void
make_fact (Kind  kind,
           Fact *fact)
{
  static const char * const exclusions[] = { "SUSP", "LNCH", "PERM", "PERM", NULL };
  static const char * const answers[] = { "agreed", "agreed", "not-agreed", "withdrawn", NULL };
  static const char * const rolls[] = { "C", "C", "M", "S", "G", "P", NULL };
  static const char * const schools[] = { SCHOOL, OTHER, SPECIALS, OVER_THERE, NULL };
  static const char * const all[] = {
    SCHOOL, OTHER, SPECIALS, OVER_THERE, CENTRE, CENTRE, SPECIAL, ABROAD, NULL,
  };
  static const char * const provisions[] = { BARN, CENTRE, SPECIAL, ABROAD, NOWHERE, NULL };
  static const char * const services[] = { "ap", "dual", "outreach", "special-place", NULL };
  static const char * const codes[] = { "/", "\\\\", "O", "I", "Y1", "B", NULL };
  static const char * const events[] = { "restrictive", "home-education", "informal", NULL };
  static const char * const * const code_of[N_KINDS] = {
    exclusions, exclusions, answers, answers, answers, rolls, services, codes, events,
  };

  fact->from = some_day (FIRST_DAY);
  fact->to = perhaps (fact->from);
  fact->other = perhaps (fact->from);
  fact->n = g_test_rand_int_range (0, 12);
  fact->code = one_of (code_of[kind]);
  fact->place = one_of (kind == OF_ROLL ? all : kind == OF_MOVE ? schools : provisions);
}

/* One of three was excluded, came to a centre, and later to a school: else it would be rare. */
static inline void
make_return (Life *life)
{
  Fact *exclusion = &life->facts[OF_EXCLUSION][0];
  Fact *centre = &life->facts[OF_ROLL][0];
  Fact *school = &life->facts[OF_ROLL][1];

  life->n[OF_EXCLUSION] = MAX (life->n[OF_EXCLUSION], 1);
  life->n[OF_ROLL] = MAX (life->n[OF_ROLL], 2);
  make_fact (OF_EXCLUSION, exclusion);
  make_fact (OF_ROLL, centre);
  make_fact (OF_ROLL, school);
  exclusion->code = "PERM";
  exclusion->other = NEVER;
  centre->from = some_day (exclusion->from);
  centre->to = perhaps (centre->from);
  centre->place = CENTRE;
  school->from = some_day (centre->from);
  school->to = NEVER;
  school->code = "C";
}

static inline void
make_life (Life *life)
{
  memset (life, 0, sizeof *life);
  life->born = g_test_rand_int_range (0, 4) == 0
               ? NEVER : FIRST_DAY - g_test_rand_int_range (4 * 365, 18 * 365);
  life->has_home = g_test_rand_int_range (0, 5) > 0;
  for (int kind = 0; kind < N_KINDS; kind++)
    {
      life->n[kind] = g_test_rand_int_range (0, MOST + 1);
      for (int i = 0; i < life->n[kind]; i++)
        make_fact ((Kind) kind, &life->facts[kind][i]);
    }
  if (g_test_rand_int_range (0, 3) == 0)
    make_return (life);
}

/* `, 'name': '2026-10-01'`, or nothing for a day that never comes. */
static inline char *
say_day (const char *name,
         int         day)
{
  g_autofree char *text = day != NEVER ? atlas_date_format (day) : NULL;

  return text != NULL ? g_strdup_printf (", '%s': '%s'", name, text) : g_strdup ("");
}

/* What somebody recorded why a child is educated at home, and where one went on to. */
static inline const char *
reason_of (const Fact *fact)
{
  static const char * const reasons[] = { "alternative", "pressed", "choice", NULL };

  return reasons[fact->n % 4];
}

static inline const char *
destination_of (const Fact *fact)
{
  static const char * const destinations[] = { "college", "none", NULL };

  return destinations[fact->n % 3];
}

static inline char *
say_word (const char *name,
          const char *word)
{
  return word != NULL ? g_strdup_printf (", '%s': '%s'", name, word) : g_strdup ("");
}

/* A fact as the fields of the record that it would be kept in. */
static inline char *
say_fact (Kind        kind,
          const Fact *one)
{
  static const char * const froms[N_KINDS] = {
    "from", "starts", "on", "due", "starts", NULL, "starts", "on", "on",
  };
  static const char * const others[N_KINDS] = {
    "cancelled", "review_by", NULL, "held", NULL, NULL, NULL, NULL, NULL,
  };
  gboolean is_school = g_strv_contains ((const char * const []) { SCHOOL, OTHER, SPECIALS,
                                                                  OVER_THERE, NULL }, one->place);
  const char *place = is_school ? "establishment" : "provision";
  g_autofree char *from = froms[kind] != NULL ? say_day (froms[kind], one->from) : g_strdup ("");
  g_autofree char *ended = say_day ("ended", one->to);
  g_autofree char *other = others[kind] != NULL ? say_day (others[kind], one->other)
                                                : g_strdup ("");
  g_autofree char *start = atlas_date_format (one->from);
  g_autofree char *to = say_day ("to", one->to);
  g_autofree char *reason = say_word ("reason", reason_of (one));
  g_autofree char *destination = say_word ("destination", destination_of (one));
  g_autofree char *outcome = say_word ("outcome", one->n % 3 == 0 ? "sustained" : NULL);

  switch (kind)
    {
    case OF_EXCLUSION:
      return g_strdup_printf ("'kind': '%s', 'establishment': '" SCHOOL "', 'session': 'am'%s%s%s",
                              one->code, from, other,
                              one->n > 0 ? one->n % 2 ? ", 'sessions': 5" : ", 'sessions': 24"
                                         : "");
    case OF_TIMETABLE:
      return g_strdup_printf ("'kind': '%s'%s%s%s", one->n % 4 ? "part-time" : "full-time", from,
                              ended, other);
    case OF_CONSENT:
      return g_strdup_printf ("'subject': ['timetable', '" WEEK "'], 'given_by': '%s', "
                              "'answer': '%s'%s", one->n % 3 ? "family" : "home-school", one->code,
                              from);
    case OF_REVIEW:
      return g_strdup_printf ("'subject': ['timetable', '" WEEK "'], 'kind': '%s'%s%s",
                              one->n % 3 ? "timetable" : "plan", from, other);
    case OF_MOVE:
      return g_strdup_printf ("'from_school': '" SCHOOL "', 'to_school': '%s'%s%s%s", one->place,
                              from, ended, outcome);
    case OF_ROLL:
      return g_strdup_printf ("'%s': '%s', 'enrolment': '%s', 'valid': {'from': '%s'%s}", place,
                              one->place, one->code, start, to);
    case OF_PLACEMENT:
      return g_strdup_printf ("'provision': '%s', 'place': '" LINE "', 'service': '%s'%s%s%s",
                              one->place, one->code, from, ended, destination);
    case OF_SESSION:
      return g_strdup_printf ("'provision': '%s', 'code': '%s'%s", one->place, one->code, from);
    case OF_EVENT:
    case N_KINDS:
    default:
      return g_strdup_printf ("'kind': '%s'%s%s", one->code, from,
                              g_str_equal (one->code, "home-education") ? reason : "");
    }
}

static inline void
put_life (Fixture    *fixture,
          const Life *life)
{
  static const char * const types[N_KINDS] = {
    "exclusion", "timetable", "consent", "review", "managed_move", "registration", "placement",
    "attendance", "incident",
  };
  g_autofree char *born = say_day ("born", life->born);
  g_autofree char *child = g_strdup_printf ("{'first_name': 'A'%s%s}", born,
                                            life->has_home ? ", 'area': '" AREA "'" : "");

  atlas_case_clear (fixture->file);
  add (fixture, "child", CHILD, child);
  for (int kind = 0; kind < N_KINDS; kind++)
    for (int i = 0; i < life->n[kind]; i++)
      {
        g_autofree char *fields = say_fact ((Kind) kind, &life->facts[kind][i]);
        g_autofree char *record = g_strdup_printf ("{'child': '" CHILD "', %s}", fields);

        add (fixture, types[kind], kind == OF_TIMETABLE && i == 0 ? WEEK : NULL, record);
      }
}
