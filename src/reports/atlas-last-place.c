/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-last-place.h"

#include <glib/gi18n-lib.h>

#include "base/atlas-id.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-words.h"

#define CHECK_PLACES "places" /* the rule that there are no more promises than places */

static void
promise_free (AtlasPromise *promise)
{
  g_free (promise->id);
  g_free (promise->label);
  g_free (promise->text);
  g_free (promise->route);
  g_free (promise->mark_reason);
  g_free (promise);
}

void
atlas_last_place_free (AtlasLastPlace *self)
{
  g_clear_pointer (&self->referral_case, atlas_referral_case_unref);
  g_clear_pointer (&self->line, atlas_place_line_free);
  g_clear_pointer (&self->promises, g_ptr_array_unref);
  g_free (self->title);
  g_free (self->figures);
  g_free (self);
}

/* What is being gathered. */
typedef struct {
  AtlasStore *store;
  AtlasDate   on;
  GPtrArray  *passed;           /* (element-type AtlasPassed): of the rule about places */
  GPtrArray  *promises;
} Gathering;

/* "The school will make room. A. Smith, Area lead". */
static char *
find_word (Gathering  *gathering,
           const char *id)
{
  for (guint i = 0; i < gathering->passed->len; i++)
    {
      const AtlasPassed *passed = g_ptr_array_index (gathering->passed, i);

      if (g_strcmp0 (passed->subject.id, id) == 0)
        /* Translators: why there is one promise more than places; who decided it; as what. */
        return g_strdup_printf (_("Over the number: %1$s. %2$s, %3$s"), passed->reason,
                                passed->by_name, atlas_words_role (passed->role));
    }

  return NULL;
}

/* Takes @text. */
static void
add_promise (Gathering  *gathering,
             const char *id,
             const char *referral,
             char       *text)
{
  AtlasPromise *promise = g_new0 (AtlasPromise, 1);
  g_autoptr(AtlasRecord) about = NULL;

  if (referral != NULL)
    about = atlas_store_get (gathering->store, "referral", referral, NULL);
  if (about != NULL)
    {
      promise->label = g_strdup (atlas_record_get_key (about));
      promise->route = atlas_record_get_route (about);
    }
  promise->id = g_strdup (id);
  promise->text = text;
  promise->mark_reason = find_word (gathering, id);
  g_ptr_array_add (gathering->promises, promise);
}

static char *
word_offer (const AtlasOffer *offer,
            AtlasDate         on)
{
  g_autofree char *day = atlas_date_format_near (offer->step_on, on);
  gboolean is_accepted = g_strcmp0 (offer->step, "accepted") == 0;

  if (offer->step_on == ATLAS_DATE_NONE)
    return g_strdup (is_accepted ? _("Offer accepted") : _("Place offered"));

  /* Translators: a date, "21 November". */
  return g_strdup_printf (is_accepted ? _("Offer accepted, %s") : _("Place offered, %s"), day);
}

static char *
word_hold (const AtlasHold *hold,
           AtlasDate        on)
{
  g_autofree char *day = atlas_date_format_near (hold->use_by, on);

  /* Translators: how many places; a date, "27 November". */
  return g_strdup_printf (ngettext ("%1$d place held until %2$s", "%1$d places held until %2$s",
                                    (int) hold->places), (int) hold->places, day);
}

