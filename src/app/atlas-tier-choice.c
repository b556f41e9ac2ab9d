/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a tier by what it is called on the day of the record. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-tier-choice.h"

#include <glib/gi18n.h>

#include "reports/atlas-wording-words.h"
#include "rules/atlas-school-year.h"

#define WORDS "atlas-tier-words"

/* What a row words its tiers by; the help below it follows the choice. */
typedef struct {
  AtlasWording *wording;        /* (nullable) */
  AtlasDate     on;
  gboolean      is_early_years;
} Words;

static void
words_free (gpointer data)
{
  Words *words = data;

  g_clear_pointer (&words->wording, atlas_wording_unref);
  g_free (words);
}

static void
show_help (AdwComboRow *row)
{
  const Words *words = g_object_get_data (G_OBJECT (row), WORDS);
  int tier = (int) adw_combo_row_get_selected (row);
  const char *help = NULL;

  if (words != NULL && tier > 0 && tier <= ATLAS_TIERS)
    help = atlas_wording_tier_help (words->wording, tier, words->on, words->is_early_years);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), help != NULL ? help : "");
}

/**
 * atlas_tier_choice_fill:
 * @row: a choice whose first answer is none
 * @wording: (nullable): what the county calls its tiers
 * @on: the day of the record, or today for a new one
 * @is_early_years: whether the child is under school age
 *
 * Names the tiers as on that day, and only those that there are for the child. Below the row stands
 * what the chosen tier means. What was chosen stays chosen, if there still is such a tier.
 */
void
atlas_tier_choice_fill (AdwComboRow        *row,
                        const AtlasWording *wording,
                        AtlasDate           on,
                        gboolean            is_early_years)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  guint chosen = adw_combo_row_get_selected (row);
  int n_tiers = atlas_wording_n_tiers (on, is_early_years);
  gboolean is_first = g_object_get_data (G_OBJECT (row), WORDS) == NULL;
  Words *words = g_new0 (Words, 1);

  words->wording = wording != NULL ? atlas_wording_ref ((AtlasWording *) wording) : NULL;
  words->on = on;
  words->is_early_years = is_early_years;
  g_object_set_data_full (G_OBJECT (row), WORDS, words, words_free);

  gtk_string_list_append (labels, _("Not chosen"));
  for (int tier = 1; tier <= n_tiers; tier++)
    {
      const char *name = atlas_wording_tier (wording, tier, on, is_early_years);
      g_autofree char *label = atlas_words_tier (tier, name);

      gtk_string_list_append (labels, label);
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (row, chosen != GTK_INVALID_LIST_POSITION && chosen <= (guint) n_tiers
                              ? chosen : 0);
  if (is_first)
    g_signal_connect (row, "notify::selected", G_CALLBACK (show_help), NULL);
  show_help (row);
}

/**
 * atlas_tier_choice_add:
 * @form: a form
 * @title: what is asked, with a mnemonic
 * @referral_case: the referral that it is about
 *
 * Asks for the tier of a referral, by the words of the day on which it was received. A tier that is
 * recorded and is none for the child can still be seen and kept.
 *
 * Returns: (transfer none) (type AdwComboRow): the row
 */
GtkWidget *
atlas_tier_choice_add (AtlasForm         *form,
                       const char        *title,
                       AtlasReferralCase *referral_case)
{
  AtlasReferral *referral = referral_case->referral;
  AtlasChild *child = referral_case->child;
  const char * const none[] = { _("Not recorded"), NULL };
  GtkWidget *row = atlas_form_add_choice (form, title, none, 0);
  AtlasDate on = referral->received != ATLAS_DATE_NONE ? referral->received : referral_case->on;
  gboolean is_early = atlas_is_early_years (referral->kind,
                                            child != NULL ? child->born : ATLAS_DATE_NONE, on);

  atlas_tier_choice_fill (ADW_COMBO_ROW (row), referral_case->wording, on,
                          is_early && referral->tier <= atlas_wording_n_tiers (on, is_early));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), (guint) CLAMP (referral->tier, 0, ATLAS_TIERS));

  return row;
}
