/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of case-window.h, in whose county a panel meets every two weeks. */
#pragma once

#include "case-window.h"

#include "app/atlas-panels-view.h"

#define PANEL_N_CHILDREN 60
#define PANEL_HEIGHT     800    /* pixels */

typedef struct {
  CaseWindow window;
  char      *panel;
  char      *meeting;
} PanelWindow;

static inline void
panel_window_load (PanelWindow *self)
{
  g_autoptr(GError) error = NULL;
  CaseCounty *county = &self->window.county;
  AtlasStore *store = atlas_store_open (self->window.folder, ATLAS_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  self->panel = case_add (county, "panel", NULL,
                             json_pack ("{s:s, s:s, s:[s], s:i, s:s, s:s, s:b}", "key", "north",
                                        "name", "North panel", "areas", "mark1", "every_weeks", 2,
                                        "first_meeting", "2026-09-02", "at", "9:30am",
                                        "invented", TRUE));
  self->meeting = case_add (county, "meeting", NULL,
                               json_pack ("{s:s, s:s, s:s, s:s, s:b}", "panel", self->panel,
                                          "on", "2026-11-25", "where", "By video", "step",
                                          "planned", "invented", TRUE));
  case_county_load (county, store);
  atlas_store_close (store);
}

static inline void
panel_window_init (PanelWindow    *self,
        int         width,
        const char *route)
{
  case_window_init (&self->window, PANEL_N_CHILDREN, width, PANEL_HEIGHT);
  panel_window_load (self);
  case_window_go (&self->window, route);
}

static inline void
panel_window_clear (PanelWindow *self)
{
  case_window_clear (&self->window);
  g_free (self->panel);
  g_free (self->meeting);
}

static inline void
panel_window_go (PanelWindow *self)
{
  g_autofree char *route = g_strconcat ("meeting/", self->meeting, NULL);

  case_window_go (&self->window, route);
  case_window_wait_for_text (&self->window, "By video");
}

static inline GtkWidget *
panel_window_find_view (PanelWindow *self)
{
  g_autoptr(GPtrArray) views = case_find_all (GTK_WIDGET (self->window.window),
                                              ATLAS_TYPE_PANELS_VIEW);

  g_assert_cmpuint (views->len, ==, 1);
  return g_ptr_array_index (views, 0);
}

static inline GPtrArray *
panel_window_list (PanelWindow         *self,
              const AtlasType *type)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasQuery) query = atlas_query_new (type);
  AtlasStore *store = atlas_store_open (self->window.folder, ATLAS_STORE_READ_ONLY, &error);
  GPtrArray *records;

  g_assert_no_error (error);
  records = atlas_store_list (store, query, &error);
  g_assert_no_error (error);
  atlas_store_close (store);

  return records;
}
