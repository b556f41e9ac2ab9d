/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a referral, each a form with one verb and one change set. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-verbs.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-step-forms.h"

static AtlasChangeSet *
make_refusal (AtlasVerbForm *verb)
{
  g_autofree char *reason = atlas_verb_form_dup_text (verb, 0);

  if (reason == NULL)
    return atlas_verb_form_refuse (verb, 0, _("Say why, so that the next offer fits better"));

  return atlas_referral_answer_set (verb->referral_case, FALSE, reason);
}

/* Without an offer it is the referral that is not agreed. */
static void
ask_refusal (GtkWidget         *from,
             AtlasSession      *session,
             AtlasReferralCase *referral_case)
{
  AtlasVerbForm *verb;

  if (referral_case->offer == NULL)
    {
      atlas_step_ask (from, session, referral_case, ATLAS_REFERRAL_VERB_NOT_AGREE);
      return;
    }

  verb = atlas_verb_form_new (from, session, referral_case, _("Offer Not Agreed"), _("_Record"),
                              make_refusal);
  atlas_form_set_intro (verb->form, _("The place is free again, and the referral goes back to "
                                      "“Being looked at”."));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Why it was not agreed"), NULL));
  gtk_window_present (GTK_WINDOW (verb->form));
}

static AtlasChangeSet *
make_start (AtlasVerbForm *verb)
{
  AtlasDate starts = atlas_verb_form_get_date (verb, 0);
  gboolean is_full_time = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[1])) == 0;

  AtlasExclusion *exclusion = verb->referral_case->exclusion;

  if (starts == ATLAS_DATE_NONE)
    return atlas_verb_form_refuse (verb, 0, _("Give the child’s first day, as 20 November 2026"));
  if (exclusion != NULL && starts < exclusion->from)
    return atlas_verb_form_refuse (verb, 0, _("That is before the exclusion. Give a later day."));

  return atlas_referral_start_set (verb->referral_case, starts, is_full_time);
}

/* Begins the placement of an accepted offer, or the support that comes to the child's school. */
static void
ask_start (GtkWidget         *from,
           AtlasSession      *session,
           AtlasReferralCase *referral_case)
{
  const char * const hours[] = { _("Full-time"), _("Part-time for now"), NULL };
  AtlasOffer *offer = referral_case->offer;
  AtlasDate planned = offer != NULL ? offer->starts : ATLAS_DATE_NONE;
  AtlasVerbForm *verb;

  verb = atlas_verb_form_new (from, session, referral_case,
                              offer != NULL ? _("Start the Placement") : _("Start the Support"),
                              _("_Start"),
                              make_start);
  atlas_form_set_intro (verb->form, _("Only full-time education stops the Day 6 clock."));
  atlas_verb_form_add_date (verb, _("_First day"),
                            planned != ATLAS_DATE_NONE ? planned : referral_case->on);
  atlas_verb_form_add (verb, atlas_form_add_choice (verb->form, _("_Education"), hours, 0));
  gtk_window_present (GTK_WINDOW (verb->form));
}

static AtlasChangeSet *
make_education (AtlasVerbForm *verb)
{
  AtlasDate started = atlas_verb_form_get_date (verb, 0);

  if (started == ATLAS_DATE_NONE)
    return atlas_verb_form_refuse (verb, 0, _("Give the day that it started, as 20 November 2026"));
  if (started < verb->referral_case->exclusion->from)
    return atlas_verb_form_refuse (verb, 0, _("That is before the exclusion. Give the day that "
                                              "education started after it."));
  if (started > verb->referral_case->on)
    return atlas_verb_form_refuse (verb, 0, _("That day lies ahead. Record it once education has "
                                              "started."));

  return atlas_referral_education_set (verb->referral_case, started);
}

static void
ask_education (GtkWidget         *from,
               AtlasSession      *session,
               AtlasReferralCase *referral_case)
{
  AtlasVerbForm *verb;

  verb = atlas_verb_form_new (from, session, referral_case, _("Education Started"), _("_Record"),
                              make_education);
  atlas_form_set_intro (verb->form, _("This stops the Day 6 clock, wherever the child is taught."));
  atlas_verb_form_add_date (verb, _("_Started"), referral_case->on);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/**
 * atlas_referral_take:
 * @from: where it was asked for
 * @session: the store
 * @referral_case: the referral
 * @verb: what is to be done; atlas_referral_can() says that it can be
 *
 * Does what somebody wants to do: at once, or by the form that asks for the rest.
 */
void
atlas_referral_take (GtkWidget         *from,
                     AtlasSession      *session,
                     AtlasReferralCase *referral_case,
                     AtlasReferralVerb  verb)
{
  switch (verb)
    {
    case ATLAS_REFERRAL_VERB_OFFER:
      atlas_referral_ask_offer (from, session, referral_case);
      break;

    case ATLAS_REFERRAL_VERB_ACCEPT:
      atlas_referral_do (from, session, atlas_referral_at_once_set (referral_case, verb, NULL));
      break;

    case ATLAS_REFERRAL_VERB_NOT_AGREE:
      ask_refusal (from, session, referral_case);
      break;

    case ATLAS_REFERRAL_VERB_START:
      ask_start (from, session, referral_case);
      break;

    case ATLAS_REFERRAL_VERB_EDUCATION:
      ask_education (from, session, referral_case);
      break;

    case ATLAS_REFERRAL_VERB_SEND:
    case ATLAS_REFERRAL_VERB_LOOK_AT:
    case ATLAS_REFERRAL_VERB_TO_PANEL:
    case ATLAS_REFERRAL_VERB_END:
    case ATLAS_REFERRAL_VERB_WAIT:
    case ATLAS_REFERRAL_VERB_REVIEW:
    case ATLAS_REFERRAL_VERB_RESUME:
    case ATLAS_REFERRAL_VERB_MOVE_ON:
    case ATLAS_REFERRAL_VERB_REOPEN:
    default:
      atlas_step_ask (from, session, referral_case, verb);
    }
}

static AtlasChangeSet *
make_note (AtlasVerbForm *verb)
{
  g_autofree char *text = atlas_verb_form_dup_text (verb, 0);
  g_autofree char *by_name = atlas_verb_form_dup_text (verb, 1);

  if (text == NULL)
    return atlas_verb_form_refuse (verb, 0, _("Write what happened"));

  return atlas_referral_note_set (verb->referral_case, text, by_name);
}

/**
 * atlas_referral_ask_note:
 *
 * Adds a line to the story.
 */
void
atlas_referral_ask_note (GtkWidget         *from,
                         AtlasSession      *session,
                         AtlasReferralCase *referral_case)
{
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Add a Note"),
                                             _("_Add"), make_note);

  atlas_verb_form_add_paragraph (verb, _("_Note"), NULL);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_By"),
                                                  referral_case->referral->owner));
  gtk_window_present (GTK_WINDOW (verb->form));
}
