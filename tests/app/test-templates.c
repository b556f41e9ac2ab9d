/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "app/atlas-agenda-row.h"
#include "app/atlas-area-page.h"
#include "app/atlas-attachment-list.h"
#include "app/atlas-banner.h"
#include "app/atlas-board-column.h"
#include "app/atlas-calendar-page.h"
#include "app/atlas-check-list.h"
#include "app/atlas-chip.h"
#include "app/atlas-clock-list.h"
#include "app/atlas-connection-page.h"
#include "app/atlas-county-list.h"
#include "app/atlas-date-row.h"
#include "app/atlas-day6-cells.h"
#include "app/atlas-decision-box.h"
#include "app/atlas-devices-window.h"
#include "app/atlas-document-table.h"
#include "app/atlas-door.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-facts-page.h"
#include "app/atlas-find-dialog.h"
#include "app/atlas-finder-page.h"
#include "app/atlas-finder-row.h"
#include "app/atlas-form.h"
#include "app/atlas-help-window.h"
#include "app/atlas-history-window.h"
#include "app/atlas-indicator-bar.h"
#include "app/atlas-join-page.h"
#include "app/atlas-last-place-page.h"
#include "app/atlas-map-page.h"
#include "app/atlas-map-view.h"
#include "app/atlas-matter-page.h"
#include "app/atlas-measure-list.h"
#include "app/atlas-measure-pane.h"
#include "app/atlas-measure-row.h"
#include "app/atlas-meeting-page.h"
#include "app/atlas-opening-page.h"
#include "app/atlas-out-list.h"
#include "app/atlas-pack-list.h"
#include "app/atlas-panels-view.h"
#include "app/atlas-pick-bar.h"
#include "app/atlas-places-board.h"
#include "app/atlas-preferences.h"
#include "app/atlas-provision-page.h"
#include "app/atlas-provision-top.h"
#include "app/atlas-provision-view.h"
#include "app/atlas-record-row.h"
#include "app/atlas-referral-board.h"
#include "app/atlas-referral-card.h"
#include "app/atlas-referral-chips.h"
#include "app/atlas-referral-list.h"
#include "app/atlas-referral-new.h"
#include "app/atlas-referral-page.h"
#include "app/atlas-referrals-view.h"
#include "app/atlas-reports-view.h"
#include "app/atlas-scope-button.h"
#include "app/atlas-sheet-page.h"
#include "app/atlas-shell.h"
#include "app/atlas-stat.h"
#include "app/atlas-step-pane.h"
#include "app/atlas-sync-row.h"
#include "app/atlas-today-cards.h"
#include "app/atlas-today-row.h"
#include "app/atlas-today-view.h"
#include "app/atlas-trend-pane.h"
#include "app/atlas-trouble-page.h"
#include "app/atlas-ui.h"
#include "app/atlas-view-row.h"
#include "app/atlas-welcome-page.h"
#include "app/atlas-window.h"

/* Every widget that has a template; the test below finds a template that is not here. */
static GType (*const types[]) (void) = {
  atlas_agenda_row_get_type,
  atlas_area_page_get_type,
  atlas_attachment_list_get_type,
  atlas_banner_get_type,
  atlas_board_column_get_type,
  atlas_calendar_page_get_type,
  atlas_check_list_get_type,
  atlas_chip_get_type,
  atlas_clock_list_get_type,
  atlas_connection_page_get_type,
  atlas_county_list_get_type,
  atlas_date_row_get_type,
  atlas_day6_cells_get_type,
  atlas_devices_window_get_type,
  atlas_document_table_get_type,
  atlas_door_get_type,
  atlas_fact_row_get_type,
  atlas_facts_page_get_type,
  atlas_find_dialog_get_type,
  atlas_finder_page_get_type,
  atlas_finder_row_get_type,
  atlas_form_get_type,
  atlas_help_window_get_type,
  atlas_history_window_get_type,
  atlas_indicator_bar_get_type,
  atlas_join_page_get_type,
  atlas_last_place_page_get_type,
  atlas_map_page_get_type,
  atlas_map_view_get_type,
  atlas_matter_page_get_type,
  atlas_measure_list_get_type,
  atlas_measure_pane_get_type,
  atlas_measure_row_get_type,
  atlas_opening_page_get_type,
  atlas_out_list_get_type,
  atlas_decision_box_get_type,
  atlas_meeting_page_get_type,
  atlas_pack_list_get_type,
  atlas_panels_view_get_type,
  atlas_pick_bar_get_type,
  atlas_places_board_get_type,
  atlas_preferences_get_type,
  atlas_provision_page_get_type,
  atlas_provision_top_get_type,
  atlas_provision_view_get_type,
  atlas_record_row_get_type,
  atlas_referral_board_get_type,
  atlas_referral_card_get_type,
  atlas_referral_chips_get_type,
  atlas_referral_list_get_type,
  atlas_referral_new_get_type,
  atlas_referral_page_get_type,
  atlas_referrals_view_get_type,
  atlas_reports_view_get_type,
  atlas_scope_button_get_type,
  atlas_sheet_page_get_type,
  atlas_shell_get_type,
  atlas_stat_get_type,
  atlas_step_pane_get_type,
  atlas_sync_row_get_type,
  atlas_today_cards_get_type,
  atlas_today_row_get_type,
  atlas_today_view_get_type,
  atlas_trend_pane_get_type,
  atlas_trouble_page_get_type,
  atlas_view_row_get_type,
  atlas_welcome_page_get_type,
  atlas_window_get_type,
};

static gboolean
is_listed (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (g_type_name (types[i] ()), name))
      return TRUE;

  return FALSE;
}

static void
test_every_template_can_be_made (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_new (types[i] (), NULL);

      g_test_message ("%s", G_OBJECT_TYPE_NAME (widget));
      if (GTK_IS_WINDOW (widget))
        {
          gtk_window_destroy (GTK_WINDOW (widget));
          continue;
        }

      g_object_ref_sink (widget);
      g_assert_finalize_object (widget);
    }
}

static void
test_no_template_is_left_out (void)
{
  g_auto(GStrv) files = g_resources_enumerate_children (ATLAS_UI, 0, NULL);
  int n_templates = 0;

  g_assert_nonnull (files);
  for (char **file = files; *file != NULL; file++)
    {
      g_autofree char *path = g_strconcat (ATLAS_UI, *file, NULL);
      g_autoptr(GBytes) bytes = NULL;
      g_auto(GStrv) words = NULL;
      const char *template;

      if (!g_str_has_suffix (*file, ".ui"))
        continue;

      bytes = g_resources_lookup_data (path, 0, NULL);
      template = strstr (g_bytes_get_data (bytes, NULL), "<template class=\"Atlas");
      if (template == NULL)
        continue;

      words = g_strsplit (template, "\"", 3);
      g_test_message ("%s in %s", words[1], *file);
      g_assert_true (is_listed (words[1]));
      n_templates++;
    }

  g_assert_cmpint (n_templates, ==, G_N_ELEMENTS (types));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/templates/every-template-can-be-made", test_every_template_can_be_made);
  g_test_add_func ("/app/templates/no-template-is-left-out", test_no_template_is_left_out);

  return g_test_run ();
}
