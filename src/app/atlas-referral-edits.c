/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what a referral says: its next step, its plan, its child. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-referral-verbs.h"

#define KIND_CODES "referral-kind"
#define TIERS      5

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

static AtlasChangeSet *
make_plan (AtlasVerbForm *verb)
{
  AtlasRecord *referral = ATLAS_RECORD (verb->referral_case->referral);
  g_autofree char *about = atlas_verb_form_dup_text (verb, 0);
  g_autofree char *plan = atlas_verb_form_dup_text (verb, 1);
  guint tier = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[3]));
  AtlasChangeSet *set;

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: plan changed"), reference_of (verb)));
  atlas_change_set_set_text (set, referral, "about", about);
  atlas_change_set_set_text (set, referral, "plan", plan);
  atlas_change_set_set_text (set, referral, "kind",
                             atlas_verb_form_get_code (verb, 2, KIND_CODES));
  atlas_change_set_set (set, referral, "tier", tier > 0 ? json_integer (tier) : NULL);
  atlas_change_set_set_date (set, referral, "review_by", atlas_verb_form_get_date (verb, 4));

  return set;
}

/**
 * atlas_referral_ask_plan:
 *
 * Changes why help is asked for, the plan, its kind, its tier and its review.
 */
void
atlas_referral_ask_plan (GtkWidget         *from,
                         AtlasSession      *session,
                         AtlasReferralCase *referral_case)
{
  const char *tiers[TIERS + 2] = { _("Not recorded"), "1", "2", "3", "4", "5", NULL };
  AtlasReferral *referral = referral_case->referral;
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Plan"), _("_Save"),
                                             make_plan);

  atlas_verb_form_add_paragraph (verb, _("_Why help is asked for"), referral->about);
  atlas_verb_form_add_paragraph (verb, _("_Plan"), referral->plan);
  atlas_verb_form_add_codes (verb, _("_Kind"), KIND_CODES, referral->kind);
  atlas_verb_form_add (verb, atlas_form_add_choice (verb->form, _("_Tier"), tiers,
                                                    (guint) CLAMP (referral->tier, 0, TIERS)));
  atlas_verb_form_add_date (verb, _("_Review by"), referral->review_by);
  gtk_window_present (GTK_WINDOW (verb->form));
}

static AtlasChangeSet *
make_people (AtlasVerbForm *verb)
{
  static const char * const fields[] = {
    "child_view", "family_view", "known_as", "first_name", "last_name", "town",
  };
  AtlasRecord *child = ATLAS_RECORD (verb->referral_case->child);
  /* Translators: a reference. */
  AtlasChangeSet *set = begin_edit (g_strdup_printf (_("%s: child and family changed"),
                                                     reference_of (verb)));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = atlas_verb_form_dup_text (verb, i);

      atlas_change_set_set_text (set, child, fields[i], text);
    }

  return set;
}

/**
 * atlas_referral_ask_people:
 *
 * Changes what the child and the family say, and who they are.
 */
void
atlas_referral_ask_people (GtkWidget         *from,
                           AtlasSession      *session,
                           AtlasReferralCase *referral_case)
{
  AtlasChild *child = referral_case->child;
  AtlasVerbForm *verb;

  if (child == NULL)
    return;

  verb = atlas_verb_form_new (from, session, referral_case, _("Child and Family"), _("_Save"),
                              make_people);
  atlas_verb_form_add_paragraph (verb, _("_What the child wants"), child->child_view);
  atlas_verb_form_add_paragraph (verb, _("What the _family wants"), child->family_view);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Known as"), child->known_as));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("F_irst name"),
                                                  child->first_name));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Last name"), child->last_name));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("Home _town"), child->town));
  gtk_window_present (GTK_WINDOW (verb->form));
}
