/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window says of what was done, for some seconds. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-window.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"

#define TOAST_SECONDS 10

/* With an action there is a button that undoes what was done. */
static void
show_toast (GtkWidget  *from,
            const char *text,
            const char *undo_action,
            GVariant   *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autoptr(GVariant) owned = target != NULL ? g_variant_ref_sink (target) : NULL;
  GtkRoot *root = gtk_widget_get_root (from);
  AdwToast *toast;

  if (!ATLAS_IS_WINDOW (root))
    return;

  toast = adw_toast_new (escaped);
  if (undo_action != NULL)
    {
      adw_toast_set_button_label (toast, _("Undo"));
      adw_toast_set_action_target_value (toast, owned);
      adw_toast_set_action_name (toast, undo_action);
    }
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  atlas_announce (from, text);
  atlas_window_add_toast (ATLAS_WINDOW (root), toast);
}

/**
 * atlas_window_toast:
 * @from: any widget in the window
 * @text: what was done. Never the only notice: a screen reader on GTK 4.8 does not hear it
 *
 * Says that something was done.
 */
void
atlas_window_toast (GtkWidget  *from,
                    const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from) && text != NULL);

  show_toast (from, text, NULL, NULL);
}

/**
 * atlas_window_toast_undo:
 * @from: any widget in the window
 * @text: what was done
 *
 * Says that something was done, with Undo.
 */
void
atlas_window_toast_undo (GtkWidget  *from,
                         const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from) && text != NULL);

  show_toast (from, text, "win.undo", NULL);
}

/**
 * atlas_window_toast_undo_set:
 * @from: any widget in the window
 * @text: what was done
 * @set_id: the change set that Undo takes back, or several with spaces between
 *
 * Says that something was done, with Undo for just that.
 */
void
atlas_window_toast_undo_set (GtkWidget  *from,
                             const char *text,
                             const char *set_id)
{
  g_return_if_fail (GTK_IS_WIDGET (from) && text != NULL && set_id != NULL);

  show_toast (from, text, "win.undo-set", g_variant_new_string (set_id));
}
