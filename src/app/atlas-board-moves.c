/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving a card of the board to another step: done at once, asked for in a form, or refused. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-board-moves.h"

#include <glib/gi18n.h>

#include "app/atlas-referral-verbs.h"
#include "records/atlas-codes.h"

static const char *
label_of (const char *step)
{
  return _(atlas_codes_label ("referral-step", step));
}

/* (transfer full): what happened, what is safe and what to do */
static char *
word_refusal (const AtlasReferralCase *referral_case,
              const char              *step,
              const char              *why)
{
  /* Translators: a reference, a step, where the referral stands now, and why, as sentences. */
  return g_strdup_printf (_("%1$s cannot go to “%2$s” and stays at “%3$s”. %4$s"),
                          referral_case->referral->reference, label_of (step),
                          label_of (referral_case->referral->step), why);
}

/**
 * atlas_board_make_menu:
 * @referral_case: the referral
 *
 * Makes the menu of a card: exactly the steps that it can take now. Those that have more to ask end
 * in three dots.
 *
 * Returns: (transfer full): the menu
 */
GMenuModel *
atlas_board_make_menu (const AtlasReferralCase *referral_case)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) steps = g_menu_new ();
  g_autoptr(GMenu) others = g_menu_new ();
  g_autoptr(GMenuItem) open = g_menu_item_new (_("Open the Record"), NULL);

  for (guint i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    {
      const char *step = atlas_board_step (i);
      AtlasReferralVerb verb;
      AtlasReferralMove may = atlas_referral_may_move (referral_case, step, &verb, NULL);
      g_autoptr(GMenuItem) item = NULL;
      g_autofree char *label = NULL;

      if (may == ATLAS_REFERRAL_MOVE_REFUSED)
        continue;

      /* Translators: a step that a form asks more about. */
      label = may == ATLAS_REFERRAL_MOVE_NOW ? g_strdup (label_of (step))
                                             : g_strdup_printf (_("%s…"), label_of (step));
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "board.move", "(ss)",
                                         referral_case->referral->reference, step);
      g_menu_append_item (steps, item);
    }
  g_menu_append_section (menu, _("Move to…"), G_MENU_MODEL (steps));
  g_menu_item_set_action_and_target (open, "board.open", "s", referral_case->referral->reference);
  g_menu_append_item (others, open);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));

  return G_MENU_MODEL (menu);
}

/**
 * atlas_board_take_step:
 * @from: a widget of the window
 * @session: the store
 * @referral_case: the referral, as it was just read
 * @step: where to move it
 *
 * Moves a card as its record would be: at once, with Undo in a toast, or by the form that asks for
 * the rest. A step that cannot be taken changes nothing.
 *
 * Returns: (transfer full) (nullable): why not, to be shown; %NULL when it is being done
 */
char *
atlas_board_take_step (GtkWidget         *from,
                       AtlasSession      *session,
                       AtlasReferralCase *referral_case,
                       const char        *step)
{
  g_autofree char *why = NULL;
  AtlasReferralVerb verb;

  if (atlas_referral_may_move (referral_case, step, &verb, &why) == ATLAS_REFERRAL_MOVE_REFUSED)
    return word_refusal (referral_case, step, why);

  atlas_referral_take (from, session, referral_case, verb);
  return NULL;
}
