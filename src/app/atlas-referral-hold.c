/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holding a place for the child of a referral. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-last-place-page.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-session-work.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"
#include "reports/atlas-words.h"
#include "store/atlas-store-places.h"

#define HOLD_DAYS 7             /* set by this county: how long a hold is kept, to begin with */

enum { ROW_USE_BY, ROW_REASON };

typedef struct {
  GtkWidget         *from;      /* (nullable): NULL once it is gone */
  AtlasSession      *session;
  AtlasReferralCase *referral_case;
} Opening;

typedef struct {
  AtlasDate on;
  char     *place;
} Request;

static void
opening_free (Opening *opening)
{
  g_clear_weak_pointer (&opening->from);
  g_clear_object (&opening->session);
  atlas_referral_case_unref (opening->referral_case);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
request_free (Request *request)
{
  g_free (request->place);
  g_free (request);
}

static gpointer
read_place_in_thread (AtlasStore   *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  Request *request = data;

  return atlas_store_get_place (store, request->place, request->on, error);
}

static AtlasFree
count_free (AtlasVerbForm *verb)
{
  AtlasPlaceLine *line = verb->extra;
  AtlasDate on = verb->referral_case->on;

  return atlas_free_count (&line->facts, on, on,
                           atlas_referral_case_is_day6 (verb->referral_case));
}

/* Whose a place is that is not free is decided on a page of its own. */
static AtlasChangeSet *
go_to_last_place (AtlasVerbForm *verb,
                  AtlasDate      use_by)
{
  AtlasPlaceLine *line = verb->extra;
  g_autofree char *route = NULL;

  route = atlas_last_place_page_route_hold (verb->referral_case->referral->reference,
                                            atlas_record_get_id (ATLAS_RECORD (line->place)),
                                            use_by);
  if (verb->from != NULL)
    atlas_view_go (verb->from, route);
  gtk_window_destroy (GTK_WINDOW (verb->form));

  return NULL;
}

static AtlasChangeSet *
make_hold (AtlasVerbForm *verb)
{
  AtlasPlaceLine *line = verb->extra;
  AtlasDate use_by = atlas_verb_form_get_date (verb, ROW_USE_BY);
  g_autofree char *reason = atlas_verb_form_dup_text (verb, ROW_REASON);
  AtlasFree free;

  if (use_by == ATLAS_DATE_NONE || use_by < verb->referral_case->on)
    return atlas_verb_form_refuse (verb, ROW_USE_BY, _("Say by which day the place will be used, "
                                                       "today or later"));
  free = count_free (verb);
  if (free.is_known && free.free <= 0)
    return go_to_last_place (verb, use_by);

  return atlas_referral_hold_set (verb->referral_case, line->place, line->provision->name, use_by,
                                  reason);
}

/* What holding does to the count is said before it is done; the person decides. */
static void
say_what_is_free (AtlasVerbForm *verb)
{
  AtlasPlaceLine *line = verb->extra;
  AtlasDate on = verb->referral_case->on;
  AtlasFree free = count_free (verb);
  g_autofree char *places = atlas_words_free (&free);
  g_autofree char *sent = atlas_words_as_last_sent (&free, on);
  g_autofree char *intro = NULL;

  if (free.is_known && free.free <= 0)
    intro = g_strdup_printf (_("%1$s: %2$s. %3$s. Going on opens a page that shows who else was "
                               "promised a place, and what can be done."),
                             line->provision->name, places, sent);
  else
    intro = g_strdup_printf (_("%1$s: %2$s. %3$s."), line->provision->name, places, sent);
  atlas_form_set_intro (verb->form, intro);
}

static void
place_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  g_autoptr(GError)  error = NULL;
  AtlasPlaceLine *line = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasVerbForm *verb;

  if (line == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The places could not be read: %s"),
                                               error->message);

      if (opening->from != NULL)
        atlas_window_toast (opening->from, text);
      return;
    }
  if (opening->from == NULL || gtk_widget_get_root (opening->from) == NULL)
    {
      atlas_place_line_free (line);
      return;
    }

  verb = atlas_verb_form_new (opening->from, opening->session, opening->referral_case,
                              _("Hold a Place"), _("_Hold"), make_hold);
  verb->extra = line;
  verb->extra_free = (GDestroyNotify) atlas_place_line_free;
  atlas_verb_form_add_date (verb, _("_Use by"), opening->referral_case->on + HOLD_DAYS);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Reason"), NULL));
  say_what_is_free (verb);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/**
 * atlas_referral_ask_hold:
 * @place: id of a line of places
 *
 * Holds a place there for the child until a day.
 */
void
atlas_referral_ask_hold (GtkWidget         *from,
                         AtlasSession      *session,
                         AtlasReferralCase *referral_case,
                         const char        *place)
{
  Opening *opening = g_new0 (Opening, 1);
  Request *request = g_new0 (Request, 1);

  g_set_weak_pointer (&opening->from, from);
  opening->session = g_object_ref (session);
  opening->referral_case = atlas_referral_case_ref (referral_case);
  request->on = referral_case->on;
  request->place = g_strdup (place);
  atlas_session_read_async (session, read_place_in_thread, request, (GDestroyNotify) request_free,
                            (GDestroyNotify) atlas_place_line_free, NULL, place_read_cb, opening);
}
