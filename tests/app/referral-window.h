/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of a referral, its steps and its board look for in a window. */
#pragma once

#include "case-window.h"

#include "store/atlas-referral-changes.h"

static inline GtkWidget *
find_one (CaseWindow *self,
          GType       type)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window), type);

  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

static inline AtlasReferralCase *
read_case (CaseWindow *self,
           const char *reference)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  AtlasReferralCase *read;

  g_assert_no_error (error);
  read = atlas_store_read_referral_case (store, reference, case_today (), &error);
  g_assert_no_error (error);
  atlas_store_close (store);

  return read;
}

static inline gboolean
has_step (CaseWindow *self,
          const char *reference,
          const char *step)
{
  g_autoptr(AtlasReferralCase) read = read_case (self, reference);

  return g_str_equal (read->referral->step, step);
}

/* As the key reaches a widget before its children. */
static inline gboolean
press (GtkWidget      *widget,
       guint           key,
       GdkModifierType state)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean is_used = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_used; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &is_used);
    }

  return is_used;
}

static inline gboolean
shows_in_form (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(GPtrArray) labels = NULL;

  if (case_find_form () == NULL)
    return FALSE;

  labels = case_find_all (case_find_form (), GTK_TYPE_LABEL);
  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (g_ptr_array_index (labels, i)), data) != NULL)
      return TRUE;

  return FALSE;
}