static gboolean
is_used (GPtrArray  *offers,
         const char *hold)
{
  for (guint i = 0; i < offers->len; i++)
    if (g_strcmp0 (((AtlasOffer *) g_ptr_array_index (offers, i))->hold, hold) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
gather_own (Gathering  *gathering,
            const char *place,
            GHashTable *seen,
            GError    **error)
{
  static const char * const steps[] = { "offered", "accepted", NULL };
  g_autoptr(AtlasQuery) of_offers = atlas_query_new (&atlas_offer_type);
  g_autoptr(AtlasQuery) of_holds = atlas_query_new (&atlas_hold_type);
  g_autoptr(GPtrArray) offers = NULL;
  g_autoptr(GPtrArray) holds = NULL;

  atlas_query_where_text (of_offers, "place", ATLAS_COMPARE_EQUAL, place);
  atlas_query_where_any (of_offers, "step", steps);
  atlas_query_order_by (of_offers, "step_on", FALSE);
  atlas_query_where_text (of_holds, "place", ATLAS_COMPARE_EQUAL, place);
  atlas_query_where_number (of_holds, "released", ATLAS_COMPARE_ABSENT, 0);
  atlas_query_where_number (of_holds, "use_by", ATLAS_COMPARE_AT_LEAST, gathering->on);
  atlas_query_order_by (of_holds, "use_by", FALSE);
  if ((offers = atlas_store_list (gathering->store, of_offers, error)) == NULL ||
      (holds = atlas_store_list (gathering->store, of_holds, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < offers->len; i++)
    {
      AtlasOffer *offer = g_ptr_array_index (offers, i);
      const char *id = atlas_record_get_id (ATLAS_RECORD (offer));

      g_hash_table_add (seen, g_strdup (id));
      add_promise (gathering, id, offer->referral, word_offer (offer, gathering->on));
    }
  for (guint i = 0; i < holds->len; i++)
    {
      AtlasHold *hold = g_ptr_array_index (holds, i);
      const char *id = atlas_record_get_id (ATLAS_RECORD (hold));

      g_hash_table_add (seen, g_strdup (id));
      if (!is_used (offers, id))
        add_promise (gathering, id, hold->referral, word_hold (hold, gathering->on));
    }

  return TRUE;
}

/* What the server lists and this laptop has no record of: a promise without a word of whom. */
static void
gather_claims (Gathering            *gathering,
               const AtlasPlaceLine *line,
               GHashTable           *seen)
{
  for (gsize i = 0; i < line->facts.n_claims; i++)
    {
      const AtlasClaim *claim = &line->facts.claims[i];
      g_autofree char *day = NULL;
      g_autoptr(AtlasRecord) own = NULL;
      gboolean is_hold = claim->kind == ATLAS_CLAIM_HOLD;

      if (claim->kind == ATLAS_CLAIM_PLACEMENT || g_hash_table_contains (seen, claim->id) ||
          (claim->to != ATLAS_DATE_NONE && claim->to < gathering->on))
        continue;
      /* One that has come to its end here is no promise any more, whatever the server says yet. */
      own = atlas_store_get (gathering->store, is_hold ? "hold" : "offer", claim->id, NULL);
      if (own != NULL)
        continue;
      day = atlas_date_format_near (claim->to, gathering->on);
      add_promise (gathering, claim->id, NULL,
                   is_hold && claim->to != ATLAS_DATE_NONE
                   ? g_strdup_printf (ngettext ("%1$d place held until %2$s",
                                                "%1$d places held until %2$s", claim->places),
                                      claim->places, day)
                   : g_strdup (is_hold ? _("Place held") : _("Place offered")));
    }
}

/**
 * atlas_promises_new:
 * @store: a store
 * @line: a line of places
 * @on: the day
 * @error: return location for an error
 *
 * Lists who has been promised one of its places and has not started: offers first, then holds, then
 * what others have promised whose children are not on this laptop.
 *
 * Returns: (transfer full) (element-type AtlasPromise): the promises
 */
GPtrArray *
atlas_promises_new (AtlasStore           *store,
                    const AtlasPlaceLine *line,
                    AtlasDate             on,
                    GError              **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_passed_type);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) passed = NULL;
  g_autoptr(GPtrArray) promises = NULL;
  Gathering gathering = { .store = store, .on = on };

  promises = g_ptr_array_new_with_free_func ((GDestroyNotify) promise_free);
  atlas_query_where_text (query, "check", ATLAS_COMPARE_EQUAL, CHECK_PLACES);
  passed = atlas_store_list (store, query, error);
  gathering.passed = passed;
  gathering.promises = promises;
  if (passed == NULL ||
      !gather_own (&gathering, atlas_record_get_id (ATLAS_RECORD (line->place)), seen, error))
    return NULL;

  gather_claims (&gathering, line, seen);
  return g_steal_pointer (&promises);
}

/* Those who are there, or are promised a place, against the places there are. */
static char *
word_numbers (const char      *name,
              const AtlasFree *free,
              int              kept,
              int              children)
{
  g_autofree char *places = NULL;
  g_autofree char *promised = NULL;

  places = g_strdup_printf (ngettext ("%d place", "%d places", free->commissioned),
                            free->commissioned);
  promised = g_strdup_printf (ngettext ("%d child", "%d children", children), children);
  if (kept > 0)
    /* Translators: a provision; "12 places"; how many of them are kept for children owed a place by
       Day 6; "11 children". */
    return g_strdup_printf (_("%1$s has %2$s, %3$d kept for Day 6, and %4$s"), name, places, kept,
                            promised);

  /* Translators: a provision; "12 places"; "13 children". */
  return g_strdup_printf (_("%1$s has %2$s and %3$s"), name, places, promised);
}

static int
count_promised (const AtlasFree *free)
{
  return free->on_roll + free->offered + free->held;
}

static char *
word_title (AtlasLastPlace *self)
{
  const char *name = self->line->provision->name;
  gboolean is_day6 = atlas_referral_case_is_day6 (self->referral_case);

  if (self->is_free)
    /* Translators: a provision. */
    return g_strdup_printf (_("%s has a place free"), name);
  if (!self->free.is_known)
    /* Translators: a provision. */
    return g_strdup_printf (_("%s has sent no return"), name);

  return word_numbers (name, &self->free, is_day6 ? 0 : self->free.day6_kept,
                       count_promised (&self->free) + 1);
}

/* An invented figure about a real provision says so where it stands. */
static void
word_figures (AtlasLastPlace *self)
{
  const AtlasPlaceLine *line = self->line;
  gboolean is_invented = line->last_return != NULL && line->last_return->invented &&
                         !line->provision->invented;
  g_autofree char *sent = atlas_words_as_last_sent (&self->free, self->referral_case->on);
  g_autofree char *figures = NULL;

  /* Translators: children on roll, offered a place, places held; how old the count is. */
  figures = g_strdup_printf (_("%1$d on roll, %2$d offered, %3$d held · %4$s"),
                             self->free.on_roll, self->free.offered, self->free.held, sent);
  self->figures = is_invented ? g_strdup_printf (_("%s · demonstration figure"), figures)
                              : g_steal_pointer (&figures);
}

/**
 * atlas_last_place_new:
 * @store: a store
 * @reference: of the referral whose child wants a place
 * @place: id or key of the line of places
 * @on: the day
 * @error: return location for an error
 *
 * Gathers what stands against a place for one more child.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when there is no such referral or line
 *
 * Source: design, decision 5: the last place is a decision for people.
 *
 * Returns: (transfer full): what to show
 */
AtlasLastPlace *
atlas_last_place_new (AtlasStore *store,
                      const char *reference,
                      const char *place,
                      AtlasDate   on,
                      GError    **error)
{
  g_autoptr(AtlasLastPlace) self = g_new0 (AtlasLastPlace, 1);
  g_autoptr(AtlasRecord)    by_key = NULL;

  if (place == NULL || !atlas_id_is_valid (place))
    {
      by_key = atlas_store_get_by_key (store, "place", place != NULL ? place : "", error);
      if (by_key == NULL)
        return NULL;
      place = atlas_record_get_id (by_key);
    }
  if ((self->referral_case = atlas_store_read_referral_case (store, reference, on,
                                                             error)) == NULL ||
      (self->line = atlas_store_get_place (store, place, on, error)) == NULL ||
      (self->promises = atlas_promises_new (store, self->line, on, error)) == NULL)
    return NULL;

  self->free = atlas_free_count (&self->line->facts, on, on,
                                 atlas_referral_case_is_day6 (self->referral_case));
  self->is_free = self->free.is_known && self->free.free > 0;
  self->title = word_title (self);
  word_figures (self);

  return g_steal_pointer (&self);
}

static void
over_promised_free (AtlasOverPromised *over)
{
  g_free (over->place);
  g_free (over->route);
  g_free (over->title);
  g_clear_pointer (&over->promises, g_ptr_array_unref);
  g_free (over);
}

/* What the server asks about a place already is not asked a second time. */
static gboolean
is_asked (GPtrArray  *questions,
          const char *place)
{
  for (guint i = 0; i < questions->len; i++)
    if (g_strcmp0 (((AtlasQuestion *) g_ptr_array_index (questions, i))->subject.id, place) == 0)
      return TRUE;

  return FALSE;
}

static guint
count_unexplained (GPtrArray *promises)
{
  guint n = 0;

  for (guint i = 0; i < promises->len; i++)
    n += ((AtlasPromise *) g_ptr_array_index (promises, i))->mark_reason == NULL;

  return n;
}

static gboolean
look_at_line (AtlasStore           *store,
              const AtlasPlaceLine *line,
              AtlasDate             on,
              GPtrArray            *list,
              GError              **error)
{
  AtlasFree free = atlas_free_count (&line->facts, on, on, TRUE);
  int n_over = count_promised (&free) - free.commissioned;
  int n_explained;
  g_autoptr(GPtrArray) promises = NULL;
  AtlasOverPromised *over;

  if (!free.is_known || n_over <= 0 || free.offered + free.held == 0)
    return TRUE;

  promises = atlas_promises_new (store, line, on, error);
  if (promises == NULL)
    return FALSE;
  n_explained = (int) (promises->len - count_unexplained (promises));
  if (count_unexplained (promises) == 0 || n_over <= n_explained)
    return TRUE;

  over = g_new0 (AtlasOverPromised, 1);
  over->place = g_strdup (atlas_record_get_id (ATLAS_RECORD (line->place)));
  over->route = atlas_record_get_route (ATLAS_RECORD (line->provision));
  over->title = word_numbers (line->provision->name, &free, 0, count_promised (&free));
  over->promises = g_steal_pointer (&promises);
  g_ptr_array_add (list, over);

  return TRUE;
}

/**
 * atlas_over_promised_list:
 * @store: a store
 * @on: the day
 * @error: return location for an error
 *
 * Finds the lines of places of which more has been promised than there is: made apart by people who
 * could not see each other, or by another program. A promise over the number that somebody gave
 * with a reason is settled, and so is one that the server asks about.
 *
 * Returns: (transfer full) (element-type AtlasOverPromised): the lines
 */
GPtrArray *
atlas_over_promised_list (AtlasStore *store,
                          AtlasDate   on,
                          GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_question_type);
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) questions = NULL;
  g_autoptr(GPtrArray) lines = NULL;

  atlas_query_where_text (query, "state", ATLAS_COMPARE_EQUAL, "open");
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) over_promised_free);
  if ((questions = atlas_store_list (store, query, error)) == NULL ||
      (lines = atlas_store_list_places (store, NULL, on, error)) == NULL)
    return NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      AtlasPlaceLine *line = g_ptr_array_index (lines, i);

      if (!is_asked (questions, atlas_record_get_id (ATLAS_RECORD (line->place))) &&
          !look_at_line (store, line, on, list, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}
