/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offering a place: which lines of places there are, how many are free, and how old that is. */
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
#include "rules/atlas-school-year.h"
#include "store/atlas-store-places.h"

enum { ROW_PLACE, ROW_STARTS, ROW_END, ROW_REASON };

typedef struct {
  GtkWidget         *from;      /* (nullable): NULL once it is gone */
  AtlasSession      *session;
  AtlasReferralCase *referral_case;
  char              *place;     /* (nullable): the line to begin with; NULL for what fits best */
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_weak_pointer (&opening->from);
  g_clear_object (&opening->session);
  atlas_referral_case_unref (opening->referral_case);
  g_free (opening->place);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static gpointer
read_places_in_thread (AtlasStore   *store,
                       gpointer      data,
                       GCancellable *cancellable,
                       GError      **error)
{
  return atlas_store_list_places (store, NULL, GPOINTER_TO_INT (data), error);
}

static AtlasFree
count_free (const AtlasReferralCase *referral_case,
            const AtlasPlaceLine    *line)
{
  return atlas_free_count (&line->facts, referral_case->on, referral_case->on,
                           atlas_referral_case_is_day6 (referral_case));
}

/* What fits best comes first: asked for, the right phase, in the home area, free. */
static int
fit (const AtlasPlaceLine    *line,
     const AtlasReferralCase *referral_case)
{
  const char *phase = atlas_phase_to_code (atlas_phase (referral_case->year_group));
  const char *asked = referral_case->referral->asked;
  const char *area = referral_case->child != NULL ? referral_case->child->area : NULL;
  AtlasFree free = count_free (referral_case, line);
  int points = 0;

  if (asked != NULL && g_str_equal (line->place->provision, asked))
    points += 8;
  if (line->place->phase == NULL || g_strcmp0 (line->place->phase, phase) == 0)
    points += 4;
  if (free.is_known && free.free > 0)
    points += 2;
  if (area != NULL && g_strcmp0 (line->provision->area, area) == 0)
    points += 1;

  return points;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const AtlasPlaceLine *line_a = *(AtlasPlaceLine * const *) a;
  const AtlasPlaceLine *line_b = *(AtlasPlaceLine * const *) b;
  int difference = fit (line_b, user_data) - fit (line_a, user_data);

  return difference != 0 ? difference : g_strcmp0 (line_a->provision->name,
                                                   line_b->provision->name);
}

static char *
word_line (const AtlasPlaceLine *line)
{
  if (line->place->name == NULL)
    return g_strdup (line->provision->name);

  /* Translators: a provision, and a line of its places. */
  return g_strdup_printf (_("%1$s, %2$s"), line->provision->name, line->place->name);
}

static AtlasPlaceLine *
chosen_line (AtlasVerbForm *verb)
{
  GPtrArray *lines = verb->extra;
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[ROW_PLACE]));

  return selected < lines->len ? g_ptr_array_index (lines, selected) : NULL;
}

/* An invented figure about a real provision says so where it stands. */
static char *
word_figures (AtlasVerbForm        *verb,
              const AtlasPlaceLine *line,
              const AtlasFree      *free)
{
  g_autofree char *places = atlas_words_free (free);
  g_autofree char *sent = atlas_words_as_last_sent (free, verb->referral_case->on);
  gboolean is_invented = line->last_return != NULL && line->last_return->invented &&
                         !line->provision->invented;

  if (!free->is_known)
    return g_steal_pointer (&places);
  if (is_invented)
    return g_strdup_printf (_("%1$s · %2$s · demonstration figure"), places, sent);

  return g_strdup_printf (_("%1$s · %2$s"), places, sent);
}

static void
place_chosen_cb (AtlasVerbForm *verb)
{
  AtlasPlaceLine *line = chosen_line (verb);
  g_autofree char *figures = NULL;
  g_autofree char *name = NULL;
  g_autofree char *subtitle = NULL;
  gboolean is_full;
  AtlasFree free;

  if (line == NULL)
    return;

  free = count_free (verb->referral_case, line);
  figures = word_figures (verb, line, &free);
  is_full = free.is_known && free.free <= 0;
  name = word_line (line);
  /* Translators: a line of places, and how many of it are free. */
  subtitle = g_strdup_printf (_("%1$s · %2$s"), name, figures);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (verb->rows[ROW_PLACE]), subtitle);
  gtk_widget_set_visible (verb->rows[ROW_REASON], !free.is_known);
  if (is_full)
    atlas_form_set_intro (verb->form, _("No place is free here. Going on opens a page that shows "
                                        "who else was promised one, and what can be done."));
  else if (!free.is_known)
    atlas_form_set_intro (verb->form, _("How many places are free is not known, because no return "
                                        "has come. Say who was asked."));
  else if (free.free == 1)
    atlas_form_set_intro (verb->form, _("This is the last free place. If somebody else offers it "
                                        "too, the county asks who is to have it."));
  else
    atlas_form_set_intro (verb->form, NULL);
}

