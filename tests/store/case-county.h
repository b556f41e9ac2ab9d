/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small invented county with children, exclusions and referrals, the same for the same number of
 * children. Terms and INSET days are the synthetic year that the calendar's own tests count on.
 */
#pragma once

#include <glib/gstdio.h>

#include "base/atlas-id.h"
#include "store/atlas-store.h"

#define CASE_N_AREAS      3
#define CASE_N_SCHOOLS    4
#define CASE_N_PROVISIONS 2

typedef struct {
  GPtrArray *records;           /* (element-type AtlasRecord): not loaded yet */
  char      *areas[CASE_N_AREAS];
  char      *schools[CASE_N_SCHOOLS];
  char      *provisions[CASE_N_PROVISIONS];
  char      *places[CASE_N_PROVISIONS];
} CaseCounty;

static inline AtlasDate
case_day (const char *text)
{
  AtlasDate date = atlas_date_parse (text);

  g_assert_cmpint (date, !=, ATLAS_DATE_NONE);
  return date;
}

/* The day that the county is looked at: a Wednesday in term. */
static inline AtlasDate
case_today (void)
{
  return case_day ("2026-11-25");
}

/* Takes @fields and gives the id of the record made of them. */
static inline char *
case_add (CaseCounty *county,
          const char *type,
          const char *id,
          json_t     *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) owned = fields;
  g_autofree char *made = id != NULL ? g_strdup (id) : atlas_id_new ();
  AtlasRecord *record;

  g_assert_nonnull (fields);
  record = atlas_record_new (atlas_type_find (type), made, 0, fields, &error);
  g_assert_no_error (error);
  g_ptr_array_add (county->records, record);

  return g_steal_pointer (&made);
}

static inline void
case_add_range (CaseCounty *county,
                const char *school,
                const char *kind,
                const char *from,
                const char *to)
{
  g_free (case_add (county, "calendar_range", NULL,
                    json_pack ("{s:s*, s:s, s:{s:s, s:s}}", "establishment", school, "kind", kind,
                               "days", "from", from, "to", to)));
}

