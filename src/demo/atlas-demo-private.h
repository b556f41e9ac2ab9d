/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the demonstration share while it is made. */
#pragma once

#include "calendar/atlas-calendar.h"
#include "demo/atlas-demo.h"
#include "demo/atlas-demo-random.h"

G_BEGIN_DECLS

#define ATLAS_DEMO_SOURCE "Invented for the demonstration"

/* An invented school. */
typedef struct {
  const char    *id;
  const char    *area;
  const char    *partnership;
  const char    *town;
  char           number[8];     /* pseudo authority and establishment, as a pupil number has them */
  gboolean       is_secondary;
  guint          next_serial;   /* of its pupil numbers */
  GArray        *own_days;      /* (element-type AtlasCalendarDayRange): INSET, if entered */
  AtlasCalendar *calendar;      /* (nullable): NULL until first use */
} AtlasDemoSchool;

/* A line of places, with the stays in it. */
typedef struct {
  const char *id;
  const char *provision;
  const char *area;
  gboolean    is_invented;
  gboolean    is_secondary;
  int         commissioned;
  int         day6_kept;        /* of @commissioned, for children owed a place by Day 6 */
  int         taken;            /* stays, offers and holds on the demonstration's day */
  GArray     *stays;            /* (element-type AtlasDateRange) */
} AtlasDemoPlace;

/* A meeting of an invented panel. */
typedef struct {
  const char *id;
  const char *panel;
  AtlasDate   on;
} AtlasDemoMeeting;

/* An invented panel and its meetings, the earliest first. */
typedef struct {
  const char *id;
  GHashTable *areas;            /* (element-type utf8): ids */
  GArray     *meetings;         /* (element-type AtlasDemoMeeting) */
} AtlasDemoPanel;

typedef struct {
  AtlasDemoOptions  options;
  GPtrArray        *pack;       /* (element-type AtlasRecord) (unowned) */
  GPtrArray        *records;    /* (element-type AtlasRecord): the answer */
  GError           *error;      /* (nullable): the first thing that went wrong */
  char             *name;       /* from which ids are made */

  AtlasCounty      *county;     /* (unowned) */
  GArray           *terms;      /* (element-type AtlasCalendarDayRange): the county's days */
  AtlasCalendar    *calendar;
  GArray           *schools;    /* (element-type AtlasDemoSchool) */
  GArray           *places;     /* (element-type AtlasDemoPlace) */
  const char       *centre;     /* (nullable): id of the invented centre */
  const char       *special;    /* (nullable): id of the invented special school */
  gint64            n_on_rolls; /* children at the invented schools */
  GPtrArray        *panels;     /* (element-type AtlasDemoPanel) */
  GHashTable       *used_names; /* (element-type utf8) */
} AtlasDemo;

/* Records. */
GPtrArray       *atlas_demo_list_pack       (AtlasDemo       *demo,
                                             const AtlasType *type) G_GNUC_WARN_UNUSED_RESULT;
json_t          *atlas_demo_near            (AtlasDemoRandom *random,
                                             const char      *degrees);
json_t          *atlas_demo_since           (AtlasDemo       *demo);
const char      *atlas_demo_add             (AtlasDemo       *demo,
                                             const char      *type,
                                             const char      *key,
                                             json_t          *fields);
json_t          *atlas_demo_date            (AtlasDate        date);
json_t          *atlas_demo_range           (AtlasDate        from,
                                             AtlasDate        to);
json_t          *atlas_demo_set             (const char      *first,
                                             const char      *second,
                                             const char      *third);
json_t          *atlas_demo_time            (AtlasDate        date,
                                             int              hour);

/* Names. */
char            *atlas_demo_school_name     (AtlasDemo       *demo,
                                             AtlasDemoRandom *random,
                                             const char      *ending);
const char      *atlas_demo_first_name      (AtlasDemoRandom *random,
                                             const char      *sex);
char            *atlas_demo_last_name       (AtlasDemoRandom *random);

/* School days. */
void             atlas_demo_make_terms      (AtlasDemo       *demo);
AtlasCalendar   *atlas_demo_school_calendar (AtlasDemo       *demo,
                                             AtlasDemoSchool *school);
AtlasDate        atlas_demo_school_day      (AtlasCalendar   *calendar,
                                             AtlasDate        from,
                                             int              steps);
AtlasDate        atlas_demo_weekday         (AtlasDate        date);

/* The parts, in the order in which they are made. */
void             atlas_demo_make_schools    (AtlasDemo       *demo);
void             atlas_demo_make_providers  (AtlasDemo       *demo);
void             atlas_demo_make_real_places (AtlasDemo      *demo);
void             atlas_demo_make_bodies     (AtlasDemo       *demo);
void             atlas_demo_make_rolls      (AtlasDemo       *demo);
void             atlas_demo_add_place       (AtlasDemo       *demo,
                                             AtlasDemoPlace  *place,
                                             const char      *key,
                                             json_t          *fields);
void             atlas_demo_make_panels     (AtlasDemo       *demo);
void             atlas_demo_make_children   (AtlasDemo       *demo);
void             atlas_demo_make_returns    (AtlasDemo       *demo);

G_END_DECLS