/* Whose a place is that is not free is decided on a page of its own. */
static AtlasChangeSet *
go_to_last_place (AtlasVerbForm        *verb,
                  const AtlasPlaceLine *line,
                  AtlasDate             starts,
                  AtlasDate             end)
{
  g_autofree char *route = NULL;

  route = atlas_last_place_page_route (verb->referral_case->referral->reference,
                                       atlas_record_get_id (ATLAS_RECORD (line->place)), starts,
                                       end);
  if (verb->from != NULL)
    atlas_view_go (verb->from, route);
  gtk_window_destroy (GTK_WINDOW (verb->form));

  return NULL;
}

static AtlasChangeSet *
make_offer (AtlasVerbForm *verb)
{
  AtlasPlaceLine *line = chosen_line (verb);
  AtlasDate starts = atlas_verb_form_get_date (verb, ROW_STARTS);
  AtlasDate end = atlas_verb_form_get_date (verb, ROW_END);
  AtlasFree free = count_free (verb->referral_case, line);
  g_autofree char *reason = NULL;

  if (end != ATLAS_DATE_NONE && starts != ATLAS_DATE_NONE && end < starts)
    return atlas_verb_form_refuse (verb, ROW_END, _("The planned end is before the start"));
  if (free.is_known && free.free <= 0)
    return go_to_last_place (verb, line, starts, end);
  if (gtk_widget_get_visible (verb->rows[ROW_REASON]))
    {
      reason = atlas_verb_form_dup_text (verb, ROW_REASON);
      if (reason == NULL)
        return atlas_verb_form_refuse (verb, ROW_REASON,
                                       _("Say why, because no free place is known here"));
    }

  return atlas_referral_offer_set (verb->referral_case, line->place, line->provision->name, starts,
                                   end, reason);
}

static void
open_form (Opening   *opening,
           GPtrArray *lines)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  AtlasVerbForm *verb;
  GtkWidget *reason;
  guint chosen = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      AtlasPlaceLine *line = g_ptr_array_index (lines, i);

      g_ptr_array_add (labels, word_line (line));
      if (g_strcmp0 (atlas_record_get_id (ATLAS_RECORD (line->place)), opening->place) == 0)
        chosen = i;
    }
  g_ptr_array_add (labels, NULL);

  verb = atlas_verb_form_new (opening->from, opening->session, opening->referral_case,
                              _("Offer a Place"), _("_Offer"), make_offer);
  verb->extra = g_ptr_array_ref (lines);
  verb->extra_free = (GDestroyNotify) g_ptr_array_unref;
  atlas_verb_form_add (verb, atlas_form_add_choice (verb->form, _("_Place"),
                                                    (const char * const *) labels->pdata,
                                                    chosen));
  atlas_verb_form_add_date (verb, _("_Starts"), ATLAS_DATE_NONE);
  atlas_verb_form_add_date (verb, _("Planned _end"), ATLAS_DATE_NONE);
  reason = atlas_form_add_text (verb->form, _("_Reason"), NULL);
  atlas_verb_form_add (verb, reason);
  g_signal_connect_swapped (verb->rows[ROW_PLACE], "notify::selected",
                            G_CALLBACK (place_chosen_cb), verb);
  place_chosen_cb (verb);
  gtk_window_present (GTK_WINDOW (verb->form));
}

static void
places_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Opening)   opening = user_data;
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), &error);

  if (opening->from == NULL || gtk_widget_get_root (opening->from) == NULL)
    return;

  if (lines == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The places could not be read: %s"),
                                               error->message);

      atlas_window_toast (opening->from, text);
      return;
    }
  if (lines->len == 0)
    {
      atlas_window_toast (opening->from, _("No provision has places entered yet"));
      return;
    }

  g_ptr_array_sort_with_data (lines, compare_lines, opening->referral_case);
  open_form (opening, lines);
}

/**
 * atlas_referral_ask_offer:
 *
 * Asks which place to offer. What fits best stands first; a figure of free places always says how
 * old it is.
 */
void
atlas_referral_ask_offer (GtkWidget         *from,
                          AtlasSession      *session,
                          AtlasReferralCase *referral_case)
{
  atlas_referral_ask_offer_of (from, session, referral_case, NULL);
}

/**
 * atlas_referral_ask_offer_of:
 * @place: (nullable): id of the line of places to begin with; %NULL for what fits best
 *
 * Asks which place to offer, one being chosen already.
 */
void
atlas_referral_ask_offer_of (GtkWidget         *from,
                             AtlasSession      *session,
                             AtlasReferralCase *referral_case,
                             const char        *place)
{
  Opening *opening = g_new0 (Opening, 1);

  g_set_weak_pointer (&opening->from, from);
  opening->session = g_object_ref (session);
  opening->referral_case = atlas_referral_case_ref (referral_case);
  opening->place = g_strdup (place);
  atlas_session_read_async (session, read_places_in_thread, GINT_TO_POINTER (referral_case->on),
                            NULL, (GDestroyNotify) g_ptr_array_unref, NULL, places_read_cb,
                            opening);
}
