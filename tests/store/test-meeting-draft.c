/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/atlas-history.h"
#include "store/atlas-meeting-draft.h"
#include "store/atlas-store-sync-private.h"

#include "case-county.h"

#define N_CHILDREN 3

typedef struct {
  CaseStore at;
  char     *meeting;
  char     *other;
  char     *amir;
  char     *beth;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  case_store_set_up (&fixture->at, GINT_TO_POINTER (N_CHILDREN));
  fixture->meeting = atlas_id_new ();
  fixture->other = atlas_id_new ();
  fixture->amir = atlas_id_new ();
  fixture->beth = atlas_id_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  case_store_tear_down (&fixture->at, data);
  g_free (fixture->meeting);
  g_free (fixture->other);
  g_free (fixture->amir);
  g_free (fixture->beth);
}

static void
keep (Fixture    *fixture,
      const char *meeting,
      const char *referral,
      const char *reason)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) draft = json_pack ("{s:s}", "reason", reason);

  atlas_store_set_meeting_draft (fixture->at.store, meeting, referral, draft, &error);
  g_assert_no_error (error);
}

/* @reason is %NULL where nothing may be kept. */
static void
assert_kept (Fixture    *fixture,
             const char *meeting,
             const char *referral,
             const char *reason)
{
  g_autoptr(json_t) draft = atlas_store_get_meeting_draft (fixture->at.store, meeting, referral);

  g_assert_cmpstr (atlas_json_string (draft, "reason"), ==, reason);
}

static void
assert_heard_last (Fixture    *fixture,
                   const char *meeting,
                   const char *referral)
{
  g_autofree char *heard = atlas_store_get_meeting_child (fixture->at.store, meeting);

  g_assert_cmpstr (heard, ==, referral);
}

/* T113: a meeting that is broken off goes on where it was, with what was typed */
static void
test_what_is_typed_is_there_when_the_store_opens_again (Fixture      *fixture,
                                                        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  keep (fixture, fixture->meeting, fixture->amir, "half a sente");
  keep (fixture, fixture->meeting, fixture->amir, "half a sentence, “quoted”");
  g_clear_pointer (&fixture->at.store, atlas_store_close);
  fixture->at.store = atlas_store_open (fixture->at.folder, 0, &error);
  g_assert_no_error (error);

  assert_kept (fixture, fixture->meeting, fixture->amir, "half a sentence, “quoted”");
  assert_kept (fixture, fixture->meeting, fixture->beth, NULL);
  assert_kept (fixture, fixture->other, fixture->amir, NULL);
}

static void
test_the_child_heard_last (Fixture      *fixture,
                           gconstpointer data)
{
  assert_heard_last (fixture, fixture->meeting, NULL);
  keep (fixture, fixture->meeting, fixture->amir, "one");
  keep (fixture, fixture->meeting, fixture->beth, "two");
  assert_heard_last (fixture, fixture->meeting, fixture->beth);

  keep (fixture, fixture->other, fixture->amir, "elsewhere");
  assert_heard_last (fixture, fixture->meeting, fixture->beth);
  keep (fixture, fixture->meeting, fixture->amir, "one again");
  assert_heard_last (fixture, fixture->meeting, fixture->amir);
  assert_kept (fixture, fixture->meeting, fixture->beth, "two");
}

static void
test_a_meeting_that_ended_leaves_nothing (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  keep (fixture, fixture->meeting, fixture->amir, "one");
  keep (fixture, fixture->meeting, fixture->beth, "two");
  keep (fixture, fixture->other, fixture->amir, "three");
  atlas_store_clear_meeting_drafts (fixture->at.store, fixture->meeting, &error);
  g_assert_no_error (error);

  assert_kept (fixture, fixture->meeting, fixture->amir, NULL);
  assert_kept (fixture, fixture->meeting, fixture->beth, NULL);
  assert_heard_last (fixture, fixture->meeting, NULL);
  assert_kept (fixture, fixture->other, fixture->amir, "three");
}

/* A child that may not be known any more is not known from what was typed either. */
static void
test_it_is_forgotten_with_the_referral (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  keep (fixture, fixture->meeting, fixture->amir, "one");
  keep (fixture, fixture->other, fixture->amir, "two");
  keep (fixture, fixture->meeting, fixture->beth, "three");
  atlas_store_sync_forget_drafts (fixture->at.store, fixture->amir, &error);
  g_assert_no_error (error);

  assert_kept (fixture, fixture->meeting, fixture->amir, NULL);
  assert_kept (fixture, fixture->other, fixture->amir, NULL);
  assert_kept (fixture, fixture->meeting, fixture->beth, "three");
}

static void
test_it_is_forgotten_with_the_meeting (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  keep (fixture, fixture->meeting, fixture->amir, "one");
  keep (fixture, fixture->other, fixture->amir, "two");
  atlas_store_sync_forget_drafts (fixture->at.store, fixture->meeting, &error);
  g_assert_no_error (error);

  assert_kept (fixture, fixture->meeting, fixture->amir, NULL);
  assert_kept (fixture, fixture->other, fixture->amir, "two");
}

/* A draft is no record: there is nothing to send, to undo or to look up. */
static void
test_it_is_nobody_elses (Fixture      *fixture,
                         gconstpointer data)
{
  keep (fixture, fixture->meeting, fixture->amir, "one");

  g_assert_false (atlas_store_undo (fixture->at.store, NULL, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/store/meeting-draft/what-is-typed-is-there-when-the-store-opens-again",
       test_what_is_typed_is_there_when_the_store_opens_again);
  ADD ("/store/meeting-draft/the-child-heard-last", test_the_child_heard_last);
  ADD ("/store/meeting-draft/a-meeting-that-ended-leaves-nothing",
       test_a_meeting_that_ended_leaves_nothing);
  ADD ("/store/meeting-draft/it-is-forgotten-with-the-referral",
       test_it_is_forgotten_with_the_referral);
  ADD ("/store/meeting-draft/it-is-forgotten-with-the-meeting",
       test_it_is_forgotten_with_the_meeting);
  ADD ("/store/meeting-draft/it-is-nobody-elses", test_it_is_nobody_elses);
#undef ADD

  return g_test_run ();
}
