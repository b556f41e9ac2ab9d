/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what a referral says: its next step and its plan. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-referral-choices.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-session-work.h"
#include "app/atlas-tier-choice.h"
#include "app/atlas-window.h"

#define KIND_CODES "referral-kind"

/* Takes @label. A form that changes nothing is no fault: it closes. */
static AtlasChangeSet *
begin_edit (char *label)
{
  g_autofree char *owned = label;

  return atlas_change_set_new (owned);
}

static const char *
reference_of (AtlasVerbForm *verb)
{
  return verb->referral_case->referral->reference;
}

static AtlasChangeSet *
make_next (AtlasVerbForm *verb)
{
  AtlasRecord *referral = ATLAS_RECORD (verb->referral_case->referral);
  g_autofree char *next = atlas_verb_form_dup_text (verb, 0);
  g_autofree char *owner = atlas_verb_form_dup_text (verb, 1);
  AtlasChangeSet *set;

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: next step changed"), reference_of (verb)));
  atlas_change_set_set_text (set, referral, "next_step", next);
  atlas_change_set_set_text (set, referral, "owner", owner);
  atlas_change_set_set_date (set, referral, "next_by", atlas_verb_form_get_date (verb, 2));

  return set;
}

/**
 * atlas_referral_ask_next:
 *
 * Changes the next step, who has it and by when.
 */
void
atlas_referral_ask_next (GtkWidget         *from,
                         AtlasSession      *session,
                         AtlasReferralCase *referral_case)
{
  AtlasReferral *referral = referral_case->referral;
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Next Step"),
                                             _("_Save"), make_next);

  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Next step"),
                                                  referral->next_step));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Owner"), referral->owner));
  atlas_verb_form_add_date (verb, _("_By"), referral->next_by);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/* Opens a form once what it lets people choose from has been read. */
typedef struct {
  GtkWidget         *from;      /* (nullable): NULL once it is gone */
  AtlasSession      *session;
  AtlasReferralCase *referral_case;
  void (*open_form)(GtkWidget            *from,
                    AtlasSession         *session,
                    AtlasReferralCase    *referral_case,
                    AtlasReferralChoices *choices);
} Opening;

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
choices_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  g_autoptr(GError)  error = NULL;
  g_autoptr(AtlasReferralChoices) choices = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (opening->from == NULL || gtk_widget_get_root (opening->from) == NULL)
    return;

  if (choices != NULL)
    {
      opening->open_form (opening->from, opening->session, opening->referral_case, choices);
      return;
    }

  text = g_strdup_printf (_("The form could not be made ready: %s"), error->message);
  atlas_window_toast (opening->from, text);
}

static void
open_with_choices (GtkWidget         *from,
                   AtlasSession      *session,
                   AtlasReferralCase *referral_case,
                   void (            *open_form ) (GtkWidget            *from,
                                                   AtlasSession         *session,
                                                   AtlasReferralCase    *referral_case,
                                                   AtlasReferralChoices *choices))
{
  Opening *opening = g_new0 (Opening, 1);

  g_set_weak_pointer (&opening->from, from);
  opening->session = g_object_ref (session);
  opening->referral_case = atlas_referral_case_ref (referral_case);
  opening->open_form = open_form;
  atlas_session_ask_async (session, atlas_choices_read, NULL, (GDestroyNotify) atlas_choices_free,
                           NULL, choices_read_cb, opening);
}

enum { PLAN_ABOUT, PLAN_PLAN, PLAN_KIND, PLAN_TIER, PLAN_ASKED, PLAN_REVIEW };

static AtlasChangeSet *
make_plan (AtlasVerbForm *verb)
{
  AtlasRecord *referral = ATLAS_RECORD (verb->referral_case->referral);
  g_autofree char *about = atlas_verb_form_dup_text (verb, PLAN_ABOUT);
  g_autofree char *plan = atlas_verb_form_dup_text (verb, PLAN_PLAN);
  guint tier = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[PLAN_TIER]));
  AtlasChangeSet *set;

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: plan changed"), reference_of (verb)));
  atlas_change_set_set_text (set, referral, "about", about);
  atlas_change_set_set_text (set, referral, "plan", plan);
  atlas_change_set_set_text (set, referral, "kind",
                             atlas_verb_form_get_code (verb, PLAN_KIND, KIND_CODES));
  atlas_change_set_set (set, referral, "tier", tier > 0 ? json_integer (tier) : NULL);
  atlas_change_set_set_text (set, referral, "asked", atlas_verb_form_get_id (verb, PLAN_ASKED));
  atlas_change_set_set_date (set, referral, "review_by",
                             atlas_verb_form_get_date (verb, PLAN_REVIEW));

  return set;
}

static void
open_plan (GtkWidget            *from,
           AtlasSession         *session,
           AtlasReferralCase    *referral_case,
           AtlasReferralChoices *choices)
{
  AtlasReferral *referral = referral_case->referral;
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Plan"), _("_Save"),
                                             make_plan);

  atlas_verb_form_add_paragraph (verb, _("_Why help is asked for"), referral->about);
  atlas_verb_form_add_paragraph (verb, _("_Plan"), referral->plan);
  atlas_verb_form_add_codes (verb, _("_Kind"), KIND_CODES, referral->kind);
  atlas_verb_form_add (verb, atlas_tier_choice_add (verb->form, _("_Tier"), referral_case));
  atlas_verb_form_add_records (verb, _("Pr_ovision asked"), choices->provisions, referral->asked);
  atlas_verb_form_add_date (verb, _("_Review by"), referral->review_by);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/**
 * atlas_referral_ask_plan:
 *
 * Changes why help is asked for, the plan, its kind, its tier, the provision asked and its review.
 */
void
atlas_referral_ask_plan (GtkWidget         *from,
                         AtlasSession      *session,
                         AtlasReferralCase *referral_case)
{
  open_with_choices (from, session, referral_case, open_plan);
}
