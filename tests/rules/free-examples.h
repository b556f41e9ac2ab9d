/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-free.h"

#define EXAMPLE_CLAIMS_MAX 4

/* A claim as the table has it: dates are ISO texts, NULL for none; places 0 stands for 1. */
typedef struct {
  const char     *id;
  AtlasClaimKind  kind;
  const char     *from;
  const char     *to;
  const char     *planned_end;
  int             places;
  gboolean        is_confirmed;
  gboolean        is_started;
  const char     *uses;
  gboolean        is_pending;  /* this store's own, not yet answered for */
  gboolean        is_removed;
} ExampleClaim;

typedef struct {
  const char   *what;
  int           commissioned;
  const char   *valid_from;
  const char   *valid_to;
  int           day6_kept;
  const char   *return_date;
  int           returned;
  ExampleClaim  claims[EXAMPLE_CLAIMS_MAX];
  const char   *on;
  const char   *leaving_by;
  gboolean      is_day6_child;
  int           on_roll;
  int           offered;
  int           held;
  int           leaving;
  gboolean      is_not_known;
  int           free;
  int           over_by;
} FreeExample;

/* The worked examples of Free, in the order of docs/free.md. */
static const FreeExample free_examples[] = {
  { .what = "A return and nothing since",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38, .on = "2026-11-20",
    .on_roll = 38, .free = 2 },

  { .what = "No return ever",
    .commissioned = 12,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-27" } },
    .on = "2026-11-20", .held = 1, .is_not_known = TRUE },

  { .what = "The only return is later than the date asked about",
    .commissioned = 12, .return_date = "2026-11-25", .returned = 3, .on = "2026-11-20",
    .is_not_known = TRUE },

  { .what = "A placement that began after the return",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-11-19" } },
    .on = "2026-11-20", .on_roll = 39, .free = 1 },

  { .what = "A placement that begins only after the date",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-11-23" } },
    .on = "2026-11-20", .on_roll = 38, .free = 2 },

  { .what = "A placement that began on the day of the return is already counted",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-11-18" } },
    .on = "2026-11-20", .on_roll = 38, .free = 2 },

  { .what = "A placement that ended since the return",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 40,
    .claims = { { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-09-07", .to = "2026-11-19" } },
    .on = "2026-11-20", .on_roll = 39, .free = 1 },

  { .what = "On its last day a placement still takes its place",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 40,
    .claims = { { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-09-07", .to = "2026-11-20" } },
    .on = "2026-11-20", .on_roll = 40, .free = 0 },

  { .what = "Placements that ended before the return, or began and ended since it",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-09-07", .to = "2026-11-13" },
                { "p2", ATLAS_CLAIM_PLACEMENT, .from = "2026-11-19", .to = "2026-11-20" } },
    .on = "2026-11-23", .on_roll = 38, .free = 2 },

  { .what = "An offer confirmed, and another not yet",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "o1", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE }, { "o2", ATLAS_CLAIM_OFFER } },
    .on = "2026-11-20", .on_roll = 38, .offered = 1, .free = 1 },

  { .what = "An offer whose child has started: the placement counts, once",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "o1", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE },
                { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-11-19", .uses = "o1" } },
    .on = "2026-11-20", .on_roll = 39, .free = 1 },

  { .what = "An offer whose placement begins later: the offer counts, once",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "o1", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE },
                { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-11-23", .uses = "o1" } },
    .on = "2026-11-20", .on_roll = 38, .offered = 1, .free = 1 },

  { .what = "A hold counts on the last day that it may be used",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 36,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-20", .places = 2 } },
    .on = "2026-11-20", .on_roll = 36, .held = 2, .free = 2 },

  { .what = "A hold counts no longer on the day after",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 36,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-20", .places = 2 } },
    .on = "2026-11-21", .on_roll = 36, .free = 4 },

  { .what = "An offer that names a hold takes the hold's place",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 36,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-27", .places = 2 },
                { "o1", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE, .uses = "h1" } },
    .on = "2026-11-20", .on_roll = 36, .offered = 1, .held = 1, .free = 2 },

  { .what = "A hold used by an offer whose child has started is not held again",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 36,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-27" },
                { "o1", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE, .is_started = TRUE, .uses = "h1" },
                { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-11-19", .uses = "o1" } },
    .on = "2026-11-20", .on_roll = 37, .free = 3 },

  { .what = "A second offer on a hold of one place takes another place",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 36,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-27" },
                { "o1", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE, .uses = "h1" },
                { "o2", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE, .uses = "h1" } },
    .on = "2026-11-20", .on_roll = 36, .offered = 2, .free = 2 },

  { .what = "Places kept for Day 6 are not free for another child",
    .commissioned = 40, .day6_kept = 2, .return_date = "2026-11-18", .returned = 37,
    .on = "2026-11-20", .on_roll = 37, .free = 1 },

  { .what = "They are free for a Day 6 child",
    .commissioned = 40, .day6_kept = 2, .return_date = "2026-11-18", .returned = 37,
    .on = "2026-11-20", .is_day6_child = TRUE, .on_roll = 37, .free = 3 },

  { .what = "The day after the contract ends nothing is commissioned",
    .commissioned = 10, .valid_from = "2025-09-01", .valid_to = "2026-08-31", .day6_kept = 1,
    .return_date = "2026-07-20", .returned = 4, .on = "2026-09-01",
    .on_roll = 4, .free = -4, .over_by = 4 },

  { .what = "More children than places",
    .commissioned = 12, .return_date = "2026-11-18", .returned = 12,
    .claims = { { "o1", ATLAS_CLAIM_OFFER, .is_confirmed = TRUE } },
    .on = "2026-11-20", .on_roll = 12, .offered = 1, .free = -1, .over_by = 1 },

  { .what = "Leaving by a date: planned, overdue, ended by then; not one that stays on",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 40,
    .claims = { { "p1", ATLAS_CLAIM_PLACEMENT, .from = "2026-09-07", .planned_end = "2026-12-04" },
                { "p2", ATLAS_CLAIM_PLACEMENT, .from = "2026-06-08", .planned_end = "2026-11-13" },
                { "p3", ATLAS_CLAIM_PLACEMENT, .from = "2026-09-07", .to = "2026-11-27" },
                { "p4", ATLAS_CLAIM_PLACEMENT, .from = "2026-09-07", .planned_end = "2026-12-18" },
    },
    .on = "2026-11-20", .leaving_by = "2026-12-06", .on_roll = 40, .leaving = 3, .free = 0 },

  { .what = "This laptop's own hold, not yet sent, counts at once",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-27", .is_pending = TRUE } },
    .on = "2026-11-20", .on_roll = 38, .held = 1, .free = 1 },

  { .what = "A hold released here, not yet sent, counts no longer",
    .commissioned = 40, .return_date = "2026-11-18", .returned = 38,
    .claims = { { "h1", ATLAS_CLAIM_HOLD, .to = "2026-11-27" },
                { "h1", ATLAS_CLAIM_HOLD, .is_pending = TRUE, .is_removed = TRUE } },
    .on = "2026-11-20", .on_roll = 38, .free = 2 },
};