static inline void
case_add_calendar (CaseCounty *county)
{
  static const struct { const char *kind, *from, *to; } ranges[] = {
    { "term", "2025-09-02", "2025-12-19" }, { "term", "2026-01-05", "2026-03-27" },
    { "term", "2026-04-13", "2026-07-21" }, { "term", "2026-09-03", "2026-12-18" },
    { "half-term", "2026-10-26", "2026-10-30" }, { "term", "2027-01-04", "2027-03-25" },
    { "half-term", "2027-02-15", "2027-02-19" }, { "term", "2027-04-12", "2027-07-21" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    case_add_range (county, NULL, ranges[i].kind, ranges[i].from, ranges[i].to);
}

static inline void
case_add_places (CaseCounty *county)
{
  static const char * const names[] = { "The Green Centre", "The Brook Centre" };

  for (int i = 0; i < CASE_N_PROVISIONS; i++)
    {
      g_autofree char *key = g_strdup_printf ("centre-%d", i + 1);

      county->provisions[i] = case_add (county, "provision", NULL,
                                        json_pack ("{s:s, s:s, s:s, s:s, s:b}", "key", key, "name",
                                                   names[i], "kind", "ap-provider", "area",
                                                   county->areas[i], "invented", TRUE));
      county->places[i] = case_add (county, "place", NULL,
                                    json_pack ("{s:s, s:s, s:i, s:s}", "provision",
                                               county->provisions[i], "name", "Places",
                                               "commissioned", 10, "phase", "secondary"));
      g_free (case_add (county, "return", NULL,
                        json_pack ("{s:s, s:s, s:s, s:i}", "provision", county->provisions[i],
                                   "place", county->places[i],
                                   "as_at", i == 0 ? "2026-11-23" : "2026-11-09",
                                   "on_roll", i == 0 ? 8 : 10)));
    }
}

/* Areas, schools of which the first has entered its INSET days, provisions, terms. */
static inline void
case_add_bodies (CaseCounty *county)
{
  static const char * const names[] = { "Northmark", "Midmark", "Southmark" };

  for (int i = 0; i < CASE_N_AREAS; i++)
    {
      g_autofree char *key = g_strdup_printf ("mark%d", i + 1);

      county->areas[i] = case_add (county, "area", NULL,
                                   json_pack ("{s:s, s:i, s:s}", "key", key, "number", i + 1,
                                              "name", names[i]));
    }
  for (int i = 0; i < CASE_N_SCHOOLS; i++)
    {
      g_autofree char *key = g_strdup_printf ("school-%d", i + 1);
      g_autofree char *name = g_strdup_printf ("Invented School %d", i + 1);

      county->schools[i] = case_add (county, "establishment", NULL,
                                     json_pack ("{s:s, s:s, s:s, s:b}", "key", key, "name", name,
                                                "kind", "secondary", "invented", TRUE));
    }
  case_add_range (county, county->schools[0], "inset", "2026-11-20", "2026-11-20");
  case_add_calendar (county);
  case_add_places (county);
}

static inline json_t *
case_child_fields (CaseCounty *county,
                   int         n)
{
  static const char * const first[] = { "Amir", "Beth", "Cora", "Dev", "Esme", "Finn", "Gus" };
  static const char * const last[] = { "Invented", "Madeup", "Nobody", "Sample", "Example" };
  g_autofree char *born = g_strdup_printf ("%d-%02d-15", 2011 + n % 9, 1 + n % 12);
  g_autofree char *town = g_strdup_printf ("Town %d", n % 5);
  g_autofree char *name = g_strdup_printf ("%s%d", last[n % 5], n);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "first_name", first[n % 7], "last_name",
                    name, "born", born, "town", town, "area", county->areas[n % CASE_N_AREAS],
                    "establishment", county->schools[n % CASE_N_SCHOOLS], "invented", TRUE);
}

/* Every third child was excluded, some days before the county is looked at. */
static inline char *
case_add_exclusion (CaseCounty *county,
                    const char *child,
                    int         n)
{
  static const char * const kinds[] = { "PERM", "SUSP", "PERM", "LNCH" };
  g_autofree char *from = atlas_date_format (case_today () - n % 40);
  g_autofree char *started = n % 5 < 2 ? atlas_date_format (case_today () - n % 20) : NULL;
  g_autofree char *cancelled = n % 17 == 0 ? atlas_date_format (case_today () - 1) : NULL;

  return case_add (county, "exclusion", NULL,
                   json_pack ("{s:s, s:s, s:s, s:s, s:s, s:o*, s:s*, s:s*}", "child", child,
                              "establishment", county->schools[n % CASE_N_SCHOOLS], "kind",
                              kinds[n / 3 % 4], "from", from, "session", n % 2 ? "am" : "pm",
                              "sessions", n % 6 == 3 ? json_integer (6 + n % 20) : NULL,
                              "education_started", started, "cancelled", cancelled));
}

static inline void
case_add_child (CaseCounty *county,
                int         n)
{
  static const char * const steps[] = {
    "draft", "sent", "looked-at", "panel", "waiting", "offered", "accepted", "not-agreed",
    "started", "under-review", "moved-on", "ended",
  };
  static const char * const kinds[] = { "day6", "outreach", "respite", "advice" };
  g_autofree char *child = case_add (county, "child", NULL, case_child_fields (county, n));
  g_autofree char *exclusion = n % 3 == 0 ? case_add_exclusion (county, child, n) : NULL;
  g_autofree char *reference = g_strdup_printf ("K%d-%03d", n / 1000, n % 1000);
  g_autofree char *received = atlas_date_format (case_today () - n % 90);
  g_autofree char *review = n % 4 == 0 ? atlas_date_format (case_today () - 5 + n % 10) : NULL;

  g_free (case_add (county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:i, s:s, s:s, s:s*, s:s*, s:s, s:b}",
                               "reference", reference, "child", child,
                               "kind", kinds[n % 4], "tier", 1 + n % 5, "step", steps[n % 12],
                               "received", received, "exclusion", exclusion, "review_by", review,
                               "asked", county->provisions[n % CASE_N_PROVISIONS],
                               "invented", TRUE)));
}

static inline void
case_county_load (CaseCounty *county,
                  AtlasStore *store)
{
  g_autoptr(GError) error = NULL;

  atlas_store_load (store, county->records, &error);
  g_assert_no_error (error);
  g_ptr_array_set_size (county->records, 0);
}

static inline void
case_county_init (CaseCounty *county,
                  AtlasStore *store,
                  int         n_children)
{
  county->records = g_ptr_array_new_with_free_func (g_object_unref);
  case_add_bodies (county);
  for (int n = 0; n < n_children; n++)
    case_add_child (county, n);
  case_county_load (county, store);
}

static inline void
case_county_clear (CaseCounty *county)
{
  g_ptr_array_unref (county->records);
  for (int i = 0; i < CASE_N_AREAS; i++)
    g_free (county->areas[i]);
  for (int i = 0; i < CASE_N_SCHOOLS; i++)
    g_free (county->schools[i]);
  for (int i = 0; i < CASE_N_PROVISIONS; i++)
    {
      g_free (county->provisions[i]);
      g_free (county->places[i]);
    }
}

static inline void
case_remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

/* What a test of the county has: its store, in a folder of its own. */
typedef struct {
  char       *folder;
  AtlasStore *store;
  CaseCounty  county;
} CaseStore;

/* @data is the number of children. */
static inline void
case_store_set_up (CaseStore    *self,
                   gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("atlas-case-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = atlas_store_open (self->folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  g_assert_no_error (error);
  case_county_init (&self->county, self->store, GPOINTER_TO_INT (data));
}

static inline void
case_store_tear_down (CaseStore    *self,
                      gconstpointer data)
{
  case_county_clear (&self->county);
  g_clear_pointer (&self->store, atlas_store_close);
  case_remove_folder (self->folder);
  g_free (self->folder);
}

/* Takes @set. */
static inline void
case_apply (AtlasStore     *store,
            AtlasChangeSet *set)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) owned = set;

  atlas_store_apply (store, set, &error);
  g_assert_no_error (error);
}
