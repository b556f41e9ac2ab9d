/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When this county wants its returns of places, and when a figure is old. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-return-settings.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/atlas-county-form.h"
#include "reports/atlas-words.h"
#include "rules/atlas-waiting.h"

#define DAYS_A_WEEK 7
#define MOST_DAYS   366

enum { FIELD_FROM, FIELD_TO, FIELD_DAYS };

static guint
get_weekday (AtlasCountyForm *form,
             guint            field)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (g_ptr_array_index (form->fields, field)));
}

static void
set_number (AtlasCountyForm *form,
            const char      *name,
            int              number,
            int              usual)
{
  g_autofree char *value = number != usual ? g_strdup_printf ("%d", number) : NULL;

  atlas_county_form_set (form, name, value);
}

static gboolean
read_fields (AtlasCountyForm *form)
{
  int from = (int) get_weekday (form, FIELD_FROM);
  int to = (int) get_weekday (form, FIELD_TO);
  int days;

  if ((from == 0) != (to == 0))
    {
      atlas_form_set_fault_at (form->form,
                               g_ptr_array_index (form->fields, from == 0 ? FIELD_FROM : FIELD_TO),
                               _("A window has a first and a last day. Choose both, or neither."));
      return FALSE;
    }
  if (!atlas_form_read_number (form->form, g_ptr_array_index (form->fields, FIELD_DAYS), &days))
    return FALSE;

  set_number (form, ATLAS_RETURN_FROM, from, 0);
  set_number (form, ATLAS_RETURN_TO, to, 0);
  set_number (form, ATLAS_RETURN_OLD_AFTER, days, ATLAS_RETURN_DAYS);

  return TRUE;
}

static gboolean
fill_form (AtlasCountyForm *form)
{
  const char *weekdays[DAYS_A_WEEK + 2] = { _("Any day"), NULL };
  AtlasReturnWindow window;

  window = atlas_return_window_read ((const char * const *) form->county->thresholds);
  for (int day = 1; day <= DAYS_A_WEEK; day++)
    weekdays[day] = atlas_words_dayname (day);

  atlas_form_set_intro (form->form,
                        _("No source gives these numbers; they are set by this county. Without a "
                          "window a return is due as many days after the last as a figure takes to "
                          "be old."));
  g_ptr_array_add (form->fields, atlas_form_add_choice (form->form, _("Returns are due _from"),
                                                        weekdays, (guint) window.from));
  g_ptr_array_add (form->fields, atlas_form_add_choice (form->form, _("_To"), weekdays,
                                                        (guint) window.to));
  g_ptr_array_add (form->fields, atlas_form_add_number (form->form,
                                                        _("A figure is _old after (days)"),
                                                        atlas_return_window_days (&window), 1,
                                                        MOST_DAYS));

  return TRUE;
}

/**
 * atlas_return_settings_ask:
 * @from: a widget of the window
 * @session: the store
 *
 * Asks in which days of the week returns are due, and after how many a figure is old. The clock and
 * the check of the return, Today, the board and every "(old)" read them.
 */
void
atlas_return_settings_ask (GtkWidget    *from,
                           AtlasSession *session)
{
  atlas_county_form_ask (from, session, _("Returns of Places"),
                         _("When returns are due changed"), fill_form, read_fields);
}
